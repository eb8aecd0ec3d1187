"""
Statistical secrecy: a count of very few people points at somebody, so it is said « moins de 5 ».

Hiding one cell is not enough where sums are shown beside it: `proteger` hides others until no sum, alone or with the
others, gives back a number under the threshold.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from django.conf import settings

from comptes.models import Utilisateur

K = TypeVar("K", bound=Hashable)
Effectif = Decimal | int
# A sum and what it is the sum of, named by their cells.
Somme = tuple[K, Sequence[K]]

SEUIL: int = settings.SEUIL_PETITS_NOMBRES
MOTS = f"moins de {SEUIL}"


def voit_exact(user: Utilisateur) -> bool:
    """Tell whether an account reads exact figures: who may open the records behind them may."""
    return user.has_permission("indicateur.voir_liste")


def est_petit(nombre: Decimal | int | None) -> bool:
    """Tell whether a count of people is too small to be shown: 1 to 4; nobody is 0, and 0 is said."""
    return nombre is not None and 0 < nombre < SEUIL


def part_revelatrice(numerateur: Decimal | None, denominateur: Decimal | None) -> bool:
    """Tell whether a share of people points at few of them: those who have it, those who do not, or all of them."""
    if numerateur is None or denominateur is None:
        return False
    return any(map(est_petit, (numerateur, denominateur, denominateur - numerateur)))


def masques(nombres: Sequence[Effectif | None]) -> list[bool]:
    """Return which lines of a breakdown to hide, beside their total; at least two, or none."""
    cellules = {rang: (nombre or 0,) for rang, nombre in enumerate(nombres)}
    total = sum((nombre or 0 for nombre in nombres), Decimal(0))
    caches = proteger({**cellules, TOTAL: (total,)}, [(TOTAL, list(cellules))])
    return [rang in caches for rang in cellules]


TOTAL = -1


def proteger(
    cellules: Mapping[K, Sequence[Effectif]],
    sommes: Sequence[Somme[K]],
    *,
    connues: Collection[K] = (),
    cachees: Collection[K] = (),
) -> set[K]:
    """
    Return the cells to hide among those that are shown together.

    A cell holds one count, or several that are shown or hidden together (a share: who has it, who does not, both).
    `sommes` says which cells are the sum of which. The smallest cells are hidden until nothing under the threshold can
    be computed: neither a cell, nor hidden cells together, nor by putting several sums together. `connues` are read
    elsewhere too, unless they are small: they are hidden when nothing else is left to hide. `cachees` are hidden there.
    """
    caches = {cle for cle, effectifs in cellules.items() if any(map(est_petit, effectifs))} | set(cachees)
    while True:
        suspects = _lacking_company(cellules, sommes, caches) or _computable(cellules, sommes, caches)
        ajout = _next_to_hide(cellules, sommes, caches, suspects, connues)
        if ajout is None:
            return caches
        caches.add(ajout)


def _trahit(effectifs: Sequence[Effectif]) -> bool:
    """Tell whether the sum of hidden counts says too much: few people, or so few for so many cells that all are 1."""
    somme = sum(effectifs, Decimal(0))
    return 0 < somme < max(SEUIL, len(effectifs) + 1)


def _lacking_company(
    cellules: Mapping[K, Sequence[Effectif]], sommes: Sequence[Somme[K]], caches: set[K]
) -> list[tuple[int, list[K]]]:
    """Return the sums, by rank, whose hidden cells are given back by those that are shown."""
    found = []
    for rang, (parent, enfants) in enumerate(sommes):
        couverts = [cle for cle in enfants if cle in caches]
        if parent in caches:
            if not couverts:
                found.append((rang, [parent]))
        elif len(couverts) == 1 or any(_trahit([cellules[c][n] for c in couverts]) for n in _rangs(cellules, couverts)):
            found.append((rang, couverts))
    return found


def _rangs(cellules: Mapping[K, Sequence[Effectif]], cles: Sequence[K]) -> range:
    return range(len(cellules[cles[0]]) if cles else 0)


def _computable(
    cellules: Mapping[K, Sequence[Effectif]], sommes: Sequence[Somme[K]], caches: set[K]
) -> list[tuple[int, list[K]]]:
    """Return what several sums together give back, by elimination."""
    inconnues = [cle for cle in cellules if cle in caches]
    colonnes = {cle: rang for rang, cle in enumerate(inconnues)}
    lignes = []
    for parent, enfants in sommes:
        ligne = [Fraction(0)] * len(inconnues)
        for cle, signe in [(parent, -1), *((enfant, 1) for enfant in enfants)]:
            if cle in colonnes:
                ligne[colonnes[cle]] += signe
        if any(ligne):
            lignes.append(ligne)
    found = []
    for ligne in _reduced(lignes):
        couverts = [cle for cle, coefficient in zip(inconnues, ligne, strict=True) if coefficient]
        if any(coefficient not in (0, 1) for coefficient in ligne):
            continue
        if any(_trahit([cellules[cle][n] for cle in couverts]) for n in _rangs(cellules, couverts)):
            found.append((_touching(sommes, couverts), couverts))
    return found


def _touching(sommes: Sequence[Somme[K]], cles: Sequence[K]) -> int:
    """Return the rank of a sum that holds one of the cells."""
    wanted = set(cles)
    return next(rang for rang, (parent, enfants) in enumerate(sommes) if wanted & {parent, *enfants})


def _reduced(lignes: list[list[Fraction]]) -> list[list[Fraction]]:
    """Return equations in reduced form: what is determined alone appears alone."""
    rang = 0
    for colonne in range(len(lignes[0]) if lignes else 0):
        pivot = next((n for n in range(rang, len(lignes)) if lignes[n][colonne]), None)
        if pivot is None:
            continue
        lignes[rang], lignes[pivot] = lignes[pivot], lignes[rang]
        tete = lignes[rang][colonne]
        lignes[rang] = [valeur / tete for valeur in lignes[rang]]
        for n, ligne in enumerate(lignes):
            if n != rang and ligne[colonne]:
                facteur = ligne[colonne]
                lignes[n] = [a - facteur * b for a, b in zip(ligne, lignes[rang], strict=True)]
        rang += 1
    return lignes[:rang]


def _next_to_hide(
    cellules: Mapping[K, Sequence[Effectif]],
    sommes: Sequence[Somme[K]],
    caches: set[K],
    suspects: Sequence[tuple[int, list[K]]],
    connues: Collection[K],
) -> K | None:
    """Return the smallest shown cell that makes a suspect safer: beside it in its sum, the sum itself, or further."""
    # What is read elsewhere protects little, and nobody is worth saying: hidden last.
    for derniers, meme_zero in ((set(connues), False), (set(), False), (set(), True)):
        for rang, couverts in suspects:
            parent, enfants = sommes[rang]
            proches = {cle for p, e in sommes if {p, *e} & set(couverts) for cle in (p, *e)}
            for choix in (enfants, [parent], proches):
                montrees = [cle for cle in choix if cle not in caches | derniers and (meme_zero or any(cellules[cle]))]
                if montrees:
                    return min(montrees, key=lambda cle: (max(cellules[cle]), list(cellules).index(cle)))
    return None


def espaces(cumuls: Sequence[Effectif | None]) -> list[bool]:
    """Return which points of a growing total to hide, so that what was gained since a shown point is not few people."""
    caches = [est_petit(cumul) for cumul in cumuls]
    dernier: Effectif | None = None
    # From the end: the latest total is the figure itself, shown elsewhere on the page.
    for rang in reversed(range(len(cumuls))):
        cumul = cumuls[rang]
        if cumul is None or caches[rang]:
            continue
        if dernier is not None and est_petit(abs(Decimal(dernier) - Decimal(cumul))):
            caches[rang] = True
        else:
            dernier = cumul
    return caches
