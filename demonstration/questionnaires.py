"""What the demo's Mission Locale asked, and what people answered, from donnees/questionnaires.toml."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from commun.dates import add_months
from demonstration.alea import Alea, donnees
from demonstration.calendrier import JOUR, moment
from demonstration.ecriture import Ecriture
from demonstration.maison import Maison
from demonstration.plan import Fiches, cle_question, debut_projet
from demonstration.population import Population
from evaluation.choix import CanalReponse, EtatQuestionnaire, RelectureTexte, TypeQuestion
from evaluation.modeles import modeles, options_de_depart
from evaluation.models import Feuille, Option, Question, Questionnaire, ReponseQuestion, Vague
from evaluation.secret import SEUIL

JEUNES_DE_REFERENCE = 400
DUREE, OUVERTE_DEPUIS, OUVERTE_POUR = 21, 12, 24
PART_PAPIER, PART_TEXTE, PART_RELUS = 0.4, 0.45, 0.6
NOMS = ("Mairie", "Centre social", "Lycée", "Foyer", "Association", "Agence d’intérim", "Chambre des métiers")


@dataclass
class Cadre:
    """What every sheet needs."""

    alea: Alea
    maison: Maison
    population: Population
    ecriture: Ecriture


def build_questionnaires(
    *, alea: Alea, maison: Maison, fiches: Fiches, population: Population, ecriture: Ecriture
) -> None:
    """Write the questionnaires with their questions, their vagues and the sheets that came back."""
    cadre = Cadre(alea, maison, population, ecriture)
    source = donnees("questionnaires")
    for row in source["questionnaires"]:
        modele = modeles()[row["modele"]]
        questionnaire = Questionnaire(
            id=alea.uuid(),
            serie=alea.uuid(),
            titre=row.get("titre", modele["titre"]),
            introduction=modele["introduction"],
            remerciement=modele["remerciement"],
            public=modele["public"],
            anonyme=row.get("anonyme", True),
            fiche_action=fiches[row["fiche"]],
            etat=EtatQuestionnaire.BROUILLON if row.get("brouillon") else EtatQuestionnaire.OUVERT,
            cree_le=moment(debut_projet(maison.jour), datetime.time(10)),
        )
        ecriture.ecrit(Questionnaire, [questionnaire])
        questions = _questions(cadre, questionnaire, row["cle"], modele["questions"])
        for vague in row["vagues"]:
            _vague(cadre, questionnaire, questions, vague, source["textes"][modele["public"]])


def _questions(
    cadre: Cadre, questionnaire: Questionnaire, nom: str, source: list[dict[str, Any]]
) -> list[tuple[Question, list[Option]]]:
    questions = [
        Question(
            questionnaire=questionnaire,
            cle=cle_question(f"{nom}/{row['cle']}"),
            ordre=ordre,
            **{champ: valeur for champ, valeur in row.items() if champ not in ("cle", "options", "points")},
        )
        for ordre, row in enumerate(source)
    ]
    cadre.ecriture.ecrit(Question, questions)
    options = [
        [
            Option(question=question, cle=cadre.alea.uuid(), ordre=ordre, libelle=libelle, favorable=favorable)
            for ordre, (libelle, favorable) in enumerate(
                row.get("options") or options_de_depart(row["type"], row.get("points", 5))
            )
        ]
        for question, row in zip(questions, source, strict=True)
    ]
    cadre.ecriture.ecrit(Option, [option for of_one in options for option in of_one])
    return list(zip(questions, options, strict=True))


def _vague(
    cadre: Cadre,
    questionnaire: Questionnaire,
    questions: list[tuple[Question, list[Option]]],
    row: dict[str, Any],
    textes: list[str],
) -> None:
    alea, maison = cadre.alea, cadre.maison
    ouverte = row["mois"] < 0
    du = maison.jour - OUVERTE_DEPUIS * JOUR if ouverte else add_months(debut_projet(maison.jour), row["mois"])
    au = maison.jour + OUVERTE_POUR * JOUR if ouverte else du + DUREE * JOUR
    vague = Vague(
        id=alea.uuid(),
        questionnaire=questionnaire,
        libelle=row["nom"],
        du=du,
        au=au,
        lieu=maison.lieux[row["lieu"]] if "lieu" in row else None,
        fiche_action=questionnaire.fiche_action,
        jeton=f"demo-{alea.uuid().hex[:16]}",
        fermee_le=None if ouverte else moment(au + JOUR, datetime.time(17)),
    )
    cadre.ecriture.ecrit(Vague, [vague])
    # A small wave stays small: the rule of five is there to be seen.
    part = min(max(len(cadre.population.suivis) / JEUNES_DE_REFERENCE, 0.4), 4)
    nombre = row["feuilles"] if row["feuilles"] < SEUIL else max(round(row["feuilles"] * part), SEUIL)
    last = min(au, maison.jour)
    jeunes = list({suivi.jeune.pk: suivi.jeune for suivi in cadre.population.suivis}.values())
    named = not questionnaire.anonyme
    # While a vague is open, sheets are shown by whole lots.
    montrees = nombre - nombre % SEUIL if ouverte else nombre
    feuilles = [
        Feuille(
            id=alea.uuid(),
            vague=vague,
            jour=du + int(alea.random() * (last - du).days) * JOUR,
            canal=CanalReponse.PAPIER if not named and alea.random() < PART_PAPIER else CanalReponse.EN_LIGNE,
            anonyme=questionnaire.anonyme,
            jeune=jeunes[rang % len(jeunes)] if named and questionnaire.public == "jeunes" else None,
            repondant=alea.un(NOMS) if named and questionnaire.public != "jeunes" else "",
            montree=rang < montrees,
        )
        for rang in range(nombre)
    ]
    cadre.ecriture.ecrit(Feuille, feuilles)
    paroles = cycle(alea.sample(textes, len(textes)))  # nobody says the same thing twice while there is another
    lignes = [
        ligne
        for feuille in feuilles
        for question, options in questions
        for ligne in _lignes(alea, feuille, question, options, row["niveau"], paroles)
    ]
    cadre.ecriture.ecrit(ReponseQuestion, lignes)


def _lignes(
    alea: Alea, feuille: Feuille, question: Question, options: list[Option], niveau: float, paroles: Iterator[str]
) -> list[ReponseQuestion]:
    """Return what a sheet says to one question; a text, or nothing, as often as people write."""
    if question.type == TypeQuestion.TEXTE:
        if alea.random() > PART_TEXTE:
            return []
        relu = RelectureTexte.RELU if alea.random() < PART_RELUS else RelectureTexte.A_RELIRE
        return [
            ReponseQuestion(id=alea.uuid(), feuille=feuille, question=question, texte=next(paroles), relecture=relu)
        ]
    if question.type == TypeQuestion.CHOIX_MULTIPLES:
        chosen = [option for rang, option in enumerate(options[:-1]) if alea.random() < 0.55 - 0.08 * rang]
        chosen = chosen or [options[-1]]
    elif not question.obligatoire and alea.random() < 0.06:
        chosen = []
    else:
        chosen = [_choisie(alea, options, niveau)]
    return [ReponseQuestion(id=alea.uuid(), feuille=feuille, question=question, option=option) for option in chosen]


def _choisie(alea: Alea, options: list[Option], niveau: float) -> Option:
    """Return an option: a favorable one as often as people are glad; extremes are rarer than their neighbours."""
    good = [option for option in options if option.favorable]
    others = [option for option in options if not option.favorable]
    if not good or not others:
        return alea.un(options)
    if alea.random() < niveau:
        return alea.un(good)
    return alea.choices(others, [1.0 + rang for rang in range(len(others))], k=1)[0]
