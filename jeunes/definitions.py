"""What a version of a definition says, in one paragraph: the text that is printed beside the figure."""

from typing import TYPE_CHECKING

from jeunes.choix import LectureDefinition, TypeSituation

if TYPE_CHECKING:
    from jeunes.models import Definition


def texte_definition(definition: "Definition") -> str:
    """Return the paragraph; it depends on the version alone, so that it says the same for ever."""
    mois, jours = definition.mois, definition.jours
    match definition.lecture:
        case LectureDefinition.ENTREE:
            duree = definition.duree_minimale_jours
            tenue = f", et y était restée au moins {duree} jours à la date d’arrêt" if duree > 1 else ""
            return (
                "Compte une personne entrée pendant la période dans l’une de ces situations\u00a0: "
                f"{situations_en_mots(definition)}{tenue}."
            )
        case LectureDefinition.DERNIER_JOUR:
            duree = definition.duree_minimale_jours
            tenue = f", depuis au moins {duree} jours" if duree > 1 else ""
            return (
                "Compte une personne qui, le dernier jour de la période, est dans l’une de ces situations\u00a0: "
                f"{situations_en_mots(definition)}{tenue}."
            )
        case LectureDefinition.PERIODE:
            return (
                "Compte une personne qui a eu pendant la période au moins un entretien, un atelier ou une information "
                "collective."
            )
        case LectureDefinition.RECENTE:
            return (
                f"Compte une personne qui a eu au moins un entretien dans les {mois} mois qui finissent le dernier "
                "jour de la période."
            )
        case LectureDefinition.DELAI:
            return (
                "Parmi les demandes de rendez-vous de la période, compte celles dont le rendez-vous est fixé plus de "
                f"{jours} jours après la demande, ou n’a jamais été fixé."
            )
        case LectureDefinition.A_VENIR:
            return (
                f"Parmi les personnes ayant eu un entretien dans les {mois} mois qui finissent le dernier jour de la "
                f"période, compte celles sans rendez-vous dans les {jours} jours avant ou après ce jour."
            )
        case _:
            return definition.libelle


def situations_en_mots(definition: "Definition") -> str:
    """Return the situations that a version keeps, in the order of the list that people know."""
    labels = [label for code, label in TypeSituation.choices if code in definition.situations]
    return "\u00a0; ".join(labels) or "aucune"
