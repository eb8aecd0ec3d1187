"""The parts of the document that come as lists: what each is, where it stands, and how it is written."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Max
from simple_history.utils import bulk_update_with_history

from comptes.models import Utilisateur
from plans_action.choix import GenrePrincipe, RubriqueProjet
from plans_action.models import (
    ExerciceBudget,
    MoyenProjet,
    PointAnalyse,
    PrincipeProjet,
    ProjetAssociatif,
    RessourceProjet,
    TexteProjet,
)

Element = PrincipeProjet | MoyenProjet | PointAnalyse | ExerciceBudget | RessourceProjet
AnyElement = TypeVar("AnyElement", bound=models.Model)


class ElementRefuse(Exception):
    """The part cannot be changed so; the message is shown."""


@dataclass(frozen=True)
class Sorte:
    """A kind of part: its table, its chapter, the fields that its neighbours share, and its words."""

    code: str
    model: type[Element]
    rubrique: str
    freres: tuple[str, ...]
    ajouter: str
    modifier: str
    genre: str = ""


SORTES = {
    sorte.code: sorte
    for sorte in (
        Sorte(
            "valeur",
            PrincipeProjet,
            RubriqueProjet.VALEURS,
            ("projet", "genre"),
            "Ajouter une valeur",
            "Modifier la valeur",
            GenrePrincipe.VALEUR,
        ),
        Sorte(
            "article",
            PrincipeProjet,
            RubriqueProjet.CHARTE,
            ("projet", "genre"),
            "Ajouter un article à la charte",
            "Modifier l’article",
            GenrePrincipe.ARTICLE,
        ),
        Sorte(
            "moyen",
            MoyenProjet,
            RubriqueProjet.MOYENS,
            ("projet", "genre"),
            "Ajouter un moyen",
            "Modifier le moyen",
        ),
        Sorte(
            "point",
            PointAnalyse,
            RubriqueProjet.ANALYSE,
            ("projet", "theme", "sens"),
            "Ajouter un point d’analyse",
            "Modifier le point d’analyse",
        ),
        Sorte(
            "exercice",
            ExerciceBudget,
            RubriqueProjet.BUDGET,
            (),
            "Ajouter une année au budget",
            "Modifier l’année du budget",
        ),
        Sorte(
            "ressource",
            RessourceProjet,
            RubriqueProjet.BUDGET,
            ("exercice",),
            "Ajouter une ressource",
            "Modifier la ressource",
        ),
    )
}


def sorte_of(element: Element) -> Sorte:
    """Return the kind of a part."""
    genre = element.genre if isinstance(element, PrincipeProjet) else ""
    return next(sorte for sorte in SORTES.values() if isinstance(element, sorte.model) and sorte.genre in ("", genre))


def projet_of(element: Element) -> ProjetAssociatif:
    """Return the projet that a part belongs to."""
    return element.exercice.projet if isinstance(element, RessourceProjet) else element.projet


@transaction.atomic
def save_texte(
    *, projet: ProjetAssociatif, rubrique: str, texte: str, by: Utilisateur, now: datetime.datetime
) -> TexteProjet:
    """Write the text of a chapter; the same text leaves no line of history."""
    ProjetAssociatif.objects.select_for_update().get(pk=projet.pk)
    row = TexteProjet.objects.filter(projet=projet, rubrique=rubrique).first()
    row = row or TexteProjet(projet=projet, rubrique=rubrique)
    if row.texte != texte:
        row.texte = texte
        _sign(row, by=by, now=now).save()
    return row


@transaction.atomic
def save_element(*, element: AnyElement, by: Utilisateur, now: datetime.datetime) -> AnyElement:
    """Save a part; a new one, or one that changes lists, goes to the end of its list."""
    assert isinstance(element, Element)
    ProjetAssociatif.objects.select_for_update().get(pk=projet_of(element).pk)
    if not isinstance(element, ExerciceBudget) and _changes_list(element):
        last = _freres(element).exclude(pk=element.pk).aggregate(last=Max("ordre"))["last"]
        element.ordre = 1 if last is None else last + 1
    _sign(element, by=by, now=now).save()
    return element


@transaction.atomic
def move_element(*, element: Element, sens: int, by: Utilisateur, now: datetime.datetime) -> bool:
    """Move a part up (-1) or down (+1) in its list; return whether there was room."""
    if isinstance(element, ExerciceBudget):  # years stand in their own order
        return False
    ProjetAssociatif.objects.select_for_update().get(pk=projet_of(element).pk)
    freres: list[Any] = list(_freres(element).order_by("ordre", "pk"))
    place = next((rang for rang, frere in enumerate(freres) if frere.pk == element.pk), None)
    if place is None or not 0 <= place + sens < len(freres):
        return False
    freres[place], freres[place + sens] = freres[place + sens], freres[place]
    moved = [frere for rang, frere in enumerate(freres, start=1) if frere.ordre != rang]
    for rang, frere in enumerate(freres, start=1):
        frere.ordre = rang
    bulk_update_with_history(moved, type(element), ["ordre"], default_user=by, default_date=now)
    return True


@transaction.atomic
def delete_element(*, element: Element, by: Utilisateur, now: datetime.datetime) -> None:
    """Delete a part; raise ElementRefuse for a year of the budget that still holds lines."""
    if isinstance(element, ExerciceBudget) and element.ressources.exists():
        raise ElementRefuse("Cette année contient des ressources : supprimez-les d’abord.")
    _sign(element, by=by, now=now).delete()


def _freres(element: Element) -> models.QuerySet[Element]:
    """Return the parts of the same list."""
    return type(element).objects.filter(  # type: ignore[union-attr,return-value]
        **{nom: getattr(element, f"{nom}_id", getattr(element, nom)) for nom in sorte_of(element).freres}
    )


def _changes_list(element: Element) -> bool:
    """Tell whether a part is new, or not in the list where it was."""
    if element._state.adding:
        return True
    return not _freres(element).filter(pk=element.pk).exists()


def _sign(objet: AnyElement, *, by: Utilisateur, now: datetime.datetime) -> AnyElement:
    """Say who changes a row, and when, for its line of history."""
    objet._history_user, objet._history_date = by, now  # type: ignore[attr-defined]
    return objet


def neighbours(elements: Sequence[AnyElement]) -> list[tuple[AnyElement, bool, bool]]:
    """Return each part with whether it is the first, and the last, of its list."""
    last = len(elements) - 1
    return [(element, rang == 0, rang == last) for rang, element in enumerate(elements)]
