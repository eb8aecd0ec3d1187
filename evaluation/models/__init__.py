"""What it all proves: dated values of indicateurs, commissions, bilans."""

from evaluation.models.bilans import Bilan, BilanQuerySet
from evaluation.models.calculs import Calcul, CalculQuerySet, ValeurIndicateur
from evaluation.models.commissions import Reunion, ReunionQuerySet

__all__ = [
    "Bilan",
    "BilanQuerySet",
    "Calcul",
    "CalculQuerySet",
    "Reunion",
    "ReunionQuerySet",
    "ValeurIndicateur",
]
