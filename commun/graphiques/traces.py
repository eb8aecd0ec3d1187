"""The pieces of a drawing: labels, lines, bars, points, and the sheet that holds them."""

from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from commun.graphiques.nombres import texte_nombre

ENCRE, DOUX, GRILLE, AXE = "#1f1d36", "#57546b", "#e4e0d6", "#857f90"
LIGNE, BARRE, BARRE_2, BARRE_3 = "#3f37c9", "#3f37c9", "#857f90", "#1f1d36"
CIBLE, FOND, PAPIER = "#8a5800", "#f3f0e7", "#ffffff"
POLICE = "Atkinson Hyperlegible Next, sans-serif"
# Width of one character at font size 1: wide enough that a label never leaves the drawing.
LARGEUR_CARACTERE = 0.6


def c(valeur: float) -> str:
    """Return a coordinate."""
    texte = f"{valeur:.1f}"
    return texte.removesuffix(".0")


def svg(
    largeur: float, hauteur: float, *, titre: str, description: str, corps: Iterable[str], classe: str = "graphique"
) -> SafeString:
    """Wrap a drawing with its name and its description."""
    return mark_safe(  # noqa: S308  every text below went through escape()
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{classe}" role="img" '
        f'viewBox="0 0 {c(largeur)} {c(hauteur)}" '
        f'width="{c(largeur)}" height="{c(hauteur)}" font-family="{POLICE}">'
        f"<title>{escape(titre)}</title><desc>{escape(description)}</desc>{''.join(corps)}</svg>"
    )


_TEINTES = {"texte": ("g-texte", ENCRE), "doux": ("g-doux", DOUX), "cible": ("g-cible-texte", CIBLE)}


def texte(
    x: float,
    y: float,
    texte: str,
    *,
    taille: float = 13,
    ancre: str = "start",
    teinte: str = "texte",
    gras: bool = False,
) -> str:
    """Return a label, with a halo of the paper's colour: a line behind it does not strike it out."""
    classe, couleur = _TEINTES[teinte]
    poids = ' font-weight="700"' if gras else ""
    return (
        f'<text x="{c(x)}" y="{c(y)}" font-size="{c(taille)}" text-anchor="{ancre}" class="{classe}" '
        f'fill="{couleur}" stroke="{PAPIER}" stroke-width="3" paint-order="stroke"{poids}>{escape(texte)}</text>'
    )


def trait(
    x1: float, y1: float, x2: float, y2: float, classe: str, couleur: str, epaisseur: float = 1, tirets: str = ""
) -> str:
    """Return a straight line."""
    pointille = f' stroke-dasharray="{tirets}"' if tirets else ""
    return (
        f'<line x1="{c(x1)}" y1="{c(y1)}" x2="{c(x2)}" y2="{c(y2)}" class="{classe}" stroke="{couleur}" '
        f'stroke-width="{c(epaisseur)}"{pointille}/>'
    )


def rect(x: float, y: float, largeur: float, hauteur: float, classe: str, couleur: str) -> str:
    """Return a bar."""
    return (
        f'<rect x="{c(x)}" y="{c(y)}" width="{c(max(largeur, 0))}" height="{c(max(hauteur, 0))}" rx="2" '
        f'class="{classe}" fill="{couleur}"/>'
    )


def point(x: float, y: float, rayon: float = 3.5) -> str:
    """Return a dot."""
    return f'<circle cx="{c(x)}" cy="{c(y)}" r="{c(rayon)}" class="g-point" fill="{LIGNE}"/>'


def chemin(points: Sequence[tuple[float, float] | None], epaisseur: float) -> str:
    """Return the line through the points; a None lifts the pen."""
    ordre, leve = [], True
    for point in points:
        if point is not None:
            ordre.append(f"{'M' if leve else 'L'}{c(point[0])} {c(point[1])}")
        leve = point is None
    if not ordre:
        return ""
    return (
        f'<path d="{" ".join(ordre)}" class="g-ligne" fill="none" stroke="{LIGNE}" stroke-width="{c(epaisseur)}" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def largeur_texte(texte: str, taille: float) -> float:
    """Return how wide a text is at most, without a font at hand."""
    return len(texte) * taille * LARGEUR_CARACTERE


def portee(bouts: Iterable[tuple[float, str]], libre: float, taille: float) -> float:
    """Return the longest full bar for which every label still fits after its own bar (share of the full bar, label)."""
    places = [(part, libre - 10 - largeur_texte(texte, taille)) for part, texte in bouts]
    return max(min([libre, *(place / part for part, place in places if part > 0)]), 40.0)


def coupe(texte: str, caracteres: int) -> str:
    """Shorten a label with an ellipsis."""
    return texte if len(texte) <= caracteres else texte[: max(caracteres - 1, 1)].rstrip() + "…"


def resume(noms: Sequence[str], valeurs: Sequence[float | None], unite: str, cible: float | None) -> str:
    """Say in a sentence what a series shows."""
    connus = [(nom, valeur) for nom, valeur in zip(noms, valeurs, strict=False) if valeur is not None]
    if not connus:
        return "Aucune valeur mesurée."
    suffixe = f"\u00a0{unite}" if unite else ""
    plus_bas, plus_haut = min(connus, key=lambda c: c[1]), max(connus, key=lambda c: c[1])
    phrase = (
        f"Dernière valeur\u00a0: {texte_nombre(connus[-1][1])}{suffixe} ({connus[-1][0]}). "
        f"Minimum {texte_nombre(plus_bas[1])} ({plus_bas[0]}), maximum {texte_nombre(plus_haut[1])} ({plus_haut[0]})."
    )
    return phrase if cible is None else f"{phrase} Cible\u00a0: {texte_nombre(cible)}{suffixe}."


def vide(largeur: float, titre: str, classe: str = "graphique") -> SafeString:
    """Return the drawing of nothing: a sentence."""
    corps = [texte(largeur / 2, 36, "Aucune valeur mesurée pour le moment", ancre="middle", teinte="doux", taille=13)]
    return svg(largeur, 60, titre=titre, description="Aucune valeur mesurée.", corps=corps, classe=classe)
