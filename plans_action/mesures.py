"""The measures of the strategy's room, and what every fact's measures share."""

from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from commun.mesures import (
    Contexte,
    Filtre,
    Lignes,
    Mesure,
    Ventilation,
    registre,
)
from jeunes.mesures import VENTILATIONS_PROFIL
from plans_action.models import FicheAction
from structure.choix import TypePartenaire
from structure.mesures import filtres_lieu, ventilations_lieu
from structure.models import Commune, Partenaire

FILTRE_FICHE = Filtre.of_model("Fiche-action", "fiche_action", FicheAction.objects.all)
FILTRES_FAIT: Mapping[str, Filtre] = {**filtres_lieu(), "fiche": FILTRE_FICHE}

# The engine cuts the period itself for this one: a month of a period is a shorter period.
MOIS = Ventilation("Mois", "", lambda keys: {})
VENTILATIONS_FAIT: Mapping[str, Ventilation] = {**ventilations_lieu(), "mois": MOIS, **VENTILATIONS_PROFIL}


def partenaires(contexte: Contexte) -> QuerySet[Partenaire]:
    """Return every organisation, still active or not: having become a partner is the fact."""
    return Partenaire.objects.all()


def linked_to_fiche(fiches: Sequence[str]) -> Q:
    """Return the partners of these fiches, each once."""
    return Q(pk__in=FicheAction.partenaires.through.objects.filter(ficheaction__in=list(fiches)).values("partenaire"))


registre.register(
    Mesure(
        cle="partenaires_crees",
        famille="Partenaires",
        libelle="Nouveaux partenaires",
        definition="Nombre d'organisations devenues partenaires pendant la période, d'après leur date « partenaire "
        "depuis ».",
        limites="Une organisation devenue inactive depuis reste comptée à sa date. Avec le filtre par fiche-action, "
        "seules comptent les organisations associées aujourd'hui à la fiche.",
        unite="partenaires",
        population=partenaires,
        calcul=Lignes(),
        axe_date="depuis_le",
        filtres={
            "fiche": Filtre.of_model("Fiche-action", linked_to_fiche, FicheAction.objects.all),
            "type_partenaire": Filtre.of_choices("Type de partenaire", "type", TypePartenaire.choices),
        },
        ventilations={
            "mois": MOIS,
            "type_partenaire": Ventilation.of_choices("Type de partenaire", "type", TypePartenaire.choices),
            "commune": Ventilation.of_model("Commune", "commune", Commune.objects.all),
        },
        personnes=False,
    )
)
