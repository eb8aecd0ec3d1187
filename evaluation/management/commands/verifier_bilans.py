"""Check every frozen bilan and its chain from the command line; the exit code says whether all is well."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluation.models import Bilan
from evaluation.services.verification import verify_bilan


class Command(BaseCommand):
    """Verify every frozen bilan."""

    help = "Vérifie que chaque bilan figé est intact et que leur suite est complète."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was found of each bilan; fail when one is not as it was frozen."""
        fautes = 0
        for bilan in Bilan.objects.figes().select_related("projet").iterator(chunk_size=5):
            constats = [controle for controle in verify_bilan(bilan=bilan).controles if not controle.conforme]
            fautes += bool(constats)
            self.stdout.write(f"{bilan} : {'conforme' if not constats else 'NON CONFORME'}")
            for controle in constats:
                self.stdout.write(f"  {controle.nom} : {controle.constat}")
        if fautes:
            raise CommandError("Au moins un bilan n'est pas celui qui a été figé.")
