"""The sentences of the evaluation cells as indicateurs: one by line, bullet or part of a sentence, in their words."""

import re
from dataclasses import dataclass

from plans_action.imports.vocabulaire import normalise

_PUCE = re.compile(r"^\s*(?:[•▪◦●○■□➢➤→✓✔*§·>–—-]|\d{1,2}[.)]|o(?=\s+[A-ZÀ-Ý]))\s*")
_SIGNE = re.compile(r"\s*[•▪◦●○■□➢➤→✓✔§]\s*")
_TIRET = re.compile(r"\s+[-–—]\s+(?=[A-ZÀ-Ý0-9«%])|\s+[-–—](?=(?:Nombre|Nb|Taux|[A-ZÀ-Ý][a-zà-ÿ]+ ))")
# Where one line holds several sentences: the authors' line ends were lost, or they wrote them one after the other.
_COUPE = re.compile(
    r"(?<=[\w.;,)»?!…])\s+(?=(?:Nombres?|Nb|Taux|Pourcentages?|%|Fréquences?)\s+(?:de|d['’]|des|du)\b)"
    r"|(?<=[.;?!…)])\s+(?=(?:Les [\w]+|[A-ZÀ-Ý][\w]+(?: [\w]+)?)\s?:)"
    r"|(?<=[\w,»])\s+(?=(?:Les [\w]+|Attention|Différences?|Avantages?|Inconvénients?|Risques?|Indicateurs?|Critères?)"
    r"\s?:)"
    r"|\s*;\s+(?=\w)"
    r"|\s+/\s+(?=(?:Nombre|Nb|Taux|Pourcentage|Fréquence)\b)"
    r"|(?<=[.!?…])\s+(?=[A-ZÀ-Ý«])"
)
_GROUPE = re.compile(r"(?P<nom>[^:?]{2,60}?)\s*:\s*(?P<reste>.*)", re.DOTALL)
# « Satisfaction : jeunes et voisins » is a sign as a whole; « Les voisins : satisfaction » is one of a group.
_NOM_DE_GROUPE = re.compile(
    r"(?:l(?:es?|a)?|aux?|pour|aupres|cote)\b(?!.*\b(?:nombre|taux)\b)|indicateur|critere|quantitati|qualitati|evalu|outils?\b"
)
_NON = re.compile(r"(?:attention|vigilance|risques?|avantages?|inconvenients?|differences?|nb|remarques?|limites?)\b")
_VIGILANCE = re.compile(r"(?:attention|vigilance|risques?|limites?)\b")
_OUI = re.compile(
    r"\b(?:nombres?|nb|taux|pourcentages?|frequences?|frequentation|satisfaction|enquetes?|questionnaires?|retours?|"
    r"suivi|augmentation|participation|disponibilite|resultats?|evolution|combien|bilan|temoignages?)\b|%"
)


@dataclass(frozen=True)
class Signe:
    """One indicateur as proposed, and whose it is (« Les jeunes », « Les partenaires ») when the cell says so."""

    texte: str
    groupe: str = ""


def split_evaluation(texte: str) -> tuple[list[Signe], list[str]]:
    """Return the indicateurs of an evaluation cell, and the warnings it gives (« Attention : … »)."""
    signes: list[Signe] = []
    phrases: list[Signe] = []
    vigilance: list[str] = []
    courant = ""
    for segment, puce in _segments(texte):
        if _NON.match(normalise(segment)) and not segment.startswith("Nb "):
            vigilance += [segment] if _VIGILANCE.match(normalise(segment)) else []
            continue
        groupe, item = _without_group(segment)
        if groupe:
            courant = groupe if re.match(r"(?i)l[ea]s? |aux? ", groupe) else ""
        if not item:
            continue
        signe = Signe(item, courant)
        (signes if puce or _OUI.search(normalise(item)) or item.endswith("?") else phrases).append(signe)
    # Prose beside a list of signs comments on it; prose alone is all there is to observe.
    return signes or phrases, vigilance


def _segments(texte: str) -> list[tuple[str, bool]]:
    segments: list[tuple[str, bool]] = []
    for ligne in texte.split("\n"):
        morceaux = _TIRET.split(ligne) if re.match(r"\s*[-–—]", ligne) or _after_colon(ligne) else [ligne]
        en_liste = len(morceaux) > 1 or bool(_PUCE.match(ligne))
        for rang, morceau in enumerate(morceaux):
            for bout in _SIGNE.split(morceau):
                parts = [part.strip() for part in _COUPE.split(_PUCE.sub("", bout)) if part and part.strip()]
                parts = _rejoin(parts)
                puce = en_liste or len(_SIGNE.split(morceau)) > 1
                segments += [(part, puce and not (place or (rang == 0 and not _PUCE.match(ligne)))) for place, part in
                             enumerate(parts)]  # fmt: skip
    return segments


def _after_colon(ligne: str) -> bool:
    return bool(re.match(r"[^:]{2,60}:\s*[-–—]\s", ligne))


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
