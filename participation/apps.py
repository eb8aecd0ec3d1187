"""The room « Participation »."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """See docs/adr and the design of the house for what belongs here."""

    name = "participation"
    verbose_name = "Participation"
