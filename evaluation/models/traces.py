"""What a fact was before it was corrected or removed, kept by the database itself; and the comparisons that read it."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from commun.adresses import address_of
from commun.travaux import TravailQuerySet, TravailSuivi
from comptes.models import Utilisateur
from evaluation.models.bilans import Bilan
from plans_action.models import ProjetAssociatif


class ActionTrace(models.TextChoices):
    """What was done to a fact."""

    AJOUT = "ajout", "Ajouté"
    CORRECTION = "correction", "Corrigé"
    RETRAIT = "retrait", "Retiré"


class TraceFait(models.Model):
    """
    One correction or removal of a fact: its statistical columns as they were, without name, note or author.

    Written by triggers (evaluation.models.declencheurs), so that no way of writing escapes: the screens, the imports,
    a merge of duplicates, a command. A fact that does not say when it was typed leaves a line when it is added, too.
    """

    modele = models.CharField(max_length=60)
    objet = models.CharField(max_length=40)  # the key, without dashes
    action = models.CharField(max_length=12, choices=ActionTrace.choices)
    avant = models.JSONField(null=True)
    le = models.DateTimeField("le", default=timezone.now)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["modele", "le"], name="trace_fait_modele_idx"),)
        verbose_name = "trace d’un fait"
        verbose_name_plural = "traces des faits"

    def __str__(self) -> str:
        return f"{self.modele} {self.get_action_display().lower()}"


class ChangementFait(models.Model):
    """
    A fact added, corrected or removed since the figures were last counted; `avant` is None for one that was added.

    Written by triggers, taken out by the run that counts it, in the same transaction as the values. `projet` is set
    when another projet has counted it already; without, it waits for every projet.
    """

    modele = models.CharField(max_length=60)
    objet = models.CharField(max_length=40)  # the key, without dashes
    avant = models.JSONField(null=True)
    projet = models.ForeignKey(ProjetAssociatif, models.CASCADE, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = "changement d’un fait"
        verbose_name_plural = "changements des faits"

    def __str__(self) -> str:
        return f"{self.modele} {self.objet}"


class ComparaisonQuerySet(TravailQuerySet["Comparaison"]):
    """Comparisons."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every comparison to who may ask for one."""
        return self if user.has_permission("bilan.lancer") else self.none()


class Comparaison(TravailSuivi):
    """A frozen bilan counted again at the same cut-off day: what moved, and why. `resultat` is JSON text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bilan = models.ForeignKey(Bilan, models.CASCADE, related_name="comparaisons")
    demande_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    resultat = models.TextField(blank=True, editable=False)

    objects = ComparaisonQuerySet.as_manager()

    class Meta:
        ordering = ("-demande_le", "pk")

    def __str__(self) -> str:
        return f"{self.bilan} comparé le {self.demande_le:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Return the page where it is read."""
        return address_of("evaluation:bilan-comparer", self.bilan_id)
