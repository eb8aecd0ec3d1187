"""What the commission du bilan writes: its opinion of each fiche and of the whole, its préconisations."""

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from commun.adresses import address_of
from comptes.models import Utilisateur
from evaluation.choix import NatureSuite, ReponsePreconisation, StatutPreconisation
from evaluation.models.lectures import Lecture
from plans_action.models import Etape, FicheAction, ObjectifGeneral, ObjectifOperationnel

LONGUEUR_AVIS = 6_000


class Avis(models.Model):
    """What the commission du bilan thinks of one fiche, or of the whole projet when `fiche` is empty."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lecture = models.ForeignKey(Lecture, models.CASCADE, related_name="avis")
    fiche = models.ForeignKey(FicheAction, models.PROTECT, null=True, blank=True, related_name="avis")
    reussites = models.TextField("réussites", max_length=LONGUEUR_AVIS, blank=True)
    ameliorations = models.TextField("points à améliorer", max_length=LONGUEUR_AVIS, blank=True)
    objectifs = models.TextField("nouveaux objectifs à se donner", max_length=LONGUEUR_AVIS, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    modifie_le = models.DateTimeField("modifié le", null=True, blank=True, editable=False)
    modifie_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("lecture", "fiche__numero", "fiche__titre", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["lecture", "fiche"], condition=Q(fiche__isnull=False), name="avis_fiche_unique"
            ),
            models.UniqueConstraint(fields=["lecture"], condition=Q(fiche=None), name="avis_ensemble_unique"),
        )
        verbose_name_plural = "avis"

    def __str__(self) -> str:
        return str(self.fiche) if self.fiche else "L’ensemble du projet"

    @property
    def is_written(self) -> bool:
        """Tell whether something is written."""
        return bool(self.reussites or self.ameliorations or self.objectifs)


class PreconisationQuerySet(models.QuerySet["Preconisation"]):
    """Préconisations."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return every préconisation to who follows the commissions."""
        return self if user.has_permission("lecture.voir") else self.none()

    def en_retard(self, *, today: datetime.date) -> Self:
        """Return those accepted whose date is past and that are not done."""
        return self.filter(statut__in=[StatutPreconisation.ACCEPTEE, StatutPreconisation.EN_COURS], echeance__lt=today)


class Preconisation(models.Model):
    """
    Something that the commission du bilan advises, followed until done.

    Accepted, it becomes an étape, a fiche or an objective: the link is kept here, and shown on the other side.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lecture = models.ForeignKey(Lecture, models.PROTECT, related_name="preconisations")
    numero = models.PositiveSmallIntegerField("numéro")
    titre = models.CharField("en une phrase", max_length=200)
    texte = models.TextField("précisions", max_length=4000, blank=True)
    nature = models.CharField("ce qui est préconisé", max_length=12, choices=NatureSuite.choices)
    fiche = models.ForeignKey(
        FicheAction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="preconisations",
        verbose_name="fiche-action concernée",
    )
    objectif = models.ForeignKey(
        ObjectifOperationnel,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="preconisations",
        verbose_name="objectif concerné",
    )
    responsable = models.CharField("qui s’en charge", max_length=120, blank=True)
    echeance = models.DateField("pour le", null=True, blank=True)
    ecrite_le = models.DateTimeField("écrite le", default=timezone.now, editable=False)
    ecrite_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    statut = models.CharField(
        max_length=12, choices=StatutPreconisation.choices, default=StatutPreconisation.A_DECIDER, editable=False
    )
    decidee_le = models.DateTimeField("décidée le", null=True, blank=True, editable=False)
    decidee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    motif = models.TextField("pourquoi", max_length=1000, blank=True)
    faite_le = models.DateField("faite le", null=True, blank=True, editable=False)
    etape = models.ForeignKey(
        Etape, models.SET_NULL, null=True, blank=True, editable=False, related_name="preconisations"
    )
    fiche_creee = models.ForeignKey(
        FicheAction, models.SET_NULL, null=True, blank=True, editable=False, related_name="nees_de"
    )
    objectif_general_cree = models.ForeignKey(
        ObjectifGeneral, models.SET_NULL, null=True, blank=True, editable=False, related_name="nes_de"
    )
    objectif_cree = models.ForeignKey(
        ObjectifOperationnel, models.SET_NULL, null=True, blank=True, editable=False, related_name="nes_de"
    )
    # What the final bilan answers to a préconisation of the intermediate one.
    reponse_etat = models.CharField(
        "a-t-elle été suivie ?", max_length=12, choices=ReponsePreconisation.choices, blank=True
    )
    reponse = models.TextField("ce que l’on en dit", max_length=4000, blank=True)

    objects = PreconisationQuerySet.as_manager()

    class Meta:
        ordering = ("lecture", "numero", "pk")
        constraints = (
            models.UniqueConstraint(fields=["lecture", "numero"], name="preconisation_numero"),
            models.CheckConstraint(
                condition=(Q(statut=StatutPreconisation.A_DECIDER) & Q(decidee_le=None))
                | (~Q(statut=StatutPreconisation.A_DECIDER) & Q(decidee_le__isnull=False)),
                name="preconisation_decidee",
            ),
            models.CheckConstraint(
                condition=~Q(statut=StatutPreconisation.ECARTEE) | ~Q(motif=""), name="preconisation_ecartee_a_un_motif"
            ),
        )
        verbose_name = "préconisation"

    def __str__(self) -> str:
        return f"{self.numero}. {self.titre}"

    def get_absolute_url(self) -> str:
        """Return the page of the préconisation."""
        return address_of("evaluation:preconisation-detail", self.pk)

    def is_late(self, *, today: datetime.date) -> bool:
        """Tell whether it was accepted, its date is past and it is not done."""
        pending = self.statut in (StatutPreconisation.ACCEPTEE, StatutPreconisation.EN_COURS)
        return pending and self.echeance is not None and self.echeance < today
