"""Fiches that leave for other Missions Locales, and those that came from one."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commun.adresses import address_of
from plans_action.models.fiche import FicheAction


class PartageQuerySet(models.QuerySet["Partage"]):
    """Published fiches."""

    def en_ligne(self) -> Self:
        """Return what anybody may read."""
        return self.filter(retire_le=None)


class Partage(models.Model):
    """
    What the public reads of a fiche: a copy frozen when it was published, already without names nor contacts.

    A later change of the fiche leaves nothing outside until somebody publishes again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fiche = models.OneToOneField(FicheAction, models.CASCADE, related_name="partage")
    contenu = models.JSONField()
    rubriques = models.JSONField(default=list)
    presentation = models.TextField("présentation", blank=True)
    recherche = models.TextField(editable=False)  # what the catalogue searches, without accents
    sha256 = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    version_fiche = models.PositiveIntegerField()
    publie_le = models.DateTimeField(default=timezone.now)
    publie_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    retire_le = models.DateTimeField(null=True, blank=True)

    objects = PartageQuerySet.as_manager()

    class Meta:
        ordering = ("-publie_le", "pk")
        constraints = (models.CheckConstraint(condition=Q(version__gte=1), name="partage_version"),)

    def __str__(self) -> str:
        return str(self.contenu.get("titre", ""))

    def get_absolute_url(self) -> str:
        """Return the public page."""
        return address_of("plans_action:ressource-detail", self.pk)


class Origine(models.Model):
    """Where a fiche that was taken up from another Mission Locale comes from, and what was received."""

    fiche = models.OneToOneField(FicheAction, models.CASCADE, related_name="origine")
    source = models.UUIDField("identifiant chez son auteur", unique=True)
    mission_locale = models.CharField(max_length=200)
    adresse = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField()
    publiee_le = models.DateTimeField()
    recue_le = models.DateTimeField()
    recue_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    contenu = models.JSONField()

    class Meta:
        ordering = ("-recue_le", "pk")

    def __str__(self) -> str:
        return f"Essaimée de {self.mission_locale}"
