"""What each process may remember for a moment: small lists that every page shows and that hardly ever change."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.conf import settings

T = TypeVar("T")


class Memoire(Generic[T]):
    """A value read again after MEMOIRE_SECONDES: another process sees a change that much later, never longer."""

    def __init__(self) -> None:
        self._kept: tuple[float, T] | None = None

    def get(self, read: Callable[[], T]) -> T:
        """Return the value, read now when it is too old."""
        now, kept = time.monotonic(), self._kept
        if kept is not None and now < kept[0]:
            return kept[1]
        value = read()
        self._kept = (now + settings.MEMOIRE_SECONDES, value)
        return value
