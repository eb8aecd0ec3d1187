"""
The commission's dashboard: what needs a decision, then each objective with its fiches, steps and figures.

A bounded number of queries whatever the data: the figures are those that the last calcul stored.
"""

from evaluation.tableau.fichier import onglets
from evaluation.tableau.page import Filtres, Tableau, build

__all__ = ["Filtres", "Tableau", "build", "onglets"]
