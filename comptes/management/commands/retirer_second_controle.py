"""`manage.py retirer_second_controle adresse`: for somebody who lost it where nobody else could agree."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comptes import demandes, equipe
from comptes.connexion import normalise_email
from comptes.models import Utilisateur


class Command(BaseCommand):
    """Take away, from the server, a second factor that is lost; the journal says so and the person is told."""

    help = "Retire le second contrôle perdu d’un compte professionnel, quand personne ne peut donner son accord."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the address of the account."""
        parser.add_argument("adresse", help="adresse e-mail du compte")

    def handle(self, *args: Any, adresse: str, **options: Any) -> None:
        """Take it away, or say why not."""
        compte = Utilisateur.objects.filter(email=normalise_email(adresse)).first()
        if compte is None:
            raise CommandError("Aucun compte n’a cette adresse.")
        try:
            demandes.remove_from_server(compte=compte, now=timezone.now())
        except equipe.CompteRefuse as refus:
            raise CommandError(str(refus)) from refus
        self.stdout.write(f"Le second contrôle de {compte.email} est retiré ; un message lui est envoyé.")
