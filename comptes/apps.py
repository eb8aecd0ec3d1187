"""The room « Comptes et accès »."""

from django.apps import AppConfig


class ComptesConfig(AppConfig):
    """See docs/adr and the design of the house for what belongs here."""

    name = "comptes"
    verbose_name = "Comptes et accès"
