"""
Charts as SVG made here: the same string for the page and for the PDF.

No style attribute (the CSP refuses it) and no script: presentation attributes give a greyscale-safe drawing anywhere,
and classes let theme.css recolour it on screen. Every function takes finite numbers or None (a gap), draws only finite
coordinates, and says in <title> and <desc> what the drawing shows.
"""

from commun.graphiques.barres import barres, barres_groupees
from commun.graphiques.courbes import courbe
from commun.graphiques.multiples import petites_multiples
from commun.graphiques.nombres import graduations, tendance, texte_nombre, ton_tendance
from commun.graphiques.petits import etincelle, jauge

__all__ = [
    "barres",
    "barres_groupees",
    "courbe",
    "etincelle",
    "graduations",
    "jauge",
    "petites_multiples",
    "tendance",
    "texte_nombre",
    "ton_tendance",
]
