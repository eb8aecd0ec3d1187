"""The frozen readings of the projet associatif."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from commun.adresses import address_of
from commun.travaux import EN_ROUTE, TravailQuerySet, TravailSuivi
from comptes.models import Utilisateur
from evaluation.choix import TypeBilan
from plans_action.models import ProjetAssociatif


class BilanFige(Exception):
    """A frozen bilan is never deleted."""


class BilanQuerySet(TravailQuerySet["Bilan"]):
    """Bilans."""

    def figes(self) -> Self:
        """Return the frozen ones, in the order of their chain."""
        return self.filter(fige_le__isnull=False).order_by("projet", "rang")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse when a frozen one is among them: it is part of a chain."""
        if self.filter(fige_le__isnull=False).exists():
            raise BilanFige("un bilan figé ne s’efface pas")
        return super().delete()

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
    # Its place among the frozen bilans of the projet, and the seals that chain them (evaluation.bilans.chaine).
    rang = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    empreinte_precedente = models.CharField(max_length=64, blank=True, editable=False)
    sceau_precedent = models.CharField(max_length=64, blank=True, editable=False)
    sceau = models.CharField(max_length=64, blank=True, editable=False)

    objects = BilanQuerySet.as_manager()

    class Meta:
        ordering = ("-demande_le", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(fige_le=None) & Q(empreinte="")) | (Q(fige_le__isnull=False) & ~Q(empreinte="")),
                name="bilan_fige_a_une_empreinte",
            ),
            models.CheckConstraint(
                condition=Q(fige_le=None, rang=None, sceau="")
                | (Q(fige_le__isnull=False, rang__isnull=False) & ~Q(sceau="")),
                name="bilan_fige_a_un_sceau",
            ),
            models.UniqueConstraint(fields=["projet", "rang"], name="bilan_rang_unique"),
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
        return address_of("evaluation:bilan-detail", self.pk)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse once frozen."""
        if self.fige_le is not None:
            raise BilanFige("un bilan figé ne s’efface pas")
        return super().delete(*args, **kwargs)


class ChaineBilans(models.Model):
    """What a projet keeps of its frozen bilans: how many, and the last seal. The row is the lock of a freeze."""

    projet = models.OneToOneField(ProjetAssociatif, models.PROTECT, related_name="chaine")
    longueur = models.PositiveSmallIntegerField(default=0)
    sceau = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("projet",)
        verbose_name = "chaîne des bilans"
        verbose_name_plural = "chaînes des bilans"

    def __str__(self) -> str:
        return f"{self.longueur} bilans figés de {self.projet}"
