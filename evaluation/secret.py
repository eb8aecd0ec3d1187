"""Statistical secrecy: a count of very few people points at somebody, so it is said « moins de 5 »."""

from collections.abc import Sequence
from decimal import Decimal

from comptes.models import Utilisateur

SEUIL = 5
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


def masques(nombres: Sequence[Decimal | int | None]) -> list[bool]:
    """
    Return which lines of a breakdown to hide.

    The total is shown, so one hidden line alone could be found by subtraction: the smallest other one goes with it.
    """
    caches = [est_petit(nombre) for nombre in nombres]
    if sum(caches) == 1:
        autres = [(nombre, rang) for rang, nombre in enumerate(nombres) if nombre and not caches[rang]]
        if autres:
            caches[min(autres)[1]] = True
    return caches


def groupes(nombres: Sequence[Decimal | int]) -> list[list[int]]:
    """
    Return lines of a breakdown put together, as lists of their ranks, until no group counts 1 to 4 people.

    A small line joins its neighbour (26 ans et plus with 22 à 25 ans): less is lost than by hiding both.
    """
    formes = [[rang] for rang in range(len(nombres))]

    def somme(groupe: list[int]) -> Decimal | int:
        return sum((nombres[rang] for rang in groupe), Decimal(0))

    while True:
        petit = next((numero for numero, groupe in enumerate(formes) if est_petit(somme(groupe))), None)
        if petit is None:
            return formes
        # The nearest line before that counts somebody, else the nearest after.
        avant = [numero for numero in range(petit) if somme(formes[numero])]
        apres = [numero for numero in range(petit + 1, len(formes)) if somme(formes[numero])]
        if not avant and not apres:
            return formes
        voisin = avant[-1] if avant else apres[0]
        garde, parti = min(voisin, petit), max(voisin, petit)
        formes[garde] = sorted(formes[garde] + formes[parti])
        del formes[parti]


def reste(nombres: Sequence[Decimal | int]) -> list[int]:
    """
    Return the ranks of the lines to gather in one « autres » line of a long list (communes, places).

    All the small ones; when they are still few people together, the smallest other lines come with them.
    """
    rangs = [rang for rang, nombre in enumerate(nombres) if est_petit(nombre)]
    autres = sorted((nombre, rang) for rang, nombre in enumerate(nombres) if nombre and rang not in rangs)
    while rangs and autres and est_petit(sum((nombres[rang] for rang in rangs), Decimal(0))):
        rangs.append(autres.pop(0)[1])
    return sorted(rangs)
