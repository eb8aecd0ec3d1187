"""
What becomes of people: measures over dated situations.

They are declared here and not beside Situation because their filters look at what the front desk and the séances know
of the person before the situation, and those rooms are above it.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accueil.models import Evenement
from commun.dates import Periode
from commun.mesures import (
    Calcul,
    Contexte,
    Distinct,
    Filtre,
    Lignes,
    Mesure,
    Parametre,
    Portee,
    Ventilation,
    choices_from,
    registre,
)
from commun.sql import AjouteJours
from evaluation import (
    mesures_parcours,  # noqa: F401 - declared there, registered with these
    mesures_questionnaires,  # noqa: F401 - declared with these, when the registry is filled
)
from jeunes.choix import LectureDefinition, ObjetDefinition, TypeSituation
from jeunes.mesures import PARAMETRE_DEFINITION, VENTILATIONS_PROFIL, definie, definition_lue
from jeunes.models import Definition, Situation
from participation.choix import Presence
from participation.mesures import of_fiche
from participation.models import Inscription, Regroupement
from plans_action.mesures import MOIS
from plans_action.models import FicheAction
from structure.choix import TypeLieu
from structure.models import Lieu

FAMILLE = "Situations et sorties"
# Before any situation that somebody could have typed.
TOUJOURS = datetime.date(1900, 1, 1)

COHORTE = (
    "Avec un filtre par lieu, par fiche-action ou par regroupement, seules comptent les personnes qui y ont eu un "
    "événement ou une présence au plus tard le jour de leur situation\u00a0; chaque filtre se vérifie séparément. "
)


def met_before(**criteria: Any) -> Exists:
    """Return whether the person had such an événement on the day of the situation or before."""
    met = Evenement.objects.filter(personne=OuterRef("personne"), jour__lte=OuterRef("jour"), **criteria)
    return Exists(met.order_by())


def came_before(condition: Q) -> Exists:
    """Return whether the person came to such a séance on the day of the situation or before."""
    came = Inscription.objects.filter(
        condition,
        personne=OuterRef("personne"),
        presence=Presence.PRESENT,
        seance__annulee_le=None,
        seance__jour__lte=OuterRef("jour"),
    )
    return Exists(came.order_by())


def met_or_came(evenement: str, seance: str) -> Callable[[Sequence[str]], Q]:
    """Return the condition of a cohort from a lookup on événements and the same on séances."""

    def condition(valeurs: Sequence[str]) -> Q:
        return Q(met_before(**{f"{evenement}__in": list(valeurs)})) | Q(
            came_before(Q(**{f"{seance}__in": list(valeurs)}))
        )

    return condition


def cohort_of_fiche(valeurs: Sequence[str]) -> Q:
    """Return the people met, or present at a séance, for a fiche-action before their situation."""
    seances = of_fiche("seance__").condition(valeurs)
    return Q(met_before(fiche_action__in=list(valeurs))) | Q(came_before(seances))


def cohort_of_regroupement(valeurs: Sequence[str]) -> Q:
    """Return the people who came to a regroupement before their situation."""
    return Q(came_before(Q(seance__regroupement__in=list(valeurs))))


FILTRES: Mapping[str, Filtre] = {
    "lieu": Filtre.of_model("Lieu", met_or_came("lieu", "seance__lieu"), Lieu.objects.all),
    "type_lieu": Filtre.of_choices("Type de lieu", met_or_came("lieu__type", "seance__lieu__type"), TypeLieu.choices),
    "fiche": Filtre.of_model("Fiche-action", cohort_of_fiche, FicheAction.objects.all),
    "regroupement": Filtre.of_model("Regroupement", cohort_of_regroupement, Regroupement.objects.all),
}
VENTILATION_TYPE = Ventilation.of_choices("Situation", "type", TypeSituation.choices)
VENTILATIONS: Mapping[str, Ventilation] = {"mois": MOIS, **VENTILATIONS_PROFIL, "type_situation": VENTILATION_TYPE}


def situations(contexte: Contexte) -> QuerySet[Situation]:
    """Return the entries in the situations asked for, all of them by default."""
    types = contexte.parametres["type"]
    return Situation.objects.filter(type__in=types) if types else Situation.objects.all()


def immersions(contexte: Contexte) -> QuerySet[Situation]:
    """Return the immersions in a company."""
    return Situation.objects.filter(type=TypeSituation.PMSMP)


def definition(contexte: Contexte) -> Definition:
    """Return the definition of the positive exit to use."""
    return definition_lue(ObjetDefinition.SORTIE_POSITIVE, contexte)


def sorties(contexte: Contexte) -> QuerySet[Situation]:
    """Return the situations that the definition keeps and that lasted long enough; the window sees to the cut-off."""
    chosen = definition(contexte)
    kept = Situation.objects.filter(type__in=chosen.situations, personne__isnull=False)
    if chosen.lecture == LectureDefinition.DERNIER_JOUR or chosen.duree_minimale_jours <= 1:
        return kept
    return kept.filter(Q(fin=None) | Q(fin__gte=AjouteJours(F("jour"), chosen.duree_minimale_jours - 1)))


def still_there(periode: Periode, contexte: Contexte) -> Q:
    """Return the situations that hold at the last day of the period."""
    return Q(fin=None) | Q(fin__gte=periode.fin)


def calcul_sorties(contexte: Contexte) -> Calcul:
    """Return the people: all those of the rows, or those still there at the last day of the period."""
    if definition(contexte).lecture == LectureDefinition.DERNIER_JOUR:
        return Distinct(condition=still_there)
    return Distinct()


def long_enough(periode: Periode, contexte: Contexte) -> Periode | None:
    """Return the days of start after which the minimum duration is over, by the cut-off or by the last day."""
    chosen = definition(contexte)
    duree = datetime.timedelta(days=max(chosen.duree_minimale_jours, 1) - 1)
    if chosen.lecture == LectureDefinition.DERNIER_JOUR:
        return Periode(TOUJOURS, periode.fin - duree)
    fin = min(periode.fin, contexte.arrete_au - duree)
    return Periode(periode.debut, fin) if periode.debut <= fin else None


def reperes_sorties(avant: Contexte, apres: Contexte) -> list[QuerySet[Any]]:
    """Return the situations that end between the two cut-off days: they were still there at the last day."""
    if definition(apres).lecture != LectureDefinition.DERNIER_JOUR:
        return []
    return [Situation.objects.filter(fin__gte=avant.arrete_au, fin__lt=apres.arrete_au)]


registre.register(
    Mesure(
        cle="sorties_positives",
        famille=FAMILLE,
        libelle="Sorties positives",
        definition="Nombre de personnes différentes en sortie positive, au sens de la définition retenue\u00a0: ses "
        "situations, sa durée minimale, son jour d’observation.",
        limites="Il n’existe pas de définition unique de la sortie positive\u00a0: comparez des chiffres de même "
        "version. Une situation trop récente pour avoir atteint la durée minimale n’est pas encore comptée. "
        + COHORTE
        + "Le "
        "total n’est pas la somme des mois.",
        portee=Portee(reperes=reperes_sorties),
        unite="personnes",
        population=sorties,
        calcul=calcul_sorties,
        version=2,
        fenetre=long_enough,
        filtres=FILTRES,
        ventilations=VENTILATIONS,
        parametres={"definition": PARAMETRE_DEFINITION},
        definie=definie(ObjetDefinition.SORTIE_POSITIVE),
    )
)

registre.register(
    Mesure(
        cle="pmsmp",
        famille=FAMILLE,
        libelle="Immersions en entreprise (PMSMP)",
        definition="Nombre de périodes de mise en situation en milieu professionnel commencées pendant la période.",
        limites="Une personne compte à chaque immersion. " + COHORTE,
        portee=Portee(),
        unite="immersions",
        population=immersions,
        calcul=Lignes(),
        filtres=FILTRES,
        ventilations={"mois": MOIS, **VENTILATIONS_PROFIL},
    )
)

registre.register(
    Mesure(
        cle="entrees_situation",
        famille=FAMILLE,
        libelle="Entrées dans une situation",
        definition="Nombre d’entrées pendant la période dans les situations choisies (emploi, formation, alternance…).",
        limites="Une personne compte à chaque entrée, quelle que soit la durée. " + COHORTE,
        portee=Portee(),
        unite="entrées",
        population=situations,
        calcul=Lignes(),
        filtres=FILTRES,
        ventilations=VENTILATIONS,
        parametres={
            "type": Parametre(
                "Situations comptées",
                "choix_multiple",
                (),
                choix=choices_from(TypeSituation.choices),
                aide="Sans choix, toutes les situations comptent.",
            )
        },
    )
)
