"""Changing the shape of the form without script: add, move, remove, put back an item."""

import re

from django.http import QueryDict

from plans_action import contenu as c
from plans_action.models import FicheAction
from plans_action.saisie.indicateur import IndicateurForm
from plans_action.saisie.noeuds import PLAFOND, posted_keys
from plans_action.saisie.reserve import Reserve

_PREFIXE = re.compile(r"criteres-[a-zA-Z0-9-]{1,40}-indicateurs-[a-zA-Z0-9-]{1,40}")


def change_shape(data: QueryDict, operation: str) -> QueryDict:
    """
    Return the posted form after `operation`: add, move, remove, put back.

    An operation that means nothing changes nothing; "mesure" only shows the form again, with the measure's fields.
    """
    geste, _, reste = operation.partition("|")
    chemin, _, cle = reste.partition("|")
    data = data.copy()
    keys = posted_keys(data, chemin)
    if not _LISTE.fullmatch(chemin):
        return data
    if geste == "ajouter":
        _add(data, chemin, keys)
    elif cle in keys and geste in _PAS:
        _shift(data, chemin, keys, keys.index(cle), _PAS[geste])
    elif cle in keys and geste in ("retirer", "remettre"):
        data[f"{chemin}-{cle}-retire"] = "1" if geste == "retirer" else ""
    return data


_RACINES = "|".join(branche.nom for branche in c.FICHE.branches)
_LISTE = re.compile(rf"{_RACINES}|etapes-[a-zA-Z0-9-]{{1,40}}-lignes|criteres-[a-zA-Z0-9-]{{1,40}}-indicateurs")
_PAS = {"monter": -1, "descendre": 1}


def _add(data: QueryDict, chemin: str, keys: list[str]) -> None:
    new = next(f"n{rang}" for rang in range(1, PLAFOND + 2) if f"n{rang}" not in keys)
    data.setlist(chemin, [*keys, new])
    if chemin == "etapes":  # a step is opened with a first line
        data.setlist(f"etapes-{new}-lignes", ["n1"])


def _shift(data: QueryDict, chemin: str, keys: list[str], place: int, step: int) -> None:
    if 0 <= place + step < len(keys):
        keys[place], keys[place + step] = keys[place + step], keys[place]
        data.setlist(chemin, keys)


def indicateur_form(fiche: FicheAction, prefixe: str, data: QueryDict) -> IndicateurForm | None:
    """Return the form of one indicateur, to show the fields of the measure just chosen; None for an odd prefix."""
    if not _PREFIXE.fullmatch(prefixe):
        return None
    form = IndicateurForm(reserve=Reserve(fiche), prefix=prefixe)
    form.fill(data)
    return form
