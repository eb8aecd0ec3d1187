"""Closed lists of the evaluation."""

from django.db import models


class EtatValeur(models.TextChoices):
    """A figure is one of three displays: a number, « non mesuré », « sans objet »."""

    MESUREE = "mesuree", "Mesurée"
    NON_MESUREE = "non_mesuree", "Non mesuré"
    SANS_OBJET = "sans_objet", "Sans objet"


class TypeBilan(models.TextChoices):
    """The two readings of the projet associatif."""

    INTERMEDIAIRE = "intermediaire", "Bilan à 18 mois"
    FINAL = "final", "Bilan à 3 ans"


class TypeCommission(models.TextChoices):
    """Two commissions, independent of each other."""

    SUIVI = "suivi", "Commission de suivi des plans d'action"
    BILAN = "bilan", "Commission du bilan"
