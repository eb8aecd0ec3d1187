"""The house that a bilan is about: territory and places, team, partners."""

import datetime
from typing import Any

from django.db.models import Count, Q, Sum

from structure.choix import Fonction, TypePartenaire
from structure.models import EPCI, Commune, Conseiller, Lieu, Partenaire


def territoire() -> dict[str, Any]:
    """Return the communes of the territory by intercommunalité, and the places where people are received."""
    du_territoire = Q(communes__du_territoire=True)
    communes = Commune.objects.filter(du_territoire=True).aggregate(nombre=Count("pk"), population=Sum("population"))
    epci = (
        EPCI.objects.filter(du_territoire)
        .annotate(
            nombre=Count("communes", filter=du_territoire), habitants=Sum("communes__population", filter=du_territoire)
        )
        .order_by("-habitants", "nom")
    )
    return {
        "communes": communes["nombre"],
        "population": communes["population"] or 0,
        "epci": [{"nom": e.nom, "communes": e.nombre, "population": e.habitants} for e in epci],
        "lieux": [
            {"nom": lieu.nom, "type": lieu.get_type_display(), "commune": lieu.commune.nom if lieu.commune else ""}
            for lieu in Lieu.objects.actifs().select_related("commune").order_by("ordre", "nom", "pk")
        ],
    }


def equipe(jour: datetime.date) -> list[dict[str, Any]]:
    """Return how many people work there on a day, by function."""
    lignes = (
        Conseiller.objects.filter(actif=True, entree_le__lte=jour)
        .values("fonction")
        .annotate(nombre=Count("pk"))
        .order_by("-nombre", "fonction")
    )
    return [{"fonction": Fonction(ligne["fonction"]).label, "nombre": ligne["nombre"]} for ligne in lignes]


def partenaires(jour: datetime.date) -> list[dict[str, Any]]:
    """Return how many partners there are on a day, by kind."""
    lignes = (
        Partenaire.objects.actifs()
        .filter(depuis_le__lte=jour)
        .values("type")
        .annotate(nombre=Count("pk"))
        .order_by("-nombre", "type")
    )
    return [{"type": TypePartenaire(ligne["type"]).label, "nombre": ligne["nombre"]} for ligne in lignes]
