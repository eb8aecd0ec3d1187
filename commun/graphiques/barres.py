"""Horizontal bars, each named before it and numbered at its end."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.safestring import SafeString

from commun.graphiques import traces
from commun.graphiques.nombres import Valeur, fini, texte_nombre
from commun.graphiques.traces import AXE, BARRE, BARRE_2, CIBLE, LARGEUR_CARACTERE


def barres(
    lignes: Sequence[tuple[str, Valeur]], *, titre: str, cible: Valeur = None, unite: str = "", largeur: float = 440
) -> SafeString:
    """Return horizontal bars, each with its name before it and its number at its end."""
    if not lignes:
        return traces.vide(largeur, titre)
    valeurs = [fini(valeur) for _, valeur in lignes]
    but = fini(cible)
    maximum = max([*(abs(valeur) for valeur in valeurs if valeur is not None), abs(but or 0.0)], default=0.0) or 1.0
    parts = [max(valeur or 0.0, 0.0) / maximum for valeur in valeurs]
    suffixe = f"\u00a0{unite}" if unite else ""
    textes = [texte_nombre(valeur) + (suffixe if valeur is not None else "") for valeur in valeurs]
    noms = _noms(lignes, largeur)
    gauche = 12 + max(traces.largeur_texte(nom, 13) for nom in noms)
    portee = traces.portee(zip(parts, textes, strict=True), largeur - gauche, 13)
    pas, haut = 30.0, 22.0 if but is not None else 4.0
    bas = haut + len(lignes) * pas
    traits, mots = [traces.trait(gauche, haut, gauche, bas, "g-axe", AXE)], []
    for rang, (nom, part, texte) in enumerate(zip(noms, parts, textes, strict=True)):
        y, connu = haut + rang * pas, valeurs[rang] is not None
        if connu:
            traits.append(traces.rect(gauche, y + 5, max(portee * part, 1.0), pas - 10, "g-barre", BARRE))
        mots.append(traces.texte(gauche - 10, y + 19, nom, ancre="end"))
        mots.append(
            traces.texte(gauche + portee * part + 8, y + 19, texte, gras=connu, teinte="texte" if connu else "doux")
        )
    if but is not None and but >= 0:
        x = gauche + portee * but / maximum
        traits.append(traces.trait(x, haut, x, bas, "g-cible", CIBLE, 1.5, "6 4"))
        texte = f"cible {texte_nombre(but)}"
        marge = traces.largeur_texte(texte, 13) / 2
        mots.append(traces.texte(min(x, largeur - marge), 14, texte, ancre="middle", teinte="cible"))
    description = "\u00a0; ".join(f"{nom}\u00a0: {texte}" for (nom, _), texte in zip(lignes, textes, strict=True)) + "."
    return traces.svg(largeur, bas + 6, titre=titre, description=description, corps=traits + mots)


def _noms(lignes: Iterable[tuple[str, Any]], largeur: float) -> list[str]:
    """Return the names of rows, cut so that they leave more than half of the width to the bars."""
    return [traces.coupe(nom, int(largeur * 0.42 / (13 * LARGEUR_CARACTERE))) for nom, _ in lignes]


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
        return traces.vide(largeur, titre)
    tables = [
        [fini(valeur) for valeur in valeurs][: len(categories)] + [None] * (len(categories) - len(valeurs))
        for _, valeurs in series
    ]
    maximum = max([abs(valeur) for table in tables for valeur in table if valeur is not None], default=0.0) or 1.0
    suffixe = f"\u00a0{unite}" if unite else ""
    noms = _noms([(nom, None) for nom in categories], largeur)
    gauche = 12 + max(traces.largeur_texte(nom, 13) for nom in noms)
    cases = []  # (row, series, share of the full bar or None, number, label)
    for rang in range(len(categories)):
        for numero, (serie, _) in enumerate(series):
            valeur = tables[numero][rang]
            texte = texte_nombre(valeur) + (suffixe if valeur is not None else "")
            part = None if valeur is None else max(valeur, 0.0) / maximum
            cases.append((rang, numero, part, texte, f"{texte} · {serie}" if rang == 0 else texte))
    portee = traces.portee([(part or 0.0, mot) for _, _, part, _, mot in cases], largeur - gauche, 12)
    epaisseur, ecart = 18.0, 12.0
    groupe = epaisseur * len(series) + ecart
    teintes = [("g-barre", BARRE), ("g-barre-2", BARRE_2)]
    traits, mots = [traces.trait(gauche, 0, gauche, groupe * len(categories) - 4, "g-axe", AXE)], []
    for rang, numero, part, _, mot in cases:
        y = 4 + rang * groupe + numero * epaisseur
        if part is not None:
            traits.append(traces.rect(gauche, y + 1, max(portee * part, 1.0), epaisseur - 3, *teintes[numero % 2]))
        x = gauche + portee * (part or 0.0) + 8
        mots.append(traces.texte(x, y + 13, mot, taille=12, teinte="doux" if part is None else "texte"))
    for rang, nom in enumerate(noms):
        mots.append(traces.texte(gauche - 10, 4 + rang * groupe + (groupe - ecart) / 2 + 4, nom, ancre="end"))
    description = "\u00a0; ".join(
        f"{categories[rang]}, {series[n][0]}\u00a0: {texte}" for rang, n, _, texte, _ in cases
    )
    return traces.svg(
        largeur, groupe * len(categories), titre=titre, description=f"{description}.", corps=traits + mots
    )
