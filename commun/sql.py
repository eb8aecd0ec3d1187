"""
Arithmetic on days that every database does alike, natively.

Django's own (F + timedelta, TruncMonth) calls a Python function per row on SQLite; these stay in C.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, BigIntegerField, DateField, F, Func, Value
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
