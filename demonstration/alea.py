"""Seeded chance: the same seed and the same day give the same people, the same activity, the same identifiers."""

import random
import tomllib
import uuid
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

DONNEES = Path(__file__).with_name("donnees")


class Alea(random.Random):
    """A generator of its own for each part of the demo: adding a draw to one part moves nothing in the others."""

    @classmethod
    def of(cls, graine: int, partie: str) -> "Alea":
        """Return the generator of one part of the demo."""
        return cls(f"{graine}:{partie}")

    def uuid(self) -> uuid.UUID:
        """Return an identifier that comes from the seed."""
        return uuid.UUID(int=self.getrandbits(128), version=4)

    def pondere(self, poids: Mapping[T, float]) -> T:
        """Return one key, each as often as its weight says."""
        return self.choices(list(poids), list(poids.values()))[0]

    def quotas(self, poids: Mapping[T, float], nombre: int) -> list[T]:
        """Return exactly `nombre` keys in the shares asked for, shuffled: shares hold in small sizes too."""
        total = sum(poids.values())
        exact = {key: nombre * weight / total for key, weight in poids.items()}
        counts = {key: int(value) for key, value in exact.items()}
        missing = nombre - sum(counts.values())
        for key in sorted(exact, key=lambda key: counts[key] - exact[key])[:missing]:
            counts[key] += 1
        result = [key for key, count in counts.items() for _ in range(count)]
        self.shuffle(result)
        return result

    def environ(self, moyenne: float) -> int:
        """Return a whole number around a mean, at least 0."""
        return int(moyenne * self.uniform(0.5, 1.5) + self.random())

    def un(self, choix: Sequence[T]) -> T:
        """Return one of the values."""
        return choix[int(self.random() * len(choix))]


@lru_cache(maxsize=8)
def donnees(nom: str) -> dict[str, Any]:
    """Return one of the demo's files."""
    return tomllib.loads((DONNEES / f"{nom}.toml").read_text(encoding="utf-8"))
