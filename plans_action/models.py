"""The strategy: projet associatif > objectifs > fiche-action > étapes, critères, indicateurs."""

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from commun.dates import add_months
from comptes.models import Utilisateur
from plans_action.choix import Recurrence, SensCible, StatutEtape, StatutFiche, TypeIndicateur
from structure.models import Conseiller, Lieu, Partenaire

MOIS_BILAN_INTERMEDIAIRE = 18
MOIS_BILAN_FINAL = 36


class ProjetAssociatif(models.Model):
    """The three-year strategy of the association. Its bilans come 18 months and 3 years after its start."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    titre = models.CharField(max_length=200)
    debut = models.DateField("début")
    actif = models.BooleanField("projet en cours", default=True)
    bilan_intermediaire_le = models.DateField("bilan à 18 mois déplacé au", null=True, blank=True)
    bilan_final_le = models.DateField("bilan à 3 ans déplacé au", null=True, blank=True)

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


class FicheActionQuerySet(models.QuerySet["FicheAction"]):
    """Fiches-action."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every fiche to who may read fiches: they hold no person's data."""
        return self if user.has_permission("fiche.voir") else self.none()

    def ouvertes(self) -> Self:
        """Return the fiches that a new fact may be linked to."""
        return self.filter(statut__in=[StatutFiche.VALIDEE, StatutFiche.EN_COURS])


class FicheAction(models.Model):
    """A plan d'action in the fields of the Moulins template; nothing is compulsory but a title."""

    Statut = StatutFiche

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    objectif = models.ForeignKey(
        ObjectifOperationnel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fiches",
        verbose_name="objectif opérationnel",
    )
    parente = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="enfants")
    numero = models.PositiveSmallIntegerField("numéro", null=True, blank=True)
    titre = models.CharField(max_length=200)
    statut = models.CharField(max_length=20, choices=StatutFiche.choices, default=StatutFiche.IDEE)
    but = models.TextField("objectif", blank=True)
    calendrier = models.CharField("calendrier de l'action", max_length=300, blank=True)
    debut = models.DateField("début", null=True, blank=True)
    echeance = models.DateField("échéance", null=True, blank=True)
    resume = models.TextField("résumé de l'action", blank=True)
    coordonne = models.CharField("qui coordonne ?", max_length=300, blank=True)
    coordinateurs = models.ManyToManyField(Conseiller, blank=True, related_name="fiches_coordonnees")
    realise = models.CharField("qui réalise ?", max_length=300, blank=True)
    partenaires_texte = models.TextField("partenaires associés, en toutes lettres", blank=True)
    partenaires = models.ManyToManyField(Partenaire, blank=True, related_name="fiches")
    recurrence = models.CharField("récurrence", max_length=300, blank=True)
    type_recurrence = models.CharField("type", max_length=20, choices=Recurrence.choices, blank=True)
    lieux = models.ManyToManyField(Lieu, blank=True, related_name="fiches")
    evaluation_quand = models.TextField("quand évalue-t-on ?", blank=True)
    evaluation_qui = models.TextField("qui évalue ?", blank=True)
    evaluation_comment = models.TextField("comment évalue-t-on ?", blank=True)
    vigilance = models.TextField("points de vigilance", blank=True)
    perspectives = models.TextField("perspectives et évolutions", blank=True)
    # Counts the saves of the fiche with its étapes and indicateurs: a second editor is told instead of overwriting.
    version = models.PositiveIntegerField(default=1, editable=False)
    modifiee_le = models.DateTimeField("modifiée le", default=timezone.now, editable=False)
    modifiee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    history = HistoricalRecords(
        m2m_fields=[coordinateurs, partenaires, lieux], history_change_reason_field=models.TextField(null=True)
    )
    objects = FicheActionQuerySet.as_manager()

    class Meta:
        ordering = ("numero", "titre", "pk")
        verbose_name = "fiche-action"
        verbose_name_plural = "fiches-action"

    def __str__(self) -> str:
        return f"{self.numero}. {self.titre}" if self.numero else self.titre

    def get_absolute_url(self) -> str:
        """Return the page of the fiche."""
        return reverse("plans_action:fiche-detail", kwargs={"pk": self.pk})

    def is_late(self, *, today: datetime.date) -> bool:
        """Tell whether the fiche still runs after its end date."""
        return self.statut == StatutFiche.EN_COURS and self.echeance is not None and self.echeance < today


class EtapeQuerySet(models.QuerySet["Etape"]):
    """Steps of fiches-action."""

    def en_retard(self, *, today: datetime.date) -> Self:
        """Return the steps whose date is past and that nobody has done."""
        return self.filter(echeance__lt=today, statut__in=[StatutEtape.A_VENIR, StatutEtape.EN_COURS])


class Etape(models.Model):
    """One step of a fiche, numbered from 0 as the authors do; its lines say quoi, quand, qui, comment."""

    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="etapes")
    ordre = models.PositiveSmallIntegerField()
    titre = models.CharField(max_length=200, blank=True)
    echeance = models.DateField("pour le", null=True, blank=True)
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
        verbose_name = "ligne d'étape"
        verbose_name_plural = "lignes d'étape"

    def __str__(self) -> str:
        return self.quoi[:80]


class Critere(models.Model):
    """What the judgement of a fiche is about; its indicateurs are the observable signs."""

    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="criteres")
    ordre = models.PositiveSmallIntegerField(default=0)
    libelle = models.CharField("libellé", max_length=300)

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
    libelle = models.CharField("libellé", max_length=300)
    type = models.CharField(max_length=20, choices=TypeIndicateur.choices, default=TypeIndicateur.QUALITATIF)
    mesure = models.CharField(max_length=60, blank=True)
    filtres = models.JSONField(default=dict, blank=True)
    parametres = models.JSONField("paramètres", default=dict, blank=True)
    cible = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    sens_cible = models.CharField(
        "sens de la cible", max_length=10, choices=SensCible.choices, default=SensCible.AU_MOINS
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ("critere", "ordre", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(type=TypeIndicateur.CALCULE) & ~Q(mesure=""))
                | (~Q(type=TypeIndicateur.CALCULE) & Q(mesure="")),
                name="indicateur_calcule_a_une_mesure",
            ),
        )

    def __str__(self) -> str:
        return self.libelle


class LigneBudget(models.Model):
    """One line of a fiche's budget, in euros: planned, then spent, by whom it is paid."""

    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="budget")
    libelle = models.CharField("libellé", max_length=200)
    financeur = models.ForeignKey(Partenaire, models.SET_NULL, null=True, blank=True, related_name="+")
    prevu = models.DecimalField("prévu", max_digits=12, decimal_places=2, default=0)
    depense = models.DecimalField("dépensé", max_digits=12, decimal_places=2, default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ("fiche", "pk")
        constraints = (models.CheckConstraint(condition=Q(prevu__gte=0) & Q(depense__gte=0), name="budget_positif"),)
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"

    def __str__(self) -> str:
        return self.libelle
