"""Say whether one part of the installation is well: the health check of a container."""

import http.client
import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mission_locale import sante

PARTS = ("web", "base", "courtier", "travailleur", "horloge")


class Command(BaseCommand):
    """`manage.py verifier_sante web`: exit 0 when well, 1 with a sentence otherwise."""

    help = "Vérifie une partie de l'installation : web, base, courtier, travailleur ou horloge (toutes sans argument)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the part, and the port of the web server."""
        parser.add_argument("partie", nargs="?", choices=PARTS)
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and say."""
        if options["partie"] == "web":
            etats = {"web": sante.BIEN if web_answers(options["port"]) else sante.ABSENT}
        else:
            etats = sante.health(now=time.time())
            etats = {name: etats[name] for name in [options["partie"]] if name} or etats
        absent = [name for name, etat in etats.items() if etat != sante.BIEN]
        if absent:
            raise CommandError(f"Ne répond pas : {', '.join(absent)}")
        self.stdout.write(f"Tout va bien : {', '.join(etats)}")


def web_answers(port: int) -> bool:
    """Tell whether the web server answers and reaches its database; a stopped worker is not its illness."""
    host = next((name for name in settings.ALLOWED_HOSTS if name != "*"), "localhost").removeprefix(".")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/sante/", headers={"Host": host})
        return bool(json.loads(connection.getresponse().read()).get("base") == sante.BIEN)
    except (OSError, ValueError, http.client.HTTPException):
        return False
    finally:
        connection.close()
