"""Appreciations: an indicateur without a number, judged by people on a day, with the words of those concerned."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from commun.adresses import address_of
from comptes.models import Utilisateur
from evaluation.choix import AccordCitation, EtatAppreciation, OrigineCitation
from plans_action.choix import TypeIndicateur
from plans_action.models import FicheAction, Indicateur

LONGUEUR_LECTURE, LONGUEUR_CITATION = 4_000, 600


class AppreciationQuerySet(models.QuerySet["AppreciationIndicateur"]):
    """Appreciations."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return the appreciations of the fiches that the reader may see."""
        if not user.has_permission("indicateur.voir"):
            return self.none()
        return self.filter(indicateur__critere__fiche__in=FicheAction.objects.visible_to(user))

    def valables(self) -> Self:
        """Return those that count, the latest first."""
        return self.filter(retire_le=None, indicateur__type=TypeIndicateur.QUALITATIF).order_by(*DERNIERE_D_ABORD)


DERNIERE_D_ABORD = ("-jour", "-saisi_le", "-pk")


class AppreciationIndicateur(models.Model):
    """
    What people concluded of an indicateur on one day: its state, and why.

    A correction keeps the former text in the history with its reason; a withdrawn one stays, and counts no more.
    `version` counts the saves: of two people who correct at once, the second is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicateur = models.ForeignKey(Indicateur, models.CASCADE, related_name="appreciations")
    jour = models.DateField("apprécié le")
    depuis = models.DateField("porte sur ce qui s’est passé depuis le", null=True, blank=True)
    etat = models.CharField("état", max_length=12, choices=EtatAppreciation.choices)
    texte = models.TextField("ce qui fait dire cela", max_length=LONGUEUR_LECTURE)
    lu_par = models.CharField("qui a apprécié", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    saisi_le = models.DateTimeField("saisi le", default=timezone.now, editable=False)
    saisi_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    retire_le = models.DateTimeField("retirée le", null=True, blank=True, editable=False)
    retire_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    history = HistoricalRecords()
    objects = AppreciationQuerySet.as_manager()

    class Meta:
        ordering = DERNIERE_D_ABORD
        constraints = (
            models.CheckConstraint(
                condition=Q(depuis=None) | Q(depuis__lte=F("jour")), name="appreciation_periode_dans_l_ordre"
            ),
            models.CheckConstraint(condition=~Q(texte=""), name="appreciation_dit_pourquoi"),
        )
        indexes = (models.Index(fields=["indicateur", "-jour"], name="appreciation_jour_idx"),)
        verbose_name = "appréciation"

    def __str__(self) -> str:
        return f"{self.indicateur} au {self.jour:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Return the page where it is read with its history."""
        return address_of("evaluation:appreciation-detail", self.pk)


class CitationQuerySet(models.QuerySet["Citation"]):
    """Quotations."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return those that a reader may see: who does not write them reads only those that may leave the house."""
        rows = self.filter(appreciation__in=AppreciationIndicateur.objects.visible_to(user))
        return rows if user.has_permission("appreciation.ecrire") else rows.sortables()

    def valables(self) -> Self:
        """Return those that still stand, in their order."""
        return self.filter(retiree_le=None).order_by("ordre", "pk")

    def sortables(self) -> Self:
        """Return those that may be read outside: in a bilan, in a file, by a commission."""
        return self.valables().exclude(accord=AccordCitation.MAISON)


class Citation(models.Model):
    """
    The words of somebody, said by whom in kind, never by name.

    Never rewritten: a correction withdraws the line and writes another of the same `lignee`. Somebody who takes back
    his or her words has them erased from every line of the lignee; what is left says when and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appreciation = models.ForeignKey(AppreciationIndicateur, models.CASCADE, related_name="citations")
    lignee = models.UUIDField(default=uuid.uuid4, editable=False)
    ordre = models.PositiveSmallIntegerField(default=0)
    mots = models.TextField("paroles", max_length=LONGUEUR_CITATION, blank=True)
    de = models.CharField("de qui", max_length=14, choices=OrigineCitation.choices)
    accord = models.CharField(max_length=10, choices=AccordCitation.choices, default=AccordCitation.MAISON)
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True, editable=False)
    retiree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    motif = models.CharField("raison du retrait", max_length=100, blank=True, editable=False)

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ("appreciation", "ordre", "pk")
        constraints = (
            # Only words that were taken back are empty.
            models.CheckConstraint(condition=~Q(mots="") | Q(retiree_le__isnull=False), name="citation_a_des_mots"),
        )

    def __str__(self) -> str:
        return f"{self.get_de_display()}, {self.appreciation}"

    @property
    def is_sortable(self) -> bool:
        """Tell whether it may be read outside."""
        return self.retiree_le is None and self.accord != AccordCitation.MAISON
