"""Load the official communes of some départements."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from structure.referentiel import MILLESIME, ReferentielInconnu, import_communes


class Command(BaseCommand):
    """A front for `structure.referentiel.import_communes`."""

    help = f"Charge les communes et les EPCI du référentiel officiel {MILLESIME} ; peut être relancé sans risque."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--departements", required=True, help="codes séparés par des virgules, ex. 03,58")
        parser.add_argument("--epci", default="", help="SIREN des EPCI de notre territoire, séparés par des virgules")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what was written."""
        try:
            done = import_communes(departements=_codes(options["departements"]), epci=_codes(options["epci"]))
        except ReferentielInconnu as error:
            raise CommandError(str(error)) from error
        message = f"{done.communes} communes et {done.epci} EPCI à jour"
        if done.du_territoire:
            message += f", {done.du_territoire} communes dans notre territoire"
        self.stdout.write(self.style.SUCCESS(message + "."))


def _codes(text: str) -> list[str]:
    return [code.strip().upper() for code in text.split(",") if code.strip()]
