"""The facts of a few people alone, as they are, then as they were: temporary tables of the same names."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from evaluation.models.declencheurs import champs_suivis, modeles_de_la_nuit
from evaluation.nuit.touches import Avant, Touches, lots
from participation.models import Inscription, Seance

# Whose facts are found by person, by an index of their own; the others are counted row by row.
PAR_PERSONNE = ("accueil.Evenement", "accueil.RendezVous", "jeunes.Situation", "participation.Inscription")
INDEX: dict[str, list[tuple[str, ...]]] = {
    "accueil.Evenement": [("personne", "jour"), ("nature", "jour", "personne")],
    "accueil.RendezVous": [("personne",), ("prevu_jour", "personne")],
    "jeunes.Situation": [("personne",)],
    "participation.Inscription": [("personne",)],
}
CLES = "nuit_cles"


@contextmanager
def ombres(touches: Touches) -> Iterator[None]:
    """
    Put, for the time of the questions asked inside, tables that hold the facts touched in the place of the real ones.

    A temporary table is found before a real one of the same name, in both databases, by this connection alone. Inside a
    transaction: a failure undoes them.
    """
    modeles = modeles_de_la_nuit()
    with connection.cursor() as cursor:
        # The séances of the sign-ups kept are read among them: the sign-ups come first.
        for modele in sorted(modeles, key=lambda m: m is Seance):
            _keep_keys(cursor, modele, touches)
        for modele in modeles:
            _shadow(cursor, modele)
    yield
    with connection.cursor() as cursor:
        for modele in modeles:
            cursor.execute(f"DROP TABLE {_temporary(modele)}")
            cursor.execute(f"DROP TABLE {_schema()}{CLES}_{modele._meta.db_table}")


def show_the_past(avant: Avant) -> None:
    """Give the facts that changed the state that they had, inside `ombres`."""
    with connection.cursor() as cursor:
        for modele, etats in avant.items():
            for pks in lots(etats):
                _delete(cursor, _temporary(modele), pks)
            champs = champs_suivis(modele)
            columns = [_key(modele), *(champ.column for champ in champs)]
            _insert(
                cursor,
                _temporary(modele),
                columns,
                [
                    [_raw(pk), *(etat.get(champ.attname) for champ in champs)]
                    for pk, etat in etats.items()
                    if etat is not None
                ],
            )


def _schema() -> str:
    return "pg_temp." if connection.vendor == "postgresql" else "temp."


def _temporary(modele: type[Any]) -> str:
    return f"{_schema()}{modele._meta.db_table}"


def _real(modele: type[Any]) -> str:
    return f'"{modele._meta.db_table}"' if connection.vendor == "postgresql" else f'main."{modele._meta.db_table}"'


def _key(modele: type[Any]) -> str:
    return str(modele._meta.pk.column)


def _raw(pk: uuid.UUID) -> str:
    """Return a key as both databases take it."""
    return str(pk) if connection.vendor == "postgresql" else pk.hex


# Table and column names below are those of our own models.
def _keep_keys(cursor: Any, modele: type[Any], touches: Touches) -> None:
    """Make the list of the keys of a model to keep."""
    liste, key, real = f"{CLES}_{modele._meta.db_table}", _key(modele), _real(modele)
    cursor.execute(f"CREATE TEMPORARY TABLE {liste} AS SELECT {key} AS cle FROM {real} WHERE 1 = 0")  # noqa: S608
    pks = touches.faits.get(modele, set()) | (touches.seances if modele is Seance else set())
    _insert(cursor, f"{_schema()}{liste}", ["cle"], [[_raw(pk)] for pk in sorted(pks)])
    if modele._meta.label in PAR_PERSONNE:
        for personnes in lots(touches.personnes):
            _add_where(cursor, liste, modele, "personne", personnes)
    if modele is Inscription:
        for seances in lots(touches.seances):
            _add_where(cursor, liste, modele, "seance_id", seances)
    if modele is Seance:
        kept = f"SELECT cle FROM {_schema()}{CLES}_{Inscription._meta.db_table}"  # noqa: S608
        signed = f"SELECT seance_id FROM {_real(Inscription)} WHERE id IN ({kept})"  # noqa: S608
        cursor.execute(f"INSERT INTO {_schema()}{liste} SELECT {key} FROM {real} WHERE {key} IN ({signed})")  # noqa: S608
    _analyse(cursor, liste, ["cle"])


def _add_where(cursor: Any, liste: str, modele: type[Any], column: str, values: Sequence[uuid.UUID]) -> None:
    places = ", ".join(["%s"] * len(values))
    cursor.execute(
        f"INSERT INTO {_schema()}{liste} SELECT {_key(modele)} FROM {_real(modele)} WHERE {column} IN ({places})",  # noqa: S608
        [_raw(value) for value in values],
    )


def _shadow(cursor: Any, modele: type[Any]) -> None:
    """Make the temporary table of a model, each fact once, with what a measure may count by."""
    table, liste = modele._meta.db_table, f"{CLES}_{modele._meta.db_table}"
    columns = ", ".join(f'"{name}"' for name in (_key(modele), *(champ.column for champ in champs_suivis(modele))))
    cursor.execute(
        f'CREATE TEMPORARY TABLE "{table}" AS SELECT {columns} FROM {_real(modele)} '  # noqa: S608
        f"WHERE {_key(modele)} IN (SELECT cle FROM {_schema()}{liste})"
    )
    indexes = INDEX.get(modele._meta.label, [(_key(modele),)])
    for rank, names in enumerate(indexes):
        # SQLite takes the schema before the name of the index, PostgreSQL before that of the table.
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE INDEX ON {_temporary(modele)} ({', '.join(names)})")
        else:
            cursor.execute(f"CREATE INDEX temp.nuit_{table}_{rank} ON {table} ({', '.join(names)})")
    _analyse(cursor, table, {name for names in indexes for name in names})


def _analyse(cursor: Any, table: str, columns: Collection[str]) -> None:
    """Tell the planner how small a table is, and what is in these columns; SQLite reads its own rules well enough."""
    if connection.vendor == "postgresql":
        cursor.execute(f"ANALYZE {_schema()}{table} ({', '.join(sorted(columns))})")


def _delete(cursor: Any, table: str, pks: Sequence[uuid.UUID]) -> None:
    cursor.execute(f"DELETE FROM {table} WHERE id IN ({', '.join(['%s'] * len(pks))})", [_raw(pk) for pk in pks])  # noqa: S608


def _insert(cursor: Any, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], lot: int = 200) -> None:
    one = f"({', '.join(['%s'] * len(columns))})"
    head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608
    for start in range(0, len(rows), lot):
        some = rows[start : start + lot]
        cursor.execute(head + ", ".join([one] * len(some)), [value for row in some for value in row])
