"""The registered measures nearest to the words of an indicateur: proposed, never bound without a person."""

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from commun.mesures import Mesure, registre
from plans_action.choix import TypeIndicateur
from plans_action.imports.vocabulaire import normalise

SEUIL = 0.40
NOMBRE = 3

# What people write for what each measure counts. A measure that is not registered here is found by its own words.
MOTS: dict[str, str] = {
    "premiers_accueils": "1er accueil, premier accueil, nouveaux jeunes, entretien de 1er accueil, primo accueil, "
    "jeunes touchés par ce biais, jeunes venus par ce biais",
    "jeunes_recus": "jeunes reçus, personnes reçues, jeunes reçus en entretien",
    "jeunes_accompagnes": "jeunes accompagnés, jeunes suivis, accompagnement",
    "jeunes_accompagnes_suite": "accompagné sur la durée, accompagnés à 6 mois, accompagnés à 1 an, suivi dans la "
    "durée, encore accompagnés",
    "entretiens_par_jeune": "fréquence des entretiens par jeune, nombre d'entretiens par jeune",
    "entretiens": "nombre d'entretiens, entretiens réalisés",
    "sorties_positives": "sorties positives, sorties dites positives, sorties en emploi ou formation",
    "sans_rdv_sous_n_jours": "jeunes n'ayant pas de rdv, sans rendez-vous dans les 15 jours, délai de rendez-vous",
    "partenaires_crees": "nouveaux partenaires, nouveaux partenariats, partenaires mobilisés",
    "seances_tenues": "ateliers réalisés, animations réalisées, actions mises en place, séances, ateliers et "
    "animations, actions collaboratives, actions réalisées",
    "participants": "nombre de participants, participants aux ateliers, jeunes participants, jeunes présents, "
    "participants aux ateliers libre parole",
    "part_invites_presents": "personnes invitées présentes, invités présents, invités venus, taux de participation des "
    "partenaires, taux de participation des employeurs, taux de participation des financeurs, taux de participation "
    "partenaires employeurs financeurs jeunes",
    "participations": "participation aux évènements, participation accrue, augmentation du nombre de participants, "
    "fréquentation des séances, fréquentation des ateliers",
    "taux_presence": "taux de participation, taux de présence, assiduité",
    "inscriptions": "nombre d'inscriptions, inscrits, jeunes inscrits",
    "contacts": "contacts, passages, fréquentation, fréquentation du lieu, personnes touchées, jeunes touchés, "
    "nouveaux contacts, contacts par la messagerie, actions sollicitées, demandes d'information",
    "personnes_rencontrees": "jeunes rencontrés, personnes rencontrées, personnes différentes",
    "evenements": "échanges entre les deux structures, échanges entre structures, journées d'échange, visites",
    "entreprises_suivies": "suivi auprès des entreprises, suivi auprès des entreprises rencontrées, entreprises "
    "rencontrées, entreprises suivies",
    "candidatures": "candidatures, candidatures reçues, candidatures reçues après, candidatures envoyées",
    "questionnaires_remplis": "questionnaires remplis, questionnaires recueillis, questionnaires retournés",
    "taux_rejet_formation": "taux de rejet de demande de formation, demandes de formation refusées",
    "formations_annulees": "formation annulée faute de participants, formations annulées",
    "part_mode_connaissance": "mode de connaissance, connaissance de la mission locale, part des jeunes qui nous ont "
    "connus par",
    "pmsmp": "pmsmp, immersions, stages en entreprise, mise en situation",
    "entrees_situation": "entrée en formation, entrée en emploi, alternance, situations des jeunes, contrats signés, "
    "entrée formation alternance emploi, validation ou réévaluation du projet",
    "orientations": "orientations, relais, jeunes orientés vers un partenaire",
    "idees": "remarques, idées, boîte à idées, propositions des jeunes, remarques recueillies",
    "remarques_avec_reponse": "exploitation des remarques, exploitation de l'outil de recueil, réponses données aux "
    "remarques",
}
_SANS_SENS = (
    "a au aux avec ce ces cette dans de des dites du en et la le les leur l d n ou par pour qui sa se ses son sur un "
    "une nombre nombres taux nb quantite ayant pas ne que est sont lors"
)
_VIDES = frozenset(_SANS_SENS.split())
_ENQUETE = re.compile(
    r"satisfaction|questionnaire|enquete|avis|ressenti|meilleure connaissance|interet du support|"
    r"ayant connaissance"
)
# The sheets themselves are counted; what they say is not known before they are read.
_FEUILLES = re.compile(
    r"questionnaires? (?:\w+ )?(?:remplis?|retournes?|recueillis?|recus?|completes?)|nombres? de questionnaires?"
)
# Read and judged by people, unless the sentence says that something is counted.
_JUGE = re.compile(r"disponibilite|ouverture|deroulement|\bretours?\b|repondent ils|adequation|\bqualite|apportes? par")
_COMPTE = re.compile(r"\b(?:nombres?|nb|taux|parts?|pourcentages?|frequences?|combien)\b")
_RELEVE = re.compile(r"abonne|\blikes?\b|connexions?|visites? (?:du|sur le) site|articles?|accuse de reception|presse|"
                     r"messagerie|ouvert (?:le|la)")  # fmt: skip


@dataclass(frozen=True)
class Proposition:
    """A measure that may be what an indicateur means."""

    mesure: Mesure
    proximite: float


def guess_type(texte: str) -> str:
    """Return where the value of an indicateur probably comes from; never « calculé »: a person binds a measure."""
    mots = normalise(texte)
    if _ENQUETE.search(mots):
        return TypeIndicateur.QUESTIONNAIRE.value
    return (TypeIndicateur.RELEVE if _RELEVE.search(mots) else TypeIndicateur.QUALITATIF).value


def propose(texte: str) -> list[Proposition]:
    """Return the measures nearest to a text, the nearest first; none when nothing resembles it."""
    mots = normalise(texte)
    if _ENQUETE.search(mots) and not _FEUILLES.search(mots):  # asked to people: the records do not know
        return []
    if _JUGE.search(mots) and not _COMPTE.search(mots):
        return []
    cherche = Counter(_stems(texte))
    proches = [Proposition(registre.get(cle), _nearness(cherche, cle)) for cle in _index()[0]]
    retenues = sorted((p for p in proches if p.proximite >= SEUIL), key=lambda p: (-p.proximite, p.mesure.cle))
    return retenues[:NOMBRE]


def _stems(texte: str) -> list[str]:
    return [_stem(mot) for mot in normalise(texte).split() if mot not in _VIDES]


def _stem(mot: str) -> str:
    """Return what the forms of a word share: reçu, reçus, reçue; accueil, accueils."""
    synonymes = {"1er": "premi", "1ers": "premi", "rdv": "rendez", "vous": "rendez", "rendez": "rendez"}
    return synonymes.get(mot, re.sub(r"(?:es|s|e|x)$", "", mot)[:6])


@lru_cache(maxsize=1)
def _index() -> tuple[dict[str, list[frozenset[str]]], dict[str, float]]:
    """Return the phrases of each measure as words, and how rare each word is."""
    phrases = {
        mesure.cle: [frozenset(_stems(part)) for part in (mesure.libelle, *MOTS.get(mesure.cle, "").split(",")) if part]
        for mesure in registre.all()
    }
    ou = Counter(mot for groupes in phrases.values() for mot in frozenset().union(*groupes))
    return phrases, {mot: math.log(1 + len(phrases) / fois) for mot, fois in ou.items()}


def _nearness(cherche: Counter[str], cle: str) -> float:
    """Return how much of the nearest phrase of a measure is in a text, and of the text in it: 0 to 1."""
    phrases, rarete = _index()
    mots = set(cherche)
    total = sum(rarete.get(mot, 1.0) for mot in mots) or 1.0
    meilleur = 0.0
    for phrase in phrases[cle]:
        commun = sum(rarete[mot] for mot in phrase & mots)
        if commun:
            rappel = commun / sum(rarete[mot] for mot in phrase)
            meilleur = max(meilleur, rappel * (0.6 + 0.4 * commun / total))
    return round(meilleur, 3)
