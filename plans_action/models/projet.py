"""The projet associatif and its objectives."""

import datetime
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from commun.dates import add_months

MOIS_BILAN_INTERMEDIAIRE = 18
MOIS_BILAN_FINAL = 36


class ProjetAssociatif(models.Model):
    """The three-year strategy of the association. Its bilans come 18 months and 3 years after its start."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    titre = models.CharField(max_length=200)
    sous_titre = models.CharField("sous-titre", max_length=200, blank=True)
    debut = models.DateField("début")
    # The year whose figures describe the public; the last whole one when empty.
    annee_chiffres = models.PositiveSmallIntegerField(
        "année des chiffres du public",
        null=True,
        blank=True,
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
    )
    actif = models.BooleanField("projet en cours", default=True)
    bilan_intermediaire_le = models.DateField("bilan à 18 mois déplacé au", null=True, blank=True)
    bilan_final_le = models.DateField("bilan à 3 ans déplacé au", null=True, blank=True)

    history = HistoricalRecords()  # with the reason of a date that moved

    class Meta:
        ordering = ("-debut", "pk")
        verbose_name_plural = "projets associatifs"

    def __str__(self) -> str:
        return self.titre

    @property
    def echeance_intermediaire(self) -> datetime.date:
        """Return the day of the 18-month bilan: computed from the start unless it was moved."""
        return self.bilan_intermediaire_le or add_months(self.debut, MOIS_BILAN_INTERMEDIAIRE)

    @property
    def echeance_finale(self) -> datetime.date:
        """Return the day of the 3-year bilan: computed from the start unless it was moved."""
        return self.bilan_final_le or add_months(self.debut, MOIS_BILAN_FINAL)


class ObjectifGeneral(models.Model):
    """A broad orientation of the projet associatif."""

    projet = models.ForeignKey(ProjetAssociatif, models.CASCADE, related_name="objectifs")
    numero = models.PositiveSmallIntegerField("numéro")
    titre = models.CharField(max_length=200)
    description = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("projet", "numero")
        constraints = (models.UniqueConstraint(fields=["projet", "numero"], name="objectif_general_numero"),)
        verbose_name = "objectif général"
        verbose_name_plural = "objectifs généraux"

    def __str__(self) -> str:
        return f"{self.numero}. {self.titre}"


class ObjectifOperationnel(models.Model):
    """What the Mission Locale will do for a general objective; its plans are fiches-action."""

    objectif_general = models.ForeignKey(ObjectifGeneral, models.CASCADE, related_name="operationnels")
    numero = models.PositiveSmallIntegerField("numéro")
    titre = models.CharField(max_length=200)
    description = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("objectif_general__projet", "objectif_general__numero", "numero")
        constraints = (
            models.UniqueConstraint(fields=["objectif_general", "numero"], name="objectif_operationnel_numero"),
        )
        verbose_name = "objectif opérationnel"
        verbose_name_plural = "objectifs opérationnels"

    def __str__(self) -> str:
        return f"{self.objectif_general.numero}.{self.numero} {self.titre}"
