"""
The sentences of the evaluation cells as indicateurs, in their words.

Lines first, then what a line holds: bullets and dashes inside it, groups (« Les jeunes : »), sentences, and signs
written one after the other with nothing between them. Whatever is neither a name of group nor a warning is proposed: a
person who reads it strikes out one line too many more easily than he finds one that is missing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from plans_action.imports.vocabulaire import normalise

SIGNES = "•▪▫◦●○■□◆◇❖➢➤➔➜→⇒⇨►▶✓✔✗☐☑☒*§·>"
_PUCE = re.compile(rf"^\s*(?:[{SIGNES}–—-]+|[=-]+>|\d{{1,2}}\s?[.)/°](?!\d)|[a-hA-H]\)|o(?=\s+[A-ZÀ-Ý%«\d]))\s*")
_PUCE_O = re.compile(r"^\s*o\s+(?=\w)")
_AU_MILIEU = re.compile(rf"\s*[{SIGNES.replace('*', '').replace('>', '')}]\s*|\s+[=-]+>\s+")
_TIRET = re.compile(r"\s+[-–—]\s+(?=[A-ZÀ-Ý0-9«%])|\s+[-–—](?=(?:Nombre|Nb|Taux|[A-ZÀ-Ý][a-zà-ÿ]+ ))")
_VIDES = (
    r"(?:(?i:à|a|au|aux|avec|ce|ces|chaque|d['’]une?|dans|de|des|du|en|et|l[ae]|les|leurs?|ou|où|par|pour|sans|ses?|son|"
    r"sur|un|une|via)|[:,(«/-])"
)
# The words that a sign begins with: written in the middle of a line with a capital, they begin another one.
_TETES = (
    "Nombres?|Nb|Taux|Pourcentages?|Part|Proportion|Fréquences?|Fréquentation|Satisfaction|Questionnaires?|Enquêtes?|"
    "Retours?|Suivi|Augmentation|Diminution|Baisse|Hausse|Participation|Disponibilité|Résultats?|Bilans?|[EÉ]volution|"
    "[EÉ]valuation|Qualité|Intérêt|Meilleure?s?|Modes?|Situations?|Exploitation|Validation|Conventions?|Plannings?|"
    "[EÉ]léments?|Entrées?|Sorties?|Contexte|Déroulement|Tenir|Mises?|Création|Réalisation|Respect|Ressentis?|Avis|"
    "Témoignages?|Impacts?|Connaissance|Degré|Niveau|Présence|Durée|Délais?|Volume|Tableaux?|[EÉ]changes?|"
    "Comptes?[- ]rendus?|Réponses?|Implication|Motivation|Engagement|Mobilisation|Ouverture|Adhésion|Acquisition|"
    "Progression|Amélioration|Maintien|Reprises?|Nouveaux|Nouvelles?|Demandes?|Visites?|PMSMP"
)
_MOT = r"[A-ZÀ-Ý][\w'’-]*"
# Where one line holds several signs: its ends of line were lost, or they were written one after the other.
_COUPES = (
    re.compile(r"\s*;\s+(?=[\w«%])"),
    re.compile(r"(?<=[.?!…])(?<!\b[A-Z][.])\s+(?=[A-ZÀ-Ý«%])"),
    re.compile(r"\s+/\s+(?=(?:Nombre|Nb|Taux|Pourcentage|Fréquence)\b)"),
    re.compile(r"(?<=[\w)»%…,.])\s+(?=(?:Nombres?|Nb|Taux|Pourcentages?|%|Fréquences?)\s+(?:de|d['’]|des|du)\b)"),
    re.compile(rf"(?<=[\w)»%…])\s+(?=(?:{_TETES})\b)"),
    re.compile(
        r"(?<=[\w,.;)»?!…])\s+(?=(?:Les?\s[\w]+|Aux?\s[\w]+|Pour\sl\w+\s[\w]+|Attention|Différences?|Avantages?|"
        r"Inconvénients?|Risques?|Limites?|Remarques?|Indicateurs?|Critères?|Outils?|Quantitatifs?|Qualitatifs?)\s?:)"
    ),
    re.compile(rf"(?<=[.;?!…)])\s+(?={_MOT}(?:\s[\w]+){{0,2}}\s?:)"),
)
_APRES_UN_VIDE = re.compile(rf"(?:^|[\s'’(])(?:{_VIDES})\s*$|['’-]\s*$")
_GROUPE = re.compile(r"(?P<nom>[^:?]{2,60}?)\s*:\s*(?P<reste>.*)", re.DOTALL)
# « Satisfaction : jeunes et voisins » is a sign as a whole; « Les voisins : satisfaction » is one of a group.
_NOM_DE_GROUPE = re.compile(
    r"(?:l(?:es?|a)?|aux?|pour|aupres|cote)\b(?!.*\b(?:nombre|taux)\b)|"
    r"indicateur|critere|quantitati|qualitati|evalu|outils?\b"
)
_DE_QUI = re.compile(r"(?i)l[ea]s?\s|aux?\s|pour\s|aupr[eè]s\s|c[oô]t[eé]\s")
_AVERTIT = re.compile(
    r"(?i)\W*(?:(?P<grave>attention\b|vigilance\b|points? de vigilance\b|(?:risques?|limites?)\s*:)|"
    r"(?:avantages?|inconv[eé]nients?|diff[eé]rences?|n\.?b\.?|nota bene|remarques?)\s*:)"
)
_OUI = re.compile(
    r"\b(?:nombres?|nb|taux|pourcentages?|frequences?|frequentation|satisfaction|enquetes?|questionnaires?|retours?|"
    r"suivi|augmentation|participation|disponibilite|resultats?|evolution|combien|bilan|temoignages?)\b"
)
# A sentence tells how one will do; a sign is named without a verb.
_VERBE = re.compile(
    r"\b(?:est|sont|sera|seront|a ete|ont|ait|aura|auront|peut|peuvent|pourra|pourront|doit|doivent|devra|faut|faudra|"
    r"il|ils|elle|elles|on|nous|vous|se|s il|permet|permettra|permettront|remet|note|notent)\b"
)
_SIGNE_DEBUT = re.compile(rf"(?i:{_TETES}|%)\b|%")


# « Quoi ? Nombre de… »: the title of the column, written again in the cell.
_COLONNE = re.compile(r"(?i:quoi|quand|qui|comment)\s*[?:]+\s*")


@dataclass(frozen=True)
class Signe:
    """One indicateur as proposed, and whose it is (« Les jeunes », « Les partenaires ») when the cell says so."""

    texte: str
    groupe: str = ""


def split_evaluation(texte: str) -> tuple[list[Signe], list[str]]:
    """Return the indicateurs of an evaluation cell, and the warnings it gives (« Attention : … »)."""
    signes: list[Signe] = []
    vigilance: list[str] = []
    courant = ""
    for segment, est_suite in _segments(_COLONNE.sub("", texte, count=1) if _COLONNE.match(texte) else texte):
        if avertit := _AVERTIT.match(segment):
            vigilance += [segment] if avertit["grave"] else []
            continue
        groupe, item = _without_group(segment)
        if groupe:
            courant = groupe if _DE_QUI.match(groupe) else ""
        if item and not (est_suite and _is_sentence(item)):
            signes.append(Signe(item, courant))
    return signes, vigilance


def _is_sentence(texte: str) -> bool:
    """Tell a sentence that comments on the sign before it from a sign of its own."""
    mots = normalise(texte)
    return not texte.endswith("?") and "%" not in texte and not _OUI.search(mots) and bool(_VERBE.search(mots))


def _segments(texte: str) -> Iterator[tuple[str, bool]]:
    """Give the parts of a cell, and whether each goes on after a full stop of the same line."""
    for ligne in _lignes(texte):
        for item in _items(ligne):
            for rang, part in enumerate(_parts(item)):
                yield part, rang > 0


def _lignes(texte: str) -> list[str]:
    """Return the lines of a cell; one that ends in the middle of a sentence goes on with the next."""
    brutes = [ligne.strip() for ligne in texte.split("\n") if ligne.strip()]
    if brutes and sum(bool(_PUCE_O.match(ligne)) for ligne in brutes) > 1:
        brutes = [_PUCE_O.sub("• ", ligne, count=1) for ligne in brutes]
    lignes: list[str] = []
    for ligne in brutes:
        if lignes and _goes_on(lignes[-1], ligne, toutes=brutes):
            lignes[-1] = f"{lignes[-1]} {ligne}"
        else:
            lignes.append(ligne)
    return lignes


def _goes_on(avant: str, ligne: str, *, toutes: list[str]) -> bool:
    if not ligne[0].islower() or _PUCE.match(ligne) or _SIGNE_DEBUT.match(ligne) or avant[-1] in ".;:!?…":
        return False
    return any(_PUCE.sub("", autre, count=1)[:1].isupper() for autre in toutes)


def _items(ligne: str) -> list[str]:
    """Cut a line at the bullets and dashes inside it."""
    puce = _PUCE.match(ligne)
    tiret = re.match(r"[^:]{2,60}:\s*([-–—])\s|\s*([-–—])", ligne)
    morceaux = [ligne]
    if tiret:
        signe = re.escape(tiret[1] or tiret[2])
        morceaux = [bout for part in re.split(rf"(?:^|\s+){signe}\s+", ligne) for bout in _TIRET.split(part)]
    bouts = [bout for morceau in morceaux for bout in _AU_MILIEU.split(morceau)]
    if puce or len(bouts) > 1:
        bouts = [_PUCE.sub("", bout, count=1) for bout in bouts]
    return [bout.strip() for bout in bouts if bout.strip()]


def _parts(item: str) -> list[str]:
    """Cut an item where several signs follow one another in it."""
    bornes = {0, len(item)}
    ouverts = _open_marks(item)
    for coupe in _COUPES:
        for trouve in coupe.finditer(item):
            avant = item[max(0, trouve.start() - 20) : trouve.start()]
            if not ouverts[trouve.start()] and not _APRES_UN_VIDE.search(avant):
                bornes.add(trouve.end())
    places = sorted(bornes)
    parts = [item[debut:fin].strip(" \t\u00a0\u202f;/") for debut, fin in pairwise(places)]
    return _rejoin([part for part in parts if part])


def _open_marks(texte: str) -> list[int]:
    """Return, for each place of a text, how many parentheses and quotations are open there."""
    pas = ({"(": 1, "«": 1, ")": -1, "»": -1}.get(signe, 0) for signe in texte)
    return list(accumulate(pas, lambda ouverts, un: max(0, ouverts + un), initial=0))


def _rejoin(parts: list[str]) -> list[str]:
    """Put back together « … besoins des jeunes ? Des territoires ? »: a question and its afterthought are one."""
    joined: list[str] = []
    for part in parts:
        if joined and joined[-1].endswith("?") and len(part.split()) <= 4 and part.endswith("?"):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _without_group(segment: str) -> tuple[str, str]:
    """Part « Les jeunes : », « Indicateurs : », « Évaluer l'action : » from the sign itself."""
    trouve = _GROUPE.fullmatch(segment)
    if trouve is None or (trouve["reste"].strip() and not _NOM_DE_GROUPE.match(normalise(trouve["nom"]))):
        return "", segment.strip()
    return trouve["nom"].strip(), trouve["reste"].strip()
