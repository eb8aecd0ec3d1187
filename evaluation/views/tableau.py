"""The commission's dashboard."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commun.exports import spreadsheet_response
from comptes.choix import ActionJournal
from comptes.services import record_access
from comptes.types import UtilisateurRequest
from evaluation import tableau as tableaux
from evaluation.chiffres import Regard
from evaluation.forms import TableauForm
from evaluation.projets import projet_et_objectifs
from plans_action.choix import StatutFiche


@require_safe
def tableau(request: UtilisateurRequest) -> HttpResponse:
    """Show what needs a decision, then the objectives with their fiches and figures."""
    vue = _tableau(request)
    if vue is None:
        return render(request, "evaluation/tableau_vide.html")
    form = TableauForm(request.GET or None, objectifs=vue.choix_objectifs)
    return render(request, "evaluation/tableau.html", {"tableau": vue, "form": form, "filtres": vue.filtres})


@require_safe
def tableau_export(request: UtilisateurRequest, format: str) -> HttpResponse:
    """Give the file of what is on screen; a file leaves the house, so small numbers are hidden in it."""
    vue = _tableau(request, Regard(exact=False)) if format in ("csv", "xlsx") else None
    if vue is None:
        raise Http404("no such file")
    record_access(user=request.user, action=ActionJournal.EXPORT, objet=vue.projet, motif="tableau de la commission")
    fiches, *autres = tableaux.onglets(vue)
    return spreadsheet_response(format, nom=f"pilotage-{timezone.localdate():%Y-%m-%d}", onglet=fiches, autres=autres)


def _tableau(request: UtilisateurRequest, regard: Regard | None = None) -> tableaux.Tableau | None:
    """Return the dashboard under the filters of the address, None without projet."""
    projet, operationnels = projet_et_objectifs()
    if projet is None:
        return None
    return tableaux.build(
        projet=projet,
        operationnels=operationnels,
        user=request.user,
        filtres=_filtres(request),
        now=timezone.now(),
        today=timezone.localdate(),
        regard=regard,
    )


def _filtres(request: UtilisateurRequest) -> tableaux.Filtres:
    """Read the address; a value that does not exist filters nothing rather than everything."""
    statut = request.GET.get("statut", "")
    return tableaux.Filtres(
        objectif=request.GET.get("objectif", ""),
        statut=statut if statut in StatutFiche.values else "",
        a_regarder=request.GET.get("a_regarder", "") in ("on", "1"),
    )
