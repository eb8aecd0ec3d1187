"""A person's breakdown values as they were when a fact happened: no later change changes a past figure."""

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from commun.dates import AGE_FIN_PUBLIC, AGE_MINIMUM, age_at
from jeunes.choix import Niveau, Sexe

if TYPE_CHECKING:
    from jeunes.models import Jeune

TRANCHES_AGE = (
    ("moins_18", "Moins de 18 ans", None, 17),
    ("18_21", "18 à 21 ans", 18, 21),
    ("22_25", "22 à 25 ans", 22, 25),
    ("26_plus", "26 ans et plus", 26, None),
)


class ProfilFige(models.Model):
    """
    Abstract: what is counted about the person of a fact, frozen when the fact happens.

    `personne` is the person's statistical key: it outlives the person's file, so that distinct counts stay true after
    an erasure, and leads back to nobody. Null: an anonymous contact.
    """

    personne = models.UUIDField("clé statistique", null=True, blank=True, editable=False)
    age = models.PositiveSmallIntegerField("âge au moment du fait", null=True, blank=True, editable=False)
    mineur = models.BooleanField(null=True, blank=True, editable=False)
    sexe = models.CharField(max_length=1, choices=Sexe.choices, blank=True, editable=False)
    niveau = models.CharField(max_length=10, choices=Niveau.choices, blank=True, editable=False)
    commune = models.ForeignKey(
        "structure.Commune", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    epci = models.ForeignKey("structure.EPCI", models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    qpv = models.BooleanField("quartier prioritaire", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def freeze_profil(self, jeune: "Jeune", day: datetime.date) -> None:
        """Copy the person's breakdown values as they are on the day of the fact."""
        for field, value in profil_at(jeune, day).items():
            setattr(self, field, value)


def profil_at(jeune: "Jeune", day: datetime.date) -> dict[str, Any]:
    """Return the breakdown values of a Jeune on a day, as keyword arguments of a fact."""
    age = age_at(jeune.date_naissance, day) if jeune.date_naissance else None
    return {
        "personne": jeune.cle_statistique,
        "age": age,
        "mineur": None if age is None else age < 18,
        "sexe": jeune.sexe,
        "niveau": jeune.niveau,
        "commune_id": jeune.commune_id,
        "epci_id": jeune.commune.epci_id if jeune.commune else None,
        "qpv": jeune.qpv,
    }


def is_hors_age(age: int | None) -> bool:
    """Tell whether an age is outside the target public (16 to 25 révolus): flagged, never refused."""
    return age is not None and not AGE_MINIMUM <= age < AGE_FIN_PUBLIC
