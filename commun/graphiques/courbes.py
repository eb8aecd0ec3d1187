"""A line over periods, with its target."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from commun.graphiques import traces
from commun.graphiques.nombres import Valeur, fini, graduations, texte_nombre
from commun.graphiques.traces import AXE, CIBLE, GRILLE


@dataclass(frozen=True)
class Repere:
    """Where periods and values stand in the drawing."""

    gauche: float
    largeur: float
    haut: float
    bas: float
    niveaux: list[float]
    nombre: int

    @property
    def droite(self) -> float:
        """Return where the last period stands."""
        return self.gauche + self.largeur

    def x(self, rang: int) -> float:
        """Return where a period stands; one alone, in the middle."""
        return self.gauche + (self.largeur * rang / (self.nombre - 1) if self.nombre > 1 else self.largeur / 2)

    def y(self, valeur: float) -> float:
        """Return where a value stands."""
        bas, haut = self.niveaux[0], self.niveaux[-1]
        return self.bas - (valeur - bas) / (haut - bas) * (self.bas - self.haut)


def courbe(
    points: Sequence[tuple[str, Valeur]],
    *,
    titre: str,
    cible: Valeur = None,
    unite: str = "",
    largeur: float = 440,
    hauteur: float = 220,
) -> SafeString:
    """Return a line over periods, with the target as a dashed line named where it stands."""
    noms = [nom for nom, _ in points]
    valeurs = [fini(valeur) for _, valeur in points]
    connus = [(rang, valeur) for rang, valeur in enumerate(valeurs) if valeur is not None]
    if not connus:
        return traces.vide(largeur, titre)
    but = fini(cible)
    derniere, valeur_finale = connus[-1]
    etiquette = texte_nombre(valeur_finale) + (f"\u00a0{unite}" if unite else "")
    texte_cible = f"cible {texte_nombre(but)}" if but is not None else ""
    marge = 16 + max(traces.largeur_texte(etiquette, 14), traces.largeur_texte(texte_cible, 13))
    repere = _repere([valeur for _, valeur in connus], but, len(points), largeur=largeur, hauteur=hauteur, marge=marge)
    trace = [None if valeur is None else (repere.x(rang), repere.y(valeur)) for rang, valeur in enumerate(valeurs)]
    x, y = repere.x(derniere), repere.y(valeur_finale)
    y_texte = y + 5 if but is None or derniere == len(points) - 1 else _apart(y + 5, repere.y(but))
    corps = [*_grille(repere), *_noms(noms, repere, hauteur)]
    if but is not None:
        corps += _cible(repere, but, texte_cible, y_texte - 5)
    corps.append(traces.chemin(trace, 2.5))
    corps += [traces.point(*isole) for isole in _isoles(trace)]
    corps.append(traces.point(x, y, 4))
    corps.append(traces.texte(min(x, repere.droite) + 9, y_texte, etiquette, taille=14, gras=True))
    description = traces.resume(noms, valeurs, unite, but)
    return traces.svg(largeur, hauteur, titre=titre, description=description, corps=corps)


def _apart(y: float, y_but: float) -> float:
    """Return where the last value is written so that the line of the target, which goes on, does not cross it."""
    if not y - 12 < y_but < y + 3:
        return y
    return y_but - 6 if y - 5 <= y_but and y_but > 22 else y_but + 16


def _repere(
    connus: Sequence[float], but: float | None, nombre: int, *, largeur: float, hauteur: float, marge: float
) -> Repere:
    """Return the frame: zero and the target always in it, room for the labels on both sides."""
    etendue = [*connus, 0.0] if but is None else [*connus, 0.0, but]
    entiers = all(float(valeur).is_integer() for valeur in etendue)
    niveaux = graduations(min(etendue), max(etendue), entiers=entiers)
    gauche = 12 + max(traces.largeur_texte(texte_nombre(niveau), 13) for niveau in niveaux)
    return Repere(gauche, max(largeur - gauche - marge, 40), 16.0, hauteur - 30, niveaux, nombre)


def _grille(repere: Repere) -> Iterator[str]:
    """Yield the levels, the axis darker than the others, each with its number."""
    for niveau in repere.niveaux:
        classe, couleur = ("g-axe", AXE) if niveau == 0 else ("g-grille", GRILLE)
        y = repere.y(niveau)
        yield traces.trait(repere.gauche, y, repere.droite, y, classe, couleur)
        yield traces.texte(repere.gauche - 8, y + 4, texte_nombre(niveau), ancre="end", teinte="doux")


def _noms(noms: Sequence[str], repere: Repere, hauteur: float) -> Iterator[str]:
    """Yield the names of as many periods as fit, counted from the last, which is the one that matters."""
    plus_long = max(traces.largeur_texte(nom, 13) for nom in noms) + 10
    chaque = max(1, math.ceil(len(noms) * plus_long / (repere.largeur + plus_long)))
    for rang, nom in enumerate(noms):
        if (len(noms) - 1 - rang) % chaque == 0:
            yield traces.texte(repere.x(rang), hauteur - 10, nom, ancre="middle", teinte="doux")


def _cible(repere: Repere, but: float, texte_cible: str, y_valeur: float) -> list[str]:
    """Return the target and its label, kept apart from that of the last value, which stands at the same place."""
    y = repere.y(but)
    y_texte = y + 4
    if abs(y_texte - (y_valeur + 5)) < 16:
        au_dessus = y < y_valeur and y_valeur - 11 > 12  # room for a line of letters above the drawing's frame
        y_texte = y_valeur + 5 + (-16 if au_dessus else 16)
    return [
        traces.trait(repere.gauche, y, repere.droite, y, "g-cible", CIBLE, 1.5, "6 4"),
        traces.texte(repere.droite + 8, y_texte, texte_cible, teinte="cible"),
    ]


def _isoles(trace: Sequence[tuple[float, float] | None]) -> list[tuple[float, float]]:
    """Return the points without a neighbour: no line goes through them."""
    borde = [None, *trace, None]
    return [
        milieu
        for avant, milieu, apres in zip(borde, borde[1:], borde[2:], strict=False)
        if milieu is not None and avant is None and apres is None
    ]
