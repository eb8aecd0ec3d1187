"""Horizontal bars, each named before it and numbered at its end."""

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString

from commun.graphiques import traces
from commun.graphiques.nombres import Valeur, fini, texte_nombre
from commun.graphiques.traces import AXE, BARRE, BARRE_2, BARRE_3, CIBLE

# On a phone the style sheet writes labels larger, so that they stay legible once the drawing is reduced.
TAILLE_AU_PLUS = 15.0
NOM_COURT = 14
LONGUE = 12  # rows: above, thinner bars, so that the whole list is seen at once


def barres(
    lignes: Sequence[tuple[str, Valeur]],
    *,
    titre: str,
    cible: Valeur = None,
    unite: str = "",
    absent: str = "",
    largeur: float = 440,
) -> SafeString:
    """Return horizontal bars, each with its name before it and its number, or what is said of a gap, at its end."""
    if not lignes:
        return traces.vide(largeur, titre)
    valeurs = [fini(valeur) for _, valeur in lignes]
    but = fini(cible)
    maximum = max([*(abs(valeur) for valeur in valeurs if valeur is not None), abs(but or 0.0)], default=0.0) or 1.0
    parts = [max(valeur or 0.0, 0.0) / maximum for valeur in valeurs]
    suffixe = f"\u00a0{unite}" if unite else ""
    textes = [texte_nombre(v) + suffixe if v is not None else absent or texte_nombre(None) for v in valeurs]
    noms = [nom for nom, _ in lignes]
    dessus = _above(noms, largeur)
    gauche = 1.0 if dessus else 12 + max(traces.largeur_texte(nom, TAILLE_AU_PLUS) for nom in noms)
    portee = traces.portee(zip(parts, textes, strict=True), largeur - gauche, TAILLE_AU_PLUS)
    epaisseur = 16.0 if not dessus and len(lignes) > LONGUE else 20.0
    pas, haut = (46.0 if dessus else epaisseur * 1.5), 22.0 if but is not None else 4.0
    bas = haut + len(lignes) * pas
    traits, mots = [traces.trait(gauche, haut, gauche, bas, "g-axe", AXE)], []
    x_but = gauche + portee * but / maximum if but is not None and but >= 0 else None
    for rang, (nom, part, texte) in enumerate(zip(noms, parts, textes, strict=True)):
        y, connu = haut + (rang + 1) * pas - 30, valeurs[rang] is not None
        if connu:
            traits.append(traces.rect(gauche, y + 25 - epaisseur, max(portee * part, 1.0), epaisseur, "g-barre", BARRE))
        ligne = y + 29 - epaisseur / 2  # where letters stand, at the middle of the bar
        mots.append(_nom(nom, gauche, ligne, dessus=dessus, largeur=largeur))
        x = _beside(gauche + portee * part + 8, texte, x_but, largeur)
        mots.append(traces.texte(x, ligne, texte, gras=connu, teinte="texte" if connu else "doux"))
    if x_but is not None:
        traits.append(traces.trait(x_but, haut, x_but, bas, "g-cible", CIBLE, 1.5, "6 4"))
        texte = f"cible {texte_nombre(but)}"
        marge = traces.largeur_texte(texte, 13) / 2
        mots.append(traces.texte(min(x_but, largeur - marge), 14, texte, ancre="middle", teinte="cible"))
    description = "\u00a0; ".join(f"{nom}\u00a0: {texte}" for (nom, _), texte in zip(lignes, textes, strict=True)) + "."
    return traces.svg(largeur, bas + 6, titre=titre, description=description, corps=traits + mots)


def _beside(x: float, texte: str, x_but: float | None, largeur: float) -> float:
    """Return where a number begins: after its bar, or after the line of the target that would go through it."""
    longueur = traces.largeur_texte(texte, TAILLE_AU_PLUS)
    if x_but is None or not x - 3 < x_but < x + longueur or x_but + 6 + longueur > largeur:
        return x
    return x_but + 6


def _above(noms: Iterable[str], largeur: float) -> bool:
    """Tell whether names need a line of their own: before the bars they would take more than half of the width."""
    part = 0.46 if largeur > 600 else 0.42  # a wide drawing leaves room enough for its bars
    return any(traces.largeur_texte(nom, 13) > largeur * part for nom in noms)


def _nom(nom: str, gauche: float, y: float, *, dessus: bool, largeur: float) -> str:
    """Return the name of a row, before its bar or on the line above."""
    if dessus:
        return traces.texte(gauche + 3, y - 18, traces.coupe(nom, int(largeur / (TAILLE_AU_PLUS * 0.53))))
    return traces.texte(gauche - 10, y, nom, ancre="end")


def barres_groupees(
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[Valeur]]],
    *,
    titre: str,
    unite: str = "",
    absent: str = "",
    largeur: float = 440,
) -> SafeString:
    """
    Return bars by category, one per series, named in the first group: no legend to look up.

    Two series read best, three at most. Names too long to stand after a bar are said on top, each with its colour.
    `absent` is what is said of a gap: « non mesuré » when nothing else is.
    """
    if not categories or not series:
        return traces.vide(largeur, titre)
    tables = [
        [fini(valeur) for valeur in valeurs][: len(categories)] + [None] * (len(categories) - len(valeurs))
        for _, valeurs in series
    ]
    maximum = max([abs(valeur) for table in tables for valeur in table if valeur is not None], default=0.0) or 1.0
    suffixe = f"\u00a0{unite}" if unite else ""
    dessus = _above(categories, largeur)
    gauche = 1.0 if dessus else 12 + max(traces.largeur_texte(nom, TAILLE_AU_PLUS) for nom in categories)
    en_tete = any(len(serie) > NOM_COURT for serie, _ in series)
    haut = 22.0 * len(series) if en_tete else 0.0
    cases = []  # (row, series, share of the full bar or None, number, label)
    for rang in range(len(categories)):
        for numero, (serie, _) in enumerate(series):
            valeur = tables[numero][rang]
            texte = texte_nombre(valeur) + suffixe if valeur is not None else absent or texte_nombre(None)
            part = None if valeur is None else max(valeur, 0.0) / maximum
            cases.append((rang, numero, part, texte, f"{texte} · {serie}" if rang == 0 and not en_tete else texte))
    portee = traces.portee([(part or 0.0, mot) for _, _, part, _, mot in cases], largeur - gauche, TAILLE_AU_PLUS)
    epaisseur, ecart, titre_h = 18.0, 12.0, 18.0 if dessus else 0.0
    groupe = titre_h + epaisseur * len(series) + ecart
    teintes = [("g-barre", BARRE), ("g-barre-2", BARRE_2), ("g-barre-3", BARRE_3)]
    bas = haut + groupe * len(categories)
    traits, mots = [traces.trait(gauche, haut, gauche, bas - 4, "g-axe", AXE)], []
    for numero, (serie, _) in enumerate(series if en_tete else ()):
        traits.append(traces.rect(0, 22 * numero + 1, 14, 14, *teintes[numero % 3]))
        mots.append(traces.texte(22, 22 * numero + 13, serie))
    for rang, numero, part, _, mot in cases:
        y = haut + 4 + rang * groupe + titre_h + numero * epaisseur
        if part is not None:
            traits.append(traces.rect(gauche, y + 1, max(portee * part, 1.0), epaisseur - 3, *teintes[numero % 3]))
        x = gauche + portee * (part or 0.0) + 8
        mots.append(traces.texte(x, y + 13, mot, taille=12, teinte="doux" if part is None else "texte"))
    for rang, nom in enumerate(categories):
        # Above, the name is a line over its first bar; before, at the middle of the group.
        y = haut + 4 + rang * groupe + (titre_h + 13 if dessus else (groupe - ecart) / 2 + 4)
        mots.append(_nom(nom, gauche, y, dessus=dessus, largeur=largeur))
    description = "\u00a0; ".join(
        f"{categories[rang]}, {series[n][0]}\u00a0: {texte}" for rang, n, _, texte, _ in cases
    )
    return traces.svg(largeur, bas, titre=titre, description=f"{description}.", corps=traits + mots)
