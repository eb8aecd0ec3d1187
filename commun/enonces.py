"""
Statements that the ORM compiles and that we wrap: counts of rows, of people, of stretches of time.

A day may be left open in what the ORM compiles (`JourOuvert`): the statement is then written once, and run as often as
wanted, each time with other days. Writing one takes the ORM as long as the database takes to read some thousand rows.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, DateField, F, Func, QuerySet
from django.db.models.expressions import Combinable, Expression
from django.db.models.sql.compiler import SQLCompiler

# Bits of a whole number of eight bytes that both databases handle without a sign.
BITS = 60


@dataclass(frozen=True)
class Place:
    """Where a day goes among the parameters of a statement."""

    nom: str
    apres: datetime.timedelta = datetime.timedelta(0)


class JourOuvert(Expression):
    """A day whose value is given when the statement runs (`Enonce.at`); days can be added to it, as to any."""

    def __init__(self, nom: str, apres: datetime.timedelta = datetime.timedelta(0)) -> None:
        super().__init__(output_field=DateField())
        self.nom, self.apres = nom, apres

    def __add__(self, other: datetime.timedelta) -> "JourOuvert":  # type: ignore[override]
        return JourOuvert(self.nom, self.apres + other)

    def __sub__(self, other: datetime.timedelta) -> "JourOuvert":  # type: ignore[override]
        return JourOuvert(self.nom, self.apres - other)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """Write a parameter that says which day it is."""
        return "%s", [Place(self.nom, self.apres)]


class BitDeTranche(Func):
    """
    The bit of the stretch of time of a day, 0 in another word: a search by halves, whatever their number.

    Stretch n begins at the day left open `tn`. Written as text: as many conditions of the ORM take longer to compile
    than the statement to run.
    """

    output_field = BigIntegerField()

    def __init__(self, jour: str | Combinable, tranches: int, mot: int = 0, **extra: Any) -> None:
        self.tranches, self.mot = int(tranches), int(mot)
        super().__init__(F(jour) if isinstance(jour, str) else jour, **extra)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:  # type: ignore[override]
        """Write `CASE WHEN jour < … THEN … ELSE … END`."""
        jour, its_params = compiler.compile(self.source_expressions[0])
        params: list[Any] = []

        def search(low: int, high: int) -> str:
            if high - low == 1:
                return str(1 << (low % BITS)) if low // BITS == self.mot else "0"
            middle = (low + high) // 2
            params.extend([*its_params, Place(f"t{middle}")])
            before = search(low, middle)
            return f"CASE WHEN {jour} < %s THEN {before} ELSE {search(middle, high)} END"

        return search(0, self.tranches), params


@dataclass(frozen=True)
class Enonce:
    """A statement that Django compiled and its parameters, days left open included; without text, it has no row."""

    base: str
    texte: str
    params: tuple[Any, ...] = ()

    @classmethod
    def of(cls, queryset: QuerySet[Any]) -> "Enonce":
        """Return the statement of a queryset."""
        try:
            texte, params = queryset.query.get_compiler(queryset.db).as_sql()
        except EmptyResultSet:
            return cls(queryset.db, "")
        return cls(queryset.db, texte, tuple(params))

    def at(self, jours: Mapping[str, datetime.date]) -> "Enonce":
        """Return the statement with the days that were left open."""
        as_param = connections[self.base].ops.adapt_datefield_value
        params = (as_param(jours[p.nom] + p.apres) if isinstance(p, Place) else p for p in self.params)
        return replace(self, params=tuple(params))

    def read(self, columns: str, after: str = "") -> list[tuple[Any, ...]]:
        """Return these columns of its rows."""
        # Compiled by Django, values are parameters; what is added holds our own names and numbers only.
        return _run(self.base, f"SELECT {columns} FROM ({self.texte}) lignes {after}", self.params)  # noqa: S608


def _run(base: str, texte: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connections[base].cursor() as cursor:
        cursor.execute(texte, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def count_rows(enonce: Enonce, present: Sequence[str] = ()) -> list[int]:
    """Return how many rows there are, then how many have a value in each of these columns."""
    if not enonce.texte:
        return [0] * (1 + len(present))
    [row] = enonce.read(", ".join(["COUNT(*)", *(f"COUNT({name})" for name in present)]))
    return list(row)


def count_rows_by_day(
    enonce: Enonce, jour: str, present: Sequence[str] = ()
) -> tuple[list[datetime.date], list[tuple[int, ...]]]:
    """Return the days in their order, and for each what `count_rows` returns."""
    if not enonce.texte:
        return [], []
    counted = ", ".join(["COUNT(*)", *(f"COUNT({name})" for name in present)])
    rows = enonce.read(f"{jour}, {counted}", f"GROUP BY {jour} ORDER BY {jour}")
    # SQLite has days as text.
    days = [datetime.date.fromisoformat(row[0]) if isinstance(row[0], str) else row[0] for row in rows]
    return days, [row[1:] for row in rows]


def count_each(enonces: Sequence[Enonce]) -> list[int]:
    """Return how many rows each has, in one statement: each reads its own part of the indexes."""
    counts = [0] * len(enonces)
    written = {rank: enonce for rank, enonce in enumerate(enonces) if enonce.texte}
    if written:
        columns = ", ".join(f"(SELECT COUNT(*) FROM ({one.texte}) n{rank})" for rank, one in written.items())  # noqa: S608
        params = [param for one in written.values() for param in one.params]
        [row] = _run(enonces[0].base, f"SELECT {columns}", params)
        for rank, count in zip(written, row, strict=True):
            counts[rank] = count
    return counts


def count_and_sum(enonce: Enonce, present: str, sums: Sequence[str]) -> list[int]:
    """Return how many rows of a grouped statement have a value in a column, then the sums of others."""
    if not enonce.texte:
        return [0] * (1 + len(sums))
    [row] = enonce.read(", ".join([f"COUNT({present})", *(f"SUM({name})" for name in sums)]))
    return [int(n or 0) for n in row]


def count_with_bits(enonce: Enonce, asked: Sequence[Sequence[tuple[str, int]]]) -> list[int]:
    """Return how many rows have at least one of these bits, for each list of (column, bits)."""
    if not enonce.texte:
        return [0] * len(asked)
    conditions = (" OR ".join(f"({column} & {bits:d}) <> 0" for column, bits in one) for one in asked)
    [row] = enonce.read(", ".join(f"COUNT(*) FILTER (WHERE {condition})" for condition in conditions))
    return list(row)


def count_by_each(
    queryset: QuerySet[Any], names: Sequence[str], *, somme: str = "", distincts: str = ""
) -> list[dict[Any, int]]:
    """
    Return, for each of these columns of a queryset of plain values, what is counted by its values.

    One statement, which reads the rows once. `somme` names the column to add up, or `distincts` the one whose different
    values are counted.
    """
    try:
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return [{} for _ in names]
    counted = f"SUM({somme})" if somme else f"COUNT(DISTINCT {distincts})"
    connection = connections[queryset.db]
    if connection.vendor == "postgresql":
        sets = ", ".join(f"({name})" for name in names)
        # A bit for each column that is not in the set: of three, 3 (011) is the first, 5 the second, 6 the third.
        rank = f"GROUPING({', '.join(names)})"
        full = (1 << len(names)) - 1
        which = {full - (1 << (len(names) - 1 - n)): n for n in range(len(names))}
        sql = f"SELECT {rank}, {counted}, {', '.join(names)} FROM ({sql}) lignes GROUP BY GROUPING SETS ({sets})"  # noqa: S608
    else:
        which = {n: n for n in range(len(names))}
        parts = (
            f"SELECT {n}, {counted}, {', '.join(name if name == other else 'NULL' for other in names)} "  # noqa: S608
            f"FROM lignes GROUP BY {name}"
            for n, name in enumerate(names)
        )
        sql = f"WITH lignes AS MATERIALIZED ({sql}) {' UNION ALL '.join(parts)}"
    columns: dict[Any, Any] = {name: expression for expression, _, name in compiler.select or []}
    converters = compiler.get_converters([None, None, *(columns[name] for name in names)])  # type: ignore[no-untyped-call]
    counts: list[dict[Any, int]] = [{} for _ in names]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for row in compiler.apply_converters(cursor.fetchall(), converters):  # type: ignore[no-untyped-call]
            place = which[row[0]]
            counts[place][row[2 + place]] = int(row[1])
    return counts
