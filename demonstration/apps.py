"""The room « Démonstration »."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """See docs/adr and the design of the house for what belongs here."""

    name = "demonstration"
    verbose_name = "Démonstration"
