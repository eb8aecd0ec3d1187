"""The person: the file, the dated situations, who accompanies, what the person agreed to."""

import datetime
import uuid
from functools import reduce
from operator import and_
from typing import Any, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from commun.adresses import address_of
from commun.dates import age_at
from commun.noms import normalise_nom, normalise_telephone
from commun.recherche import begins_with
from comptes.choix import Role
from comptes.models import Utilisateur
from jeunes.choix import (
    LECTURES_D_UN_JOUR,
    SITUATIONS_EN_CLAIR,
    CanalSur,
    LectureDefinition,
    Niveau,
    ObjetDefinition,
    Sexe,
    TypeProgramme,
    TypeSituation,
)
from jeunes.definitions import texte_definition
from jeunes.profil import ProfilFige, is_hors_age
from structure.models import Commune, Conseiller, Lieu

# A file outside one's portfolio opens with a typed reason, for that long.
DUREE_ACCES_MOTIVE = datetime.timedelta(hours=24)


class JeuneQuerySet(models.QuerySet["Jeune"]):
    """People, scoped to who may see them."""

    def visible_to(self, user: Utilisateur, *, now: datetime.datetime | None = None) -> Self:
        """Return the files one may open: one's own, one's portfolio, or those opened with a reason since yesterday."""
        now = now or timezone.now()
        if user.role == Role.JEUNE:
            return self.filter(compte=user)
        if not user.has_permission("jeune.voir"):
            return self.none()
        motivated = AccesMotive.objects.filter(utilisateur=user, le__gte=now - DUREE_ACCES_MOTIVE)
        # One list of keys, not two EXISTS: the database starts from a portfolio, whatever the size of the house.
        keys: models.QuerySet[Any, Any] = motivated.order_by().values("jeune")
        if user.role != Role.DIRECTION:
            followed = Accompagnement.objects.active(today=timezone.localdate(now)).filter(conseiller__utilisateur=user)
            keys = followed.order_by().values("jeune").union(keys)
        return self.filter(pk__in=keys)

    def with_adresse(self, *adresses: str) -> Self:
        """Return the files that carry one of these addresses, whatever the case, by the index."""
        lowered = [adresse.lower() for adresse in adresses]
        return self.alias(email_minuscule=Lower("email")).filter(email_minuscule__in=lowered)

    def recherche(self, texte: str) -> Self:
        """Return the people whose name, first name or phone begins like the text, in any order, accents aside."""
        telephone = normalise_telephone(texte)
        if len(telephone) >= 6 and not any(char.isalpha() for char in texte):
            return self.filter(begins_with("telephone_normalise", telephone[:20]))
        cle = normalise_nom(texte)[:170]
        if not cle:
            return self.none()
        words = cle.split()
        condition = begins_with("cle_nom", cle) | begins_with("cle_prenom", cle)
        if len(words) > 1:
            # "marie dupont" finds « Dupont Martin, Marie-Anne »: one word leads, by the index; the others follow.
            others = [Q(cle_nom__contains=f" {word}") | Q(cle_prenom__contains=f" {word}") for word in words[1:]]
            leads = begins_with("cle_nom", words[0]) | begins_with("cle_prenom", words[0])
            condition |= leads & reduce(and_, others)
        if connection.vendor == "postgresql" and max(map(len, words)) >= 3:
            # Any word inside a compound name: the trigram index of migration 0002 makes it as quick as a beginning.
            condition |= reduce(and_, [Q(cle_nom__contains=word) for word in words])
        return self.filter(condition)


class Jeune(models.Model):
    """A person received. Target public 16 to 25 révolus, but nobody is refused: what is out of it is flagged."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cle_statistique = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    compte = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="jeune"
    )
    nom = models.CharField(max_length=80)
    prenom = models.CharField("prénom", max_length=80)
    cle_nom = models.CharField(max_length=170, editable=False, db_index=True)  # normalised "nom prenom"
    cle_prenom = models.CharField(max_length=170, editable=False, db_index=True)  # normalised "prenom nom"
    date_naissance = models.DateField("date de naissance", null=True, blank=True)
    sexe = models.CharField(max_length=1, choices=Sexe.choices, blank=True)
    niveau = models.CharField("niveau de formation", max_length=10, choices=Niveau.choices, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    telephone_normalise = models.CharField(max_length=20, blank=True, editable=False, db_index=True)
    adresse = models.CharField(max_length=200, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="jeunes")
    qpv = models.BooleanField("habite un quartier prioritaire", null=True, blank=True)
    canal_sur = models.CharField("moyen de contact sûr", max_length=10, choices=CanalSur.choices, default=CanalSur.TOUS)
    ne_pas_contacter_domicile = models.BooleanField("ne pas contacter le domicile", default=False)
    cree_le = models.DateTimeField("créé le", default=timezone.now, editable=False)
    cree_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    modifie_le = models.DateTimeField("modifié le", auto_now=True)

    objects = JeuneQuerySet.as_manager()

    class Meta:
        ordering = ("cle_nom", "pk")
        indexes = (
            models.Index(fields=["date_naissance"], name="jeune_naissance_idx"),
            # Each sign-in of an account without file looks for the one that carries its address.
            models.Index(Lower("email"), name="jeune_adresse_idx"),
        )

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the columns that search and duplicate detection read in step with what was typed."""
        self.set_search_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def set_search_keys(self) -> None:
        """Compute the normalised columns; bulk_create callers call it themselves."""
        nom, prenom = normalise_nom(self.nom), normalise_nom(self.prenom)
        self.cle_nom, self.cle_prenom = f"{nom} {prenom}", f"{prenom} {nom}"
        self.telephone_normalise = normalise_telephone(self.telephone)[:20]

    def get_absolute_url(self) -> str:
        """Return the file's page."""
        return address_of("jeunes:jeune-detail", self.pk)

    def age(self, *, today: datetime.date) -> int | None:
        """Return the age on a day, or None when the birth date is not known."""
        return age_at(self.date_naissance, today) if self.date_naissance else None

    def is_mineur(self, *, today: datetime.date) -> bool:
        """Tell whether the person is under 18 on a day; computed, never typed."""
        age = self.age(today=today)
        return age is not None and age < 18

    def is_hors_age(self, *, today: datetime.date) -> bool:
        """Tell whether the person is outside 16 to 25 révolus on a day."""
        return is_hors_age(self.age(today=today))

    def is_hors_territoire(self) -> bool:
        """Tell whether the person lives in a commune of another Mission Locale."""
        return self.commune is not None and not self.commune.du_territoire


class AccesMotive(models.Model):
    """Somebody opened a file outside his or her portfolio and wrote why; the direction reads the list each week."""

    jeune = models.ForeignKey(Jeune, models.CASCADE, related_name="acces_motives")
    utilisateur = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    motif = models.CharField(max_length=200)
    le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-le", "-pk")
        indexes = (models.Index(fields=["utilisateur", "jeune", "-le"], name="acces_motive_idx"),)

    def __str__(self) -> str:
        return f"{self.utilisateur} : {self.motif}"


class AvisContact(models.Model):
    """A notice due to the address that a file had before its e-mail or its phone was replaced; emptied once sent."""

    jeune = models.ForeignKey(Jeune, models.CASCADE, related_name="avis_contact")
    adresse = models.EmailField("ancienne adresse", blank=True)
    du_le = models.DateTimeField("à envoyer le")
    envoye_le = models.DateTimeField("traité le", null=True)

    class Meta:
        ordering = ("du_le", "pk")
        indexes = (models.Index(fields=["du_le"], name="avis_contact_du_idx", condition=Q(envoye_le=None)),)
        verbose_name = "avis de changement de coordonnées"
        verbose_name_plural = "avis de changement de coordonnées"

    def __str__(self) -> str:
        return f"Avis dû le {self.du_le:%d/%m/%Y}"


class Programme(models.Model):
    """A dispositif that a youth may be in; the list is dated because the State renames them."""

    code = models.SlugField(max_length=30, unique=True)
    libelle = models.CharField("libellé", max_length=120)
    debut = models.DateField("ouvert depuis le", null=True, blank=True)
    fin = models.DateField("fermé depuis le", null=True, blank=True)

    class Meta:
        ordering = ("libelle", "pk")

    def __str__(self) -> str:
        return self.libelle


class AccompagnementQuerySet(models.QuerySet["Accompagnement"]):
    """Who accompanies whom."""

    def active(self, *, today: datetime.date) -> Self:
        """Return what runs on a day."""
        return self.filter(Q(fin=None) | Q(fin__gte=today), debut__lte=today)


class Accompagnement(models.Model):
    """A conseiller accompanies a jeune: as référent unique of the parcours, or for a programme."""

    jeune = models.ForeignKey(Jeune, models.CASCADE, related_name="accompagnements")
    conseiller = models.ForeignKey(Conseiller, models.PROTECT, related_name="accompagnements")
    type = models.CharField(max_length=20, choices=TypeProgramme.choices, default=TypeProgramme.PARCOURS)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="accompagnements")
    debut = models.DateField("début", default=timezone.localdate)
    fin = models.DateField(null=True, blank=True)

    objects = AccompagnementQuerySet.as_manager()

    class Meta:
        ordering = ("-debut", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(fin=None) | Q(fin__gte=F("debut")), name="accompagnement_dates"),
            models.UniqueConstraint(
                fields=["jeune"], condition=Q(type=TypeProgramme.PARCOURS, fin=None), name="referent_unique"
            ),
        )
        indexes = (models.Index(fields=["conseiller", "fin"], name="accompagnement_conseiller_idx"),)

    def __str__(self) -> str:
        return f"{self.jeune} suivi par {self.conseiller}"


class Situation(ProfilFige):
    """What a youth does from one day to another: the raw material of positive exits. `jour` is the day it starts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jeune = models.ForeignKey(Jeune, models.SET_NULL, null=True, related_name="situations")
    type = models.CharField(max_length=30, choices=TypeSituation.choices)
    jour = models.DateField("depuis le")
    fin = models.DateField("jusqu’au", null=True, blank=True)
    fin_prevue = models.DateField("fin prévue", null=True, blank=True)
    lieu = models.ForeignKey(Lieu, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="saisie à")
    saisi_le = models.DateTimeField("saisi le", default=timezone.now, editable=False)
    saisi_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-jour", "-saisi_le", "pk")
        constraints = (models.CheckConstraint(condition=Q(fin=None) | Q(fin__gte=F("jour")), name="situation_dates"),)
        indexes = (
            models.Index(fields=["type", "jour"], name="situation_type_idx"),
            models.Index(fields=["personne", "jour"], name="situation_personne_idx"),
        )

    def __str__(self) -> str:
        return f"{self.get_type_display()} depuis le {self.jour:%d/%m/%Y}"

    def type_en_clair(self) -> str:
        """Return the situation in the words of every day, for the person concerned."""
        return SITUATIONS_EN_CLAIR.get(self.type, self.get_type_display())


class DefinitionQuerySet(models.QuerySet["Definition"]):
    """Versions of what a word means."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every version to who reads figures."""
        return self if user.has_permission("indicateur.voir") else self.none()


class Definition(models.Model):
    """
    One version of what a word means (sortie positive, accompagné…): never changed once written.

    A figure names the version that it was computed with; another reading is another version.
    """

    objet = models.CharField(max_length=20, choices=ObjetDefinition.choices)
    version = models.PositiveSmallIntegerField(default=1)
    libelle = models.CharField("libellé", max_length=160)
    lecture = models.CharField("lecture", max_length=20, choices=LectureDefinition.choices)
    situations = models.JSONField("situations retenues", default=list, blank=True)  # codes of TypeSituation
    duree_minimale_jours = models.PositiveSmallIntegerField("durée minimale en jours", default=0)
    mois = models.PositiveSmallIntegerField("nombre de mois", default=5)
    jours = models.PositiveSmallIntegerField("nombre de jours", default=15)
    note = models.TextField("pourquoi cette lecture", max_length=1000, blank=True)
    choisie = models.BooleanField("en vigueur", default=False)
    cree_le = models.DateTimeField("créée le", default=timezone.now, editable=False)
    cree_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        ordering = ("objet", "-version")
        constraints = (
            models.UniqueConstraint(fields=["objet", "version"], name="definition_version_unique"),
            models.UniqueConstraint(fields=["objet"], condition=Q(choisie=True), name="definition_choisie_unique"),
        )
        verbose_name = "définition"

    def __str__(self) -> str:
        return f"{self.libelle} (version {self.version})"

    def get_absolute_url(self) -> str:
        """Return the page of the word, with all its versions."""
        return reverse("evaluation:definition-objet", kwargs={"objet": self.objet})

    @property
    def texte(self) -> str:
        """Return the definition as it is printed beside a figure."""
        return texte_definition(self)

    @property
    def is_d_un_jour(self) -> bool:
        """Tell whether people are observed at the last day of a period."""
        return self.lecture in LECTURES_D_UN_JOUR


class ObjetConsentement(models.TextChoices):
    """What a consent is about; the follow-up itself does not rest on consent."""

    IMAGE = "image", "Photo ou témoignage"
    PARTENAIRE = "partenaire", "Partage avec un partenaire"
    MESSAGES = "messages", "Informations sur les activités"


class Consentement(models.Model):
    """What a youth agreed to, when, and when it was withdrawn."""

    jeune = models.ForeignKey(Jeune, models.CASCADE, related_name="consentements")
    objet = models.CharField(max_length=20, choices=ObjetConsentement.choices)
    precision = models.CharField("précision", max_length=200, blank=True)
    donne_le = models.DateTimeField("donné le", default=timezone.now)
    retire_le = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        ordering = ("-donne_le", "-pk")

    def __str__(self) -> str:
        return f"{self.get_objet_display()} ({self.jeune})"
