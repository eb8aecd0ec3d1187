"""`manage.py approuver_compte adresse`: for a Mission Locale whose direction left without approving a successor."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comptes import equipe
from comptes.connexion import normalise_email
from comptes.models import Utilisateur


class Command(BaseCommand):
    """Open, from the server, an account that waits; the journal and the direction are told."""

    help = "Approuve un compte professionnel demandé, quand personne à la direction ne peut plus le faire."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the address of the account."""
        parser.add_argument("adresse", help="adresse e-mail du compte à approuver")

    def handle(self, *args: Any, adresse: str, **options: Any) -> None:
        """Approve, or say why not."""
        compte = Utilisateur.objects.filter(email=normalise_email(adresse)).first()
        if compte is None:
            raise CommandError("Aucun compte n’a cette adresse.")
        try:
            equipe.approve_from_server(compte=compte, now=timezone.now())
        except equipe.CompteRefuse as refus:
            raise CommandError(str(refus)) from refus
        self.stdout.write(f"Le compte {compte.email} est ouvert ; un message lui est envoyé.")
