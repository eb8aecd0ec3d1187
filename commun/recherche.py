"""Search from any page: each room registers, in its `recherche.py`, what it knows how to find."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection
from django.db.models import Q

LONGUEUR_MINIMALE = 2
LONGUEUR_MAXIMALE = 100
_APRES_TOUT = "~"  # sorts after every character of a normalised text


class Personne(Protocol):
    """Who searches."""

    def has_permission(self, code: str) -> bool:
        """Tell whether the person's role has a permission."""


@dataclass(frozen=True)
class Resultat:
    """One line of the answer."""

    libelle: str
    detail: str
    url: str
    icone: str = "chevron-droite"


@dataclass(frozen=True)
class Groupe:
    """The lines of one kind."""

    titre: str
    resultats: list[Resultat]


Fournisseur = Callable[[Any, str, int], list[Resultat]]
_fournisseurs: dict[str, tuple[int, Fournisseur]] = {}


def fournisseur(titre: str, *, ordre: int) -> Callable[[Fournisseur], Fournisseur]:
    """Register a function (user, text, limit) that returns at most `limit` lines this person may open."""

    def register(function: Fournisseur) -> Fournisseur:
        _fournisseurs[titre] = (ordre, function)
        return function

    return register


def search(user: Personne, texte: str, *, limit: int) -> list[Groupe]:
    """Return what this person may open that begins like the text, by kind, empty kinds left out."""
    texte = texte.replace("\x00", "").strip()[:LONGUEUR_MAXIMALE]
    if len(texte) < LONGUEUR_MINIMALE:
        return []
    ordered = sorted(_fournisseurs.items(), key=lambda item: item[1][0])
    groupes = [Groupe(titre, function(user, texte, limit)) for titre, (_, function) in ordered]
    return [groupe for groupe in groupes if groupe.resultats]


def begins_with(column: str, text: str) -> Q:
    """
    Return a prefix condition, on a normalised column, that an ordinary index serves in each database.

    SQLite's LIKE uses no index: a range does. PostgreSQL's range follows the language's order: LIKE has its own index.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": text + _APRES_TOUT})
    return Q(**{f"{column}__startswith": text})
