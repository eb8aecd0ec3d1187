"""The facts of a few people alone, as they are, then as they were: temporary tables of the same names."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from accueil.models import Evenement
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
CLES, PERSONNES, SEANCES = "nuit_cles", "nuit_personnes", "nuit_seances"


@contextmanager
def ombres(touches: Touches) -> Iterator[None]:
    """
    Put, for the time of the questions asked inside, tables that hold the facts touched in the place of the real ones.

    A temporary table is found before a real one of the same name, in both databases, by this connection alone. Inside a
    transaction: a failure undoes them.
    """
    # The séances of the sign-ups kept are read among them: the sign-ups come first.
    modeles = sorted(modeles_de_la_nuit(), key=lambda m: m is Seance)
    listes = [PERSONNES, SEANCES, *(_liste(modele) for modele in modeles)]
    with connection.cursor() as cursor:
        _list(cursor, PERSONNES, (Evenement, "personne"), touches.personnes)
        _list(cursor, SEANCES, (Seance, _key(Seance)), touches.seances)
        for modele in modeles:
            _list(cursor, _liste(modele), (modele, _key(modele)), touches.faits.get(modele, set()))
        for modele in modeles:
            _shadow(cursor, modele)
    yield
    with connection.cursor() as cursor:
        for table in [_temporary(modele) for modele in modeles] + [f"{_schema()}{liste}" for liste in listes]:
            cursor.execute(f"DROP TABLE {table}")


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


def _liste(modele: type[Any]) -> str:
    return f"{CLES}_{modele._meta.db_table}"


# Table and column names below are those of our own models.
def _list(cursor: Any, liste: str, like: tuple[type[Any], str], keys: Collection[uuid.UUID]) -> None:
    """Make a list of keys of the same type as a column."""
    modele, column = like
    cursor.execute(f"CREATE TEMPORARY TABLE {liste} AS SELECT {column} AS cle FROM {_real(modele)} WHERE 1 = 0")  # noqa: S608
    _insert(cursor, f"{_schema()}{liste}", ["cle"], [[_raw(key)] for key in sorted(keys)])
    _analyse(cursor, liste, ["cle"])


def _shadow(cursor: Any, modele: type[Any]) -> None:
    """Make the temporary table of a model, each fact once, with what a measure may count by."""
    table = modele._meta.db_table
    columns = ", ".join(f'"{name}"' for name in (_key(modele), *(champ.column for champ in champs_suivis(modele))))
    [first, *others] = [f"SELECT {columns} FROM {_real(modele)} WHERE {kept}" for kept in _kept(modele)]  # noqa: S608
    cursor.execute(f'CREATE TEMPORARY TABLE "{table}" AS {" UNION ALL ".join([first, *others])}')
    indexes = INDEX.get(modele._meta.label, [(_key(modele),)])
    for rank, names in enumerate(indexes):
        # SQLite takes the schema before the name of the index, PostgreSQL before that of the table.
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE INDEX ON {_temporary(modele)} ({', '.join(names)})")
        else:
            cursor.execute(f"CREATE INDEX temp.nuit_{table}_{rank} ON {table} ({', '.join(names)})")
    _analyse(cursor, table, {name for names in indexes for name in names})


def _kept(modele: type[Any]) -> list[str]:
    """Return the conditions of the facts to keep, no fact in two of them: whoever is named is among the people."""
    key, schema = _key(modele), _schema()
    listed = f"SELECT cle FROM {schema}{_liste(modele)}"  # noqa: S608
    of_seances = f"SELECT cle FROM {schema}{SEANCES}"  # noqa: S608
    if modele is Seance:
        return [f"{key} IN ({listed} UNION {of_seances} UNION SELECT seance_id FROM {_temporary(Inscription)})"]  # noqa: S608
    if modele._meta.label not in PAR_PERSONNE:
        return [f"{key} IN ({listed})"]
    kept = [f"personne IN (SELECT cle FROM {schema}{PERSONNES})", f"personne IS NULL AND {key} IN ({listed})"]  # noqa: S608
    if modele is Inscription:
        kept.append(f"personne IS NULL AND seance_id IN ({of_seances}) AND {key} NOT IN ({listed})")
    return kept


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
