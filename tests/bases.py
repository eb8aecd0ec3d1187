"""The test database, migrated once and copied for each process, and kept until a table changes."""

import contextlib
import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

RACINE = Path(__file__).resolve().parents[1]
RESERVE = RACINE / ".pytest_cache" / "bases"
PREFIXE = "ml_modele_"
RESTENT = {"django_content_type", "auth_permission", "django_migrations"}
# What the migrations wrote, by table: column names and rows.
LAISSEES: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}


def fingerprint() -> str:
    """Return what the migrated database depends on: migrations, models (their rights), settings and locked packages."""
    rooms = [Path(app.path) for app in apps.get_app_configs()]
    ours = [room for room in rooms if room.is_relative_to(RACINE) and "site-packages" not in room.parts]
    files = [RACINE / "requirements" / "dev.txt", Path(__file__).resolve()]
    files += [file for room in ours for file in room.rglob("*.py") if is_about_tables(file.relative_to(RACINE))]
    digest = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for file in sorted(files):
        digest.update(str(file.relative_to(RACINE)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def is_about_tables(file: Path) -> bool:
    """Tell whether a change of a file may change a table, or the rights and content types made after the migrations."""
    return bool({*file.parts, file.stem} & {"migrations", "models", "apps", "settings"})


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time make the model of an engine or copy it."""
    RESERVE.mkdir(parents=True, exist_ok=True)
    with (RESERVE / f"verrou-{connection.vendor}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def create() -> str:
    """Give this process its migrated test database, as `create_test_db` would; return the name it had before."""
    before, name = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    with alone():
        modele = make_modele(fingerprint())
        if connection.vendor == "sqlite":
            shutil.copyfile(modele, name)
        else:
            server(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{modele}"')
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    LAISSEES.update(read_rows())
    return before


def make_modele(version: str) -> str:
    """Return the model of this version: a file that nobody has open, or a database that nobody is connected to."""
    if connection.vendor == "sqlite":
        modele = RESERVE / f"{version}.sqlite3"
        if not modele.exists():
            for old in RESERVE.glob("*.sqlite3*"):
                old.unlink()
            unfinished = RESERVE / "en-cours.sqlite3"
            migrate_into(str(unfinished))
            unfinished.rename(modele)
        return str(modele)
    modele, unfinished = PREFIXE + version, PREFIXE + "en_cours"
    known = [row[0] for row in server("SELECT datname FROM pg_database WHERE datname LIKE 'ml\\_modele\\_%'")]
    if modele not in known:
        server(*(f'DROP DATABASE "{old}"' for old in known))
        migrate_into(unfinished)
        server(f'ALTER DATABASE "{unfinished}" RENAME TO "{modele}"')
    return modele


def migrate_into(name: str) -> None:
    """Make a migrated database of that name, by Django's own way."""
    wanted = connection.settings_dict["TEST"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        connection.settings_dict["TEST"]["NAME"] = wanted


def tables() -> list[str]:
    """Return the tables that hold a row, but those that are made with the tables themselves."""
    known = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - RESTENT
    # One question for all tables: most are empty, and to empty one costs as much as to fill it.
    questions = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in sorted(known)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions))
        return [table for (table,) in cursor.fetchall()]


def read_rows() -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    """Return what every table holds."""
    rows = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = ([column[0] for column in cursor.description], list(cursor.fetchall()))
    return rows


def restore() -> None:
    """
    Leave the tables as the migrations did, without the rows that a test committed.

    A process that runs several files in any order may give the next test to whoever counts on what they wrote.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'DELETE FROM "{table}"')  # foreign keys are checked at the end of the transaction
        for table, (columns, rows) in LAISSEES.items():
            names, places = ", ".join(f'"{column}"' for column in columns), ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)
        for traces in ("tracefait", "changementfait"):  # the deletions above leave them
            cursor.execute(f"DELETE FROM evaluation_{traces}")


def server(*statements: str) -> list[tuple[Any, ...]]:
    """Run statements on PostgreSQL outside any test database; return the rows of the last."""
    with connection.creation._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


if __name__ == "__main__":  # python -m tests.bases: make the model ready while something else runs
    django.setup()
    with alone():
        make_modele(fingerprint())
