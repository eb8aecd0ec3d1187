"""What the measures of the front desk share: their filters and breakdowns, who is counted, what is said of limits."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from accueil.choix import (
    NATURES_ENTRETIEN,
    Canal,
    Modalite,
    ModeConnaissance,
    Nature,
    TypeDemande,
)
from accueil.models import Evenement
from commun.dates import Periode, add_months
from commun.mesures import Contexte, Filtre, Ventilation
from plans_action.mesures import FILTRES_FAIT, VENTILATIONS_FAIT

FAMILLE = "Accueil et accompagnement"

# Who counts as accompanied in a period: an interview, an atelier or an information collective, as regions count.
NATURES_ACCOMPAGNEMENT = (*NATURES_ENTRETIEN, Nature.ATELIER, Nature.INFORMATION_COLLECTIVE)
FILTRE_CANAL = Filtre.of_choices("Canal", "canal", Canal.choices)
FILTRE_MODE = Filtre.of_choices("Comment la personne nous connaît", "mode_connaissance", ModeConnaissance.choices)
FILTRE_NATURE = Filtre.of_choices("Nature", "nature", Nature.choices)
FILTRE_MODALITE = Filtre.of_choices("Modalité", "modalite", Modalite.choices)
FILTRE_DEMANDE = Filtre.of_choices("Demande", "type_demande", TypeDemande.choices)

VENTILATION_NATURE = Ventilation.of_choices("Nature", "nature", Nature.choices)
VENTILATION_CANAL = Ventilation.of_choices("Canal", "canal", Canal.choices)
VENTILATION_MODE = Ventilation.of_choices(
    "Comment la personne nous connaît", "mode_connaissance", ModeConnaissance.choices
)

FILTRES_EVENEMENT: Mapping[str, Filtre] = {**FILTRES_FAIT, "canal": FILTRE_CANAL}
FILTRES_PAR_NATURE: Mapping[str, Filtre] = {**FILTRES_EVENEMENT, "nature": FILTRE_NATURE}
FILTRES_PREMIER: Mapping[str, Filtre] = {
    **FILTRES_EVENEMENT,
    "mode_connaissance": FILTRE_MODE,
    "modalite": FILTRE_MODALITE,
}
VENTILATIONS_EVENEMENT: Mapping[str, Ventilation] = {**VENTILATIONS_FAIT, "canal": VENTILATION_CANAL}
VENTILATIONS_PAR_NATURE: Mapping[str, Ventilation] = {**VENTILATIONS_EVENEMENT, "nature": VENTILATION_NATURE}

SAISIE_TARDIVE = "Un fait saisi en retard compte à la date où il a eu lieu. "
PROFIL_FIGE = "Âge, commune et situation sont ceux du jour du fait. "


def premiers(contexte: Contexte) -> QuerySet[Any]:
    """Return the first interviews."""
    return Evenement.objects.filter(nature=Nature.PREMIER_ACCUEIL)


def entretiens(contexte: Contexte) -> QuerySet[Any]:
    """Return the individual interviews, the first ones included."""
    return Evenement.objects.entretiens()


def last_months(periode: Periode, mois: int) -> Periode:
    """Return the months that end at the last day of a period."""
    return Periode(add_months(periode.fin, -mois) + datetime.timedelta(days=1), periode.fin)
