"""Files attached to a fiche as proof: what they are on one row, their bytes on another."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from commun.adresses import address_of
from commun.fichiers import GENRES, NOM_MAXIMUM, Genre
from comptes.models import Utilisateur
from plans_action.models.etapes import Etape
from plans_action.models.fiche import FicheAction


class PieceQuerySet(models.QuerySet["Piece"]):
    """Files attached to fiches."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return the files of the fiches that the reader may see; partners read fiches, not their files."""
        if not user.has_permission("piece.voir"):
            return self.none()
        return self.filter(fiche__in=FicheAction.objects.visible_to(user))

    def presentes(self) -> Self:
        """Return those that nobody removed, the oldest first."""
        return self.filter(retiree_le=None).order_by("deposee_le", "pk")

    def retirables_par(self, user: Utilisateur) -> Self:
        """Return those that somebody may remove: one's own, every one for the administration."""
        present = self.visible_to(user).filter(retiree_le=None)
        return present if user.has_permission("piece.retirer_toutes") else present.filter(deposee_par=user)


class Piece(models.Model):
    """
    A file that proves something of a fiche: of an étape, of a reading, or of the action as a whole.

    Its bytes are kept apart, so that a list never reads them. Removed, it loses them; the line stays, with who and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="pieces")
    etape = models.ForeignKey(
        Etape, models.SET_NULL, null=True, blank=True, related_name="pieces", verbose_name="étape"
    )
    nom = models.CharField(max_length=NOM_MAXIMUM)
    genre = models.CharField(max_length=10, choices=[(genre.cle, genre.libelle) for genre in GENRES.values()])
    taille = models.PositiveIntegerField("taille en octets")
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    legende = models.CharField("ce que ce fichier montre", max_length=200, blank=True)
    deposee_le = models.DateTimeField("déposée le")
    deposee_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True)
    retiree_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    motif_retrait = models.CharField("pourquoi elle est retirée", max_length=200, blank=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ("deposee_le", "pk")
        constraints = (
            # A second click, or the same file sent again from another tab, is the same proof.
            models.UniqueConstraint(fields=["fiche", "sha256"], condition=Q(retiree_le=None), name="piece_unique"),
            models.CheckConstraint(condition=Q(taille__gt=0), name="piece_non_vide"),
        )
        verbose_name = "fichier joint"
        verbose_name_plural = "fichiers joints"

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        """Return the address that gives the file."""
        return address_of("plans_action:piece-fichier", self.pk)

    @property
    def kind(self) -> Genre:
        """Return the kind of the file: its words, how it is served."""
        return GENRES[self.genre]


class ContenuPiece(models.Model):
    """The bytes of a file: in the database, so that they are saved, restored and protected with the rest."""

    piece = models.OneToOneField(Piece, models.CASCADE, primary_key=True, related_name="contenu")
    octets = models.BinaryField()

    class Meta:
        ordering = ("pk",)
        verbose_name = "contenu d’un fichier joint"
        verbose_name_plural = "contenus des fichiers joints"

    def __str__(self) -> str:
        return f"Contenu de {self.piece_id}"
