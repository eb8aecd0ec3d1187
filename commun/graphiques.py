"""
Charts as SVG made here: the same string for the page and for the PDF.

No style attribute (the CSP refuses it) and no script: presentation attributes give a greyscale-safe drawing anywhere,
and classes let theme.css recolour it on screen. Every function takes finite numbers or None (a gap), draws only finite
coordinates, and says in <title> and <desc> what the drawing shows.
"""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Nombre = int | float | Decimal
Valeur = Nombre | None

ENCRE, DOUX, GRILLE, AXE = "#1f1d36", "#57546b", "#e4e0d6", "#857f90"
LIGNE, BARRE, BARRE_2, CIBLE, FOND, PAPIER = "#3f37c9", "#3f37c9", "#857f90", "#8a5800", "#f3f0e7", "#ffffff"
POLICE = "Atkinson Hyperlegible Next, sans-serif"
# Width of one character at font size 1: wide enough that a label never leaves the drawing.
LARGEUR_CARACTERE = 0.6


# --- Numbers ---------------------------------------------------------------------------------------


def _fini(valeur: Valeur) -> float | None:
    """Return a finite float, or None for a gap, a NaN or an infinity."""
    if valeur is None:
        return None
    nombre = float(valeur)
    if not math.isfinite(nombre) or abs(nombre) > 1e15:
        return None
    return nombre if abs(nombre) >= 1e-6 else 0.0


def texte_nombre(valeur: Valeur) -> str:
    """Return a number as French people write it: "34 140", "12,5"; "non mesuré" for a gap."""
    nombre = _fini(valeur)
    if nombre is None:
        return "non mesuré"
    decimales = 0 if abs(nombre) >= 1000 or nombre == int(nombre) else (1 if abs(nombre) >= 10 else 2)
    texte = f"{nombre:,.{decimales}f}"
    if "." in texte:
        texte = texte.rstrip("0").rstrip(".")
    if not texte.strip("-0"):
        texte = "0"
    return texte.replace(",", "\u202f").replace(".", ",").replace("-", "\u2212")


def _c(valeur: float) -> str:
    """Return a coordinate."""
    texte = f"{valeur:.1f}"
    return texte.removesuffix(".0")


def graduations(bas: float, haut: float, nombre: int = 4) -> list[float]:
    """Return round values that cover the span, the first at or below `bas`, the last at or above `haut`."""
    if haut <= bas:
        bas, haut = (min(bas, 0.0), max(haut, 0.0)) if bas else (0.0, 1.0)
    brut = (haut - bas) / nombre
    puissance = 10.0 ** math.floor(math.log10(brut))
    pas = next(facteur * puissance for facteur in (1, 2, 2.5, 5, 10) if facteur * puissance >= brut * 0.999)
    debut = math.floor(bas / pas + 1e-9)
    fin = math.ceil(haut / pas - 1e-9)
    return [round(rang * pas, 10) for rang in range(debut, fin + 1)]


def tendance(serie: Sequence[Valeur]) -> str:
    """
    Return "en hausse", "stable" or "en baisse", "" when fewer than four values are known.

    The mean of the last half is compared with the mean of the first; under 5 % of difference it is stable.
    """
    connus = [valeur for valeur in map(_fini, serie) if valeur is not None]
    if len(connus) < 4:
        return ""
    moitie = len(connus) // 2
    avant, apres = sum(connus[:moitie]) / moitie, sum(connus[-moitie:]) / moitie
    seuil = 0.05 * max(abs(avant), abs(apres))
    if abs(apres - avant) <= seuil:
        return "stable"
    return "en hausse" if apres > avant else "en baisse"


def ton_tendance(mot: str, sens: str) -> str:
    """Return the tone of a tendency: good when it goes the way that is good (hausse, baisse, neutre)."""
    va = {"en hausse": "hausse", "en baisse": "baisse"}.get(mot)
    if va is None or sens == "neutre":
        return "neutre"
    return "bien" if va == sens else "alerte"


# --- Pieces ----------------------------------------------------------------------------------------


def _svg(
    largeur: float, hauteur: float, *, titre: str, description: str, corps: Iterable[str], classe: str = "graphique"
) -> SafeString:
    """Wrap a drawing with its name and its description."""
    return mark_safe(  # noqa: S308  every text below went through escape()
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{classe}" role="img" '
        f'viewBox="0 0 {_c(largeur)} {_c(hauteur)}" '
        f'width="{_c(largeur)}" height="{_c(hauteur)}" font-family="{POLICE}">'
        f"<title>{escape(titre)}</title><desc>{escape(description)}</desc>{''.join(corps)}</svg>"
    )


_TEINTES = {"texte": ("g-texte", ENCRE), "doux": ("g-doux", DOUX), "cible": ("g-cible-texte", CIBLE)}


def _texte(
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
        f'<text x="{_c(x)}" y="{_c(y)}" font-size="{_c(taille)}" text-anchor="{ancre}" class="{classe}" '
        f'fill="{couleur}" stroke="{PAPIER}" stroke-width="3" paint-order="stroke"{poids}>{escape(texte)}</text>'
    )


def _trait(
    x1: float, y1: float, x2: float, y2: float, classe: str, couleur: str, epaisseur: float = 1, tirets: str = ""
) -> str:
    """Return a straight line."""
    pointille = f' stroke-dasharray="{tirets}"' if tirets else ""
    return (
        f'<line x1="{_c(x1)}" y1="{_c(y1)}" x2="{_c(x2)}" y2="{_c(y2)}" class="{classe}" stroke="{couleur}" '
        f'stroke-width="{_c(epaisseur)}"{pointille}/>'
    )


def _rect(x: float, y: float, largeur: float, hauteur: float, classe: str, couleur: str) -> str:
    """Return a bar."""
    return (
        f'<rect x="{_c(x)}" y="{_c(y)}" width="{_c(max(largeur, 0))}" height="{_c(max(hauteur, 0))}" rx="2" '
        f'class="{classe}" fill="{couleur}"/>'
    )


def _point(x: float, y: float, rayon: float = 3.5) -> str:
    return f'<circle cx="{_c(x)}" cy="{_c(y)}" r="{_c(rayon)}" class="g-point" fill="{LIGNE}"/>'


def _chemin(points: Sequence[tuple[float, float] | None], epaisseur: float) -> str:
    """Return the line through the points; a None lifts the pen."""
    ordre, leve = [], True
    for point in points:
        if point is not None:
            ordre.append(f"{'M' if leve else 'L'}{_c(point[0])} {_c(point[1])}")
        leve = point is None
    if not ordre:
        return ""
    return (
        f'<path d="{" ".join(ordre)}" class="g-ligne" fill="none" stroke="{LIGNE}" stroke-width="{_c(epaisseur)}" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _largeur_texte(texte: str, taille: float) -> float:
    return len(texte) * taille * LARGEUR_CARACTERE


def _portee(bouts: Iterable[tuple[float, str]], libre: float, taille: float) -> float:
    """Return the longest full bar for which every label still fits after its own bar (share of the full bar, label)."""
    places = [(part, libre - 10 - _largeur_texte(texte, taille)) for part, texte in bouts]
    return max(min([libre, *(place / part for part, place in places if part > 0)]), 40.0)


def _coupe(texte: str, caracteres: int) -> str:
    """Shorten a label with an ellipsis."""
    return texte if len(texte) <= caracteres else texte[: max(caracteres - 1, 1)].rstrip() + "…"


def _resume(noms: Sequence[str], valeurs: Sequence[float | None], unite: str, cible: float | None) -> str:
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


def _vide(largeur: float, titre: str, classe: str = "graphique") -> SafeString:
    """Return the drawing of nothing: a sentence."""
    corps = [_texte(largeur / 2, 36, "Aucune valeur mesurée pour le moment", ancre="middle", teinte="doux", taille=13)]
    return _svg(largeur, 60, titre=titre, description="Aucune valeur mesurée.", corps=corps, classe=classe)


# --- Drawings --------------------------------------------------------------------------------------


def etincelle(serie: Sequence[Valeur], *, titre: str, largeur: float = 96, hauteur: float = 28) -> SafeString:
    """Return a sparkline: the shape alone, its last point marked."""
    valeurs = [_fini(valeur) for valeur in serie]
    connus = [valeur for valeur in valeurs if valeur is not None]
    nom = f"{titre}\u00a0: évolution"
    if not connus:
        return _svg(
            largeur, hauteur, titre=nom, description="Aucune valeur mesurée.", corps=[], classe="graphique etincelle"
        )
    bas, etendue = min(connus), max(connus) - min(connus)
    pas = (largeur - 8) / max(len(valeurs) - 1, 1)

    def place(rang: int, valeur: float) -> tuple[float, float]:
        part = (valeur - bas) / etendue if etendue else 0.5
        return 4 + rang * pas, hauteur - 4 - part * (hauteur - 8)

    points = [None if valeur is None else place(rang, valeur) for rang, valeur in enumerate(valeurs)]
    dernier = next(point for point in reversed(points) if point is not None)
    description = f"De {texte_nombre(connus[0])} à {texte_nombre(connus[-1])}."
    corps = [_chemin(points, 2), _point(*dernier, rayon=3)]
    return _svg(largeur, hauteur, titre=nom, description=description, corps=corps, classe="graphique etincelle")


def jauge(part: Valeur, titre: str, largeur: float = 96, hauteur: float = 10) -> SafeString:
    """Return a straight bar of how much of a target is reached, with its mark; above the target it goes past it."""
    fini = _fini(part) or 0.0
    repere = largeur * 0.8  # the target, so that going past it shows
    rempli = min(max(fini, 0.0), 1.25) * repere
    corps = [
        f'<rect x="0.5" y="1.5" width="{_c(largeur - 1)}" height="{_c(hauteur - 3)}" rx="3" class="g-fond" '
        f'fill="{FOND}" stroke="{AXE}"/>',
        _rect(0.5, 1.5, rempli - 1, hauteur - 3, "g-barre", BARRE),
        _trait(repere, 0, repere, hauteur, "g-cible", CIBLE, 2),
    ]
    description = f"{texte_nombre(round(fini * 100))}\u00a0% de la cible."
    return _svg(largeur, hauteur, titre=titre, description=description, corps=corps, classe="graphique jauge")


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
    valeurs = [_fini(valeur) for _, valeur in points]
    connus = [valeur for valeur in valeurs if valeur is not None]
    if not connus:
        return _vide(largeur, titre)
    but = _fini(cible)
    etendue = [*connus, 0.0] if but is None else [*connus, 0.0, but]
    niveaux = graduations(min(etendue), max(etendue))
    gauche = 12 + max(_largeur_texte(texte_nombre(niveau), 13) for niveau in niveaux)
    derniere = max(rang for rang, valeur in enumerate(valeurs) if valeur is not None)
    etiquette = texte_nombre(valeurs[derniere]) + (f"\u00a0{unite}" if unite else "")
    texte_cible = f"cible {texte_nombre(but)}" if but is not None else ""
    droite = 16 + max(_largeur_texte(etiquette, 14), _largeur_texte(texte_cible, 13))
    haut, bas = 16.0, hauteur - 30
    interieur = max(largeur - gauche - droite, 40)

    def abscisse(rang: int) -> float:
        return gauche + (interieur * rang / (len(points) - 1) if len(points) > 1 else interieur / 2)

    def ordonnee(valeur: float) -> float:
        return bas - (valeur - niveaux[0]) / (niveaux[-1] - niveaux[0]) * (bas - haut)

    corps = []
    for niveau in niveaux:
        axe = niveau == 0
        corps.append(
            _trait(
                gauche,
                ordonnee(niveau),
                gauche + interieur,
                ordonnee(niveau),
                "g-axe" if axe else "g-grille",
                AXE if axe else GRILLE,
            )
        )
        corps.append(_texte(gauche - 8, ordonnee(niveau) + 4, texte_nombre(niveau), ancre="end", teinte="doux"))
    plus_long = max(_largeur_texte(nom, 13) for nom in noms) + 10
    chaque = max(1, math.ceil(len(points) * plus_long / (interieur + plus_long)))
    for rang, nom in enumerate(noms):
        # Counted from the last, which is the one that matters.
        if (len(noms) - 1 - rang) % chaque == 0:
            corps.append(_texte(abscisse(rang), hauteur - 10, nom, ancre="middle", teinte="doux"))
    trace = [None if valeur is None else (abscisse(rang), ordonnee(valeur)) for rang, valeur in enumerate(valeurs)]
    x, y = abscisse(derniere), ordonnee(valeurs[derniere] or 0.0)
    if but is not None:
        corps.append(_trait(gauche, ordonnee(but), gauche + interieur, ordonnee(but), "g-cible", CIBLE, 1.5, "6 4"))
        # The two labels stand at the same place: keep them apart.
        y_cible = ordonnee(but) + 4
        if abs(y_cible - (y + 5)) < 16:
            y_cible = y + 5 + (16 if ordonnee(but) >= y else -16)
        corps.append(_texte(gauche + interieur + 8, y_cible, texte_cible, teinte="cible"))
    corps.append(_chemin(trace, 2.5))
    isoles = [
        point
        for rang, point in enumerate(trace)
        if point is not None
        and (rang == 0 or trace[rang - 1] is None)
        and (rang == len(trace) - 1 or trace[rang + 1] is None)
    ]
    corps += [_point(*point) for point in isoles]
    corps.append(_point(x, y, 4))
    corps.append(_texte(min(x, gauche + interieur) + 9, y + 5, etiquette, taille=14, gras=True))
    return _svg(largeur, hauteur, titre=titre, description=_resume(noms, valeurs, unite, but), corps=corps)


def barres(
    lignes: Sequence[tuple[str, Valeur]], *, titre: str, cible: Valeur = None, unite: str = "", largeur: float = 440
) -> SafeString:
    """Return horizontal bars, each with its name before it and its number at its end."""
    if not lignes:
        return _vide(largeur, titre)
    valeurs = [_fini(valeur) for _, valeur in lignes]
    but = _fini(cible)
    maximum = max([*(abs(valeur) for valeur in valeurs if valeur is not None), abs(but or 0.0)], default=0.0) or 1.0
    parts = [max(valeur or 0.0, 0.0) / maximum for valeur in valeurs]
    suffixe = f"\u00a0{unite}" if unite else ""
    textes = [texte_nombre(valeur) + (suffixe if valeur is not None else "") for valeur in valeurs]
    noms = _noms(lignes, largeur)
    gauche = 12 + max(_largeur_texte(nom, 13) for nom in noms)
    portee = _portee(zip(parts, textes, strict=True), largeur - gauche, 13)
    pas, haut = 30.0, 22.0 if but is not None else 4.0
    bas = haut + len(lignes) * pas
    traits, mots = [_trait(gauche, haut, gauche, bas, "g-axe", AXE)], []
    for rang, (nom, part, texte) in enumerate(zip(noms, parts, textes, strict=True)):
        y, connu = haut + rang * pas, valeurs[rang] is not None
        if connu:
            traits.append(_rect(gauche, y + 5, max(portee * part, 1.0), pas - 10, "g-barre", BARRE))
        mots.append(_texte(gauche - 10, y + 19, nom, ancre="end"))
        mots.append(_texte(gauche + portee * part + 8, y + 19, texte, gras=connu, teinte="texte" if connu else "doux"))
    if but is not None and but >= 0:
        x = gauche + portee * but / maximum
        traits.append(_trait(x, haut, x, bas, "g-cible", CIBLE, 1.5, "6 4"))
        texte = f"cible {texte_nombre(but)}"
        marge = _largeur_texte(texte, 13) / 2
        mots.append(_texte(min(x, largeur - marge), 14, texte, ancre="middle", teinte="cible"))
    description = "\u00a0; ".join(f"{nom}\u00a0: {texte}" for (nom, _), texte in zip(lignes, textes, strict=True)) + "."
    return _svg(largeur, bas + 6, titre=titre, description=description, corps=traits + mots)


def _noms(lignes: Iterable[tuple[str, Any]], largeur: float) -> list[str]:
    """Return the names of rows, cut so that they leave more than half of the width to the bars."""
    return [_coupe(nom, int(largeur * 0.42 / (13 * LARGEUR_CARACTERE))) for nom, _ in lignes]


def barres_groupees(
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[Valeur]]],
    *,
    titre: str,
    unite: str = "",
    largeur: float = 440,
) -> SafeString:
    """Return bars by category, one per series, named in the first group: no legend to look up. Two series read best."""
    if not categories or not series:
        return _vide(largeur, titre)
    tables = [
        [_fini(valeur) for valeur in valeurs][: len(categories)] + [None] * (len(categories) - len(valeurs))
        for _, valeurs in series
    ]
    maximum = max([abs(valeur) for table in tables for valeur in table if valeur is not None], default=0.0) or 1.0
    suffixe = f"\u00a0{unite}" if unite else ""
    noms = _noms([(nom, None) for nom in categories], largeur)
    gauche = 12 + max(_largeur_texte(nom, 13) for nom in noms)
    cases = []  # (row, series, share of the full bar or None, number, label)
    for rang in range(len(categories)):
        for numero, (serie, _) in enumerate(series):
            valeur = tables[numero][rang]
            texte = texte_nombre(valeur) + (suffixe if valeur is not None else "")
            part = None if valeur is None else max(valeur, 0.0) / maximum
            cases.append((rang, numero, part, texte, f"{texte} · {serie}" if rang == 0 else texte))
    portee = _portee([(part or 0.0, mot) for _, _, part, _, mot in cases], largeur - gauche, 12)
    epaisseur, ecart = 18.0, 12.0
    groupe = epaisseur * len(series) + ecart
    teintes = [("g-barre", BARRE), ("g-barre-2", BARRE_2)]
    traits, mots = [_trait(gauche, 0, gauche, groupe * len(categories) - 4, "g-axe", AXE)], []
    for rang, numero, part, _, mot in cases:
        y = 4 + rang * groupe + numero * epaisseur
        if part is not None:
            traits.append(_rect(gauche, y + 1, max(portee * part, 1.0), epaisseur - 3, *teintes[numero % 2]))
        x = gauche + portee * (part or 0.0) + 8
        mots.append(_texte(x, y + 13, mot, taille=12, teinte="doux" if part is None else "texte"))
    for rang, nom in enumerate(noms):
        mots.append(_texte(gauche - 10, 4 + rang * groupe + (groupe - ecart) / 2 + 4, nom, ancre="end"))
    description = "\u00a0; ".join(
        f"{categories[rang]}, {series[n][0]}\u00a0: {texte}" for rang, n, _, texte, _ in cases
    )
    return _svg(largeur, groupe * len(categories), titre=titre, description=f"{description}.", corps=traits + mots)


def _case(
    nom: str,
    points: Sequence[tuple[str, Valeur]],
    *,
    coin: tuple[float, float],
    largeur: float,
    echelle: tuple[float, float],
    cible: float | None,
    unite: str,
) -> tuple[list[str], str]:
    """Return one panel of small multiples and what it says."""
    (x0, y0), (bas, haut) = coin, echelle
    large, sol, plafond = largeur - 28, y0 + 86, y0 + 46

    def place(rang: int, valeur: float) -> tuple[float, float]:
        part = rang / (len(points) - 1) if len(points) > 1 else 1.0
        return x0 + 4 + large * part, sol - (valeur - bas) / (haut - bas) * (sol - plafond)

    valeurs = [_fini(valeur) for _, valeur in points]
    trace = [None if valeur is None else place(rang, valeur) for rang, valeur in enumerate(valeurs)]
    connus = [rang for rang, valeur in enumerate(valeurs) if valeur is not None]
    texte = texte_nombre(valeurs[connus[-1]]) + (f"\u00a0{unite}" if unite else "") if connus else "non mesuré"
    corps = [
        _texte(x0 + 4, y0 + 15, _coupe(nom, int((largeur - 12) / (13 * LARGEUR_CARACTERE))), teinte="doux"),
        _texte(x0 + 4, y0 + 35, texte, taille=16, gras=True),
    ]
    niveaux = [(0.0, "g-axe", AXE, "")] + ([(cible, "g-cible", CIBLE, "5 3")] if cible is not None else [])
    for niveau, classe, couleur, tirets in niveaux:
        y = place(0, niveau)[1]
        corps.append(_trait(x0 + 4, y, x0 + 4 + large, y, classe, couleur, 1, tirets))
    corps.append(_chemin(trace, 2))
    if connus and (dernier := trace[connus[-1]]):
        corps.append(_point(*dernier, rayon=3))
    if points:
        corps.append(_texte(x0 + 4, y0 + 103, points[0][0], taille=12, teinte="doux"))
    if len(points) > 1:
        corps.append(_texte(x0 + 4 + large, y0 + 103, points[-1][0], taille=12, ancre="end", teinte="doux"))
    return corps, f"{nom}\u00a0: {texte}"


def petites_multiples(
    series: Sequence[tuple[str, Sequence[tuple[str, Valeur]]]],
    *,
    titre: str,
    unite: str = "",
    cible: Valeur = None,
    largeur: float = 440,
) -> SafeString:
    """Return one small line chart per series, all on one scale, so that places or years compare at a glance."""
    connus = [nombre for _, points in series for _, valeur in points if (nombre := _fini(valeur)) is not None]
    if not connus:
        return _vide(largeur, titre)
    but = _fini(cible)
    bas, haut = min(*connus, 0.0, but or 0.0), max(*connus, 0.0, but or 0.0)
    echelle = (bas, haut) if haut > bas else (0.0, 1.0)
    colonnes = max(1, min(int(largeur // 140), len(series)))
    case_l, case_h = largeur / colonnes, 116.0
    corps, phrases = [], []
    for rang, (nom, points) in enumerate(series):
        coin = ((rang % colonnes) * case_l, (rang // colonnes) * case_h)
        dessin, phrase = _case(nom, points, coin=coin, largeur=case_l, echelle=echelle, cible=but, unite=unite)
        corps += dessin
        phrases.append(phrase)
    lignes = math.ceil(len(series) / colonnes)
    return _svg(largeur, lignes * case_h, titre=titre, description="\u00a0; ".join(phrases) + ".", corps=corps)
