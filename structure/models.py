"""Who and where: the Mission Locale, its territory, its places, its team, its partners."""

import datetime
import re
import uuid
from typing import Self

from django.conf import settings
from django.core.cache import cache
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from commun.memoire import Memoire
from commun.noms import normalise_nom
from structure.choix import Fonction, TypeLieu, TypePartenaire

# The name of the house, on every page.
NOM: Memoire[str] = Memoire()
# A convention that ends is announced that long before: time to meet, to write, to have it voted.
PREAVIS_CONVENTION = datetime.timedelta(days=92)
# Who coordinates a fiche hears of its dates a week before, unless the house or the person chooses otherwise.
JOURS_RAPPEL, JOURS_RAPPEL_MAXIMUM = 7, 60


class MissionLocale(models.Model):
    """The association that this installation serves: one row."""

    nom = models.CharField(max_length=120)
    adresse = models.CharField(max_length=200, blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    horaires = models.CharField("horaires d’ouverture", max_length=200, blank=True)
    jours_rappel = models.PositiveSmallIntegerField(
        "rappel avant une date d’une fiche, en jours",
        default=JOURS_RAPPEL,
        validators=[MinValueValidator(1), MaxValueValidator(JOURS_RAPPEL_MAXIMUM)],
        help_text="Qui coordonne une fiche-action est prévenu par e-mail ce nombre de jours avant une étape, une "
        "évaluation ou la fin de l’action. Chaque personne peut choisir un autre délai.",
    )

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="mission_locale_seule"),)
        verbose_name = "Mission Locale"
        verbose_name_plural = "Mission Locale"

    def __str__(self) -> str:
        return self.nom

    @classmethod
    def current_name(cls) -> str:
        """Return the name shown on every page, without a query each time."""
        return NOM.get(cls._read_name)

    @classmethod
    def rappel_days(cls) -> int:
        """Return how many days before a date of a fiche its coordinator is told."""
        jours = cls.objects.order_by("pk").values_list("jours_rappel", flat=True).first()
        return JOURS_RAPPEL if jours is None else jours

    @classmethod
    def _read_name(cls) -> str:
        nom: str | None = cache.get("nom_mission_locale")
        if nom is None:
            nom = cls.objects.order_by("pk").values_list("nom", flat=True).first() or "Mission Locale"
            cache.set("nom_mission_locale", nom, 300)
        return nom


class EPCI(models.Model):
    """A grouping of communes (communauté d'agglomération, communauté de communes). Source: INSEE and DGCL."""

    code = models.CharField("SIREN", max_length=9, primary_key=True)
    nom = models.CharField(max_length=160)
    population = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("nom",)
        verbose_name = "EPCI"
        verbose_name_plural = "EPCI"

    def __str__(self) -> str:
        return self.nom


def cle_commune(nom: str) -> str:
    """
    Return the name of a commune as it is compared: « st » and « ste » are written in full there.

    >>> cle_commune("St-Pourçain / Sioule")
    'saint pourcain sioule'
    """
    return re.sub(r"\bst(e?)\b", r"saint\1", normalise_nom(nom))


class CommuneQuerySet(models.QuerySet["Commune"]):
    """Communes of the referential."""

    def recherche(self, texte: str) -> "CommuneQuerySet":
        """Return the communes of a name (its beginning), a postal code, or « Nom (03) »; ours first."""
        code = re.sub(r"\s", "", texte)
        if code.isdigit():
            found = self.filter(codes_postaux__contains=code) if len(code) >= 3 else self.none()
        else:
            nom, _, departement = texte.partition("(")
            cle = cle_commune(nom)
            found = self.filter(nom_normalise__startswith=cle) if len(cle) >= 2 else self.none()
            if departement.strip(" )"):
                found = found.filter(departement=departement.strip(" )").upper()[:3])
        return found.order_by("-du_territoire", "nom_normalise", "code")

    def par_nom(self) -> Self:
        """Return the communes as a dictionary would list them: Étroussat beside Escurolles, on every database."""
        return self.order_by("nom_normalise", "code")


class Commune(models.Model):
    """A commune of the official referential, and which Mission Locale is competent there."""

    code = models.CharField("code INSEE", max_length=5, primary_key=True)
    nom = models.CharField(max_length=120)
    nom_normalise = models.CharField(max_length=120, db_index=True, editable=False)
    codes_postaux = models.CharField("codes postaux", max_length=200, blank=True)
    departement = models.CharField("département", max_length=3, db_index=True)
    population = models.PositiveIntegerField(default=0)
    epci = models.ForeignKey(EPCI, models.PROTECT, null=True, blank=True, related_name="communes", verbose_name="EPCI")
    du_territoire = models.BooleanField("dans notre territoire", default=False, db_index=True)
    autre_mission_locale = models.CharField("Mission Locale compétente", max_length=120, blank=True)
    zone_revitalisation = models.BooleanField("zone de revitalisation rurale", default=False)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        ordering = ("nom", "code")

    def __str__(self) -> str:
        return f"{self.nom} ({self.departement})"


class PartenaireQuerySet(models.QuerySet["Partenaire"]):
    """Partner organisations."""

    def actifs(self) -> "PartenaireQuerySet":
        """Return the partners that can still be chosen."""
        return self.filter(actif=True)


class Partenaire(models.Model):
    """An organisation that hosts, funds, sends, employs or carries with us."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nom = models.CharField(max_length=160)
    type = models.CharField(max_length=20, choices=TypePartenaire.choices)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="partenaires")
    contact = models.CharField("personne à contacter", max_length=120, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    depuis_le = models.DateField("partenaire depuis le", default=datetime.date.today)
    actif = models.BooleanField(default=True)
    comptes = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="partenaires")

    objects = PartenaireQuerySet.as_manager()

    class Meta:
        ordering = ("nom", "pk")

    def __str__(self) -> str:
        return self.nom


class ConventionQuerySet(models.QuerySet["Convention"]):
    """Conventions."""

    def en_cours(self, *, today: datetime.date) -> "ConventionQuerySet":
        """Return the conventions that run on a day."""
        return self.filter(Q(fin=None) | Q(fin__gte=today), debut__lte=today)

    def finissent_bientot(self, *, today: datetime.date) -> "ConventionQuerySet":
        """Return the running conventions that end within three months, the first to end first."""
        horizon = today + PREAVIS_CONVENTION
        return self.en_cours(today=today).filter(fin__lte=horizon).order_by("fin", "partenaire__nom", "pk")


class Convention(models.Model):
    """What a partner and we signed, from when to when."""

    partenaire = models.ForeignKey(Partenaire, models.CASCADE, related_name="conventions")
    objet = models.CharField(max_length=200)
    debut = models.DateField("début")
    fin = models.DateField(null=True, blank=True)

    objects = ConventionQuerySet.as_manager()

    class Meta:
        ordering = ("-debut", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(fin=None) | Q(fin__gte=models.F("debut")), name="convention_dates"),
        )

    def __str__(self) -> str:
        return f"{self.partenaire} : {self.objet}"

    def get_absolute_url(self) -> str:
        """Return the page where it is changed or renewed."""
        return reverse("structure:convention-update", kwargs={"pk": self.pk})


class LieuQuerySet(models.QuerySet["Lieu"]):
    """Places where people are received."""

    def actifs(self) -> "LieuQuerySet":
        """Return the places that can still be chosen."""
        return self.filter(actif=True)


class Lieu(models.Model):
    """A place where somebody of the team receives people; `hote` is the organisation whose walls these are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nom = models.CharField(max_length=120)
    type = models.CharField(max_length=20, choices=TypeLieu.choices)
    adresse = models.CharField(max_length=200, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="lieux")
    hote = models.ForeignKey(
        Partenaire, models.SET_NULL, null=True, blank=True, related_name="lieux", verbose_name="structure hôte"
    )
    acces = models.CharField("comment venir", max_length=200, blank=True)
    ordre = models.PositiveSmallIntegerField(default=100)
    actif = models.BooleanField(default=True)

    objects = LieuQuerySet.as_manager()

    class Meta:
        ordering = ("ordre", "nom", "pk")
        verbose_name_plural = "lieux"

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        """Return the page of the place."""
        return reverse("structure:lieu-detail", kwargs={"pk": self.pk})

    def is_a_dire(self) -> bool:
        """Tell whether the place only says that people meet outside: where exactly is said later."""
        return self.nom == TypeLieu.HORS_LES_MURS.label and not self.adresse

    def en_clair(self) -> str:
        """Return the place in the words of every day, for who does not work here."""
        return "En dehors de nos locaux" if self.nom == TypeLieu.HORS_LES_MURS.label else self.nom


class Conseiller(models.Model):
    """Somebody of the team, with or without an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    utilisateur = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="conseiller",
        verbose_name="compte",
    )
    prenom = models.CharField("prénom", max_length=80)
    nom = models.CharField(max_length=80)
    fonction = models.CharField(max_length=20, choices=Fonction.choices, default=Fonction.CONSEILLER)
    lieu = models.ForeignKey(
        Lieu, models.PROTECT, null=True, blank=True, related_name="equipe", verbose_name="lieu habituel"
    )
    entree_le = models.DateField("dans l’équipe depuis le", default=timezone.localdate)
    actif = models.BooleanField(default=True)

    class Meta:
        ordering = ("nom", "prenom", "pk")
        verbose_name = "membre de l’équipe"
        verbose_name_plural = "équipe"

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}"
