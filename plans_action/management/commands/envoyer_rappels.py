"""Write down and queue the reminders of today, as the clock does each morning."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from plans_action.rappels import prepare_rappels


class Command(BaseCommand):
    """A front for `plans_action.rappels.prepare_rappels`."""

    help = "Prépare les rappels du jour pour qui coordonne des fiches-action. Une seconde fois, rien n’est ajouté."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, and say for how many people."""
        nombre = prepare_rappels(today=timezone.localdate(), now=timezone.now())
        self.stdout.write(self.style.SUCCESS(f"Rappels préparés pour {nombre} compte(s)."))
