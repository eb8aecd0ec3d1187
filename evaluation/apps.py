"""The room « Évaluation »."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """See docs/adr and the design of the house for what belongs here."""

    name = "evaluation"
    verbose_name = "Évaluation"
