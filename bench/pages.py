"""
Lists with 250,000 youths on PostgreSQL, 8 people at once, against bare views of the same queries and rows.

    eval "$(scripts/serveurs_de_test.sh start /tmp/srv)"
    python -m bench.pages [--jeunes 250000]     fills the house (a minute, once), then measures (under six minutes)
    python -m bench.pages --remplir             fills the house and stops there

The two are asked in turn, block by block, in one run, so that a noisy machine disturbs both; the ratio of their 95th
percentiles is what counts. The exit code says whether every ratio holds.
"""

import argparse
import os
import sys
import time
from dataclasses import dataclass

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.reglages"

import django

django.setup()

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from bench import maison
from bench.charge import Charge, ask
from bench.inscriptions import serveur
from comptes.choix import Role
from comptes.models import Utilisateur
from jeunes.models import AccesMotive, Jeune

# Short blocks: what disturbs the machine for a second or two falls on the page and on its bare view alike.
CLIENTS, BLOCS, PAR_BLOC, A_CHAUD = 8, 32, 2, 4
RAPPORT_MAXIMUM = 1.5
# Files that the direction opened with a reason since yesterday.
DOSSIERS_OUVERTS = 60


@dataclass(frozen=True)
class Mesure:
    """A page, the bare view to compare it with, and who asks."""

    nom: str
    page: str
    nue: str
    cookie: str


def read_mesures() -> list[Mesure]:
    """Return the pages to measure, each with the session of somebody who reads it."""
    ordinaire, remplacant = maison.counsellors()
    directrice = Utilisateur.objects.get(role=Role.DIRECTION)
    open_files(directrice)
    conseillere, remplacante, direction = (open_session(who) for who in (ordinaire, remplacant, directrice))
    print(
        f"portefeuilles : {Jeune.objects.visible_to(ordinaire).count()} et "
        f"{Jeune.objects.visible_to(remplacant).count()} dossiers ; direction : "
        f"{Jeune.objects.visible_to(directrice).count()} ouverts avec un motif"
    )
    return [
        Mesure("jeunes", "/jeunes/", "/bench/jeunes/", conseillere),
        Mesure("jeunes, page 10", "/jeunes/?page=10", "/bench/jeunes/?page=10", conseillere),
        Mesure("jeunes, par dernier contact", "/jeunes/?tri=contact", "/bench/jeunes/?tri=contact", conseillere),
        Mesure("jeunes, recherche", "/jeunes/?q=mar", "/bench/jeunes/?q=mar", conseillere),
        Mesure("jeunes, direction", "/jeunes/", "/bench/jeunes/", direction),
        Mesure("jeunes, toute une antenne", "/jeunes/?page=10", "/bench/jeunes/?page=10", remplacante),
        Mesure("séances à venir", "/seances/", "/bench/seances/", ""),
        Mesure("séances de l'équipe", "/gestion/seances/?quand=toutes", "/bench/gestion/?quand=toutes", conseillere),
        Mesure("ma journée", "/ma-journee/", "/bench/journee/", conseillere),
        Mesure("tableau de bord", "/pilotage/", "/bench/tableau/", direction),
    ]


def open_files(directrice: Utilisateur) -> None:
    """Open some files with a reason: what the direction reads in its list."""
    jeunes = Jeune.objects.order_by("cle_statistique")[:DOSSIERS_OUVERTS]
    AccesMotive.objects.bulk_create(
        AccesMotive(jeune=jeune, utilisateur=directrice, motif="Réclamation", le=timezone.now()) for jeune in jeunes
    )


def open_session(account: Utilisateur) -> str:
    """Sign the account in without the screens; return the cookie."""
    # The middleware asks for a second factor, as in production.
    Authenticator.objects.get_or_create(user=account, type=Authenticator.Type.TOTP, defaults={"data": {}})
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


def compare(port: int, mesure: Mesure) -> tuple[Charge, Charge]:
    """Ask for the page and the bare view in turn, and gather what each took."""
    headers = {"Cookie": mesure.cookie} if mesure.cookie else {}
    charges = (Charge(), Charge())
    for block in range(A_CHAUD + BLOCS):
        for charge, path in zip(charges, (mesure.page, mesure.nue), strict=True):
            seen = ask(port, lambda *_, path=path: ("GET", path, b"", headers), clients=CLIENTS, each=PAR_BLOC)
            if set(seen.statuts) != {200}:
                raise SystemExit(f"{path} : {seen.statuts}")
            if block >= A_CHAUD:  # the first blocks warm both
                charge.durees += seen.durees
                charge.secondes += seen.secondes
    return charges


def main() -> int:
    """Print one line a page; return 1 when a ratio is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jeunes", type=int, default=250_000)
    parser.add_argument("--seulement", default="", metavar="MOT", help="ne mesurer que les pages dont le nom a ce mot")
    parser.add_argument("--remplir", action="store_true", help="remplir la maison et ne rien mesurer")
    options = parser.parse_args()
    if connection.vendor != "postgresql":
        raise SystemExit("DATABASE_URL : cette mesure est faite sur PostgreSQL.")
    maison.fill(options.jeunes)
    print(maison.size())
    if options.remplir:
        return 0
    mesures, worst, began = [m for m in read_mesures() if options.seulement in m.nom], 0.0, time.monotonic()
    print(f"{CLIENTS} personnes à la fois, {BLOCS * PAR_BLOC * CLIENTS} demandes par page et autant par vue nue")
    print(f"{'page':28} {'méd. page':>10} {'méd. nue':>10} {'p95 page':>10} {'p95 nue':>10} {'rapport':>8}")
    with serveur(sans_garde=False, workers=2, threads=4) as port:
        for mesure in mesures:
            ours, least = compare(port, mesure)
            ratio = ours.p95 / least.p95
            worst = max(worst, ratio)
            print(
                f"{mesure.nom:28} {ours.mediane:8.0f}ms {least.mediane:8.0f}ms {ours.p95:8.0f}ms {least.p95:8.0f}ms "
                f"{ratio:8.2f}",
                flush=True,
            )
    print(
        f"rapport le plus grand : {worst:.2f} (limite {RAPPORT_MAXIMUM}) ; {time.monotonic() - began:.0f} s de mesure"
    )
    return int(worst > RAPPORT_MAXIMUM)


if __name__ == "__main__":
    sys.exit(main())
