"""
Arithmetic on days that every database does alike, natively.

Django's own (F + timedelta, TruncMonth) calls a Python function per row on SQLite; these stay in C.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, BigIntegerField, DateField, F, Func, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler


class AjouteJours(Func):
    """A day plus a whole number of days."""

    output_field = DateField()

    def __init__(self, jour: str | Combinable, jours: int, **extra: Any) -> None:
        self.jours = int(jours)
        super().__init__(F(jour) if isinstance(jour, str) else jour, Value(self.jours), **extra)

    def _with_template(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, template: str) -> Any:
        sql, params = compiler.compile(self.source_expressions[0])
        # The number is ours and whole: written in the text, so that one index expression could match it.
        return template.format(jour=sql, n=f"{self.jours:+d}"), params

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Write `date(jour, '+15 days')`."""
        return self._with_template(compiler, connection, "date({jour}, '{n} days')")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Write `(jour + 15)`."""
        return self._with_template(compiler, connection, "({jour} {n})")


class AjouteMois(Func):
    """
    A day plus a whole number of months, by the rule of `commun.dates.add_months`.

    The last day of a shorter month stands for the days that it lacks. SQLite overflows into the next month, so the
    smaller of that and the month's last day is taken (ISO days compare as text).
    """

    output_field = DateField()

    def __init__(self, jour: str | Combinable, mois: int, **extra: Any) -> None:
        self.mois = int(mois)
        super().__init__(F(jour) if isinstance(jour, str) else jour, Value(self.mois), **extra)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Write the smaller of both readings."""
        sql, params = compiler.compile(self.source_expressions[0])
        last = f"date({sql}, 'start of month', '{self.mois + 1:+d} months', '-1 day')"
        return f"min(date({sql}, '{self.mois:+d} months'), {last})", [*params, *params]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Write PostgreSQL's own rule, which is the same."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"({sql} + interval '{self.mois:d} months')::date", params


class OuDesBits(Aggregate):
    """
    The OR of whole numbers, bit by bit.

    SQLite has none: it adds up the different numbers, which is the same when each has one bit.
    """

    output_field = BigIntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Write `SUM(DISTINCT …)`."""
        return self.as_sql(compiler, connection, template="SUM(DISTINCT %(expressions)s)", **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Write `BIT_OR(…)`."""
        return self.as_sql(compiler, connection, template="BIT_OR(%(expressions)s)", **context)


def _compiled(queryset: QuerySet[Any]) -> tuple[str, list[Any]] | None:
    """Return the statement of a queryset and its parameters, None when it can have no row."""
    try:
        sql, params = queryset.query.get_compiler(queryset.db).as_sql()
    except EmptyResultSet:
        return None
    return sql, list(params)


def _one_row(queryset: QuerySet[Any], sql: str, params: list[Any]) -> tuple[int, ...]:
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(sql, params)
        row: tuple[int, ...] = cursor.fetchone()
        return row


# The statements below are compiled by Django, values are parameters; what is added holds our own numbers only.
def count_each(querysets: Sequence[QuerySet[Any]]) -> list[int]:
    """Return how many rows each queryset has, in one statement: each reads its own part of the indexes."""
    counts = [0] * len(querysets)
    compiled = {rank: pair for rank, queryset in enumerate(querysets) if (pair := _compiled(queryset))}
    if compiled:
        columns = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) n{rank})" for rank, (sql, _) in compiled.items())  # noqa: S608
        params = [param for _, some in compiled.values() for param in some]
        for rank, count in zip(compiled, _one_row(querysets[0], f"SELECT {columns}", params), strict=True):
            counts[rank] = count
    return counts


def count_and_sum(queryset: QuerySet[Any], present: str, sums: Sequence[str]) -> list[int]:
    """Return how many rows of a grouped queryset have a value in a column, then the sums of others."""
    if not (compiled := _compiled(queryset)):
        return [0] * (1 + len(sums))
    sql, params = compiled
    columns = ", ".join([f"COUNT({present})", *(f"SUM({name})" for name in sums)])
    return [int(n or 0) for n in _one_row(queryset, f"SELECT {columns} FROM ({sql}) lignes", params)]  # noqa: S608


def count_with_bits(queryset: QuerySet[Any], asked: Sequence[Sequence[tuple[str, int]]]) -> list[int]:
    """Return how many rows have at least one of these bits, for each list of (column, bits), in one statement."""
    if not (compiled := _compiled(queryset)):
        return [0] * len(asked)
    sql, params = compiled
    conditions = (" OR ".join(f"({column} & {bits:d}) <> 0" for column, bits in one) for one in asked)
    columns = ", ".join(f"COUNT(*) FILTER (WHERE {condition})" for condition in conditions)
    return list(_one_row(queryset, f"SELECT {columns} FROM ({sql}) lignes", params))  # noqa: S608


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
