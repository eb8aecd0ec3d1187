"""Places side by side, and their file."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commun.exports import spreadsheet_response
from comptes.choix import ActionJournal
from comptes.services import record_access
from comptes.types import UtilisateurRequest
from evaluation import lieux as comparaisons
from evaluation import periodes
from evaluation.chiffres import Regard
from evaluation.periodes import PeriodeNommee
from evaluation.projets import projet_courant
from evaluation.views.mesures import projet_commence
from plans_action.models import ProjetAssociatif


def _comparaison(
    request: UtilisateurRequest, projet: ProjetAssociatif, *, exact: bool
) -> tuple[comparaisons.Comparaison, list[tuple[str, list[PeriodeNommee]]]]:
    """Read the address: the theme, the period, the order."""
    arrete_au = timezone.localdate()
    groupes = periodes.periodes_proposees(projet, arrete_au=arrete_au)
    theme = comparaisons.THEMES.get(request.GET.get("theme", ""), comparaisons.THEMES["accueil"])
    comparaison = comparaisons.comparer(
        theme,
        periodes.choisie(groupes, request.GET.get("periode", "")),
        regard=Regard(exact),
        tri=request.GET.get("tri", ""),
        arrete_au=arrete_au,
    )
    return comparaison, groupes


@require_safe
def lieu_comparer(request: UtilisateurRequest) -> HttpResponse:
    """Show the same figures for each place."""
    projet = projet_commence()
    if projet is None:
        return render(request, "evaluation/parcours_vide.html")
    regard = Regard.of(request.user)
    diffusion = regard.exact and request.GET.get("diffusion") == "1"
    comparaison, groupes = _comparaison(request, projet, exact=regard.exact and not diffusion)
    contexte: dict[str, Any] = {
        "comparaison": comparaison,
        "themes": comparaisons.THEMES.values(),
        "groupes": groupes,
        "choix": comparaison.choix,
        "tri": request.GET.get("tri", ""),
        "peut_exact": regard.exact,
        "diffusion": diffusion,
    }
    return render(request, "evaluation/lieu_comparer.html", contexte)


@require_safe
def lieu_export(request: UtilisateurRequest, format: str) -> HttpResponse:
    """Give the file of what is on screen; a file leaves the house, so small numbers are hidden in it."""
    projet = projet_courant()
    if format not in ("csv", "xlsx") or projet is None or projet_commence() is None:
        raise Http404("no such file")
    comparaison, _ = _comparaison(request, projet, exact=False)
    motif = f"comparaison des lieux, {comparaison.theme.libelle.lower()}, {comparaison.choix.libelle.lower()}"
    record_access(user=request.user, action=ActionJournal.EXPORT, objet=projet, motif=motif)
    return spreadsheet_response(
        format,
        nom=f"lieux-{comparaison.theme.code}-{comparaison.choix.code}",
        onglet=comparaisons.onglet(comparaison),
    )
