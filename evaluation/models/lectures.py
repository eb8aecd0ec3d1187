"""The reading of the fiches by the commission de suivi: a grid per fiche, answered together, then transmitted."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from commun.adresses import address_of
from comptes.models import Utilisateur
from evaluation.choix import Appreciation, TypeBilan, TypeCommission
from evaluation.models.commissions import MembreCommission
from plans_action.models import FicheAction, ProjetAssociatif

LONGUEUR_COMMENTAIRE = 4_000


class LectureQuerySet(models.QuerySet["Lecture"]):
    """Readings."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every reading to the direction and the commission de suivi; to the others, once transmitted."""
        if not user.has_permission("lecture.voir"):
            return self.none()
        if user.has_permission("lecture.ouvrir"):
            return self
        siege = MembreCommission.objects.siegeant(on=timezone.localdate())
        if siege.filter(compte=user, commission=TypeCommission.SUIVI).exists():
            return self
        return self.filter(transmise_le__isnull=False)

    def ouvertes(self) -> Self:
        """Return those that the commission de suivi still writes."""
        return self.filter(transmise_le=None)


class Lecture(models.Model):
    """
    One reading of every fiche of a projet, for one of its bilans.

    Until it is transmitted, the commission de suivi writes it. Then `contenu`, its canonical text, and `empreinte`, the
    SHA-256 of these very bytes, never change: services, forms and the database itself refuse it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    projet = models.ForeignKey(ProjetAssociatif, models.PROTECT, related_name="lectures")
    type = models.CharField("pour quel bilan ?", max_length=20, choices=TypeBilan.choices)
    grille_version = models.PositiveSmallIntegerField(default=1, editable=False)
    ouverte_le = models.DateTimeField("ouverte le", default=timezone.now, editable=False)
    ouverte_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    transmise_le = models.DateTimeField("transmise le", null=True, blank=True, editable=False)
    transmise_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    contenu = models.TextField(blank=True, editable=False)
    empreinte = models.CharField("empreinte SHA-256", max_length=64, blank=True, editable=False)
    # The commission du bilan has written its opinions and its préconisations.
    avis_clos_le = models.DateTimeField("avis clos le", null=True, blank=True, editable=False)
    avis_clos_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = LectureQuerySet.as_manager()

    class Meta:
        ordering = ("-ouverte_le", "pk")
        constraints = (
            models.UniqueConstraint(fields=["projet", "type"], name="lecture_unique"),
            models.CheckConstraint(
                condition=(Q(transmise_le=None) & Q(empreinte="") & Q(contenu="") & Q(avis_clos_le=None))
                | (Q(transmise_le__isnull=False) & ~Q(empreinte="") & ~Q(contenu="")),
                name="lecture_transmise_a_une_empreinte",
            ),
        )
        verbose_name = "lecture des fiches-action"
        verbose_name_plural = "lectures des fiches-action"

    def __str__(self) -> str:
        return f"Lecture des fiches-action pour le {self.get_type_display().lower()}"

    def get_absolute_url(self) -> str:
        """Return the page of the reading."""
        return address_of("evaluation:lecture-detail", self.pk)


class LectureFicheQuerySet(models.QuerySet["LectureFiche"]):
    """Fiches of readings."""

    def with_nombre_repondues(self) -> Self:
        """Annotate each with how many questions have an answer."""
        return self.annotate(nombre_repondues=Count("reponses", filter=~Q(reponses__appreciation="")))


class LectureFiche(models.Model):
    """
    One fiche in a reading. `version` counts its saves: of two people who write at once, none loses anything.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lecture = models.ForeignKey(Lecture, models.CASCADE, related_name="fiches")
    fiche = models.ForeignKey(FicheAction, models.PROTECT, related_name="lectures")
    version = models.PositiveIntegerField(default=0, editable=False)
    modifiee_le = models.DateTimeField("modifiée le", null=True, blank=True, editable=False)
    modifiee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = LectureFicheQuerySet.as_manager()

    class Meta:
        ordering = ("lecture", "fiche__numero", "fiche__titre", "pk")
        constraints = (models.UniqueConstraint(fields=["lecture", "fiche"], name="lecture_fiche_unique"),)

    def __str__(self) -> str:
        return str(self.fiche)

    def get_absolute_url(self) -> str:
        """Return the grid of the fiche."""
        return address_of("evaluation:lecture-fiche", self.pk)


class Reponse(models.Model):
    """What the commission answers to one question about one fiche."""

    lecture_fiche = models.ForeignKey(LectureFiche, models.CASCADE, related_name="reponses")
    question = models.CharField(max_length=30)
    appreciation = models.CharField("appréciation", max_length=12, choices=Appreciation.choices, blank=True)
    commentaire = models.TextField(max_length=LONGUEUR_COMMENTAIRE, blank=True)

    class Meta:
        ordering = ("lecture_fiche", "pk")
        constraints = (models.UniqueConstraint(fields=["lecture_fiche", "question"], name="reponse_unique"),)
        verbose_name = "réponse à la grille"

    def __str__(self) -> str:
        return f"{self.question} : {self.get_appreciation_display() or 'pas encore répondu'}"
