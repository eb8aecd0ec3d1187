"""The room « Jeunes »."""

from django.apps import AppConfig


class JeunesConfig(AppConfig):
    """See docs/adr and the design of the house for what belongs here."""

    name = "jeunes"
    verbose_name = "Jeunes"
