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
            "Ce que la fiche s’était fixé est-il atteint ?",
            "Comparez les chiffres à leurs cibles, et les étapes faites à celles qui étaient prévues.",
        ),
        Question(
            "pertinence",
            RESULTATS,
            "L’action fonctionne-t-elle, et est-ce la bonne façon de faire ?",
            "Avec les mêmes moyens, aurait-on pu faire mieux autrement ?",
        ),
        Question(
            "constat",
            RESULTATS,
            "La situation qui avait décidé à agir va-t-elle mieux ?",
            "Relisez le constat de départ de la fiche.",
        ),
        Question(
            "public",
            RESULTATS,
            "L’action touche-t-elle les personnes pour qui elle a été pensée, et qui en ont besoin ?",
            "Âge, territoire, situation : qui vient, qui ne vient pas ?",
        ),
        Question(
            "nombre",
            RESULTATS,
            "Le nombre de personnes touchées est-il celui qu’on espérait ?",
            "Une personne venue plusieurs fois compte une fois.",
        ),
        Question(
            "avis",
            RESULTATS,
            "Les participants en sont-ils contents ?",
            "Ce qui a plu, ce qui a déplu, et pourquoi : citez leurs mots quand vous les avez.",
        ),
        Question(
            "apports",
            RESULTATS,
            "Les participants en ont-ils tiré quelque chose pour la suite ?",
            "Une démarche, une confiance, une formation, un emploi, une idée à eux.",
        ),
        Question(
            "partenaires",
            CONDUITE,
            "Les partenaires prévus ont-ils été là, étaient-ils les bons, et a-t-on assez préparé avec eux ?",
            "Présences, réunions, préparation commune.",
        ),
        Question(
            "taches",
            CONDUITE,
            "Le travail a-t-il été bien réparti ?",
            "Chacun savait-il ce qu’il avait à faire ? Quelqu’un a-t-il porté trop ?",
        ),
        Question(
            "expertise",
            CONDUITE,
            "Les compétences nécessaires étaient-elles réunies ?",
            "Dans l’équipe, chez les partenaires, chez les jeunes.",
        ),
        Question(
            "communication",
            CONDUITE,
            "L’action a-t-elle été bien annoncée et expliquée ?",
            "Aux jeunes, aux partenaires, dans l’équipe.",
        ),
        Question(
            "materiel",
            CONDUITE,
            "L’organisation matérielle a-t-elle suivi ?",
            "Lieux, véhicules, matériel, transport des jeunes.",
        ),
        Question(
            "temps",
            CONDUITE,
            "A-t-on eu assez de temps ?",
            "Pour coordonner, pour faire connaître, pour évaluer.",
        ),
        Question(
            "calendrier",
            CONDUITE,
            "Le calendrier a-t-il été tenu ?",
            "Étapes faites à temps, faites plus tard, pas encore faites.",
        ),
        Question(
            "budget",
            CONDUITE,
            "Le budget a-t-il été tenu ?",
            "Ce qui était prévu, ce qui est dépensé, ce qui a manqué.",
        ),
    ),
}
VERSION_COURANTE = max(VERSIONS)


def questions(version: int) -> tuple[Question, ...]:
    """Return the questions of a version of the grid."""
    return VERSIONS[version]
