"""What a fiche is judged on: critères and indicateurs."""

import uuid

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from plans_action.choix import MotifCible, SensCible, TypeIndicateur
from plans_action.models.fiche import FicheAction


class Critere(models.Model):
    """What the judgement of a fiche is about; its indicateurs are the observable signs."""

    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="criteres")
    ordre = models.PositiveSmallIntegerField(default=0)
    libelle = models.CharField("libellé", max_length=1000)
    determinant = models.BooleanField("critère déterminant", default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ("fiche", "ordre", "pk")
        verbose_name = "critère"

    def __str__(self) -> str:
        return self.libelle


class Indicateur(models.Model):
    """
    An observable sign of a critère.

    `mesure` is the key of a registered measure; `filtres` maps the measure's filter names to lists of ids or codes;
    `parametres` holds the measure's parameters (N days…). Users choose them in forms: they never write formulas.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    critere = models.ForeignKey(Critere, models.CASCADE, related_name="indicateurs")
    ordre = models.PositiveSmallIntegerField(default=0)
    libelle = models.CharField("libellé", max_length=1000)
    type = models.CharField(max_length=20, choices=TypeIndicateur.choices, default=TypeIndicateur.QUALITATIF)
    mesure = models.CharField(max_length=60, blank=True)
    filtres = models.JSONField(default=dict, blank=True)
    parametres = models.JSONField("paramètres", default=dict, blank=True)
    cible = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    sens_cible = models.CharField(
        "sens de la cible", max_length=10, choices=SensCible.choices, default=SensCible.AU_MOINS
    )
    motif_cible = models.CharField(
        "raison du dernier changement de cible", max_length=20, choices=MotifCible.choices, blank=True
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ("critere", "ordre", "pk")
        constraints = (
            models.CheckConstraint(
                # A figure from a questionnaire has one once its question is chosen.
                condition=(Q(type=TypeIndicateur.CALCULE) & ~Q(mesure=""))
                | Q(type=TypeIndicateur.QUESTIONNAIRE)
                | (~Q(type=TypeIndicateur.CALCULE) & Q(mesure="")),
                name="indicateur_calcule_a_une_mesure",
            ),
        )

    def __str__(self) -> str:
        return self.libelle
