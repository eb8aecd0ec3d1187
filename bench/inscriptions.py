"""
Sign-ups through the real web server, over HTTP, with real sessions.

    python -m bench.inscriptions tempete                200 people at once on 30 places: none sold twice
    python -m bench.inscriptions tempete --sans-garde   the same without the guard: must fail, else it proves nothing
    python -m bench.inscriptions vitesse                8 clients on one séance, against a bare view, in one run

The database and the broker are those of DATABASE_URL and REDIS_URL; without DATABASE_URL, a SQLite file in VAR_DIR.
Give a private, empty one (scripts/serveurs_de_test.sh): the measures write people into it. The exit code says whether
the promise holds.
"""

import argparse
import datetime
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.reglages"

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from comptes.choix import Role
from comptes.models import Utilisateur
from jeunes.models import Jeune
from participation.models import Inscription, Regroupement, Seance
from structure.models import EPCI, Commune, Lieu

PERSONNES, PLACES = 200, 30
CLIENTS = 8
BLOCS, PAR_BLOC = 9, 160
OBJECTIF_PAR_SECONDE, OBJECTIF_RAPPORT = 70, 0.6
JETON = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
RANG = re.compile(r"Vous êtes (\d+)e sur la liste|(en tête) de la liste|(Votre place est réservée)")


@dataclass
class Client:
    """One signed-in youth with a browser's cookies."""

    port: int
    jeune: Jeune
    session: str
    jeton: str = ""
    cookie: str = ""

    def _send(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        cookies = f"sessionid={self.session}" + (f"; csrftoken={self.cookie}" if self.cookie else "")
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        link.request(method, path, body, headers)
        answer = link.getresponse()
        text = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie") or []:
            if header.startswith("csrftoken="):
                self.cookie = header.split("=", 1)[1].split(";")[0]
        link.close()
        return answer.status, text

    def open_page(self, seance: Seance) -> str:
        """Read the séance's page, and the token of its form."""
        status, text = self._send("GET", f"/seances/{seance.pk}/")
        if status != 200:
            raise RuntimeError(f"page {status}")
        if found := JETON.search(text):
            self.jeton = found[1]
        return text

    def sign_up(self, path: str) -> int:
        """Send the form; return the status."""
        body = urlencode({"csrfmiddlewaretoken": self.jeton, "jeune": self.jeune.pk})
        return self._send("POST", path, body)[0]


def make_seance(places: int) -> Seance:
    """Create an open séance."""
    debut = timezone.now() + datetime.timedelta(days=7)
    lieu = Lieu.objects.get_or_create(nom="Siège", type="siege")[0]
    return Seance.objects.create(
        regroupement=Regroupement.objects.create(titre="Mesure"),
        lieu=lieu,
        debut_le=debut,
        fin_le=debut + datetime.timedelta(hours=2),
        places=places,
        publiee_le=timezone.now(),
    )


def make_clients(nombre: int, port: int) -> list[Client]:
    """Create youths with an account and an open session each."""
    clients = []
    epci = EPCI.objects.get_or_create(code="200000001", nom="Mesure")[0]
    commune = Commune.objects.get_or_create(code="03999", nom="Mesure", departement="03", epci=epci)[0]
    for _ in range(nombre):
        compte = Utilisateur(email=f"{os.urandom(8).hex()}@example.org", role=Role.JEUNE)
        compte.set_unusable_password()
        compte.save()
        jeune = Jeune.objects.create(
            nom="Mesure",
            prenom="Lou",
            compte=compte,
            email=compte.email,
            date_naissance=datetime.date(2005, 3, 1),
            commune=commune,
        )
        session = SessionStore()
        session[SESSION_KEY] = str(compte.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = compte.get_session_auth_hash()
        session.save()
        assert session.session_key
        clients.append(Client(port, jeune, session.session_key))
    return clients


@contextmanager
def serveur(*, sans_garde: bool, workers: int = 3, threads: int = 4) -> Iterator[int]:
    """Serve the application by gunicorn, as in production, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    module = "bench.wsgi_sans_garde" if sans_garde else "bench.wsgi"
    command = [str(Path(sys.executable).with_name("gunicorn")), f"{module}:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(workers), "--threads", str(threads), "--backlog", "512", "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=Path(__file__).resolve().parents[1])
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port: int) -> None:
    """Wait until the server answers."""
    for _ in range(120):
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            link.request("GET", "/seances/")
            link.getresponse().read()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise RuntimeError("the server did not start")


def in_threads(functions: list[Callable[[], None]]) -> None:
    """Run all of them at the same time."""
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def tempete(*, sans_garde: bool) -> bool:
    """Let 200 people tap at the same instant; compare what each was told with what is written down."""
    with serveur(sans_garde=sans_garde) as port:
        seance, clients = make_seance(PLACES), make_clients(PERSONNES, port)
        for client in clients:
            client.open_page(seance)
        start = threading.Barrier(PERSONNES)
        statuses: list[int | str] = []

        def tap(client: Client) -> None:
            start.wait()
            try:
                statuses.append(client.sign_up(f"/seances/{seance.pk}/inscrire/"))
            except OSError as error:
                statuses.append(type(error).__name__)

        began = time.perf_counter()
        in_threads([partial(tap, client) for client in clients])
        elapsed = time.perf_counter() - began
        told: dict[UUID | None, str] = {client.jeune.pk: read_told(client.open_page(seance)) for client in clients}
    return report_tempete(seance, Counter(statuses), told, elapsed)


def read_told(page: str) -> str:
    """Return what the page says to the youth: "place", a rank, or nothing."""
    found = RANG.search(page)
    if not found:
        return "rien"
    return "place" if found[3] else (found[1] or "1")


def report_tempete(seance: Seance, statuses: Counter[int | str], told: dict[UUID | None, str], elapsed: float) -> bool:
    """Print the figures; return whether the promise holds."""
    seance.refresh_from_db()
    rows = list(seance.inscriptions.order_by("rang", "pk"))
    places = [row for row in rows if row.statut == "confirmee"]
    waiting = [row for row in rows if row.statut == "en_attente"]
    ranks = {row.jeune_id: rank for rank, row in enumerate(waiting, 1)}
    expected = {row.jeune_id: "place" for row in places} | {pk: str(rank) for pk, rank in ranks.items()}
    checks = {
        f"{PLACES} places données": len(places) == PLACES,
        "compteur égal aux places données": seance.places_prises == len(places),
        f"{PERSONNES - PLACES} personnes en attente": len(waiting) == PERSONNES - PLACES,
        "arrivées numérotées sans trou": [row.rang for row in rows] == list(range(1, PERSONNES + 1)),
        "personne deux fois": len({row.jeune_id for row in rows}) == len(rows) == PERSONNES,
        "aucune réponse 5xx ni coupure": set(statuses) == {302},
        f"rangs 1 à {PERSONNES - PLACES} dits à chacun comme ils sont écrits": told == expected,
    }
    print(f"{connection.vendor} : {PERSONNES} personnes en {elapsed:.1f} s, réponses {dict(statuses)}")
    for label, held in checks.items():
        print(f"  {'oui' if held else 'NON'}  {label}")
    print(f"  places données : {len(places)} pour {PLACES}")
    return all(checks.values())


def vitesse() -> bool:
    """Measure sign-ups and the bare view in turns, so that a busy machine slows both."""
    rates: dict[str, list[float]] = {"application": [], "vue nue": []}
    with serveur(sans_garde=False, workers=2, threads=4) as port:
        clients = make_clients(CLIENTS * 4, port)
        for bloc in range(BLOCS + 1):
            for name, path in (("application", "/seances/{}/inscrire/"), ("vue nue", "/bench/nue/{}/")):
                rate = measure(clients, path, port)
                if bloc:  # the first one warms up
                    rates[name].append(rate)
    medians = {name: statistics.median(values) for name, values in rates.items()}
    ratio = medians["application"] / medians["vue nue"]
    for name, values in rates.items():
        print(f"{connection.vendor} {name} : {medians[name]:.0f}/s  ({', '.join(f'{v:.0f}' for v in values)})")
    print(f"rapport : {ratio:.2f} (objectif {OBJECTIF_RAPPORT}), objectif {OBJECTIF_PAR_SECONDE}/s")
    return medians["application"] >= OBJECTIF_PAR_SECONDE and ratio >= OBJECTIF_RAPPORT


def measure(clients: list[Client], path: str, port: int) -> float:
    """Return sign-ups a second of 8 clients on one new séance, each person once."""
    seance = make_seance(PAR_BLOC // 2)
    people = make_clients(PAR_BLOC, port)
    people[0].open_page(seance)
    for person in people:  # the token is the browser's, not the person's: one page is enough for all
        person.jeton, person.cookie = people[0].jeton, people[0].cookie
    queue, statuses = iter(people), Counter[int]()
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                person = next(queue, None)
            if person is None:
                return
            status = person.sign_up(path.format(seance.pk))
            with lock:
                statuses[status] += 1

    began = time.perf_counter()
    in_threads([work] * CLIENTS)
    elapsed = time.perf_counter() - began
    written = Inscription.objects.filter(seance=seance).count()
    if statuses != {302: PAR_BLOC} or written != PAR_BLOC:
        raise RuntimeError(f"{path}: {dict(statuses)}, {written} rows")
    return PAR_BLOC / elapsed


def main() -> int:
    """Run one measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mesure", choices=["tempete", "vitesse"])
    parser.add_argument("--sans-garde", action="store_true")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if options.mesure == "vitesse":
        return 0 if vitesse() else 1
    return 0 if tempete(sans_garde=options.sans_garde) else 1


if __name__ == "__main__":
    sys.exit(main())
