"""
Lists with 250,000 youths on PostgreSQL, 8 people at once, against bare views of the same query and rows.

    eval "$(scripts/serveurs_de_test.sh start /tmp/srv)"
    python -m bench.pages [--jeunes 250000]

The two are asked in turn, block by block, in one run, so that a noisy machine disturbs both; the ratio of their 95th
percentiles is what counts. The exit code says whether every ratio holds.
"""

import argparse
import os
import subprocess
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.reglages"

import django

django.setup()

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from bench.charge import Charge, ask
from bench.inscriptions import serveur
from comptes.models import Utilisateur
from jeunes.models import Jeune

CLIENTS, BLOCS, PAR_BLOC = 8, 6, 25
RAPPORT_MAXIMUM = 1.5


def fill(total: int) -> Utilisateur:
    """Load the small demo, then copy its youths in SQL until there are enough; return the busiest conseiller's account."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "mission_locale.settings.dev"}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], check=True, env=env)
    if not Jeune.objects.exists():
        subprocess.run([*manage, "charger_demo", "--taille", "petite"], check=True, env=env)
    missing = total - Jeune.objects.count()
    if missing > 0:
        multiply(missing)
    account = (
        Utilisateur.objects.filter(role="conseiller", conseiller__accompagnements__fin=None).order_by("email").first()
    )
    assert account is not None
    # The middleware asks for a second factor, as in production.
    Authenticator.objects.get_or_create(user=account, type=Authenticator.Type.TOTP, defaults={"data": {}})
    return account


def multiply(missing: int) -> None:
    """Copy people, who accompanies them, two événements and one rendez-vous each."""
    columns = {model: [field.column for field in model._meta.local_fields] for model in (Jeune,)}
    names = ", ".join(columns[Jeune])
    fresh = {
        "id": "gen_random_uuid()",
        "cle_statistique": "gen_random_uuid()",
        "compte_id": "null",
        "nom": "j.nom || ' ' || n",
        "cle_nom": "split_part(j.cle_nom, ' ', 1) || ' ' || n || ' ' || j.cle_prenom",
    }
    values = ", ".join(fresh.get(name, f"j.{name}") for name in columns[Jeune])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO jeunes_jeune ({names}) SELECT {values} FROM generate_series(1, %s) n "
            "JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS rang FROM jeunes_jeune) j ON j.rang = n %% %s",
            [missing, Jeune.objects.count()],
        )
        cursor.execute(
            "INSERT INTO jeunes_accompagnement (jeune_id, conseiller_id, type, debut) "
            "SELECT j.id, c.id, 'parcours', current_date - 100 FROM (SELECT id, row_number() OVER (ORDER BY id) AS r "
            "FROM jeunes_jeune x WHERE NOT EXISTS (SELECT 1 FROM jeunes_accompagnement a WHERE a.jeune_id = x.id)) j "
            "JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS r, count(*) OVER () AS tous FROM structure_conseiller "
            "WHERE utilisateur_id IS NOT NULL) c ON c.r = j.r %% c.tous".replace("%%", "%")
        )
        for table, number in (("accueil_evenement", 2), ("accueil_rendezvous", 1)):
            cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
            fields = [row[0] for row in cursor.fetchall()]
            changed = {"id": "gen_random_uuid()", "jeune_id": "j.id", "personne": "j.cle_statistique"}
            if table == "accueil_evenement":
                changed["nature"] = "'entretien'"
            cursor.execute(f"SELECT count(*) FROM {table}")
            rows = cursor.fetchone()[0]  # a constant: with a column of the other side the join could not be hashed
            picked = ", ".join(changed.get(field, f"e.{field}") for field in fields)
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(fields)}) SELECT {picked} FROM "
                "(SELECT id, cle_statistique, row_number() OVER (ORDER BY id) AS r FROM jeunes_jeune x "
                f"WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE t.jeune_id = x.id)) j "
                f"CROSS JOIN generate_series(1, {number}) n "
                f"JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS rang FROM {table}) e "
                f"ON e.rang = (j.r * 7 + n) % {rows}"
            )
        cursor.execute("ANALYZE")


def open_session(account: Utilisateur) -> str:
    """Sign the account in without the screens; return the cookie."""
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


def compare(port: int, cookie: str, page: str, bare: str) -> tuple[Charge, Charge]:
    """Ask for the page and the bare view in turn, and gather what each took."""
    charges = (Charge(), Charge())
    for block in range(BLOCS + 1):
        for charge, path in zip(charges, (page, bare), strict=True):
            seen = ask(
                port, lambda *_, path=path: ("GET", path, b"", {"Cookie": cookie}), clients=CLIENTS, each=PAR_BLOC
            )
            if set(seen.statuts) != {200}:
                raise SystemExit(f"{path} : {seen.statuts}")
            if block:  # the first block warms both
                charge.durees += seen.durees
                charge.secondes += seen.secondes
    return charges


def main() -> int:
    """Print one line a page; return 1 when a ratio is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jeunes", type=int, default=250_000)
    options = parser.parse_args()
    if connection.vendor != "postgresql":
        raise SystemExit("DATABASE_URL : cette mesure est faite sur PostgreSQL.")
    account = fill(options.jeunes)
    cookie = open_session(account)
    pairs = [
        ("liste des jeunes", "/jeunes/", "/bench/jeunes/"),
        ("liste des jeunes, page 10", "/jeunes/?page=10", "/bench/jeunes/?page=10"),
        ("recherche dans la liste", "/jeunes/?q=mar", "/bench/jeunes/?q=mar"),
        ("séances à venir", "/seances/", "/bench/seances/"),
    ]
    worst = 0.0
    print(
        f"{Jeune.objects.count()} jeunes, {CLIENTS} personnes à la fois, {BLOCS * PAR_BLOC * CLIENTS} demandes par page"
    )
    print(f"{'page':28} {'p95 page':>10} {'p95 nue':>10} {'rapport':>8} {'méd. page':>10} {'méd. nue':>10}")
    with serveur(sans_garde=False, workers=2, threads=4) as port:
        for name, page, bare in pairs:
            ours, least = compare(port, cookie, page, bare)
            ratio = ours.p95 / least.p95
            worst = max(worst, ratio)
            print(
                f"{name:28} {ours.p95:8.0f}ms {least.p95:8.0f}ms {ratio:8.2f} "
                f"{ours.mediane:8.0f}ms {least.mediane:8.0f}ms"
            )
    print(f"rapport le plus grand : {worst:.2f} (limite {RAPPORT_MAXIMUM})")
    return int(worst > RAPPORT_MAXIMUM)


if __name__ == "__main__":
    sys.exit(main())
