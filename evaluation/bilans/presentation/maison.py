"""The house: territory, places, team, partners."""

from typing import Any

from commun.templatetags.ml import nombre, pluriel


def present_maison(brut: dict[str, Any]) -> dict[str, Any]:
    """Return the territory, the places, the team and the partners as rows."""
    territoire = brut["territoire"]
    equipe = sum(ligne["nombre"] for ligne in brut["equipe"])
    partenaires = sum(ligne["nombre"] for ligne in brut["partenaires"])
    return {
        "phrase": (
            f"{pluriel(territoire['communes'], 'commune')}, "
            f"{pluriel(len(territoire['epci']), 'intercommunalité')}, {pluriel(territoire['population'], 'habitant')}."
        ),
        "epci": [
            {"nom": ligne["nom"], "communes": nombre(ligne["communes"]), "population": nombre(ligne["population"])}
            for ligne in territoire["epci"]
        ],
        "lieux": _lieux_par_type(territoire["lieux"]),
        "equipe_phrase": f"{pluriel(equipe, 'personne')} dans l’équipe",
        "equipe": [{"fonction": ligne["fonction"], "nombre": nombre(ligne["nombre"])} for ligne in brut["equipe"]],
        "partenaires_phrase": pluriel(partenaires, "partenaire"),
        "partenaires": [{"type": ligne["type"], "nombre": nombre(ligne["nombre"])} for ligne in brut["partenaires"]],
    }


def _lieux_par_type(lieux: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return one row per kind of place, with the names of the places."""
    par_type: dict[str, list[str]] = {}
    for lieu in lieux:
        par_type.setdefault(lieu["type"], []).append(lieu["nom"])
    return [{"type": type_, "noms": ", ".join(noms)} for type_, noms in par_type.items()]
