"""The ready-made questionnaires, and what each kind of question is made of."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from evaluation.choix import TypeQuestion

FICHIER = Path(__file__).with_name("donnees") / "questionnaires.toml"
VISAGES = (
    ("Pas du tout", False),
    ("Plutôt pas", False),
    ("Entre les deux", False),
    ("Plutôt oui", True),
    ("Tout à fait", True),
)
POINTS = 5
POINTS_POSSIBLES = range(3, 11)
# Above that share of the scale an answer counts as favorable: 4 and 5 of 5, 8, 9 and 10 of 10.
PART_FAVORABLE = 0.7


@lru_cache(maxsize=1)
def modeles() -> dict[str, dict[str, Any]]:
    """Return the ready-made questionnaires by key."""
    return tomllib.loads(FICHIER.read_text(encoding="utf-8"))


def options_de_depart(type_: str, points: int = POINTS) -> list[tuple[str, bool]]:
    """Return the options that a new question starts with: label, favorable."""
    if type_ == TypeQuestion.SMILEYS:
        return list(VISAGES)
    if type_ == TypeQuestion.ECHELLE:
        return [(str(point), point > points * PART_FAVORABLE) for point in range(1, points + 1)]
    if type_ == TypeQuestion.TEXTE:
        return []
    return [("", False), ("", False)]
