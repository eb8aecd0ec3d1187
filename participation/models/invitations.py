"""Who is invited to a séance, what they answer, whether they come: counted by category, whoever is named."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from comptes.models import Utilisateur
from jeunes.models import Jeune
from participation.choix import CategorieInvite, PresenceInvite, ReponseInvite
from participation.models.seances import Seance
from structure.models import Partenaire


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return those of the séances that the team sees."""
        return self if user.has_permission("seance.voir_toutes") else self.none()

    def by_name(self) -> Self:
        """Return them as a list is read: by category, then by name, each with who is invited."""
        last = {"nulls_last": True}
        ordre = ("categorie", F("partenaire__nom").asc(**last), F("jeune__cle_nom").asc(**last), "libelle", "pk")
        return self.select_related("partenaire", "jeune").order_by(*ordre)


class Invitation(models.Model):
    """
    Somebody invited to a séance: an organisation, a youth, or words that name nobody (« mairie », « journal local »).

    It counts at the day of the séance; the profile of a youth is not counted here, sign-ups do that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seance = models.ForeignKey(Seance, models.CASCADE, related_name="invitations")
    categorie = models.CharField("catégorie", max_length=20, choices=CategorieInvite.choices)
    partenaire = models.ForeignKey(Partenaire, models.PROTECT, null=True, blank=True, related_name="invitations")
    jeune = models.ForeignKey(Jeune, models.SET_NULL, null=True, blank=True, related_name="+")
    libelle = models.CharField("libellé", max_length=120, blank=True)
    reponse = models.CharField("réponse", max_length=20, choices=ReponseInvite.choices, blank=True)
    presence = models.CharField("présence", max_length=10, choices=PresenceInvite.choices, blank=True)
    saisi_le = models.DateTimeField("saisi le", default=timezone.now, editable=False)
    saisi_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("categorie", "libelle", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["seance", "partenaire"], condition=Q(partenaire__isnull=False), name="invitation_partenaire"
            ),
            models.UniqueConstraint(
                fields=["seance", "jeune"], condition=Q(jeune__isnull=False), name="invitation_jeune"
            ),
        )

    def __str__(self) -> str:
        return f"{self.qui} ({self.get_categorie_display().lower()})"

    @property
    def qui(self) -> str:
        """Say who is invited; read with `select_related("partenaire", "jeune")`."""
        return str(self.partenaire or self.jeune or self.libelle or self.get_categorie_display())
