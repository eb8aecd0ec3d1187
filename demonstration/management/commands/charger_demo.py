"""Load the invented Mission Locale of the demo, in one of its sizes."""

import datetime
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from commun.templatetags.ml import nombre
from demonstration.services import GRAINE, TAILLES, ChargementRefuse, Rapport, load_demo

SILENCE = 5  # seconds at most without a word


class Command(BaseCommand):
    """A front for `demonstration.services.load_demo`."""

    help = "Charge une Mission Locale inventée : mêmes taille, graine et date donnent les mêmes données."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--taille", choices=TAILLES, default="petite")
        parser.add_argument("--graine", type=int, default=GRAINE, help="point de départ du hasard")
        parser.add_argument(
            "--date", type=_date, default=None, metavar="AAAA-MM-JJ", help="le jour dit « aujourd'hui »"
        )
        parser.add_argument("--remplacer", action="store_true", help="efface toutes les données de la base d'abord")
        parser.add_argument("--sans-calcul", action="store_true", help="ne calcule pas les indicateurs ensuite")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how much and how fast."""
        said = time.monotonic()

        def dire(total: int) -> None:
            nonlocal said
            if time.monotonic() - said >= SILENCE:
                said = time.monotonic()
                self.stdout.write(f"{nombre(total)} lignes…")
                self.stdout.flush()

        try:
            rapport = load_demo(
                taille=options["taille"],
                graine=options["graine"],
                jour=options["date"] or timezone.localdate(),
                remplacer=options["remplacer"],
                calculer=not options["sans_calcul"],
                dire=dire,
            )
        except ChargementRefuse as refus:
            raise CommandError(str(refus)) from refus
        self.stdout.write(self.style.SUCCESS(phrase(rapport)))


def phrase(rapport: Rapport) -> str:
    """Return what was done, in one line."""
    if rapport.deja_la:
        return f"Ces données sont déjà là ({rapport.lignes} lignes)."
    return (
        f"{rapport.lignes} lignes en {rapport.secondes:.1f} s ({rapport.par_seconde} lignes par seconde), "
        f"dont {rapport.processeur_secondes:.1f} s de processeur ; "
        f"indicateurs calculés en {rapport.calcul_secondes:.1f} s."
    )


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
