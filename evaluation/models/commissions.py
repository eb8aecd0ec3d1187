"""The two commissions and their meetings."""

import datetime
import uuid
from typing import Self

from django.db import models

from comptes.models import Utilisateur
from evaluation.choix import TypeCommission
from plans_action.models import ProjetAssociatif


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
