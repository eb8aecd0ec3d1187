"""The long form of a fiche."""

from plans_action.saisie.forme import change_shape, indicateur_form
from plans_action.saisie.noeuds import Noeud
from plans_action.saisie.page import Saisie

__all__ = ["Noeud", "Saisie", "change_shape", "indicateur_form"]
