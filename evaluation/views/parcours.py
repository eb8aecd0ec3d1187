"""Cohorts and the way in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.types import UtilisateurRequest
from evaluation import parcours as pages
from evaluation import periodes
from evaluation.chiffres import Regard
from evaluation.views.mesures import projet_commence
from participation.models import Regroupement
from structure.models import Lieu


def _contexte(request: UtilisateurRequest) -> dict[str, Any] | None:
    """Return the period that the address asks for and those to choose from, None without projet."""
    projet, arrete_au = projet_commence(), timezone.localdate()
    if projet is None:
        return None
    groupes = periodes.periodes_proposees(projet, arrete_au=arrete_au)
    regard = Regard.of(request.user)
    exact = Regard(regard.exact and request.GET.get("diffusion") != "1")
    return {
        "groupes": groupes,
        "choix": periodes.choisie(groupes, request.GET.get("periode", "")),
        "arrete_au": arrete_au,
        "regard": exact,
        "peut_exact": regard.exact,
        "diffusion": regard.exact and not exact.exact,
    }


@require_safe
def parcours(request: UtilisateurRequest) -> HttpResponse:
    """Show what became of those who entered over a period."""
    contexte = _contexte(request)
    if contexte is None:
        return render(request, "evaluation/parcours_vide.html")
    depart = request.GET.get("depart", "")
    depart = depart if depart in pages.DEPARTS else "accueil"
    nom, objets = ("lieu", Lieu.objects.all()) if depart == "accueil" else ("regroupement", Regroupement.objects.all())
    choix_filtre = [(str(objet.pk), str(objet)) for objet in objets]
    ou = request.GET.get("ou", "")
    ou = ou if ou in dict(choix_filtre) else ""
    contexte |= {
        "depart": depart,
        "departs": [(code, libelle) for code, (libelle, _) in pages.DEPARTS.items()],
        "nom_filtre": "Lieu" if depart == "accueil" else "Regroupement",
        "choix_filtre": choix_filtre,
        "ou": ou,
        "cohorte": pages.cohorte(
            depart,
            contexte["choix"].periode,
            {nom: [ou]} if ou else {},
            regard=contexte["regard"],
            arrete_au=contexte["arrete_au"],
        ),
    }
    return render(request, "evaluation/parcours.html", contexte)


@require_safe
def parcours_lieux(request: UtilisateurRequest) -> HttpResponse:
    """Show how contacts became first interviews and accompaniments, by place."""
    contexte = _contexte(request)
    if contexte is None:
        return render(request, "evaluation/parcours_vide.html")
    contexte["entonnoir"] = pages.entonnoir(
        contexte["choix"].periode, regard=contexte["regard"], arrete_au=contexte["arrete_au"]
    )
    return render(request, "evaluation/parcours_lieux.html", contexte)
