"""Which reading of a word is in force, since when, who decided and why."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from comptes.models import Utilisateur
from evaluation.choix import TypeCommission
from jeunes.models import Definition


class DecisionDefinitionQuerySet(models.QuerySet["DecisionDefinition"]):
    """Decisions on definitions."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every decision to who reads figures."""
        return self if user.has_permission("indicateur.voir") else self.none()


class DecisionDefinition(models.Model):
    """A commission picked a version of a definition; kept for ever, the latest is the one in force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="decisions")
    commission = models.CharField("décidé par", max_length=10, choices=TypeCommission.choices)
    le = models.DateField("décidé le")
    motif = models.TextField("pourquoi", max_length=1000)
    enregistree_le = models.DateTimeField("enregistrée le", default=timezone.now, editable=False)
    enregistree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = DecisionDefinitionQuerySet.as_manager()

    class Meta:
        ordering = ("-enregistree_le", "pk")
        verbose_name = "décision sur une définition"
        verbose_name_plural = "décisions sur une définition"

    def __str__(self) -> str:
        return f"{self.definition}, le {self.le:%d/%m/%Y}"
