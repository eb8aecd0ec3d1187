"""The steps of a fiche and their lines."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from plans_action.choix import StatutEtape
from plans_action.models.fiche import FicheAction


class EtapeQuerySet(models.QuerySet["Etape"]):
    """Steps of fiches-action."""

    def en_retard(self, *, today: datetime.date) -> Self:
        """Return the steps whose date is past and that nobody has done."""
        return self.filter(echeance__lt=today, statut__in=[StatutEtape.A_VENIR, StatutEtape.EN_COURS])


class Etape(models.Model):
    """
    One step of a fiche; its lines say quoi, quand, qui, comment.

    `ordre` is the number its readers see: it starts from the fiche's `premiere_etape`, 0 as most authors do, or 1.
    """

    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="etapes")
    ordre = models.PositiveSmallIntegerField()
    titre = models.CharField(max_length=200, blank=True)
    echeance = models.DateField("pour le", null=True, blank=True)
    # True when the date was understood from the lines' « quand »: it then follows the day of the action.
    echeance_deduite = models.BooleanField(default=False, editable=False)
    statut = models.CharField(max_length=20, choices=StatutEtape.choices, default=StatutEtape.A_VENIR)
    faite_le = models.DateField("faite le", null=True, blank=True)
    faite_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    history = HistoricalRecords()
    objects = EtapeQuerySet.as_manager()

    class Meta:
        ordering = ("fiche", "ordre", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["fiche", "ordre"], name="etape_ordre", deferrable=models.Deferrable.DEFERRED
            ),
        )
        verbose_name = "étape"

    def __str__(self) -> str:
        return f"Étape {self.ordre}" + (f" : {self.titre}" if self.titre else "")

    def is_late(self, *, today: datetime.date) -> bool:
        """Tell whether the date is past and nobody has done it."""
        waiting = self.statut in (StatutEtape.A_VENIR, StatutEtape.EN_COURS)
        return waiting and self.echeance is not None and self.echeance < today


class LigneEtape(models.Model):
    """One line of a step: quoi, quand, qui, comment. Often partly empty, as in the real documents."""

    etape = models.ForeignKey(Etape, models.CASCADE, related_name="lignes")
    ordre = models.PositiveSmallIntegerField(default=0)
    quoi = models.TextField(blank=True)
    quand = models.TextField(blank=True)
    qui = models.TextField(blank=True)
    comment = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("etape", "ordre", "pk")
        verbose_name = "ligne d’étape"
        verbose_name_plural = "lignes d’étape"

    def __str__(self) -> str:
        return self.quoi[:80]
