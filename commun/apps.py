"""The room « Commun »."""

from django.apps import AppConfig


class CommunConfig(AppConfig):
    """See docs/adr and the design of the house for what belongs here."""

    name = "commun"
    verbose_name = "Commun"
