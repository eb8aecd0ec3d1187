"""Compute the indicators by hand: what the clock asks for each night."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from evaluation.models import ValeurIndicateur
from evaluation.services import calcul as services
from plans_action.models import ProjetAssociatif


class Command(BaseCommand):
    """Compute every computable indicateur of the current projets, at once, without a worker."""

    help = "Calcule tous les indicateurs calculables des projets associatifs en cours."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the cut-off day, and how much is counted."""
        parser.add_argument(
            "--arrete-au",
            type=datetime.date.fromisoformat,
            default=None,
            metavar="AAAA-MM-JJ",
            help="dernier jour compté ; aujourd’hui par défaut",
        )

        parser.add_argument(
            "--changements",
            action="store_true",
            help="ne recompter que ce qui a changé depuis le dernier calcul ; tout, par défaut",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute, and say how many values there are."""
        arrete_au = options["arrete_au"] or timezone.localdate()
        projets = ProjetAssociatif.objects.filter(actif=True)
        if not projets:
            raise CommandError("Aucun projet associatif en cours : il n’y a rien à calculer.")
        for projet in projets:
            started = timezone.now()
            try:
                calcul = services.run_now(projet=projet, arrete_au=arrete_au, complet=not options["changements"])
            except services.CalculImpossible as error:
                raise CommandError(str(error)) from error
            if calcul.erreur:
                raise CommandError(calcul.erreur)
            indicateurs = services.computable(projet)
            values = ValeurIndicateur.objects.filter(indicateur__in=indicateurs).count()
            seconds = (timezone.now() - started).total_seconds()
            self.stdout.write(
                f"{projet} : {indicateurs.count()} indicateurs, {values} valeurs arrêtées au {arrete_au:%d/%m/%Y}, "
                f"{seconds:.1f} s."
            )
