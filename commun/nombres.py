"""Counting without paying for it: above a thousand nobody reads the exact number."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

PLAFOND = 1000


@dataclass(frozen=True)
class Compte:
    """A number of rows, exact up to PLAFOND."""

    nombre: int
    depasse: bool

    def __str__(self) -> str:
        return "plus de 1\u202f000" if self.depasse else str(self.nombre)


def compte_plafonne(queryset: QuerySet[Any]) -> Compte:
    """Count at most PLAFOND + 1 rows: the cost of an exact count grows with the table, this one does not."""
    nombre = queryset.order_by()[: PLAFOND + 1].count()
    return Compte(min(nombre, PLAFOND), nombre > PLAFOND)
