"""Fiches read in files, waiting for a person to correct and accept them."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commun.adresses import address_of
from comptes.models import Utilisateur
from plans_action.choix import StatutImport
from plans_action.models.fiche import FicheAction


class ImportFicheQuerySet(models.QuerySet["ImportFiche"]):
    """Fiches read in files."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every import to who may write fiches: a colleague may finish what another began."""
        return self if user.has_permission("fiche.importer") else self.none()

    def a_relire(self) -> Self:
        """Return what waits for a person."""
        return self.filter(statut=StatutImport.A_RELIRE)


class ImportFiche(models.Model):
    """
    One fiche read in a file. The file itself is not kept: its name and its digest say where the fiche comes from.

    What was read goes once a person has accepted or refused it, or after thirty days.
    """

    Statut = StatutImport

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nom_fichier = models.CharField("fichier", max_length=255)
    sha256 = models.CharField("empreinte SHA-256", max_length=64, db_index=True)
    titre = models.CharField(max_length=300)
    lue = models.JSONField("fiche telle que lue", null=True, blank=True)
    contenu = models.JSONField("fiche proposée", null=True, blank=True)
    avertissements = models.JSONField(default=list, blank=True)
    statut = models.CharField(max_length=20, choices=StatutImport.choices, default=StatutImport.A_RELIRE)
    fiche = models.ForeignKey(
        FicheAction, models.SET_NULL, null=True, blank=True, related_name="imports", verbose_name="fiche créée"
    )
    lu_le = models.DateTimeField("lu le", default=timezone.now)
    lu_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    regle_le = models.DateTimeField("réglé le", null=True, blank=True)

    objects = ImportFicheQuerySet.as_manager()

    class Meta:
        ordering = ("-lu_le", "nom_fichier", "pk")
        verbose_name = "import de fiche"
        verbose_name_plural = "imports de fiches"
        constraints = (
            models.CheckConstraint(
                condition=Q(statut=StatutImport.A_RELIRE, contenu__isnull=False, regle_le__isnull=True)
                | (~Q(statut=StatutImport.A_RELIRE) & Q(contenu__isnull=True, regle_le__isnull=False)),
                name="import_fiche_contenu_jusqu_au_reglement",
            ),
        )

    def __str__(self) -> str:
        return f"{self.titre} ({self.nom_fichier})"

    def get_absolute_url(self) -> str:
        """Return the page where the fiche is corrected and accepted."""
        return address_of("plans_action:import-detail", self.pk)
