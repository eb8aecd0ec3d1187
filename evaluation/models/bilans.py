"""The frozen readings of the projet associatif."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from commun.travaux import EN_ROUTE, TravailQuerySet, TravailSuivi
from comptes.models import Utilisateur
from evaluation.choix import TypeBilan
from plans_action.models import ProjetAssociatif


class BilanQuerySet(TravailQuerySet["Bilan"]):
    """Bilans."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every bilan to who may read bilans."""
        return self if user.has_permission("bilan.voir") else self.none()


class Bilan(TravailSuivi):
    """
    A frozen reading of the projet associatif: canonical JSON and its SHA-256; every document is made from it alone.

    `contenu` is the canonical text itself, not a JSON column: the digest is that of these very bytes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    projet = models.ForeignKey(ProjetAssociatif, models.PROTECT, related_name="bilans")
    type = models.CharField(max_length=20, choices=TypeBilan.choices)
    arrete_au = models.DateField("arrêté au")
    lance_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    contenu = models.TextField(blank=True, editable=False)
    empreinte = models.CharField("empreinte SHA-256", max_length=64, blank=True, editable=False)
    fige_le = models.DateTimeField("figé le", null=True, blank=True, editable=False)
    pdf = models.BinaryField(null=True, blank=True, editable=False)

    objects = BilanQuerySet.as_manager()

    class Meta:
        ordering = ("-demande_le", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(fige_le=None) & Q(empreinte="")) | (Q(fige_le__isnull=False) & ~Q(empreinte="")),
                name="bilan_fige_a_une_empreinte",
            ),
            # A second click, or a second tab, finds the bilan that is already being produced.
            models.UniqueConstraint(
                fields=["projet", "type", "arrete_au"],
                condition=Q(etat__in=EN_ROUTE),
                name="bilan_en_cours_unique",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_type_display()} arrêté au {self.arrete_au:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Return the page of the bilan."""
        return reverse("evaluation:bilan-detail", kwargs={"pk": self.pk})
