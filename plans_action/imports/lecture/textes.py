"""Words cut by a page, put together again; cells of as many lines, taken apart."""

import re
from itertools import pairwise

from plans_action.imports import vocabulaire as v
from plans_action.imports.fiche import COLONNES, LigneLue

_FIN_DE_PHRASE = ".!?:;…»)]"
# A text that ends with one of these words is not finished: « de J-30 à », « avec la ».
_LIAISONS = re.compile(
    r"(?:^|[\s'’(])(?:à|au|aux|avec|ces?|chaque|dans|des?|du|en|entre|et|la|les?|leurs?|ou|où|par|pour|que|qui|sans|ses|son|"
    r"sa|sur|une?|vers)$|\b(?:[ldnjsmtc]|qu|jusqu|lorsqu)['’]$"
)
_BEAUCOUP = 20_000  # lines by comments: beyond, a row is no longer one that a person wrote
SUITE = re.compile(r"\W*(?:suite|fin)\W*", re.IGNORECASE)
_TEMPS = re.compile(
    r"\b(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|trimestres?|semestres?|"
    r"semaines?|mois|jours?|annees?|ans?|matinee?s?|apres midi|debut|fin|printemps|ete|automne|hiver|20\d\d|j \d+|"
    r"plus tot|tout au long|tout le long|en continu|a definir|quotidien|hebdomadaire|mensuel|annuel|des que)\b"
)


def is_unfinished(avant: str, apres: str) -> bool:
    """Tell whether a sentence goes on from one text to the next: a page cut it."""
    return _calls_for_more(avant) or (apres[0].islower() and avant[-1] not in _FIN_DE_PHRASE)


def _calls_for_more(texte: str) -> bool:
    """Tell whether a text stops at a comma or on a word that another follows."""
    return texte[-1] == "," or bool(_LIAISONS.search(texte[-30:]))


def joined(avant: str, apres: str) -> str:
    """Put together the two parts of a text cut by a page: on one line when the sentence goes on."""
    if not avant or not apres:
        return avant or apres
    return f"{avant}{' ' if is_unfinished(avant, apres) else chr(10)}{apres}"


def lines(avant: str, apres: str) -> str:
    """Put a text below another."""
    return "\n".join(part for part in (avant, apres) if part)


def looks_like_time(texte: str) -> bool:
    """Tell whether a short text says when."""
    return len(texte) <= 120 and bool(_TEMPS.search(v.normalise(texte)))


def is_cut(ligne: LigneLue, cases: dict[str, str], *, merged: bool) -> bool:
    """
    Tell whether a row is the end of the one above, cut by a page, rather than another line of the same step.

    Another line says what is done. The end of a row has no « quoi », or goes on in the middle of a sentence: a cell
    above that stops at a comma says so by itself; a small letter only says so where the author begins with capitals.
    """
    suites = {colonne: (getattr(ligne, colonne), texte) for colonne, texte in cases.items()}
    paires = {colonne: (avant, apres) for colonne, (avant, apres) in suites.items() if avant and apres}
    if any(_calls_for_more(avant) for avant, _ in paires.values()):
        return True
    en_cours = {
        colonne for colonne, (avant, apres) in paires.items() if is_unfinished(avant, apres) and not avant[0].islower()
    }
    if cases["quoi"]:
        return "quoi" in en_cours or (bool(en_cours) and not cases["quand"] and not cases["qui"])
    return bool(en_cours) or not merged


# --- Several lines in one row ----------------------------------------------------------------------


def split_line(ligne: LigneLue) -> list[LigneLue]:
    """
    Split a row whose cells hold as many lines each: they answer one another, « qui » of the second to its « quoi ».

    Comments are often more: they follow in order, each with the line whose words they take up again. A row whose cells
    do not agree is left as it is.
    """
    parts = {colonne: paragraphs(getattr(ligne, colonne)) for colonne in COLONNES}
    nombre = len(parts["quoi"])
    if nombre < 2 or any(re.match(r"[•▪◦●○■□➢➤*–-]", part) for part in parts["quoi"]):
        return [ligne]
    if nombre * len(parts["comment"]) > _BEAUCOUP:
        return [ligne]
    if len(parts["quand"]) != nombre or len(parts["qui"]) != nombre or 0 < len(parts["comment"]) < nombre:
        return [ligne]
    comments = _aligned(parts["quoi"], parts["comment"])
    return [LigneLue(parts["quoi"][i], parts["quand"][i], parts["qui"][i], comments[i]) for i in range(nombre)]


def share_out(cases: dict[str, str], nombre: int) -> list[LigneLue]:
    """Share a row out between the steps that are written together in its first cell; what cannot be is the first's."""
    parts = {colonne: paragraphs(texte) for colonne, texte in cases.items()}
    if len(parts["quoi"]) != nombre:
        return [LigneLue(**cases)]
    return [
        LigneLue(**{
            colonne: parts[colonne][rang] if len(parts[colonne]) == nombre else (cases[colonne] if rang == 0 else "")
            for colonne in COLONNES
        })
        for rang in range(nombre)
    ]  # fmt: skip


def paragraphs(texte: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [part.strip() for part in texte.split("\n") if part.strip()]


def _aligned(quois: list[str], comments: list[str]) -> list[str]:
    """Share comments out between lines, in order, at least one each, by the words they have in common."""
    if not comments:
        return [""] * len(quois)
    lignes, mots = len(quois), [_stems(quoi) for quoi in quois]
    # best[i]: the comments read so far go to the first i lines, the last one to line i; its score, and where each line
    # before begins to be another's. The later cut wins a tie: a comment that resembles no line goes on with the one
    # before it.
    best: list[tuple[int, tuple[int, ...]] | None] = [(0, ()), *[None] * lignes]
    for rang, comment in enumerate(comments):
        autres = _stems(comment)
        suivant: list[tuple[int, tuple[int, ...]] | None] = [None] * (lignes + 1)
        for i in range(1, lignes + 1):
            ouvre = best[i - 1]
            nouvelle = (ouvre[0], (*ouvre[1], rang)) if ouvre else None
            meme = best[i]
            choisi = max((voie for voie in (nouvelle, meme) if voie), default=None)
            suivant[i] = (choisi[0] + len(mots[i - 1] & autres), choisi[1]) if choisi else None
        best = suivant
    trouve = best[lignes]
    assert trouve is not None
    bornes = (*trouve[1], len(comments))
    return ["\n".join(comments[debut:fin]) for debut, fin in pairwise(bornes)]


def _stems(texte: str) -> set[str]:
    return {mot[:5] for mot in v.normalise(texte).split() if len(mot) > 3}
