"""Computations of the indicateurs, and the dated values that they leave."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from commun.adresses import address_of
from commun.travaux import TravailQuerySet, TravailSuivi
from comptes.models import Utilisateur
from evaluation.choix import EtatValeur
from plans_action.models import Indicateur, ProjetAssociatif


class CalculQuerySet(TravailQuerySet["Calcul"]):
    """Computations of the indicators."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every computation to who may ask for one: it holds no figure."""
        return self if user.has_permission("calcul.lancer") else self.none()


class Calcul(TravailSuivi):
    """One computation of every computable indicateur: the nightly one, or one asked for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    projet = models.ForeignKey(ProjetAssociatif, models.CASCADE, related_name="calculs")
    arrete_au = models.DateField("arrêté au")  # cut-off day: later facts are not counted
    # Everything is counted again; else what changed since the last run only.
    complet = models.BooleanField(default=True)
    demande_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CalculQuerySet.as_manager()

    class Meta:
        ordering = ("-demande_le", "pk")

    def __str__(self) -> str:
        return f"Calcul arrêté au {self.arrete_au:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Return the page of its progress."""
        return address_of("evaluation:calcul-detail", self.pk)


class BaseCalcul(models.Model):
    """
    What the stored values of a projet were counted from: the facts as they are but for the changes that wait.

    Without it the next run counts everything. `signatures` says of each indicateur what was asked, `contexte` what is
    read besides the facts: when one of them moved, the figure is counted again whole.
    """

    projet = models.OneToOneField(ProjetAssociatif, models.CASCADE, primary_key=True, related_name="base_calcul")
    arrete_au = models.DateField("arrêté au")
    contexte = models.JSONField(default=dict)
    signatures = models.JSONField(default=dict)
    complet_le = models.DateTimeField("tout compté le")

    class Meta:
        ordering = ("projet",)
        verbose_name = "base de calcul"
        verbose_name_plural = "bases de calcul"

    def __str__(self) -> str:
        return f"{self.projet} arrêté au {self.arrete_au:%d/%m/%Y}"


class ValeurIndicateur(models.Model):
    """The value of an indicateur over a period, with what it was computed from and by which definition."""

    indicateur = models.ForeignKey(Indicateur, models.CASCADE, related_name="valeurs")
    debut = models.DateField("du")
    fin = models.DateField("au")
    etat = models.CharField("état", max_length=20, choices=EtatValeur.choices)
    valeur = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    numerateur = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    denominateur = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    mesure = models.CharField(max_length=60, blank=True)
    mesure_version = models.PositiveSmallIntegerField(default=1)
    definition_version = models.PositiveSmallIntegerField(null=True, blank=True)
    calcule_le = models.DateTimeField("calculé le")

    class Meta:
        ordering = ("indicateur", "debut", "fin")
        constraints = (
            models.UniqueConstraint(fields=["indicateur", "debut", "fin"], name="valeur_unique_par_periode"),
            models.CheckConstraint(condition=Q(fin__gte=F("debut")), name="valeur_periode"),
            models.CheckConstraint(
                condition=(Q(etat=EtatValeur.MESUREE) & Q(valeur__isnull=False))
                | (~Q(etat=EtatValeur.MESUREE) & Q(valeur__isnull=True)),
                name="valeur_mesuree_a_un_nombre",
            ),
        )
        verbose_name = "valeur d’indicateur"
        verbose_name_plural = "valeurs d’indicateur"

    def __str__(self) -> str:
        return f"{self.indicateur} du {self.debut:%d/%m/%Y} au {self.fin:%d/%m/%Y}"
