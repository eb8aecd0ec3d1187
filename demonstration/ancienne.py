"""A demo database that another version of the application made: the demo is deterministic, so it is made again."""

from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader


class BaseAncienne(Exception):
    """The database was made by another version, and is not a file that may be put aside."""


def is_from_another_version() -> bool:
    """Tell whether the database went through migrations that this version does not know."""
    loader = MigrationLoader(connection)
    return not set(loader.applied_migrations) <= set(loader.disk_migrations)


def put_aside_when_from_another_version() -> Path | None:
    """Move such a database aside and return where, None when there is nothing to do; raise BaseAncienne on a server."""
    if not is_from_another_version():
        return None
    if connection.vendor != "sqlite":
        raise BaseAncienne(
            "La base de données vient d’une autre version de l’application : donnez une base vide dans DATABASE_URL."
        )
    connection.close()  # the last one out writes the journal into the file
    base = Path(connection.settings_dict["NAME"])
    aside = base.with_name(f"{base.stem}.ancienne{base.suffix}")
    base.replace(aside)
    for journal in ("-wal", "-shm"):
        base.with_name(base.name + journal).unlink(missing_ok=True)
    return aside
