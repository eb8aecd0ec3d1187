"""What it all proves: dated values of indicateurs, commissions, bilans."""

from evaluation.models.bilans import Bilan, BilanQuerySet
from evaluation.models.calculs import Calcul, CalculQuerySet, ValeurIndicateur
from evaluation.models.commissions import (
    Convocation,
    ConvocationQuerySet,
    MembreCommission,
    MembreCommissionQuerySet,
    PointOrdreDuJour,
    Reunion,
    ReunionQuerySet,
)

__all__ = [
    "Bilan",
    "BilanQuerySet",
    "Calcul",
    "CalculQuerySet",
    "Convocation",
    "ConvocationQuerySet",
    "MembreCommission",
    "MembreCommissionQuerySet",
    "PointOrdreDuJour",
    "Reunion",
    "ReunionQuerySet",
    "ValeurIndicateur",
]
