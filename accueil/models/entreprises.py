"""What happens with enterprises: meetings, news, visits, and the applications that follow."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accueil.choix import NatureContactEntreprise, SuiteCandidature
from comptes.models import Utilisateur
from jeunes.models import Jeune
from plans_action.faits import Fait
from plans_action.models import FicheAction
from structure.models import Partenaire


class ContactEntrepriseQuerySet(models.QuerySet["ContactEntreprise"]):
    """Contacts with enterprises."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return all to who sees partners: nobody is named here."""
        return self if user.has_permission("structure.voir") else self.none()


class ContactEntreprise(models.Model):
    """One exchange with an enterprise: it counts at its day, for its fiche-action."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partenaire = models.ForeignKey(Partenaire, models.PROTECT, related_name="contacts_entreprise")
    jour = models.DateField("le")
    nature = models.CharField(max_length=20, choices=NatureContactEntreprise.choices)
    fiche_action = models.ForeignKey(
        FicheAction, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="fiche-action"
    )
    note = models.CharField("ce qui s’est dit", max_length=300, blank=True)
    saisi_le = models.DateTimeField("saisi le", default=timezone.now, editable=False)
    saisi_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ContactEntrepriseQuerySet.as_manager()

    class Meta:
        ordering = ("-jour", "-pk")
        verbose_name = "contact avec une entreprise"
        verbose_name_plural = "contacts avec les entreprises"

    def __str__(self) -> str:
        return f"{self.get_nature_display()} du {self.jour:%d/%m/%Y}"


class CandidatureQuerySet(models.QuerySet["Candidature"]):
    """Applications."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return all to who notes them; a name shows only to who may open the file."""
        return self if user.has_permission("structure.voir") else self.none()


class Candidature(Fait):
    """An application sent to an enterprise, of a youth or of nobody in particular, with the profile frozen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partenaire = models.ForeignKey(Partenaire, models.PROTECT, related_name="candidatures")
    jeune = models.ForeignKey(Jeune, models.SET_NULL, null=True, blank=True, related_name="candidatures")
    suite = models.CharField(max_length=20, choices=SuiteCandidature.choices, default=SuiteCandidature.ENVOYEE)
    suite_le = models.DateField("suite connue le", null=True, blank=True)

    objects = CandidatureQuerySet.as_manager()

    class Meta:
        ordering = ("-fait_le", "-pk")

    def __str__(self) -> str:
        return f"Candidature chez {self.partenaire}"
