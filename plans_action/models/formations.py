"""The training of the team: what was asked for and answered, which sessions were held or cancelled, and why."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from plans_action.choix import (
    MotifAnnulationFormation,
    MotifRefusFormation,
    StatutDemandeFormation,
    StatutFormation,
)
from plans_action.models.fiche import FicheAction
from structure.models import Conseiller


class Formation(models.Model):
    """A training session of the team, counted at the day planned."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intitule = models.CharField("intitulé", max_length=200)
    organisme = models.CharField(max_length=160, blank=True)
    jour = models.DateField("prévue le")
    statut = models.CharField("état", max_length=10, choices=StatutFormation.choices, default=StatutFormation.PREVUE)
    motif = models.CharField(
        "raison de l’annulation", max_length=20, choices=MotifAnnulationFormation.choices, blank=True
    )
    fiche_action = models.ForeignKey(
        FicheAction, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="fiche-action"
    )
    saisi_le = models.DateTimeField("saisi le", default=timezone.now, editable=False)
    saisi_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("-jour", "intitule", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(statut=StatutFormation.ANNULEE) | Q(motif=""), name="formation_annulee_a_un_motif"
            ),
        )

    def __str__(self) -> str:
        return self.intitule


class DemandeFormation(models.Model):
    """What somebody of the team asked to learn, and what was answered: a refusal says why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conseiller = models.ForeignKey(
        Conseiller, models.SET_NULL, null=True, related_name="demandes_formation", verbose_name="demandée par"
    )
    intitule = models.CharField("formation souhaitée", max_length=200)
    formation = models.ForeignKey(
        Formation, models.SET_NULL, null=True, blank=True, related_name="demandes", verbose_name="session proposée"
    )
    jour = models.DateField("demandée le")
    statut = models.CharField(
        "réponse", max_length=10, choices=StatutDemandeFormation.choices, default=StatutDemandeFormation.DEMANDEE
    )
    motif = models.CharField("raison du refus", max_length=20, choices=MotifRefusFormation.choices, blank=True)
    decidee_le = models.DateField("réponse donnée le", null=True, blank=True)
    fiche_action = models.ForeignKey(
        FicheAction, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="fiche-action"
    )
    saisi_le = models.DateTimeField("saisi le", default=timezone.now, editable=False)
    saisi_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("-jour", "intitule", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(statut=StatutDemandeFormation.DEMANDEE, decidee_le=None, motif="")
                | Q(statut=StatutDemandeFormation.ACCEPTEE, decidee_le__isnull=False, motif="")
                | (Q(statut=StatutDemandeFormation.REFUSEE, decidee_le__isnull=False) & ~Q(motif="")),
                name="demande_formation_decidee",
            ),
        )
        verbose_name = "demande de formation"
        verbose_name_plural = "demandes de formation"

    def __str__(self) -> str:
        return self.intitule
