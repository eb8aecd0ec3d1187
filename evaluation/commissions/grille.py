"""
The evaluation grid: what the commission de suivi asks of each fiche.

A frozen reading carries the words of its questions. To change a question, add a version: those of a reading never move.
"""

from dataclasses import dataclass
from typing import Literal

RESULTATS: Literal["resultats"] = "resultats"
CONDUITE: Literal["conduite"] = "conduite"
FAMILLES = {
    RESULTATS: "Ce que l’action a produit",
    CONDUITE: "La façon dont elle a été conduite",
}


@dataclass(frozen=True)
class Question:
    """One question: its code, its words, what to look at before answering."""

    code: str
    famille: str
    texte: str
    aide: str


VERSIONS: dict[int, tuple[Question, ...]] = {
    1: (
        Question(
            "objectifs",
            RESULTATS,
            "Ce que la fiche s’était fixé est-il atteint\u202f?",
            "Comparez les chiffres à leurs cibles, et les étapes faites à celles qui étaient prévues.",
        ),
        Question(
            "pertinence",
            RESULTATS,
            "L’action fonctionne-t-elle, et est-ce la bonne façon de faire\u202f?",
            "Avec les mêmes moyens, aurait-on pu faire mieux autrement\u202f?",
        ),
        Question(
            "constat",
            RESULTATS,
            "La situation qui avait décidé à agir va-t-elle mieux\u202f?",
            "Relisez le constat de départ de la fiche.",
        ),
        Question(
            "public",
            RESULTATS,
            "L’action touche-t-elle les personnes pour qui elle a été pensée, et qui en ont besoin\u202f?",
            "Âge, territoire, situation\u00a0: qui vient, qui ne vient pas\u202f?",
        ),
        Question(
            "nombre",
            RESULTATS,
            "Le nombre de personnes touchées est-il celui qu’on espérait\u202f?",
            "Une personne venue plusieurs fois compte une fois.",
        ),
        Question(
            "avis",
            RESULTATS,
            "Les participants en sont-ils contents\u202f?",
            "Ce qui a plu, ce qui a déplu, et pourquoi\u00a0: citez leurs mots quand vous les avez.",
        ),
        Question(
            "apports",
            RESULTATS,
            "Les participants en ont-ils tiré quelque chose pour la suite\u202f?",
            "Une démarche, une confiance, une formation, un emploi, une idée à eux.",
        ),
        Question(
            "partenaires",
            CONDUITE,
            "Les partenaires prévus ont-ils été là, étaient-ils les bons, et a-t-on assez préparé avec eux\u202f?",
            "Présences, réunions, préparation commune.",
        ),
        Question(
            "taches",
            CONDUITE,
            "Le travail a-t-il été bien réparti\u202f?",
            "Chacun savait-il ce qu’il avait à faire\u202f? Quelqu’un a-t-il porté trop\u202f?",
        ),
        Question(
            "expertise",
            CONDUITE,
            "Les compétences nécessaires étaient-elles réunies\u202f?",
            "Dans l’équipe, chez les partenaires, chez les jeunes.",
        ),
        Question(
            "communication",
            CONDUITE,
            "L’action a-t-elle été bien annoncée et expliquée\u202f?",
            "Aux jeunes, aux partenaires, dans l’équipe.",
        ),
        Question(
            "materiel",
            CONDUITE,
            "L’organisation matérielle a-t-elle suivi\u202f?",
            "Lieux, véhicules, matériel, transport des jeunes.",
        ),
        Question(
            "temps",
            CONDUITE,
            "A-t-on eu assez de temps\u202f?",
            "Pour coordonner, pour faire connaître, pour évaluer.",
        ),
        Question(
            "calendrier",
            CONDUITE,
            "Le calendrier a-t-il été tenu\u202f?",
            "Étapes faites à temps, faites plus tard, pas encore faites.",
        ),
        Question(
            "budget",
            CONDUITE,
            "Le budget a-t-il été tenu\u202f?",
            "Ce qui était prévu, ce qui est dépensé, ce qui a manqué.",
        ),
    ),
}
VERSION_COURANTE = max(VERSIONS)


def questions(version: int) -> tuple[Question, ...]:
    """Return the questions of a version of the grid."""
    return VERSIONS[version]
