"""The fiche-action: the fields of the three templates that Missions Locales write it in."""

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from commun.adresses import address_of
from comptes.models import Utilisateur
from plans_action.choix import ModeleFiche, PhaseDemarche, Recurrence, StatutFiche, TypeParticipation
from plans_action.models.projet import ObjectifOperationnel
from structure.models import Conseiller, Lieu, Partenaire


class ChampAction(models.Model):
    """A domain that an action works on (citoyenneté, entraide…): offered to every fiche, a new one may be typed."""

    nom = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ("nom", "pk")
        verbose_name = "champ d’action"
        verbose_name_plural = "champs d’action"

    def __str__(self) -> str:
        return self.nom


class FicheActionQuerySet(models.QuerySet["FicheAction"]):
    """Fiches-action."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every fiche to who may read fiches: they hold no person's data."""
        return self if user.has_permission("fiche.voir") else self.none()

    def ouvertes(self) -> Self:
        """Return the fiches that a new fact may be linked to."""
        return self.filter(statut__in=[StatutFiche.VALIDEE, StatutFiche.EN_COURS])


class FicheAction(models.Model):
    """
    A plan d'action in the fields of the three known templates; nothing is compulsory but a title.

    `modele` says which sections its form and its layout put first: the fields of the others stay, filled or not.
    """

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
    titre = models.CharField(max_length=300)
    modele = models.CharField("modèle", max_length=20, choices=ModeleFiche.choices, default=ModeleFiche.MOULINS)
    statut = models.CharField(max_length=20, choices=StatutFiche.choices, default=StatutFiche.IDEE)
    but = models.TextField("objectif", blank=True)
    calendrier = models.TextField("calendrier de l’action", blank=True)
    # What « J-10 » and « 4 mois avant » are counted from.
    date_action = models.DateField("jour de l’action", null=True, blank=True)
    debut = models.DateField("début", null=True, blank=True)
    echeance = models.DateField("échéance", null=True, blank=True)
    resume = models.TextField("résumé de l’action", blank=True)
    coordonne = models.TextField("qui coordonne ?", blank=True)
    coordinateurs = models.ManyToManyField(Conseiller, blank=True, related_name="fiches_coordonnees")
    realise = models.TextField("qui réalise ?", blank=True)
    partenaires_texte = models.TextField("partenaires associés, en toutes lettres", blank=True)
    partenaires = models.ManyToManyField(Partenaire, blank=True, related_name="fiches")
    recurrence = models.TextField("récurrence", blank=True)
    type_recurrence = models.CharField("type", max_length=20, choices=Recurrence.choices, blank=True)
    lieux = models.ManyToManyField(Lieu, blank=True, related_name="fiches")
    premiere_etape = models.PositiveSmallIntegerField("numéro de la première étape", default=0)
    evaluation_quoi = models.TextField("qu’évalue-t-on ?", blank=True)
    evaluation_quand = models.TextField("quand évalue-t-on ?", blank=True)
    evaluation_qui = models.TextField("qui évalue ?", blank=True)
    evaluation_comment = models.TextField("comment évalue-t-on ?", blank=True)
    vigilance = models.TextField("points de vigilance", blank=True)
    perspectives = models.TextField("perspectives et évolutions", blank=True)
    perspectives_quand = models.TextField("perspectives : quand ?", blank=True)
    perspectives_qui = models.TextField("perspectives : qui ?", blank=True)
    perspectives_comment = models.TextField("perspectives : comment ?", blank=True)
    # A project written with youths, after the template of Technowest.
    duree_projet = models.TextField("durée du projet", blank=True)
    duree_action = models.TextField("durée de l’action", blank=True)
    preparation = models.TextField("préparation", blank=True)
    type_participation = models.CharField(
        "type de participation", max_length=20, choices=TypeParticipation.choices, blank=True
    )
    champs_action = models.ManyToManyField(
        ChampAction, blank=True, related_name="fiches", verbose_name="champs d’action"
    )
    contacts = models.TextField(blank=True)
    intentions = models.TextField(blank=True)
    besoins_materiels = models.TextField("besoins matériels", blank=True)
    description = models.TextField(blank=True)
    demarche_reflexion = models.TextField("réflexion", blank=True)
    demarche_ciblage = models.TextField("ciblage", blank=True)
    demarche_communication = models.TextField("communication", blank=True)
    demarche_regroupement = models.TextField("regroupement", blank=True)
    demarche_ajustement = models.TextField("ajustement", blank=True)
    demarche_phase = models.CharField("phase en cours", max_length=20, choices=PhaseDemarche.choices, blank=True)
    demarche_tour = models.PositiveSmallIntegerField("tour de la démarche", null=True, blank=True)
    # An action that another Mission Locale may take up, after the template of the national union.
    constat = models.TextField(blank=True)
    finalite = models.TextField("finalité", blank=True)
    public_cible = models.TextField("public visé", blank=True)
    implantation = models.TextField(blank=True)
    pilotage = models.TextField(blank=True)
    resultats = models.TextField("résultats attendus", blank=True)
    # Blocks of text that an import could not place, separated by an empty line.
    a_ranger = models.TextField("à ranger", blank=True)
    # Counts the saves of the fiche with its étapes and indicateurs: a second editor is told instead of overwriting.
    version = models.PositiveIntegerField(default=1, editable=False)
    modifiee_le = models.DateTimeField("modifiée le", default=timezone.now, editable=False)
    modifiee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    history = HistoricalRecords(
        m2m_fields=[coordinateurs, partenaires, lieux, champs_action],
        history_change_reason_field=models.TextField(null=True),
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
        return address_of("plans_action:fiche-detail", self.pk)

    def is_late(self, *, today: datetime.date) -> bool:
        """Tell whether the fiche still runs after its end date."""
        return self.statut == StatutFiche.EN_COURS and self.echeance is not None and self.echeance < today
