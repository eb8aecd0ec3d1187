"""Counting without paying for it: above a thousand nobody reads the exact number."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

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


class PaginateurPlafonne(Paginator):  # type: ignore[type-arg]
    """Pages of a list whose exact length nobody needs: counted up to a thousand."""

    @cached_property
    def compte(self) -> Compte:
        """Return the number of rows, capped."""
        return compte_plafonne(self.object_list)  # type: ignore[arg-type]

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        """Return the capped number: it bounds the pages too."""
        return PLAFOND if self.compte.depasse else self.compte.nombre
