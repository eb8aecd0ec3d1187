"""The room « Accueil »."""

from django.apps import AppConfig


class AccueilConfig(AppConfig):
    """See docs/adr and the design of the house for what belongs here."""

    name = "accueil"
    verbose_name = "Accueil"
