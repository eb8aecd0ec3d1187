"""What youths do together: regroupements, séances with places, sign-ups, presences, ideas."""

import datetime
import uuid
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from commun.adresses import address_of
from comptes.models import Utilisateur
from jeunes.choix import CanalSur
from jeunes.models import Jeune
from jeunes.profil import ProfilFige
from participation.choix import (
    STATUTS_ACTIFS,
    OrigineInscription,
    Presence,
    StatutIdee,
    StatutInscription,
    TypeParticipation,
)
from plans_action.faits import local_day
from plans_action.models import FicheAction
from structure.models import Conseiller, Lieu

PLACES_MAXIMUM = 500
# The safe channels of a youth by which a mail may leave.
CANAUX_MAIL = (CanalSur.TOUS, CanalSur.MAIL)


class Regroupement(models.Model):
    """A standing group that meets about monthly, or an atelier that comes back; its dates are séances."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    titre = models.CharField(max_length=120)
    description = models.TextField("en quelques phrases", blank=True)
    lieu = models.ForeignKey(Lieu, models.PROTECT, null=True, blank=True, related_name="regroupements")
    fiche_action = models.ForeignKey(
        FicheAction, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="fiche-action"
    )
    animateurs = models.ManyToManyField(Conseiller, blank=True, related_name="regroupements", verbose_name="animé par")
    actif = models.BooleanField(default=True)

    class Meta:
        ordering = ("titre", "pk")

    def __str__(self) -> str:
        return self.titre


class SeanceQuerySet(models.QuerySet["Seance"]):
    """Dated meetings."""

    def publiees(self) -> Self:
        """Return what anybody may see."""
        return self.filter(publiee_le__isnull=False)

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every séance to the team, the published ones to others."""
        return self if user.has_permission("seance.voir_toutes") else self.publiees()

    def a_venir(self, *, now: datetime.datetime) -> Self:
        """Return those that have not started and are not cancelled, the next first."""
        return self.filter(debut_le__gt=now, annulee_le=None).order_by("debut_le", "pk")

    def ouvertes(self, *, now: datetime.datetime) -> Self:
        """Return those one may sign up for: the set form of `is_ouverte`."""
        not_closed = Q(inscriptions_fermees_le=None) | Q(inscriptions_fermees_le__gt=now)
        return self.filter(not_closed, publiee_le__isnull=False, annulee_le=None, debut_le__gt=now)

    def with_nombre_en_attente(self) -> Self:
        """Annotate how many wait for a place."""
        return self.annotate(nombre_en_attente=_number_of(statut=StatutInscription.EN_ATTENTE))

    def with_nombre_presents(self) -> Self:
        """Annotate how many came."""
        return self.annotate(nombre_presents=_number_of(presence=Presence.PRESENT))

    def suite_de(self, seance: "Seance", *, now: datetime.datetime) -> Self:
        """Return a séance and the following ones of its series, those still to come: what a series may change."""
        same = Q(pk=seance.pk) if seance.serie is None else Q(serie=seance.serie)
        noted = Inscription.objects.filter(seance=OuterRef("pk")).exclude(presence="").order_by()
        coming = self.a_venir(now=now).filter(same, debut_le__gte=seance.debut_le).with_nombre_en_attente()
        coming = coming.annotate(presences_notees=Exists(noted), nombre_inscrits=_number_of(statut__in=STATUTS_ACTIFS))
        return coming.select_related("regroupement", "lieu", "fiche_action").prefetch_related("animateurs")


def _number_of(**condition: Any) -> Coalesce:
    """Count the sign-ups of each séance apart: a page of a list counts for the rows that it shows, not for all."""
    counted = Inscription.objects.filter(seance=OuterRef("pk"), **condition).order_by().values("seance")
    return Coalesce(Subquery(counted.annotate(nombre=Count("pk")).values("nombre")), 0)


class Seance(models.Model):
    """
    One dated meeting of a regroupement.

    `places_prises` counts the confirmed sign-ups; the CHECK refuses it above `places + places_en_plus`, whatever the
    code does. `places_en_plus` is overbooking on purpose, by an explicit number. Outside of a transaction of
    `services.py` a place is free only when nobody waits.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    regroupement = models.ForeignKey(Regroupement, models.PROTECT, related_name="seances")
    titre = models.CharField("titre, s’il diffère de celui du regroupement", max_length=120, blank=True)
    debut_le = models.DateTimeField("début")
    fin_le = models.DateTimeField("fin")
    jour = models.DateField(editable=False)
    lieu = models.ForeignKey(Lieu, models.PROTECT, related_name="seances")
    fiche_action = models.ForeignKey(
        FicheAction, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="fiche-action"
    )
    animateurs = models.ManyToManyField(Conseiller, blank=True, related_name="seances", verbose_name="animée par")
    places = models.PositiveSmallIntegerField(
        "nombre de places", validators=[MinValueValidator(1), MaxValueValidator(PLACES_MAXIMUM)]
    )
    places_en_plus = models.PositiveSmallIntegerField("places en plus, volontairement", default=0)
    places_prises = models.PositiveSmallIntegerField(default=0, editable=False)
    dernier_rang = models.PositiveIntegerField(default=0, editable=False)  # counter of the order of arrival
    # Whether the last of them found a place: written for the RETURNING of `services.places.ARRIVEE`, read nowhere else.
    derniere_arrivee_placee = models.BooleanField(default=False, editable=False)
    publiee_le = models.DateTimeField("publiée le", null=True, blank=True)
    inscriptions_fermees_le = models.DateTimeField("inscriptions fermées le", null=True, blank=True)
    annulee_le = models.DateTimeField("annulée le", null=True, blank=True)
    serie = models.UUIDField("série", null=True, blank=True, editable=False)
    # Goes up when the date, the hours or the place change: those signed up are told, and calendars replace the old one.
    version = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = SeanceQuerySet.as_manager()

    class Meta:
        ordering = ("-debut_le", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(places_prises__lte=F("places") + F("places_en_plus")), name="seance_places_jamais_depassees"
            ),
            models.CheckConstraint(condition=Q(fin_le__gt=F("debut_le")), name="seance_heures"),
        )
        indexes = (
            models.Index(fields=["debut_le"], name="seance_debut_idx"),
            models.Index(fields=["jour"], name="seance_jour_idx"),
        )
        verbose_name = "séance"

    def __str__(self) -> str:
        return f"{self.nom} du {self.jour:%d/%m/%Y}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep `jour` in step with `debut_le`; bulk_create callers set it themselves."""
        self.jour = local_day(self.debut_le)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        """Return the page that anybody sees."""
        return address_of("participation:seance-detail", self.pk)

    @property
    def adresse_gestion(self) -> str:
        """Return the page that the team works on."""
        return address_of("participation:seance-gestion", self.pk)

    @property
    def nom(self) -> str:
        """Return the title of the séance, or that of its regroupement."""
        return self.titre or self.regroupement.titre

    @property
    def places_offertes(self) -> int:
        """Return how many people may come, overbooking included."""
        return self.places + self.places_en_plus

    @property
    def places_libres(self) -> int:
        """Return how many places are left."""
        return max(self.places_offertes - self.places_prises, 0)

    @property
    def places_en_mots(self) -> str:
        """Say what is left as a sentence: "3 places sur 12"."""
        if self.is_complete:
            return "Complet, avec une liste d’attente"
        return f"{self.places_libres} place{'s' if self.places_libres > 1 else ''} sur {self.places_offertes}"

    @property
    def is_complete(self) -> bool:
        """Tell whether somebody new would wait."""
        return self.places_libres == 0

    def is_visible_to(self, user: Utilisateur) -> bool:
        """Tell whether somebody may see it: the row form of the set's `visible_to`."""
        return self.publiee_le is not None or user.has_permission("seance.voir_toutes")

    def is_ouverte(self, *, now: datetime.datetime) -> bool:
        """Tell whether one may sign up: published, not cancelled, not closed, not started."""
        return not self.motif_fermeture(now=now)

    def is_commencee(self, *, now: datetime.datetime) -> bool:
        """Tell whether the day of the séance has come: presences may be written down."""
        return self.jour <= local_day(now)

    def etat(self, *, now: datetime.datetime) -> tuple[str, str, str]:
        """Say where it stands, for the team: a code of `commun.etats`, its word, a tone when not the code's own."""
        if self.annulee_le is not None:
            return "annulee", "Annulée", ""
        if self.debut_le <= now:
            return "faite", "Passée", "neutre"
        if self.publiee_le is None:
            return "brouillon", "Pas encore visible", ""
        if self.inscriptions_fermees_le is not None and self.inscriptions_fermees_le <= now:
            return "fermee", "Inscriptions fermées", ""
        return ("complet", "Complet", "") if self.is_complete else ("ouverte", "Ouverte", "")

    def motif_fermeture(self, *, now: datetime.datetime) -> str:
        """Say why nobody can sign up any more; the empty string when one can."""
        if self.annulee_le is not None:
            return "Cette séance est annulée."
        if self.debut_le <= now:
            return "Cette séance a déjà commencé."
        if self.publiee_le is None:
            return "Cette séance n’est pas encore ouverte aux inscriptions."
        if self.inscriptions_fermees_le is not None and self.inscriptions_fermees_le <= now:
            return "Les inscriptions à cette séance sont fermées."
        return ""


class InscriptionQuerySet(models.QuerySet["Inscription"]):
    """Sign-ups."""

    def active(self) -> Self:
        """Return those that hold a place or wait for one."""
        return self.filter(statut__in=STATUTS_ACTIFS)

    def visible_to(self, user: Utilisateur) -> Self:
        """Return one's own to a jeune, all to the team, none to others."""
        if user.has_permission("seance.voir_toutes"):
            return self
        return self.filter(jeune__compte=user)

    def confirmees(self) -> Self:
        """Return those that hold a place, in order of arrival."""
        return self.filter(statut=StatutInscription.CONFIRMEE).order_by("rang", "pk")

    def derniere_participation(self, seance_id: uuid.UUID) -> Subquery:
        """Return, for a queryset of jeunes, how each took part last time in the regroupement of a séance."""
        groupe = Seance.objects.filter(pk=seance_id).values("regroupement")
        last = self.filter(jeune=OuterRef("pk"), statut=StatutInscription.CONFIRMEE, seance__regroupement__in=groupe)
        return Subquery(last.order_by("-seance__debut_le", "pk").values("participation")[:1])

    def en_attente(self) -> Self:
        """Return the waiting list, the first to be served first."""
        return self.filter(statut=StatutInscription.EN_ATTENTE).order_by("rang", "pk")

    def a_appeler(self) -> Self:
        """Return those whose person no mail may reach: the set form of `Inscription.a_appeler`."""
        by_mail = Q(jeune__canal_sur__in=CANAUX_MAIL, jeune__email__gt="")
        return self.exclude(by_mail).filter(jeune__isnull=False)

    def with_rang_attente(self) -> Self:
        """Annotate the place in the waiting list: 1 for the next to be served (meaningless when not waiting)."""
        before = (
            Inscription.objects.filter(
                seance=OuterRef("seance"), statut=StatutInscription.EN_ATTENTE, rang__lt=OuterRef("rang")
            )
            .order_by()
            .values("seance")
            .annotate(nombre=Count("pk"))
            .values("nombre")
        )
        return self.annotate(rang_attente=Coalesce(Subquery(before), 0) + 1)

    def with_message_du(self, *, now: datetime.datetime) -> Self:
        """
        Return those of coming séances whose person can be written to and was not told the last thing that happened.

        Who may not be written to without danger is left to the team, whose list says whom to call.
        """
        active = Q(statut__in=STATUTS_ACTIFS)
        called_off = active & Q(seance__annulee_le__isnull=False, annulation_envoyee_le=None)
        left = Q(statut=StatutInscription.ANNULEE, annulation_envoyee_le=None)
        running = active & Q(seance__annulee_le=None)
        promoted = running & Q(promue_le__isnull=False, promotion_envoyee_le=None)
        new = running & Q(promue_le=None, confirmation_envoyee_le=None)
        moved = running & Q(version_annoncee__lt=F("seance__version"))
        return self.filter(
            called_off | left | promoted | new | moved,
            seance__debut_le__gt=now,
            jeune__canal_sur__in=CANAUX_MAIL,
            jeune__email__gt="",
        )


class Inscription(ProfilFige):
    """A jeune signed up for a séance; a presence makes it a fact that is counted, at the séance's day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seance = models.ForeignKey(Seance, models.CASCADE, related_name="inscriptions")
    jeune = models.ForeignKey(Jeune, models.SET_NULL, null=True, related_name="inscriptions")
    statut = models.CharField(max_length=20, choices=StatutInscription.choices)
    # Order of arrival on the waiting list: taken from the séance's counter in the sign-up's own transaction.
    rang = models.PositiveIntegerField(default=0, editable=False)
    presence = models.CharField("présence", max_length=10, choices=Presence.choices, blank=True)
    participation = models.CharField(
        "type de participation",
        max_length=20,
        choices=TypeParticipation.choices,
        default=TypeParticipation.COLLABORATEUR,
    )
    origine = models.CharField(
        "d’où vient l’inscription", max_length=30, choices=OrigineInscription.choices, blank=True
    )
    inscrit_le = models.DateTimeField("inscrit le", default=timezone.now)
    inscrit_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    annulee_le = models.DateTimeField("annulée le", null=True, blank=True)
    promue_le = models.DateTimeField("place obtenue depuis la liste d’attente le", null=True, blank=True)
    confirmation_envoyee_le = models.DateTimeField(null=True, blank=True, editable=False)
    promotion_envoyee_le = models.DateTimeField(null=True, blank=True, editable=False)
    annulation_envoyee_le = models.DateTimeField(null=True, blank=True, editable=False)
    # The version of the séance that the person was told about.
    version_annoncee = models.PositiveSmallIntegerField(default=0, editable=False)
    # A worker is writing to this person since then; a lease, so that no lock is held while a mail leaves.
    envoi_reserve_le = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InscriptionQuerySet.as_manager()

    class Meta:
        ordering = ("seance", "rang", "inscrit_le", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["seance", "jeune"], condition=Q(statut__in=STATUTS_ACTIFS), name="inscription_active_unique"
            ),
        )
        indexes = (
            models.Index(fields=["seance", "statut", "rang"], name="inscription_attente_idx"),
            models.Index(fields=["personne"], name="inscription_personne_idx"),
        )

    def __str__(self) -> str:
        return f"{self.jeune or 'Personne effacée'} : {self.get_statut_display()}"

    @property
    def en_mots(self) -> str:
        """Say to the youth where the sign-up stands; a waiting one was read with `with_rang_attente`."""
        if self.statut == StatutInscription.CONFIRMEE:
            return "Votre place est réservée"
        if self.statut == StatutInscription.ANNULEE:
            return "Vous avez rendu votre place"
        rang: int = self.rang_attente  # type: ignore[attr-defined]
        return f"Vous êtes {rang}e sur la liste d’attente" if rang > 1 else "Vous êtes en tête de la liste d’attente"

    @property
    def role_en_mots(self) -> str:
        """Say to the youth how he or she takes part, in words of every day."""
        if self.participation == TypeParticipation.PILOTE:
            return "Vous pilotez cette séance : vous la préparez et vous l’animez avec l’équipe."
        return "Vous participez : vous venez, vous donnez vos idées, vous faites avec le groupe."

    @property
    def a_appeler(self) -> bool:
        """Tell whether no mail may leave to this person: somebody of the team tells what happens."""
        jeune = self.jeune
        return jeune is not None and (jeune.canal_sur not in CANAUX_MAIL or not jeune.email)

    @property
    def is_active(self) -> bool:
        """Tell whether it holds a place or waits for one."""
        return self.statut in STATUTS_ACTIFS


class IdeeQuerySet(models.QuerySet["Idee"]):
    """Ideas and remarks."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return all to the team, one's own to a jeune."""
        return self if user.has_permission("idee.repondre") else self.filter(jeune__compte=user)


class Idee(models.Model):
    """Something a youth wants to say or do, and what was answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jeune = models.ForeignKey(Jeune, models.SET_NULL, null=True, blank=True, related_name="idees")
    texte = models.TextField("votre idée", max_length=1000)
    statut = models.CharField(max_length=20, choices=StatutIdee.choices, default=StatutIdee.DEPOSEE)
    reponse = models.TextField("réponse", max_length=1000, blank=True)
    repondue_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    deposee_le = models.DateTimeField("déposée le", default=timezone.now)
    repondue_le = models.DateTimeField("réponse le", null=True, blank=True)
    fiche_action = models.ForeignKey(FicheAction, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = IdeeQuerySet.as_manager()

    class Meta:
        ordering = ("-deposee_le", "pk")
        verbose_name = "idée"

    def __str__(self) -> str:
        return self.texte[:60]
