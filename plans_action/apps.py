"""The room « Plans d'action »."""

from django.apps import AppConfig


class PlansActionConfig(AppConfig):
    """See docs/adr and the design of the house for what belongs here."""

    name = "plans_action"
    verbose_name = "Plans d’action"
