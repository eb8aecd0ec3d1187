"""What a projet associatif says around its fiches: values, charter, means, analysis, budget; its published copies."""

import uuid
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from comptes.models import Utilisateur
from plans_action.choix import GenreMoyen, GenrePrincipe, RubriqueProjet, SensPoint, ThemeAnalyse
from plans_action.models.projet import ObjectifOperationnel, ProjetAssociatif
from structure.models import Lieu, Partenaire


class TexteProjet(models.Model):
    """The text of one chapter."""

    projet = models.ForeignKey(ProjetAssociatif, models.CASCADE, related_name="textes")
    rubrique = models.CharField(max_length=20, choices=RubriqueProjet.choices)
    texte = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("projet", "pk")
        constraints = (models.UniqueConstraint(fields=["projet", "rubrique"], name="texte_projet_rubrique"),)
        verbose_name = "texte du projet associatif"

    def __str__(self) -> str:
        return self.get_rubrique_display()


class PrincipeProjet(models.Model):
    """A value, or an article of the charter."""

    projet = models.ForeignKey(ProjetAssociatif, models.CASCADE, related_name="principes")
    genre = models.CharField(max_length=20, choices=GenrePrincipe.choices)
    ordre = models.PositiveSmallIntegerField(default=0, editable=False)
    titre = models.CharField("intitulé", max_length=200)
    texte = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("projet", "genre", "ordre", "pk")
        verbose_name = "valeur ou article"

    def __str__(self) -> str:
        return self.titre


class MoyenProjet(models.Model):
    """What the Mission Locale works with: vehicles, rooms, equipment."""

    projet = models.ForeignKey(ProjetAssociatif, models.CASCADE, related_name="moyens")
    genre = models.CharField("sorte", max_length=20, choices=GenreMoyen.choices)
    ordre = models.PositiveSmallIntegerField(default=0, editable=False)
    libelle = models.CharField("intitulé", max_length=200)
    nombre = models.PositiveSmallIntegerField(null=True, blank=True)
    lieu = models.ForeignKey(Lieu, models.SET_NULL, null=True, blank=True, related_name="+")
    precision = models.CharField("précision", max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("projet", "genre", "ordre", "pk")
        verbose_name = "moyen"

    def __str__(self) -> str:
        return self.libelle


class PointAnalyse(models.Model):
    """A strength or a point to improve, as a workshop said it, and the objective that answers it."""

    projet = models.ForeignKey(ProjetAssociatif, models.CASCADE, related_name="points_analyse")
    theme = models.CharField("thème", max_length=20, choices=ThemeAnalyse.choices)
    sens = models.CharField("nature", max_length=20, choices=SensPoint.choices)
    ordre = models.PositiveSmallIntegerField(default=0, editable=False)
    texte = models.CharField("ce qui a été dit", max_length=500)
    atelier = models.CharField("atelier", max_length=160, blank=True)
    atelier_le = models.DateField("jour de l’atelier", null=True, blank=True)
    objectif = models.ForeignKey(
        ObjectifOperationnel,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="points_analyse",
        verbose_name="objectif qui y répond",
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ("projet", "theme", "sens", "ordre", "pk")
        verbose_name = "point d’analyse"
        verbose_name_plural = "points d’analyse"

    def __str__(self) -> str:
        return self.texte

    @property
    def sans_reponse(self) -> bool:
        """Tell whether it is a point to improve that no objective answers."""
        return self.sens == SensPoint.AMELIORATION and self.objectif_id is None


class ExerciceBudget(models.Model):
    """A year of the budget; its lines are what each financeur brings."""

    projet = models.ForeignKey(ProjetAssociatif, models.CASCADE, related_name="exercices")
    annee = models.PositiveSmallIntegerField("année", validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    total_vote = models.DecimalField("total voté", max_digits=12, decimal_places=2, null=True, blank=True)
    note = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("projet", "annee")
        constraints = (
            models.UniqueConstraint(
                fields=["projet", "annee"],
                name="exercice_budget_annee",
                violation_error_message="Cette année est déjà dans le budget.",
            ),
            models.CheckConstraint(condition=Q(total_vote=None) | Q(total_vote__gte=0), name="exercice_total_positif"),
        )
        verbose_name = "année du budget"
        verbose_name_plural = "années du budget"

    def __str__(self) -> str:
        return f"Budget {self.annee:d}"


class RessourceProjet(models.Model):
    """What one financeur, or another source, brings in a year: funds carried over, and the grant of the year."""

    exercice = models.ForeignKey(ExerciceBudget, models.CASCADE, related_name="ressources")
    ordre = models.PositiveSmallIntegerField(default=0, editable=False)
    financeur = models.ForeignKey(Partenaire, models.PROTECT, null=True, blank=True, related_name="+")
    libelle = models.CharField("intitulé", max_length=200, blank=True)
    reprise = models.DecimalField("reprise de fonds dédiés", max_digits=12, decimal_places=2, default=0)
    subvention = models.DecimalField("subvention ou produit de l’année", max_digits=12, decimal_places=2, default=0)
    emploi = models.CharField("ce que cela paie", max_length=500, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("exercice", "ordre", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(reprise__gte=0) & Q(subvention__gte=0), name="ressource_positive"),
            models.CheckConstraint(condition=Q(financeur__isnull=False) | ~Q(libelle=""), name="ressource_nommee"),
        )
        verbose_name = "ressource"

    def __str__(self) -> str:
        return self.nom

    @property
    def nom(self) -> str:
        """Return what the line is called: its own words, else the financeur's name."""
        return self.libelle or str(self.financeur or "")

    @property
    def total(self) -> Decimal:
        """Return the funds carried over and the grant, together."""
        return self.reprise + self.subvention


class PublicationProjetQuerySet(models.QuerySet["PublicationProjet"]):
    """Published copies."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return the copies to who may read the projet."""
        return self if user.has_permission("projet.voir_publie") else self.none()


class PublicationProjet(models.Model):
    """A frozen copy of the document: canonical JSON with its SHA-256; the PDF and the Word file are made from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    projet = models.ForeignKey(ProjetAssociatif, models.PROTECT, related_name="publications")
    numero = models.PositiveSmallIntegerField("numéro")
    publiee_le = models.DateTimeField("publiée le")
    publiee_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    contenu = models.TextField()
    empreinte = models.CharField("empreinte SHA-256", max_length=64)
    pdf = models.BinaryField()

    objects = PublicationProjetQuerySet.as_manager()

    class Meta:
        ordering = ("projet", "-numero")
        constraints = (models.UniqueConstraint(fields=["projet", "numero"], name="publication_projet_numero"),)
        verbose_name = "publication du projet associatif"
        verbose_name_plural = "publications du projet associatif"

    def __str__(self) -> str:
        return f"{self.projet}, version {self.numero}"
