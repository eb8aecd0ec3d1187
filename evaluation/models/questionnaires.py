"""Questionnaires: what is asked, when, and the sheets that come back."""

import datetime
import secrets
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from commun.adresses import address_of
from comptes.models import Utilisateur
from evaluation.choix import (
    CanalReponse,
    EtatQuestionnaire,
    PublicQuestionnaire,
    RelectureTexte,
    TypeQuestion,
)
from jeunes.models import Jeune
from participation.models import Seance
from plans_action.models import FicheAction
from structure.models import Lieu

# Sheets filled on paper may be typed that long after the last day; then the vague is over by itself.
JOURS_DE_SAISIE = 15


def new_jeton() -> str:
    """Return the unguessable end of a link."""
    return secrets.token_urlsafe(12)


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    """Questionnaires."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every questionnaire to who reads them: they hold no answer."""
        return self if user.has_permission("questionnaire.voir") else self.none()

    def editable_by(self, user: Utilisateur) -> Self:
        """Return one's own to a counsellor, every one to the direction and the administration."""
        if user.has_permission("questionnaire.modifier_tous"):
            return self
        return self.filter(cree_par=user) if user.has_permission("questionnaire.modifier") else self.none()


class Questionnaire(models.Model):
    """
    One version of a questionnaire; versions share their `serie`, and their questions keep their `cle`.

    Once somebody answered, questions are no longer rewritten: a new version copies them. An anonymous questionnaire
    stays so for ever: the triggers of `evaluation.anonymat` refuse anything else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    serie = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    titre = models.CharField(max_length=150)
    introduction = models.TextField(max_length=1500, blank=True)
    remerciement = models.TextField("mot de remerciement", max_length=1500, blank=True)
    public = models.CharField(max_length=12, choices=PublicQuestionnaire.choices, default=PublicQuestionnaire.JEUNES)
    anonyme = models.BooleanField(default=True)
    fiche_action = models.ForeignKey(
        FicheAction, models.SET_NULL, null=True, blank=True, related_name="questionnaires", verbose_name="fiche-action"
    )
    etat = models.CharField(
        "état", max_length=10, choices=EtatQuestionnaire.choices, default=EtatQuestionnaire.BROUILLON
    )
    cree_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    cree_le = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ("titre", "-version", "pk")
        constraints = (models.UniqueConstraint(fields=["serie", "version"], name="questionnaire_version_unique"),)

    def __str__(self) -> str:
        return self.titre

    def get_absolute_url(self) -> str:
        """Return the page of the questionnaire."""
        return address_of("evaluation:questionnaire-detail", self.pk)

    @property
    def is_brouillon(self) -> bool:
        """Tell whether questions may still be rewritten."""
        return self.etat == EtatQuestionnaire.BROUILLON


class Question(models.Model):
    """One question of a version; `cle` is the same from version to version, so that answers compare."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    cle = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    ordre = models.PositiveSmallIntegerField(default=0)
    type = models.CharField(max_length=16, choices=TypeQuestion.choices)
    libelle = models.CharField("question", max_length=300, blank=True)
    aide = models.CharField("précision", max_length=300, blank=True)
    obligatoire = models.BooleanField(default=False)
    bout_bas = models.CharField("ce que veut dire le plus petit nombre", max_length=60, blank=True)
    bout_haut = models.CharField("ce que veut dire le plus grand nombre", max_length=60, blank=True)

    class Meta:
        ordering = ("questionnaire", "ordre", "pk")
        constraints = (models.UniqueConstraint(fields=["questionnaire", "cle"], name="question_cle_unique"),)

    def __str__(self) -> str:
        return self.libelle or "Question sans texte"

    @property
    def is_fermee(self) -> bool:
        """Tell whether one answers by choosing."""
        return self.type != TypeQuestion.TEXTE

    @property
    def is_ordonnee(self) -> bool:
        """Tell whether the options are steps, from the lowest to the highest."""
        return self.type in (TypeQuestion.SMILEYS, TypeQuestion.ECHELLE)


class Option(models.Model):
    """One possible answer; a point of a scale and a face are options too."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    cle = models.UUIDField(default=uuid.uuid4, editable=False)
    ordre = models.PositiveSmallIntegerField(default=0)
    libelle = models.CharField("libellé", max_length=120, blank=True)
    favorable = models.BooleanField(default=False)

    class Meta:
        ordering = ("question", "ordre", "pk")
        constraints = (models.UniqueConstraint(fields=["question", "cle"], name="option_cle_unique"),)

    def __str__(self) -> str:
        return self.libelle


class VagueQuerySet(models.QuerySet["Vague"]):
    """Times of asking."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every vague to who reads questionnaires."""
        return self if user.has_permission("questionnaire.voir") else self.none()

    def terminees(self, *, today: datetime.date) -> Self:
        """Return those that receive nothing more, not even sheets filled on paper."""
        return self.filter(over(today=today))

    def en_cours(self, *, today: datetime.date) -> Self:
        """Return those that one may answer today."""
        ouvert = Q(questionnaire__etat=EtatQuestionnaire.OUVERT, fermee_le=None, du__lte=today, au__gte=today)
        return self.filter(ouvert)


def over(*, today: datetime.date, prefixe: str = "") -> Q:
    """Return the condition of a vague that is over, behind a prefix."""
    last = today - datetime.timedelta(days=JOURS_DE_SAISIE)
    return Q(**{f"{prefixe}fermee_le__isnull": False}) | Q(**{f"{prefixe}au__lt": last})


class Vague(models.Model):
    """One dated time of asking: its link, its QR code, its sheets."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="vagues")
    libelle = models.CharField("nom", max_length=120)
    du = models.DateField("du")
    au = models.DateField("au")
    lieu = models.ForeignKey(Lieu, models.SET_NULL, null=True, blank=True, related_name="+")
    seance = models.ForeignKey(Seance, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="séance")
    fiche_action = models.ForeignKey(
        FicheAction, models.SET_NULL, null=True, blank=True, related_name="vagues", verbose_name="fiche-action"
    )
    jeton = models.CharField(max_length=32, unique=True, default=new_jeton, editable=False)
    fermee_le = models.DateTimeField("close le", null=True, blank=True, editable=False)
    creee_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = VagueQuerySet.as_manager()

    class Meta:
        ordering = ("-au", "libelle", "pk")
        constraints = (models.CheckConstraint(condition=Q(au__gte=F("du")), name="vague_periode"),)

    def __str__(self) -> str:
        return self.libelle

    def get_absolute_url(self) -> str:
        """Return the page of the vague."""
        return address_of("evaluation:vague-detail", self.pk)

    def get_public_path(self) -> str:
        """Return the page that people open to answer."""
        return reverse("evaluation:repondre", kwargs={"jeton": self.jeton})

    def is_open(self, *, today: datetime.date) -> bool:
        """Tell whether one may answer online."""
        return (
            self.questionnaire.etat == EtatQuestionnaire.OUVERT
            and self.fermee_le is None
            and self.du <= today <= self.au
        )

    def is_over(self, *, today: datetime.date) -> bool:
        """Tell whether nothing more may come, not even sheets filled on paper."""
        return self.fermee_le is not None or self.au < today - datetime.timedelta(days=JOURS_DE_SAISIE)

    def takes_paper(self, *, today: datetime.date) -> bool:
        """Tell whether sheets filled on paper may be typed."""
        return (
            self.questionnaire.etat != EtatQuestionnaire.BROUILLON
            and self.du <= today
            and not self.is_over(today=today)
        )

    def etat(self, *, today: datetime.date) -> str:
        """Return the code of its state: a_venir, en_cours, a_saisir or terminee."""
        if self.is_over(today=today):
            return "terminee"
        if today < self.du:
            return "a_venir"
        return "en_cours" if self.is_open(today=today) else "a_saisir"


class Feuille(models.Model):
    """
    One filled sheet, on a day and never at an hour.

    Anonymous: no author, no account, no address, nothing of the session; its key says nothing of the order in which
    sheets came. `montree`: counted in results, by lots, so that reading them twice does not tell one person's answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vague = models.ForeignKey(Vague, models.PROTECT, related_name="feuilles")
    jour = models.DateField()
    canal = models.CharField(max_length=10, choices=CanalReponse.choices, default=CanalReponse.EN_LIGNE)
    anonyme = models.BooleanField()
    jeune = models.ForeignKey(Jeune, models.SET_NULL, null=True, blank=True, related_name="feuilles")
    repondant = models.CharField("nom donné", max_length=120, blank=True)
    saisie_par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    montree = models.BooleanField("montrée", default=False)

    class Meta:
        ordering = ("vague", "jour", "pk")
        indexes = (models.Index(fields=["jour"], name="feuille_jour"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(anonyme=False) | Q(jeune=None, repondant="", saisie_par=None),
                name="feuille_anonyme_sans_personne",
            ),
            # One sheet of a youth who answers by name.
            models.UniqueConstraint(fields=["vague", "jeune"], name="feuille_unique_par_jeune"),
        )
        verbose_name = "feuille"

    def __str__(self) -> str:
        return f"{self.vague} ({self.jour:%d/%m/%Y})"


class ReponseQuestion(models.Model):
    """What a sheet says to one question: one row per option chosen, or one text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    feuille = models.ForeignKey(Feuille, models.CASCADE, related_name="lignes")
    question = models.ForeignKey(Question, models.PROTECT, related_name="reponses")
    option = models.ForeignKey(Option, models.PROTECT, null=True, blank=True, related_name="reponses")
    texte = models.CharField(max_length=500, blank=True)
    relecture = models.CharField(max_length=10, choices=RelectureTexte.choices, default=RelectureTexte.A_RELIRE)

    class Meta:
        ordering = ("question", "pk")
        constraints = (
            models.UniqueConstraint(fields=["feuille", "question", "option"], name="reponse_option_unique"),
            models.UniqueConstraint(
                fields=["feuille", "question"], condition=Q(option=None), name="reponse_texte_unique"
            ),
            models.CheckConstraint(
                condition=(Q(option__isnull=False) & Q(texte="")) | (Q(option=None) & ~Q(texte="")),
                name="reponse_option_ou_texte",
            ),
        )
        verbose_name = "réponse à une question"
        verbose_name_plural = "réponses à une question"

    def __str__(self) -> str:
        return self.texte or str(self.option)
