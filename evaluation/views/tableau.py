"""The commission's dashboard."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.types import UtilisateurRequest
from evaluation import tableau as tableaux
from evaluation.forms import TableauForm
from evaluation.projets import projet_et_objectifs
from plans_action.choix import StatutFiche


@require_safe
def tableau(request: UtilisateurRequest) -> HttpResponse:
    """Show what needs a decision, then the objectives with their fiches and figures."""
    projet, operationnels = projet_et_objectifs()
    if projet is None:
        return render(request, "evaluation/tableau_vide.html")
    vue = tableaux.build(
        projet=projet,
        operationnels=operationnels,
        user=request.user,
        filtres=_filtres(request),
        now=timezone.now(),
        today=timezone.localdate(),
    )
    form = TableauForm(request.GET or None, objectifs=vue.choix_objectifs)
    return render(request, "evaluation/tableau.html", {"tableau": vue, "form": form, "filtres": vue.filtres})


def _filtres(request: UtilisateurRequest) -> tableaux.Filtres:
    """Read the address; a value that does not exist filters nothing rather than everything."""
    statut = request.GET.get("statut", "")
    return tableaux.Filtres(
        objectif=request.GET.get("objectif", ""),
        statut=statut if statut in StatutFiche.values else "",
        a_regarder=request.GET.get("a_regarder", "") in ("on", "1"),
    )
