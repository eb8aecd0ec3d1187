"""Readings: numbers read elsewhere (a network's page, a mailing tool), typed here with their day, author and source."""

import uuid
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from commun.adresses import address_of
from comptes.models import Utilisateur
from evaluation.choix import Agregation
from plans_action.choix import TypeIndicateur
from plans_action.models import FicheAction, Indicateur, Piece


class ReglageReleve(models.Model):
    """How the readings of an indicateur are written and put together; without a row, the defaults hold."""

    indicateur = models.OneToOneField(Indicateur, models.CASCADE, related_name="reglage_releve", primary_key=True)
    agregation = models.CharField(
        "valeur d’une période", max_length=10, choices=Agregation.choices, default=Agregation.DERNIER
    )
    unite = models.CharField("unité", max_length=40, blank=True)
    decimales = models.PositiveSmallIntegerField(
        "chiffres après la virgule", default=0, validators=[MaxValueValidator(2)]
    )
    source = models.CharField("où le lire", max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(decimales__lte=2), name="reglage_releve_decimales"),)
        verbose_name = "réglage des relevés"
        verbose_name_plural = "réglages des relevés"

    def __str__(self) -> str:
        return f"{self.indicateur} : {self.get_agregation_display().lower()}"


class ReleveQuerySet(models.QuerySet["Releve"]):
    """Readings."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return the readings of the fiches that the reader may see."""
        if not user.has_permission("indicateur.voir"):
            return self.none()
        return self.filter(indicateur__critere__fiche__in=FicheAction.objects.visible_to(user))

    def valables(self) -> Self:
        """Return those that count, the latest first."""
        return self.filter(retire_le=None, indicateur__type=TypeIndicateur.RELEVE).order_by("-jour", "-pk")


class Releve(models.Model):
    """
    One number read on one day: who typed it, where it was read, what proves it.

    A correction keeps the former value in the history with its reason; a reading withdrawn stays, and counts no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicateur = models.ForeignKey(Indicateur, models.CASCADE, related_name="releves")
    jour = models.DateField("relevé le")
    valeur = models.DecimalField(max_digits=14, decimal_places=2)
    source = models.CharField("où il a été lu", max_length=200, blank=True)
    preuve_lien = models.URLField("lien vers la preuve", max_length=500, blank=True)
    preuve = models.CharField("référence de la preuve", max_length=300, blank=True)
    pieces = models.ManyToManyField(Piece, blank=True, related_name="releves", verbose_name="fichiers de preuve")
    saisi_le = models.DateTimeField("saisi le", default=timezone.now, editable=False)
    saisi_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    retire_le = models.DateTimeField("retiré le", null=True, blank=True, editable=False)
    retire_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    history = HistoricalRecords()
    objects = ReleveQuerySet.as_manager()

    class Meta:
        ordering = ("-jour", "-pk")
        constraints = (
            # Two readings of one day would be one too many: the second corrects the first.
            models.UniqueConstraint(
                fields=["indicateur", "jour"], condition=Q(retire_le=None), name="releve_unique_par_jour"
            ),
        )
        verbose_name = "relevé"

    def __str__(self) -> str:
        return f"{self.indicateur} au {self.jour:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Return the page where it is corrected."""
        return address_of("evaluation:releve-update", self.pk)
