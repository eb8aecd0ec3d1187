"""
A very large house on PostgreSQL: the small demo, then copies of its facts written by the database itself.

250,000 files of which three in five are open, 280 of them to a counsellor, four événements and one rendez-vous each,
one account in five, a journal of readings, and the séances that go with it. Names are made of the demo's invented ones,
so that a search finds many people and few namesakes.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from commun.noms import normalise_nom
from comptes.choix import Role
from comptes.models import Utilisateur
from jeunes.models import Jeune
from participation.models import Seance
from structure.models import Conseiller

PORTEFEUILLE = 280  # files that a counsellor follows
# Somebody stands in for a whole branch: the worst case of a portfolio.
REMPLACEMENT = 18_000
EVENEMENTS_PAR_JEUNE, SEANCES, INSCRIPTIONS_PAR_SEANCE = 4, 6_000, 12
TABLES = (
    "jeunes_jeune",
    "jeunes_accompagnement",
    "accueil_evenement",
    "accueil_rendezvous",
    "participation_seance",
    "participation_inscription",
    "comptes_utilisateur",
    "comptes_journalacces",
)


def fill(total: int) -> None:
    """Load the small demo, then copy its people until there are enough; a house that is full already stays as it is."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "mission_locale.settings.dev"}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], check=True, env=env)
    if not Jeune.objects.exists():
        subprocess.run([*manage, "charger_demo", "--taille", "petite"], check=True, env=env)
    missing = total - Jeune.objects.count()
    if missing > 0:
        multiply(missing)


def counsellors() -> tuple[Utilisateur, Utilisateur]:
    """Return somebody with an ordinary portfolio, and who stands in for a whole branch."""
    accounts = Utilisateur.objects.filter(role=Role.CONSEILLER, conseiller__actif=True).order_by("email")
    return accounts[0], accounts[1]


def multiply(missing: int) -> None:
    """Write the people and what happened with them: a statement a table, keys and indexes checked afterwards."""
    remplacant = counsellors()[1]
    with connection.cursor() as cursor:
        # The rows are ours: nothing is gained by checking a foreign key ten million times.
        cursor.execute("SET session_replication_role = replica")
        with without_indexes(cursor):
            _people(cursor, missing)
            _followed(cursor, Conseiller.objects.get(utilisateur=remplacant).pk)
            _facts(cursor)
            _seances(cursor)
            _readings(cursor)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def without_indexes(cursor: Any) -> Iterator[None]:
    """Write first, index afterwards: ten times faster. Unique indexes stay and keep refusing."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s) "
        "AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
        [list(TABLES)],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    cursor.execute("SET maintenance_work_mem = '256MB'")
    for _, definition in indexes:
        cursor.execute(definition)


def copy(cursor: Any, table: str, changed: dict[str, str], source: str) -> None:
    """Insert rows: the columns that change, the others as they are in the row `s` of the source."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s "
        "AND is_identity = 'NO'",
        [table],
    )
    names = [row[0] for row in cursor.fetchall()]
    values = ", ".join(changed.get(name, f"s.{name}") for name in names)
    cursor.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {source}")


def ranked(table: str, condition: str = "true") -> str:
    """Return the rows that are there already, numbered from 0, as `s`; how many they are is in `tous`."""
    return (
        f"(SELECT *, row_number() OVER (ORDER BY id) - 1 AS numero, count(*) OVER () AS tous FROM {table} "
        f"WHERE {condition}) s"
    )


def number_of(cursor: Any, table: str, condition: str = "true") -> int:
    """Count rows: a number in the text of a join, so that it can be hashed."""
    cursor.execute(f"SELECT count(*) FROM {table} WHERE {condition}")
    return int(cursor.fetchone()[0])


def _people(cursor: Any, missing: int) -> None:
    known = number_of(cursor, "jeunes_jeune")
    team = max(missing * 3 // 5 // PORTEFEUILLE, 1)
    more = team - number_of(cursor, "structure_conseiller", "actif")
    if more > 0:
        copy(
            cursor,
            "structure_conseiller",
            {"id": "gen_random_uuid()", "utilisateur_id": "null", "nom": "s.nom || ' ' || n", "actif": "true"},
            f"generate_series(1, {more}) n JOIN {ranked('structure_conseiller')} ON s.numero = n % s.tous",
        )
    team = number_of(cursor, "structure_conseiller", "actif")
    for column in ("nom", "prenom"):
        names = list(Jeune.objects.order_by(column).values_list(column, flat=True).distinct())
        cursor.execute(f"CREATE TEMP TABLE des_{column} (rang int PRIMARY KEY, mot text, cle text)")
        rows = [(rank, name, normalise_nom(name)) for rank, name in enumerate(names)]
        cursor.executemany(f"INSERT INTO des_{column} VALUES (%s, %s, %s)", rows)
    noms, prenoms = number_of(cursor, "des_nom"), number_of(cursor, "des_prenom")
    cursor.execute(
        "CREATE TEMP TABLE nouveau AS SELECT n, gen_random_uuid() AS jeune, gen_random_uuid() AS cle, "
        "gen_random_uuid() AS compte, c.id AS conseiller, n % 5 < 2 AS fini, "
        # One name in three is simple, the others are double.
        "a.mot || CASE WHEN n % 3 = 0 THEN '' ELSE '-' || b.mot END AS nom, p.mot AS prenom, "
        "a.cle || CASE WHEN n % 3 = 0 THEN '' ELSE ' ' || b.cle END AS cle_nom, p.cle AS cle_prenom "
        f"FROM generate_series(1, {missing}) n "
        f"JOIN des_nom a ON a.rang = (n * 7919::bigint) % {noms} JOIN des_nom b ON b.rang = (n / {noms}) % {noms} "
        f"JOIN des_prenom p ON p.rang = (n * 104729::bigint / 3) % {prenoms} "
        "JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS rang FROM structure_conseiller WHERE actif) c "
        f"ON c.rang = (n / 5) % {team}"
    )
    cursor.execute("ANALYZE nouveau")
    address = "'jeune' || n || '@exemple.fr'"
    changed = {
        "id": "jeune",
        "cle_statistique": "cle",
        "compte_id": "CASE WHEN n % 5 = 4 THEN compte END",
        "nom": "nouveau.nom",
        "prenom": "nouveau.prenom",
        "cle_nom": "nouveau.cle_nom || ' ' || nouveau.cle_prenom",
        "cle_prenom": "nouveau.cle_prenom || ' ' || nouveau.cle_nom",
        "email": address,
        "telephone_normalise": "'06' || lpad(((n * 7919::bigint) % 100000000)::text, 8, '0')",
        "date_naissance": "s.date_naissance + (n % 700 - 350)",
    }
    copy(cursor, "jeunes_jeune", changed, f"nouveau JOIN {ranked('jeunes_jeune')} ON s.numero = n % {known}")
    changed = {"id": "compte", "email": address, "nom": "nouveau.nom", "prenom": "nouveau.prenom"}
    accounts = ranked("comptes_utilisateur", "role = 'jeune'")
    source = f"nouveau JOIN {accounts} ON s.numero = 0 WHERE n % 5 = 4"
    copy(cursor, "comptes_utilisateur", changed, source)


def _followed(cursor: Any, remplacant: Any) -> None:
    insert = "INSERT INTO jeunes_accompagnement (jeune_id, conseiller_id, type, debut, fin) "
    ended = "CASE WHEN fini THEN current_date - n % 20 - 1 END"
    cursor.execute(f"{insert} SELECT jeune, conseiller, 'parcours', current_date - 30 - n % 700, {ended} FROM nouveau")
    cursor.execute(
        f"{insert} SELECT jeune, %s, 'programme', current_date - 10, null FROM nouveau "
        "WHERE n % 5 = 3 ORDER BY cle LIMIT %s".replace("n % 5", "n %% 5"),
        [remplacant, REMPLACEMENT],
    )


def _facts(cursor: Any) -> None:
    person = {"id": "gen_random_uuid()", "jeune_id": "jeune", "personne": "cle", "conseiller_id": "conseiller"}
    first, others = "nature = 'premier_accueil'", "nature <> 'premier_accueil'"
    firsts, rest = number_of(cursor, "accueil_evenement", first), number_of(cursor, "accueil_evenement", others)
    copy(
        cursor,
        "accueil_evenement",
        person,
        f"nouveau JOIN {ranked('accueil_evenement', first)} ON s.numero = n % {firsts}",
    )
    copy(
        cursor,
        "accueil_evenement",
        person,
        f"nouveau CROSS JOIN generate_series(1, {EVENEMENTS_PAR_JEUNE - 1}) fois "
        f"JOIN {ranked('accueil_evenement', f'{others} AND jeune_id IS NOT NULL')} ON s.numero = (n * 7 + fois * 31) % {rest}",
    )
    rendez_vous = number_of(cursor, "accueil_rendezvous")
    copy(
        cursor,
        "accueil_rendezvous",
        person,
        f"nouveau JOIN {ranked('accueil_rendezvous')} ON s.numero = (n * 7) % {rendez_vous}",
    )


def _seances(cursor: Any) -> None:
    known = number_of(cursor, "participation_seance")
    cursor.execute(
        "CREATE TEMP TABLE nouvelle AS SELECT n, gen_random_uuid() AS seance, s.id AS source, s.places "
        f"FROM generate_series(1, {SEANCES}) n JOIN {ranked('participation_seance')} ON s.numero = n % {known}"
    )
    minutes = "make_interval(mins => 15 * (n % 16))"
    changed = {
        "id": "seance",
        "places": f"greatest(s.places, {INSCRIPTIONS_PAR_SEANCE})",
        "places_prises": str(INSCRIPTIONS_PAR_SEANCE),
        "dernier_rang": str(INSCRIPTIONS_PAR_SEANCE),
        "debut_le": f"s.debut_le + {minutes}",
        "fin_le": f"s.fin_le + {minutes}",
    }
    copy(cursor, "participation_seance", changed, "nouvelle JOIN participation_seance s ON s.id = nouvelle.source")
    changed = {"id": "gen_random_uuid()", "seance_id": "seance", "jeune_id": "jeune", "personne": "cle", "rang": "fois"}
    people, confirmed = number_of(cursor, "nouveau"), ranked("participation_inscription", "statut = 'confirmee'")
    copy(
        cursor,
        "participation_inscription",
        changed,
        f"nouvelle CROSS JOIN generate_series(1, {INSCRIPTIONS_PAR_SEANCE}) fois "
        f"JOIN nouveau j ON j.n = (nouvelle.n * {INSCRIPTIONS_PAR_SEANCE} + fois) % {people} + 1 "
        f"JOIN {confirmed} ON s.numero = 0",
    )


def _readings(cursor: Any) -> None:
    """Write two readings of each file: by whom is told, at which moment of the last twelve months."""
    cursor.execute(
        "INSERT INTO comptes_journalacces (le, utilisateur_id, action, objet_type, objet_id, motif) "
        "SELECT now() - make_interval(mins => (n * 7 + fois * 251) % 525000), u.id, 'lecture', 'jeunes.jeune', "
        "jeune::text, '' FROM nouveau CROSS JOIN generate_series(1, 2) fois JOIN (SELECT id, row_number() OVER "
        "(ORDER BY email) - 1 AS rang, count(*) OVER () AS tous FROM comptes_utilisateur WHERE role = 'conseiller') u "
        "ON u.rang = n % 17"
    )


def size() -> str:
    """Say how large the house is."""
    return (
        f"{Jeune.objects.count()} jeunes, {Seance.objects.count()} séances, {Conseiller.objects.count()} personnes dans "
        "l'équipe"
    )
