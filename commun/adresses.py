"""Addresses of objects: a list of 25 rows writes 25 of one shape, which the routes need to work out only once."""

import uuid
from functools import lru_cache

from django.urls import get_script_prefix, reverse

_PLACE = uuid.UUID(int=0)


def address_of(route: str, pk: uuid.UUID | str) -> str:
    """Return the address of an object known by its public id; an unknown route raises `NoReverseMatch`."""
    before, after = _shape(route, get_script_prefix())
    return f"{before}{pk}{after}"


@lru_cache(maxsize=256)
def _shape(route: str, prefix: str) -> tuple[str, str]:
    """Return what stands before and after the id; `prefix` is what `reverse` reads of the running request."""
    before, _, after = reverse(route, kwargs={"pk": _PLACE}).partition(str(_PLACE))
    return before, after
