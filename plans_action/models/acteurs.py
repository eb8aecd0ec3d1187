"""Who carries a fiche, and who takes part in it."""

from django.db import models
from simple_history.models import HistoricalRecords

from plans_action.models.fiche import FicheAction
from structure.models import Conseiller, Partenaire


class Porteur(models.Model):
    """Somebody who carries the action, with a role: coordination, animation… Perhaps a person of the team."""

    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="porteurs")
    ordre = models.PositiveSmallIntegerField(default=0)
    nom = models.CharField(max_length=200, blank=True)
    role = models.CharField("rôle", max_length=200, blank=True)
    conseiller = models.ForeignKey(
        Conseiller, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="membre de l’équipe"
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ("fiche", "ordre", "pk")

    def __str__(self) -> str:
        nom = self.nom or (str(self.conseiller) if self.conseiller else "")
        return f"{nom} ({self.role})" if nom and self.role else nom or self.role


class PartiePrenante(models.Model):
    """A group or an organisation that takes part, and what is expected of it."""

    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="parties_prenantes")
    ordre = models.PositiveSmallIntegerField(default=0)
    nom = models.CharField("qui", max_length=200, blank=True)
    roles = models.TextField("rôles", blank=True)
    partenaire = models.ForeignKey(Partenaire, models.SET_NULL, null=True, blank=True, related_name="+")

    history = HistoricalRecords()

    class Meta:
        ordering = ("fiche", "ordre", "pk")
        verbose_name = "partie prenante"
        verbose_name_plural = "parties prenantes"

    def __str__(self) -> str:
        return self.nom or (str(self.partenaire) if self.partenaire else "")
