"""Forget the fiches read in files that nobody accepted in thirty days."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from plans_action.imports import services


class Command(BaseCommand):
    """What the clock does each day, by hand."""

    help = "Efface les fiches lues dans des fichiers et restées plus de trente jours sans être acceptées."

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge, and say how many went."""
        self.stdout.write(f"{services.purge(now=timezone.now())} import(s) effacé(s).")
