"""Drawings that stand inside a line of text or of a table."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from commun.graphiques import traces
from commun.graphiques.nombres import Valeur, fini, texte_nombre
from commun.graphiques.traces import AXE, BARRE, CIBLE, FOND


def etincelle(serie: Sequence[Valeur], *, titre: str, largeur: float = 96, hauteur: float = 28) -> SafeString:
    """Return a sparkline: the shape alone, its last point marked."""
    valeurs = [fini(valeur) for valeur in serie]
    connus = [valeur for valeur in valeurs if valeur is not None]
    nom = f"{titre}\u00a0: évolution"
    if not connus:
        return traces.svg(
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
    seuls = [
        point
        for avant, point, apres in zip([None, *points], points, [*points[1:], None], strict=False)
        if point is not None and avant is None and apres is None
    ]  # between two gaps no line passes: without a dot nothing would show
    corps = [traces.chemin(points, 2), *(traces.point(*point, rayon=1.5) for point in seuls)]
    corps.append(traces.point(*dernier, rayon=3))
    return traces.svg(largeur, hauteur, titre=nom, description=description, corps=corps, classe="graphique etincelle")


def jauge(part: Valeur, titre: str, largeur: float = 96, hauteur: float = 10) -> SafeString:
    """Return a straight bar of how much of a target is reached, with its mark; above the target it goes past it."""
    atteint = fini(part) or 0.0
    repere = largeur * 0.8  # the target, so that going past it shows
    rempli = min(max(atteint, 0.0), 1.25) * repere
    corps = [
        f'<rect x="0.5" y="1.5" width="{traces.c(largeur - 1)}" height="{traces.c(hauteur - 3)}" rx="3" class="g-fond" '
        f'fill="{FOND}" stroke="{AXE}"/>',
        traces.rect(0.5, 1.5, rempli - 1, hauteur - 3, "g-barre", BARRE),
        traces.trait(repere, 0, repere, hauteur, "g-cible", CIBLE, 2),
    ]
    description = f"{texte_nombre(round(atteint * 100))}\u00a0% de la cible."
    return traces.svg(largeur, hauteur, titre=titre, description=description, corps=corps, classe="graphique jauge")
