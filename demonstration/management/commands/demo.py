"""Run the demo in the foreground: database, broker, worker and clock, web server. Ctrl-C stops everything."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from io import StringIO
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from commun import courtier
from commun.processus import spawn, stop_process
from demonstration.ancienne import BaseAncienne, put_aside_when_from_another_version
from demonstration.services import ensure_demo

ADRESSE = "127.0.0.1"
REDEMARRAGE_SECONDES = 2


class Command(BaseCommand):
    """Start, watch and stop the processes of the demo."""

    help = "Prépare et ouvre la démonstration sur cette machine."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        """Prepare the data, start the processes, wait for Ctrl-C."""
        refuse_taken_port(port)
        os.environ["SITE_URL"] = f"http://{ADRESSE}:{port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop_requested)
        try:
            self.prepare()
            self.run(port)
        except KeyboardInterrupt:
            self.stdout.write("\nArrêt de la démonstration…")
        finally:
            self.stop()

    def prepare(self) -> None:
        """Start the broker, bring the database up to date, load the invented people when it is empty."""
        self.stdout.write("Courtier de messages…")
        try:
            self.processes["courtier"] = courtier.start(settings.BROKER_SOCKET, settings.VAR_DIR / "courtier")
        except courtier.CourtierIndisponible as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Base de données…")
        self.leave_another_version()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        self.stdout.write("Données de démonstration…")
        ensure_demo()
        # The clock does it at dawn: whoever tries the demo in the afternoon finds the mails of the day too.
        call_command("envoyer_rappels", verbosity=0, stdout=StringIO())

    def leave_another_version(self) -> None:
        """Put aside the database of another version of the demo: the data are invented, and made again."""
        try:
            aside = put_aside_when_from_another_version()
        except BaseAncienne as error:
            raise CommandError(str(error)) from error
        if aside:
            self.stdout.write(f"Elle vient d’une autre version : elle est gardée dans {aside}, une neuve est faite.")

    def run(self, port: int) -> None:
        """Start the web server and the worker, say where to go, and start again what dies."""
        web = f"gunicorn mission_locale.wsgi --bind {ADRESSE}:{port} --workers 2 --threads 4 --log-level warning"
        worker = "celery --quiet -A mission_locale worker -B --concurrency 1 --loglevel WARNING --without-gossip"
        commands = {
            "web": [sys.executable, "-m", *web.split(), "--no-control-socket"],
            "travailleur": [sys.executable, "-W", "ignore", "-m", *worker.split(), "--without-mingle"],
        }
        for name, command in commands.items():
            self.processes[name] = spawn(command, cwd=settings.BASE_DIR)
        wait_for_page(port, self.processes["web"])
        self.stdout.write(self.style.SUCCESS(f"\nL'application est ouverte : http://{ADRESSE}:{port}/"))
        self.stdout.write("Choisissez sur la première page la personne à essayer. Ctrl-C arrête tout.\n")
        while True:
            time.sleep(1)
            for name, command in commands.items():
                if self.processes[name].poll() is not None:
                    self.stderr.write(f"« {name} » s'est arrêté : redémarrage.")
                    time.sleep(REDEMARRAGE_SECONDES)
                    self.processes[name] = spawn(command, cwd=settings.BASE_DIR)

    def stop(self) -> None:
        """Stop everything that was started, the broker last; what does not stop is killed."""
        for name in ("web", "travailleur", "courtier"):
            if process := self.processes.pop(name, None):
                stop_process(process)


def refuse_taken_port(port: int) -> None:
    """Raise CommandError when somebody else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADRESSE, port))
        except OSError as error:
            other = port + 1000 if port < 60000 else port - 1000
            raise CommandError(f"Le port {port} est déjà pris : essayez PORT={other} make demo") from error


def stop_requested(number: int, frame: FrameType | None) -> None:
    """Turn any request to stop into one exception, once."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def wait_for_page(port: int, web: "subprocess.Popen[bytes]") -> None:
    """Wait until the web server answers; raise CommandError when it stops instead."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if web.poll() is not None:
            raise CommandError("Le serveur web ne démarre pas : le message est ci-dessus.")
        with contextlib.suppress(OSError), socket.create_connection((ADRESSE, port), timeout=1):
            return
        time.sleep(0.1)
    raise CommandError("Le serveur web ne répond pas après une minute.")
