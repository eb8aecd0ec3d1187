"""What it all proves: dated values of indicateurs, commissions, bilans."""

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from commun.travaux import EtatTravail, TravailQuerySet, TravailSuivi
from comptes.models import Utilisateur
from evaluation.choix import EtatValeur, TypeBilan, TypeCommission
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
    demande_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CalculQuerySet.as_manager()

    class Meta:
        ordering = ("-demande_le", "pk")

    def __str__(self) -> str:
        return f"Calcul arrêté au {self.arrete_au:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Return the page of its progress."""
        return reverse("evaluation:calcul-detail", kwargs={"pk": self.pk})


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
        verbose_name = "valeur d'indicateur"
        verbose_name_plural = "valeurs d'indicateur"

    def __str__(self) -> str:
        return f"{self.indicateur} du {self.debut:%d/%m/%Y} au {self.fin:%d/%m/%Y}"


class ReunionQuerySet(models.QuerySet["Reunion"]):
    """Meetings."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every meeting to who reads the dashboard."""
        return self if user.has_permission("tableau.voir") else self.none()

    def a_venir(self, *, now: datetime.datetime) -> Self:
        """Return those that have not started, the next first."""
        return self.filter(le__gte=now).order_by("le", "pk")


class Reunion(models.Model):
    """A meeting of one of the two commissions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    projet = models.ForeignKey(ProjetAssociatif, models.CASCADE, related_name="reunions")
    commission = models.CharField(max_length=10, choices=TypeCommission.choices, default=TypeCommission.SUIVI)
    le = models.DateTimeField("le")
    lieu = models.CharField(max_length=120, blank=True)
    ordre_du_jour = models.TextField("ordre du jour", max_length=4000, blank=True)

    objects = ReunionQuerySet.as_manager()

    class Meta:
        ordering = ("le", "pk")
        verbose_name = "réunion"

    def __str__(self) -> str:
        return f"{self.get_commission_display()} du {self.le:%d/%m/%Y}"


class BilanQuerySet(TravailQuerySet["Bilan"]):
    """Bilans."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every bilan to who may read bilans."""
        return self if user.has_permission("bilan.voir") else self.none()


class Bilan(TravailSuivi):
    """
    A frozen reading of the projet associatif: canonical JSON and its SHA-256; every document is made from it alone.

    `contenu` is the canonical text itself, not a JSON column: the digest is that of these very bytes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    projet = models.ForeignKey(ProjetAssociatif, models.PROTECT, related_name="bilans")
    type = models.CharField(max_length=20, choices=TypeBilan.choices)
    arrete_au = models.DateField("arrêté au")
    lance_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    contenu = models.TextField(blank=True, editable=False)
    empreinte = models.CharField("empreinte SHA-256", max_length=64, blank=True, editable=False)
    fige_le = models.DateTimeField("figé le", null=True, blank=True, editable=False)
    pdf = models.BinaryField(null=True, blank=True, editable=False)

    objects = BilanQuerySet.as_manager()

    class Meta:
        ordering = ("-demande_le", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(fige_le=None) & Q(empreinte="")) | (Q(fige_le__isnull=False) & ~Q(empreinte="")),
                name="bilan_fige_a_une_empreinte",
            ),
            # A second click, or a second tab, finds the bilan that is already being produced.
            models.UniqueConstraint(
                fields=["projet", "type", "arrete_au"],
                condition=Q(etat__in=[EtatTravail.EN_ATTENTE, EtatTravail.EN_COURS]),
                name="bilan_en_cours_unique",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_type_display()} arrêté au {self.arrete_au:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Return the page of the bilan."""
        return reverse("evaluation:bilan-detail", kwargs={"pk": self.pk})
