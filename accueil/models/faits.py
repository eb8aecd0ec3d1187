"""The front desk: permanences, événements (premier accueil, entretien, contact…), rendez-vous, orientations."""

import datetime
import uuid
from typing import Any, ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accueil import permanences
from accueil.choix import (
    BESOINS_EN_CLAIR,
    NATURES_EN_CLAIR,
    NATURES_ENTRETIEN,
    STATUTS_SANS_REPONSE,
    Canal,
    Modalite,
    ModeConnaissance,
    Nature,
    Rythme,
    SensOrientation,
    StatutOrientation,
    StatutRendezVous,
    Suite,
    TypeBesoin,
    TypeDemande,
)
from commun.adresses import address_of
from comptes.models import Utilisateur
from jeunes.models import Jeune
from plans_action.faits import Fait, local_day
from structure.models import Conseiller, Lieu, Partenaire

LONGUEUR_NOTE = 1000


class PermanenceQuerySet(models.QuerySet["Permanence"]):
    """Recurring presences."""

    def in_force(self, *, du: datetime.date, au: datetime.date) -> Self:
        """Return those whose dates meet a period, exceptions loaded; whether they take place is `takes_place`."""
        meets = Q(fin=None) | Q(fin__gte=du)
        return self.filter(meets, debut__lte=au).select_related("lieu").prefetch_related("exceptions")


class Permanence(models.Model):
    """
    A recurring presence at a place, from a day to another; a change of rhythm ends one row and starts the next.

    `jours` lists ISO weekdays (1: Monday). `semaines_du_mois` (1 to 5, -1: last) serves the monthly rhythm only,
    so that « deux demi-journées par mois » is two of them.
    """

    lieu = models.ForeignKey(Lieu, models.PROTECT, related_name="permanences")
    conseillers = models.ManyToManyField(Conseiller, related_name="permanences")
    rythme = models.CharField(max_length=20, choices=Rythme.choices, default=Rythme.HEBDOMADAIRE)
    jours = models.JSONField(default=list)
    semaines_du_mois = models.JSONField(default=list, blank=True)
    heure_debut = models.TimeField("de")
    heure_fin = models.TimeField("à")
    debut = models.DateField("à partir du")
    fin = models.DateField("jusqu’au", null=True, blank=True)

    objects = PermanenceQuerySet.as_manager()

    class Meta:
        ordering = ("lieu__ordre", "heure_debut", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(heure_fin__gt=F("heure_debut")), name="permanence_heures"),
            models.CheckConstraint(condition=Q(fin=None) | Q(fin__gte=F("debut")), name="permanence_dates"),
        )

    def __str__(self) -> str:
        return f"{self.lieu}, {self.get_rythme_display().lower()}"

    @property
    def recurrence(self) -> permanences.Recurrence:
        """Return the rule with its exceptions, as plain values."""
        exceptions = self.exceptions.all()  # prefetched by in_force
        return permanences.Recurrence(
            rythme=self.rythme,
            jours=tuple(self.jours),
            semaines_du_mois=tuple(self.semaines_du_mois),
            debut=self.debut,
            fin=self.fin,
            heure_debut=self.heure_debut,
            heure_fin=self.heure_fin,
            annulees=frozenset(exception.jour for exception in exceptions if exception.annulee),
            ajoutees=frozenset(exception.jour for exception in exceptions if not exception.annulee),
        )

    def occurrences(self, *, du: datetime.date, au: datetime.date) -> list[datetime.date]:
        """Return the days on which it takes place."""
        return permanences.occurrences(self.recurrence, du, au)

    def takes_place(self, day: datetime.date) -> bool:
        """Tell whether it takes place on a day."""
        return bool(self.occurrences(du=day, au=day))


class PermanenceException(models.Model):
    """A date on which a permanence does not take place, or takes place besides its rhythm."""

    permanence = models.ForeignKey(Permanence, models.CASCADE, related_name="exceptions")
    jour = models.DateField()
    annulee = models.BooleanField("annulée", default=True)
    motif = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("jour", "pk")
        constraints = (models.UniqueConstraint(fields=["permanence", "jour"], name="permanence_exception_unique"),)

    def __str__(self) -> str:
        return f"{self.jour:%d/%m/%Y} {'annulée' if self.annulee else 'ajoutée'}"


class EvenementQuerySet(models.QuerySet[Any]):
    """What happened with people."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return the événements of the files one may open, and the anonymous ones that one logged."""
        jeunes = Jeune.objects.visible_to(user)
        return self.filter(Q(jeune__in=jeunes) | Q(jeune=None, saisi_par=user))

    def entretiens(self) -> Self:
        """Return the individual interviews, premiers accueils included."""
        return self.filter(nature__in=NATURES_ENTRETIEN)


class Evenement(Fait):
    """
    One thing that happened with a person at a place: the main fact of the house.

    A premier accueil is unique per person, held by the database: "first" cannot be counted twice. A contact may have no
    person (anonymous), and be attached to one later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nature = models.CharField(max_length=30, choices=Nature.choices)
    jeune = models.ForeignKey(Jeune, models.SET_NULL, null=True, blank=True, related_name="evenements")
    conseiller = models.ForeignKey(Conseiller, models.PROTECT, null=True, blank=True, related_name="evenements")
    modalite = models.CharField("modalité", max_length=20, choices=Modalite.choices, blank=True)
    canal = models.CharField(max_length=20, choices=Canal.choices, default=Canal.PRESENCE)
    duree_minutes = models.PositiveSmallIntegerField("durée en minutes", null=True, blank=True)
    # Premier accueil
    mode_connaissance = models.CharField(
        "comment la personne nous connaît", max_length=30, choices=ModeConnaissance.choices, blank=True
    )
    partenaire = models.ForeignKey(
        Partenaire, models.PROTECT, null=True, blank=True, related_name="evenements", verbose_name="partenaire"
    )
    jeune_referent = models.ForeignKey(
        Jeune, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="jeune référent"
    )
    suite = models.CharField("ce qui suit", max_length=20, choices=Suite.choices, blank=True)
    hors_territoire = models.BooleanField(default=False, editable=False)
    hors_age = models.BooleanField("hors âge", default=False, editable=False)
    # Contact outside
    type_demande = models.CharField("demande", max_length=20, choices=TypeDemande.choices, blank=True)
    note = models.TextField(max_length=LONGUEUR_NOTE, blank=True)

    objects = EvenementQuerySet.as_manager()

    class Meta:
        ordering = ("-fait_le", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["jeune"], condition=Q(nature=Nature.PREMIER_ACCUEIL), name="premier_accueil_unique"
            ),
        )
        indexes = (
            # The person at the end: counting different people reads the index alone.
            models.Index(fields=["nature", "jour", "personne"], name="evenement_nature_idx"),
            models.Index(fields=["lieu", "nature", "jour", "personne"], name="evenement_lieu_idx"),
            models.Index(
                fields=["fiche_action", "nature", "jour"],
                name="evenement_fiche_idx",
                condition=Q(fiche_action__isnull=False),
            ),
            # When something last happened for a fiche-action: the dashboard asks it of each.
            models.Index(
                fields=["fiche_action", "jour"],
                name="evenement_fiche_jour_idx",
                condition=Q(fiche_action__isnull=False),
            ),
            models.Index(fields=["personne", "jour"], name="evenement_personne_idx"),
            models.Index(fields=["jeune", "-fait_le"], name="evenement_jeune_idx"),
            models.Index(fields=["conseiller", "-fait_le"], name="evenement_conseiller_idx"),
        )
        verbose_name = "événement"

    def __str__(self) -> str:
        return f"{self.get_nature_display()} du {self.jour:%d/%m/%Y}"

    def nature_en_clair(self) -> str:
        """Return the nature in the words of every day, for the person concerned."""
        return NATURES_EN_CLAIR.get(self.nature, self.get_nature_display())

    def get_absolute_url(self) -> str:
        """Return the page of the événement."""
        return address_of("accueil:evenement-detail", self.pk)


class BesoinExprime(models.Model):
    """A need that the person expressed at an événement."""

    evenement = models.ForeignKey(Evenement, models.CASCADE, related_name="besoins")
    besoin = models.CharField(max_length=30, choices=TypeBesoin.choices)

    class Meta:
        ordering = ("evenement", "besoin")
        constraints = (models.UniqueConstraint(fields=["evenement", "besoin"], name="besoin_unique"),)

    def __str__(self) -> str:
        return self.get_besoin_display()

    def en_clair(self) -> str:
        """Return the need in the words of every day, for the person concerned."""
        return BESOINS_EN_CLAIR.get(self.besoin, self.get_besoin_display())


class ComplementNote(models.Model):
    """What corrects or completes the note of an événement: dated, signed; the first text stays as it was."""

    evenement = models.ForeignKey(Evenement, models.CASCADE, related_name="complements")
    texte = models.TextField(max_length=LONGUEUR_NOTE)
    ecrit_le = models.DateTimeField("écrit le")
    ecrit_par = models.ForeignKey(Utilisateur, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("ecrit_le", "pk")
        verbose_name = "complément de note"
        verbose_name_plural = "compléments de notes"

    def __str__(self) -> str:
        return f"Complément du {self.ecrit_le:%d/%m/%Y}"


class EvenementAnnuleQuerySet(models.QuerySet["EvenementAnnule"]):
    """Événements that were logged by mistake."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return those of the files one may open, and the anonymous ones that one logged."""
        jeunes = Jeune.objects.visible_to(user)
        return self.filter(Q(jeune__in=jeunes) | Q(jeune=None, saisi_par=user))


class EvenementAnnule(models.Model):
    """
    An événement logged by mistake, taken out of the facts by its author with a reason.

    It leaves the table of facts, so that no measure can count it and none has to remember not to; what it said stays
    readable here, under the same id.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    nature = models.CharField(max_length=30, choices=Nature.choices)
    jeune = models.ForeignKey(Jeune, models.SET_NULL, null=True, related_name="evenements_annules")
    conseiller = models.ForeignKey(Conseiller, models.PROTECT, null=True, related_name="+")
    lieu = models.ForeignKey(Lieu, models.PROTECT, null=True, related_name="+")
    fait_le = models.DateTimeField("le")
    saisi_le = models.DateTimeField("saisi le")
    saisi_par = models.ForeignKey(Utilisateur, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(blank=True)
    complements = models.JSONField(default=list)  # as they were: texte, ecrit_le, ecrit_par
    donnees = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder
    )  # every other column of the fact, as it was counted
    motif = models.CharField(max_length=200)
    annule_le = models.DateTimeField("annulé le")
    annule_par = models.ForeignKey(Utilisateur, models.SET_NULL, null=True, related_name="+")

    objects = EvenementAnnuleQuerySet.as_manager()

    class Meta:
        ordering = ("-fait_le", "pk")
        verbose_name = "événement annulé"
        verbose_name_plural = "événements annulés"

    def __str__(self) -> str:
        return f"{self.get_nature_display()} du {self.fait_le:%d/%m/%Y} (annulé)"

    def nature_en_clair(self) -> str:
        """Return the nature in the words of every day, for the person concerned."""
        return NATURES_EN_CLAIR.get(self.nature, self.get_nature_display())

    def get_absolute_url(self) -> str:
        """Return the page of the événement: the address it had."""
        return address_of("accueil:evenement-detail", self.pk)


class PremierAccueilManager(models.Manager.from_queryset(EvenementQuerySet)):  # type: ignore[misc]
    """Only the first interviews."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return the événements whose nature says so."""
        queryset: models.QuerySet[Any] = super().get_queryset()
        return queryset.filter(nature=Nature.PREMIER_ACCUEIL)


class PremierAccueil(Evenement):
    """The first interview of a person at the Mission Locale."""

    objects: ClassVar[Any] = PremierAccueilManager()

    class Meta:
        proxy = True
        verbose_name = "premier accueil"
        verbose_name_plural = "premiers accueils"

    def save(self, *args: object, **kwargs: object) -> None:
        """Set the nature that makes it a premier accueil."""
        self.nature = Nature.PREMIER_ACCUEIL
        super().save(*args, **kwargs)


class RendezVousQuerySet(models.QuerySet["RendezVous"]):
    """Appointments."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return the rendez-vous of the files one may open and those set with oneself."""
        return self.filter(Q(jeune__in=Jeune.objects.visible_to(user)) | Q(conseiller__utilisateur=user))

    def a_venir(self, *, now: datetime.datetime) -> Self:
        """Return those set for later."""
        return self.filter(statut=StatutRendezVous.FIXE, prevu_le__gte=now)


class RendezVous(Fait):
    """An appointment: `fait_le` is the moment it was asked for, `prevu_le` the moment it is set for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jeune = models.ForeignKey(Jeune, models.SET_NULL, null=True, related_name="rendez_vous")
    conseiller = models.ForeignKey(Conseiller, models.PROTECT, null=True, blank=True, related_name="rendez_vous")
    prevu_le = models.DateTimeField("prévu le", null=True, blank=True)
    prevu_jour = models.DateField(null=True, blank=True, editable=False)
    duree_minutes = models.PositiveSmallIntegerField(
        "durée en minutes", default=45, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    statut = models.CharField(max_length=20, choices=StatutRendezVous.choices, default=StatutRendezVous.DEMANDE)

    objects = RendezVousQuerySet.as_manager()

    class Meta:
        ordering = ("prevu_le", "fait_le", "pk")
        indexes = (
            models.Index(fields=["jour"], name="rdv_demande_idx"),
            models.Index(fields=["conseiller", "prevu_le"], name="rdv_conseiller_idx"),
            models.Index(fields=["personne", "prevu_jour"], name="rdv_personne_idx"),
            models.Index(fields=["prevu_jour", "personne"], name="rdv_prevu_idx"),
        )
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"

    def __str__(self) -> str:
        return f"Rendez-vous du {self.prevu_jour:%d/%m/%Y}" if self.prevu_jour else "Rendez-vous demandé"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep `prevu_jour` in step with `prevu_le`."""
        self.prevu_jour = local_day(self.prevu_le) if self.prevu_le else None
        super().save(*args, **kwargs)


class OrientationQuerySet(models.QuerySet["Orientation"]):
    """Handovers."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return the handovers of the files one may open."""
        return self.filter(jeune__in=Jeune.objects.visible_to(user))

    def sans_reponse(self) -> Self:
        """Return those whose partner has not decided yet."""
        return self.filter(statut__in=STATUTS_SANS_REPONSE)


class Orientation(Fait):
    """A youth handed to or from a partner, with receipt, decision and outcome. Its free text never leaves the house."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jeune = models.ForeignKey(Jeune, models.SET_NULL, null=True, related_name="orientations")
    partenaire = models.ForeignKey(Partenaire, models.PROTECT, related_name="orientations")
    sens = models.CharField(max_length=10, choices=SensOrientation.choices, default=SensOrientation.VERS)
    motif = models.CharField(max_length=200, blank=True)
    statut = models.CharField(max_length=20, choices=StatutOrientation.choices, default=StatutOrientation.ENVOYEE)
    # Why it was refused, or what came of it.
    issue = models.CharField(max_length=200, blank=True)
    recue_le = models.DateField("reçue le", null=True, blank=True)
    decidee_le = models.DateField("décidée le", null=True, blank=True)
    terminee_le = models.DateField("terminée le", null=True, blank=True)

    objects = OrientationQuerySet.as_manager()

    class Meta:
        ordering = ("-fait_le", "-pk")

    def __str__(self) -> str:
        return f"{self.get_sens_display()} : {self.partenaire}"

    def get_absolute_url(self) -> str:
        """Return the page where its outcome is noted."""
        return address_of("accueil:orientation-update", self.pk)

    @property
    def depuis_le(self) -> datetime.date:
        """Return since when it has been in its present state."""
        dates = {
            StatutOrientation.RECUE: self.recue_le,
            StatutOrientation.ACCEPTEE: self.decidee_le,
            StatutOrientation.REFUSEE: self.decidee_le,
            StatutOrientation.TERMINEE: self.terminee_le,
        }
        return dates.get(StatutOrientation(self.statut)) or self.jour
