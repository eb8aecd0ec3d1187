"""The room « Structure »."""

from django.apps import AppConfig


class StructureConfig(AppConfig):
    """See docs/adr and the design of the house for what belongs here."""

    name = "structure"
    verbose_name = "Structure"
