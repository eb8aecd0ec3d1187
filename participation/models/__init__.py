"""What youths do together: regroupements, séances, sign-ups, ideas; who is invited."""

from participation.models.invitations import (
    Invitation,
    InvitationQuerySet,
)
from participation.models.seances import (
    CANAUX_MAIL,
    PLACES_MAXIMUM,
    Idee,
    IdeeQuerySet,
    Inscription,
    InscriptionQuerySet,
    Regroupement,
    Seance,
    SeanceQuerySet,
)

__all__ = [
    "CANAUX_MAIL",
    "PLACES_MAXIMUM",
    "Idee",
    "IdeeQuerySet",
    "Inscription",
    "InscriptionQuerySet",
    "Invitation",
    "InvitationQuerySet",
    "Regroupement",
    "Seance",
    "SeanceQuerySet",
]
