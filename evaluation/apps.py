"""The room « Évaluation »."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """See docs/adr and the design of the house for what belongs here."""

    name = "evaluation"
    verbose_name = "Évaluation"

    def ready(self) -> None:
        """Keep who answers a questionnaire out of the log."""
        from evaluation import journal  # noqa: F401
