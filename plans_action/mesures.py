"""The measures of the strategy's room, and what every fact's measures share."""

from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from commun.mesures import (
    Contexte,
    Filtre,
    Lignes,
    Mesure,
    Ratio,
    Ventilation,
    registre,
)
from jeunes.mesures import VENTILATIONS_PROFIL
from plans_action.choix import (
    MotifAnnulationFormation,
    MotifRefusFormation,
    StatutDemandeFormation,
    StatutFormation,
)
from plans_action.models import DemandeFormation, FicheAction, Formation
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
        definition="Nombre d’organisations devenues partenaires pendant la période, d’après leur date "
        "«\u00a0partenaire depuis\u00a0».",
        limites="Une organisation devenue inactive depuis reste comptée à sa date. Avec le filtre par fiche-action, "
        "seules comptent les organisations associées aujourd’hui à la fiche.",
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


# --- The training of the team -------------------------------------------------------------------------------------

FAMILLE_FORMATION = "Formation de l’équipe"
FILTRE_FICHE_FORMATION = {"fiche": FILTRE_FICHE}


def demandes_decidees(contexte: Contexte) -> QuerySet[DemandeFormation]:
    """Return the requests that were answered."""
    return DemandeFormation.objects.exclude(decidee_le=None)


def formations(contexte: Contexte) -> QuerySet[Formation]:
    """Return the sessions, held or not."""
    return Formation.objects.all()


registre.register(
    Mesure(
        cle="taux_rejet_formation",
        famille=FAMILLE_FORMATION,
        libelle="Part des demandes de formation refusées",
        definition="Parmi les demandes de formation de l’équipe auxquelles une réponse a été donnée pendant la "
        "période, part de celles qui ont été refusées.",
        limites="Une demande sans réponse n’est pas comptée. Ce qui est demandé de vive voix ne compte que si c’est "
        "saisi.",
        unite="%",
        population=demandes_decidees,
        calcul=Ratio(Lignes(Q(statut=StatutDemandeFormation.REFUSEE)), Lignes()),
        axe_date="decidee_le",
        filtres=FILTRE_FICHE_FORMATION,
        ventilations={
            "mois": MOIS,
            "motif": Ventilation.of_choices("Raison du refus", "motif", MotifRefusFormation.choices),
        },
        sens="baisse",
        decimales=1,
        personnes=False,
    )
)

registre.register(
    Mesure(
        cle="formations_annulees",
        famille=FAMILLE_FORMATION,
        libelle="Formations annulées",
        definition="Nombre de formations de l’équipe prévues pendant la période puis annulées.",
        limites="Comptées au jour prévu. Avec le filtre par raison, seules comptent celles annulées pour cette raison.",
        unite="formations",
        population=formations,
        calcul=Lignes(Q(statut=StatutFormation.ANNULEE)),
        filtres={
            **FILTRE_FICHE_FORMATION,
            "motif": Filtre.of_choices("Raison de l’annulation", "motif", MotifAnnulationFormation.choices),
        },
        ventilations={
            "mois": MOIS,
            "motif": Ventilation.of_choices("Raison de l’annulation", "motif", MotifAnnulationFormation.choices),
        },
        sens="baisse",
        personnes=False,
    )
)
