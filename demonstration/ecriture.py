"""Write many rows: they are kept until there are enough of them, then leave in one statement or a few."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connection, models

LOT = 1000
PLACE_SQLITE = -512_000  # KiB of pages that SQLite may keep while it loads


class Ligne:
    """A row to write, lighter than an instance: what bulk facts are made of."""

    def __init__(self, modele: type[models.Model], valeurs: dict[str, Any]) -> None:
        self.__dict__ = {**_defauts(modele), **valeurs}
        self.modele = modele

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any) -> None: ...


def ligne(modele: type[models.Model], **valeurs: Any) -> Ligne:
    """Return a row of a model; columns that are not given take the default of their field."""
    return Ligne(modele, valeurs)


@lru_cache(maxsize=32)
def _defauts(modele: type[models.Model]) -> dict[str, Any]:
    """Return the defaults that are plain values; a column whose default is computed must be given."""
    fields = modele._meta.local_concrete_fields
    return {
        field.attname: field.get_default()
        for field in fields
        if field.default is models.NOT_PROVIDED or not callable(field.default)
    }


class Ecriture:
    """A buffer per model; `vide` writes in the order in which the models were declared, parents first."""

    def __init__(self, *ordre: type[models.Model], dire: Callable[[int], object] = lambda total: None) -> None:
        """Keep rows of these models; `dire` hears how many rows are written, each time that some are."""
        self.ordre, self.dire = ordre, dire
        self.attente: dict[type[models.Model], list[Ligne]] = defaultdict(list)
        self.nombre = 0
        self.lignes: Counter[str] = Counter()

    def ajoute(self, row: Ligne) -> None:
        """Keep a row to write; its key is set already, or nobody will ask for it."""
        self.attente[row.modele].append(row)
        self.nombre += 1

    def vide(self, au_moins: int = 0) -> None:
        """Write what waits, when there is at least that much of it."""
        if self.nombre < au_moins:
            return
        for model in self.ordre:
            rows = self.attente.pop(model, [])
            self.lignes[model._meta.label] += len(rows)
            insert(model, rows)
        if self.attente:
            raise ValueError(f"modèles non déclarés : {sorted(m.__name__ for m in self.attente)}")
        self.nombre = 0
        self.dire(self.lignes.total())

    def ecrit(self, model: type[models.Model], objets: Sequence[Any]) -> list[Any]:
        """Write rows of one model at once; return them with their keys."""
        self.lignes[model._meta.label] += len(objets)
        return model._default_manager.bulk_create(objets, batch_size=LOT) if objets else []

    def lie(self, champ: Any, paires: Iterable[tuple[Any, Any]]) -> None:
        """Write the rows of a many-to-many field, given as pairs of keys."""
        through = champ.through
        noms = [field.attname for field in through._meta.fields if field.is_relation]
        self.ecrit(through, [through(**dict(zip(noms, pair, strict=True))) for pair in paires])


def insert(model: type[models.Model], rows: Sequence[Ligne]) -> None:
    """
    Write rows without asking for their keys, several times as fast as bulk_create.

    Only the conversions that the database needs are done, chosen once per column instead of once per value; the
    database checks its constraints as ever.
    """
    if not rows:
        return
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
    columns = [(field.attname, _conversion(field)) for field in fields]
    values = [[convert(row.__dict__[name]) for name, convert in columns] for row in rows]
    quote = connection.ops.quote_name
    head = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(quote(str(field.column)) for field in fields)}) VALUES "  # noqa: S608
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            from psycopg2.extras import execute_values  # type: ignore[import-untyped]

            execute_values(cursor.cursor, f"{head}%s", values, page_size=LOT)
        else:
            cursor.executemany(f"{head}({', '.join(['%s'] * len(fields))})", values)


@contextmanager
def foreign_keys_at_the_end(*modeles: type[models.Model]) -> Iterator[None]:
    """
    Check the foreign keys of some tables once, after many rows, instead of one by one.

    PostgreSQL fires a trigger per row and per key; putting the constraint back checks the whole table with one query,
    in the same transaction: a wrong row still refuses the load. SQLite counts as it goes and needs nothing.
    """
    if connection.vendor != "postgresql":
        yield
        return
    tables = [modele._meta.db_table for modele in modeles]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY conname",
            [tables],
        )
        keys = cursor.fetchall()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks pending cannot be altered
        for table, nom, _ in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {nom}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, nom, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {nom} {definition}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def indexes_at_the_end(*modeles: type[models.Model]) -> Iterator[None]:
    """
    Put the indexes of some tables back once, after many rows, instead of moving each of them with each row.

    Keys that must be unique keep theirs: a wrong row is still refused. Nothing may be searched in these tables
    meanwhile. SQLite gets room besides: with a million rows the pages of the keys left its cache for nearly each row.
    """
    postgresql = connection.vendor == "postgresql"
    tables = [modele._meta.db_table for modele in modeles]
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute(
                "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
                "WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique ORDER BY 1",
                [tables],
            )
            indexes = cursor.fetchall()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks pending cannot lose an index
        else:
            cursor.execute("PRAGMA cache_size")
            [room] = cursor.fetchone()
            cursor.execute(f"PRAGMA cache_size = {PLACE_SQLITE}")
            cursor.execute(
                "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%' "
                "ORDER BY name"
            )
            quote = connection.ops.quote_name
            indexes = [(quote(name), sql) for name, sql, table in cursor.fetchall() if table in tables]
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        if postgresql:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    yield
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for _, definition in indexes:
            cursor.execute(definition)
        if postgresql:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            cursor.execute(f"PRAGMA cache_size = {room}")


def _conversion(field: Any) -> Callable[[Any], Any]:
    """Return what turns a value of a column into what the database driver takes."""
    while field.is_relation:
        field = field.target_field
    postgresql = connection.vendor == "postgresql"
    if isinstance(field, models.UUIDField):
        return _same if postgresql else _hex
    if isinstance(field, models.DateTimeField):
        return _same if postgresql else _utc_text
    if isinstance(field, models.DateField):
        return _same if postgresql else _iso
    if isinstance(field, models.CharField | models.TextField):
        return _text
    if isinstance(field, models.IntegerField | models.BooleanField):
        return _same
    return lambda value: field.get_db_prep_save(value, connection)


def _same(value: Any) -> Any:
    return value


def _hex(value: Any) -> str | None:
    return None if value is None else value.hex


def _iso(value: datetime.date | None) -> str | None:
    return None if value is None else value.isoformat()


def _utc_text(value: datetime.datetime | None) -> str | None:
    return None if value is None else str(value.astimezone(datetime.UTC).replace(tzinfo=None))


def _text(value: Any) -> str | None:
    return value if value is None or type(value) is str else str(value)
