"""Small line charts on one scale, side by side."""

import math
from collections.abc import Sequence

from django.utils.safestring import SafeString

from commun.graphiques import traces
from commun.graphiques.nombres import Valeur, fini, texte_nombre
from commun.graphiques.traces import AXE, CIBLE, LARGEUR_CARACTERE


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

    valeurs = [fini(valeur) for _, valeur in points]
    trace = [None if valeur is None else place(rang, valeur) for rang, valeur in enumerate(valeurs)]
    connus = [rang for rang, valeur in enumerate(valeurs) if valeur is not None]
    texte = texte_nombre(valeurs[connus[-1]]) + (f"\u00a0{unite}" if unite else "") if connus else "non mesuré"
    corps = [
        traces.texte(x0 + 4, y0 + 15, traces.coupe(nom, int((largeur - 12) / (13 * LARGEUR_CARACTERE))), teinte="doux"),
        traces.texte(x0 + 4, y0 + 35, texte, taille=16, gras=True),
    ]
    niveaux = [(0.0, "g-axe", AXE, "")] + ([(cible, "g-cible", CIBLE, "5 3")] if cible is not None else [])
    for niveau, classe, couleur, tirets in niveaux:
        y = place(0, niveau)[1]
        corps.append(traces.trait(x0 + 4, y, x0 + 4 + large, y, classe, couleur, 1, tirets))
    corps.append(traces.chemin(trace, 2))
    if connus and (dernier := trace[connus[-1]]):
        corps.append(traces.point(*dernier, rayon=3))
    if points:
        corps.append(traces.texte(x0 + 4, y0 + 103, points[0][0], taille=12, teinte="doux"))
    if len(points) > 1:
        corps.append(traces.texte(x0 + 4 + large, y0 + 103, points[-1][0], taille=12, ancre="end", teinte="doux"))
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
    connus = [nombre for _, points in series for _, valeur in points if (nombre := fini(valeur)) is not None]
    if not connus:
        return traces.vide(largeur, titre)
    but = fini(cible)
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
    return traces.svg(largeur, lignes * case_h, titre=titre, description="\u00a0; ".join(phrases) + ".", corps=corps)
