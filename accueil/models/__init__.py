"""What happens at the front desk, and with the enterprises around."""

from accueil.models.entreprises import (
    Candidature,
    CandidatureQuerySet,
    ContactEntreprise,
    ContactEntrepriseQuerySet,
)
from accueil.models.faits import (
    LONGUEUR_NOTE,
    BesoinExprime,
    ComplementNote,
    Evenement,
    EvenementAnnule,
    EvenementAnnuleQuerySet,
    EvenementQuerySet,
    Orientation,
    OrientationQuerySet,
    Permanence,
    PermanenceException,
    PermanenceQuerySet,
    PremierAccueil,
    PremierAccueilManager,
    RendezVous,
    RendezVousQuerySet,
)

__all__ = [
    "LONGUEUR_NOTE",
    "BesoinExprime",
    "Candidature",
    "CandidatureQuerySet",
    "ComplementNote",
    "ContactEntreprise",
    "ContactEntrepriseQuerySet",
    "Evenement",
    "EvenementAnnule",
    "EvenementAnnuleQuerySet",
    "EvenementQuerySet",
    "Orientation",
    "OrientationQuerySet",
    "Permanence",
    "PermanenceException",
    "PermanenceQuerySet",
    "PremierAccueil",
    "PremierAccueilManager",
    "RendezVous",
    "RendezVousQuerySet",
]
