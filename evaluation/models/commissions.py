"""The two commissions: their members, their meetings, who was convened and who came."""

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from commun.adresses import address_of
from comptes.models import Utilisateur
from evaluation.choix import COLLEGES_DELIBERATIFS, College, PresenceReunion, TypeCommission, Voix
from plans_action.models import FicheAction, ProjetAssociatif


class MembreCommissionQuerySet(models.QuerySet["MembreCommission"]):
    """Members of the commissions."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every member to who follows the commissions."""
        return self if user.has_permission("commission.voir") else self.none()

    def siegeant(self, *, on: datetime.date) -> Self:
        """Return those who sit on a day."""
        return self.filter(Q(du__lte=on) & (Q(au=None) | Q(au__gte=on)))


class MembreCommission(models.Model):
    """
    Somebody who sits in a commission, from a day until another.

    Without an account, a member is convened by e-mail and reads on paper; somebody who sits in both has two rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commission = models.CharField(max_length=10, choices=TypeCommission.choices)
    nom = models.CharField("prénom et nom", max_length=120)
    qualite = models.CharField("fonction ou organisme", max_length=160, blank=True)
    college = models.CharField("collège", max_length=20, choices=College.choices)
    voix = models.CharField(max_length=15, choices=Voix.choices, default=Voix.DELIBERATIVE)
    preside = models.BooleanField("préside la commission", default=False)
    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="sieges", verbose_name="compte"
    )
    email = models.EmailField("adresse e-mail", blank=True)
    du = models.DateField("siège depuis le")
    au = models.DateField("jusqu’au", null=True, blank=True)

    objects = MembreCommissionQuerySet.as_manager()

    class Meta:
        ordering = ("commission", "college", "nom", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(au=None) | Q(au__gte=F("du")), name="membre_commission_periode"),
            models.UniqueConstraint(
                fields=["commission", "compte"],
                condition=Q(au=None) & Q(compte__isnull=False),
                name="membre_commission_compte_unique",
            ),
        )
        verbose_name = "membre de commission"
        verbose_name_plural = "membres de commission"

    def __str__(self) -> str:
        return self.nom

    @property
    def adresse(self) -> str:
        """Return where to write to: the address given, else that of the account."""
        return self.email or (self.compte.email if self.compte else "")

    @property
    def vote(self) -> bool:
        """Tell whether the member votes."""
        return self.voix == Voix.DELIBERATIVE


def default_voix(college: str) -> str:
    """Return the voice that a collège usually has."""
    return Voix.DELIBERATIVE if college in COLLEGES_DELIBERATIFS else Voix.CONSULTATIVE


class ReunionQuerySet(models.QuerySet["Reunion"]):
    """Meetings."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every meeting to who reads the dashboard."""
        return self if user.has_permission("tableau.voir") else self.none()

    def a_venir(self, *, now: datetime.datetime) -> Self:
        """Return those that have not started and still stand, the next first."""
        return self.filter(le__gte=now, annulee_le=None).order_by("le", "pk")


class Reunion(models.Model):
    """
    A meeting of one of the two commissions: agenda, convocation, presence, minutes.

    `version` counts what those who were convened must be told: a new day, another place, a cancellation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    projet = models.ForeignKey(ProjetAssociatif, models.CASCADE, related_name="reunions")
    commission = models.CharField(max_length=10, choices=TypeCommission.choices, default=TypeCommission.SUIVI)
    le = models.DateTimeField("le")
    duree_minutes = models.PositiveSmallIntegerField("durée prévue, en minutes", default=120)
    lieu = models.CharField(max_length=120, blank=True)
    ordre_du_jour = models.TextField("présentation", max_length=4000, blank=True)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    convoquee_le = models.DateTimeField("convoquée le", null=True, blank=True, editable=False)
    convoquee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    annulee_le = models.DateTimeField("annulée le", null=True, blank=True, editable=False)
    motif_annulation = models.CharField("raison de l’annulation", max_length=300, blank=True)
    compte_rendu = models.TextField("compte rendu", max_length=20_000, blank=True)
    # Counts the saves of the minutes: of two people who write them at once, the second is told.
    compte_rendu_version = models.PositiveIntegerField(default=0, editable=False)
    compte_rendu_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    compte_rendu_valide_le = models.DateTimeField("compte rendu validé le", null=True, blank=True, editable=False)

    objects = ReunionQuerySet.as_manager()

    class Meta:
        ordering = ("le", "pk")
        verbose_name = "réunion"

    def __str__(self) -> str:
        return f"{self.get_commission_display()} du {self.le:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Return the page of the meeting."""
        return address_of("evaluation:reunion-detail", self.pk)

    @property
    def fin_le(self) -> datetime.datetime:
        """Return when it should end."""
        return self.le + datetime.timedelta(minutes=self.duree_minutes)

    def has_begun(self, *, now: datetime.datetime) -> bool:
        """Tell whether presences and minutes may be written."""
        return self.le <= now + datetime.timedelta(hours=1) and self.annulee_le is None


class PointOrdreDuJour(models.Model):
    """One item of the agenda, the fiches that it speaks of, and what was said of it."""

    reunion = models.ForeignKey(Reunion, models.CASCADE, related_name="points")
    ordre = models.PositiveSmallIntegerField(default=0)
    titre = models.CharField("point", max_length=300)
    duree_minutes = models.PositiveSmallIntegerField("durée", null=True, blank=True)
    fiches = models.ManyToManyField(
        FicheAction, blank=True, related_name="points_reunion", verbose_name="fiches-action"
    )
    releve = models.TextField("ce qui a été dit et décidé", max_length=8000, blank=True)

    class Meta:
        ordering = ("reunion", "ordre", "pk")
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"

    def __str__(self) -> str:
        return self.titre


class ConvocationQuerySet(models.QuerySet["Convocation"]):
    """Who was convened to meetings."""

    def with_message_du(self, *, now: datetime.datetime) -> Self:
        """Return those who must still be told something: the meeting, its change, its cancellation."""
        coming = Q(reunion__le__gt=now) & ~Q(email="") & Q(convoquee_le__isnull=False)
        changed = Q(reunion__annulee_le=None) & Q(version_annoncee__lt=F("reunion__version"))
        cancelled = Q(reunion__annulee_le__isnull=False, version_annoncee__gt=0, annulation_envoyee_le=None)
        return self.filter(coming & (changed | cancelled))


class Convocation(models.Model):
    """
    A member of the commission and one of its meetings: convened when, told what, came or not.

    The name, the voice and the address are those of that day: the member may leave or change later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reunion = models.ForeignKey(Reunion, models.CASCADE, related_name="convocations")
    membre = models.ForeignKey(MembreCommission, models.PROTECT, related_name="convocations")
    nom = models.CharField(max_length=120)
    qualite = models.CharField(max_length=160, blank=True)
    college = models.CharField(max_length=20, choices=College.choices)
    voix = models.CharField(max_length=15, choices=Voix.choices)
    email = models.EmailField(blank=True)
    convoquee_le = models.DateTimeField("convoqué le", null=True, blank=True)
    version_annoncee = models.PositiveSmallIntegerField(default=0, editable=False)
    annoncee_le = models.DateTimeField("dernier message le", null=True, blank=True, editable=False)
    annulation_envoyee_le = models.DateTimeField(null=True, blank=True, editable=False)
    envoi_reserve_le = models.DateTimeField(null=True, blank=True, editable=False)
    refusee = models.BooleanField("adresse refusée", default=False, editable=False)
    presence = models.CharField("présence", max_length=12, choices=PresenceReunion.choices, blank=True)
    represente_par = models.CharField("représenté par", max_length=120, blank=True)

    objects = ConvocationQuerySet.as_manager()

    class Meta:
        ordering = ("reunion", "college", "nom", "pk")
        constraints = (models.UniqueConstraint(fields=["reunion", "membre"], name="convocation_unique"),)

    def __str__(self) -> str:
        return f"{self.nom}, {self.reunion}"
