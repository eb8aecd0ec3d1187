"""The plan as a table, as a timeline, as a calendar; each keeps the filters of the others."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from commun.exports import Onglet, spreadsheet_response
from comptes.types import UtilisateurRequest
from plans_action import calendrier, chronologie, echeancier, tableau
from plans_action.models import FicheAction
from plans_action.views.socle import VuePlan, read_vue

PAR_PAGE = 25


def _fiches(request: UtilisateurRequest, vue: VuePlan):  # type: ignore[no-untyped-def]
    if vue.projet is None:
        return FicheAction.objects.none()
    return echeancier.list_fiches(projet=vue.projet, user=request.user, today=vue.today, retenues=vue.retenues)


@require_GET
def plan_tableau(request: UtilisateurRequest) -> HttpResponse:
    """Show the fiches as a table that sorts."""
    vue = read_vue(request)
    fiches = tableau.sort(_fiches(request, vue), request.GET.get("tri", ""))
    page = Paginator(fiches, 1000 if "imprimer" in request.GET else PAR_PAGE).get_page(request.GET.get("page"))
    return render(request, "plans_action/plan_tableau.html", vue.context() | {"page": page})


@require_GET
def plan_export(request: UtilisateurRequest, forme: str) -> HttpResponse:
    """Give the whole table, as filtered and sorted, as a spreadsheet."""
    if forme not in ("csv", "xlsx"):
        raise Http404("no such form")
    vue = read_vue(request)
    fiches = tableau.sort(_fiches(request, vue), request.GET.get("tri", ""))
    return spreadsheet_response(
        forme,
        nom=f"plan-d-action-{vue.today:%Y-%m-%d}",
        onglet=Onglet("Plan d’action", tableau.COLONNES, tableau.export_lines(fiches) if vue.projet else ()),
    )


@require_GET
def plan_chronologie(request: UtilisateurRequest) -> HttpResponse:
    """Show the fiches as bars and their steps as marks along the time."""
    vue = read_vue(request)
    context = vue.context()
    if vue.projet is not None:
        fenetre = chronologie.read_fenetre(request.GET, projet=vue.projet, today=vue.today)
        fiches = list(echeancier.with_etapes(_fiches(request, vue)))
        context["frise"] = chronologie.build(fiches, projet=vue.projet, fenetre=fenetre, today=vue.today)
        context["zooms"] = [
            (vue.address("plan-chronologie", zoom=code), libelle, code == fenetre.zoom)
            for code, libelle in chronologie.ZOOMS.items()
        ]
        context["avant"], context["apres"] = (
            vue.address("plan-chronologie", zoom=fenetre.zoom, du=jour.isoformat()) if jour else ""
            for jour in (fenetre.before(), fenetre.after())
        )
    return render(request, "plans_action/plan_chronologie.html", context)


@require_GET
def plan_calendrier(request: UtilisateurRequest) -> HttpResponse:
    """Show a month: steps, evaluations, ends, bilans."""
    vue = read_vue(request)
    context = vue.context()
    if vue.projet is not None:
        mois = calendrier.read_mois(request.GET.get("mois", ""), today=vue.today)
        fiches = list(echeancier.with_etapes(_fiches(request, vue)))
        context["mois"] = calendrier.build(fiches, vue.projet, mois=mois, today=vue.today)
        context["avant"], context["apres"], context["ce_mois"] = (
            vue.address("plan-calendrier", mois=f"{jour:%Y-%m}")
            for jour in (context["mois"].precedent, context["mois"].suivant, vue.today)
        )
    return render(request, "plans_action/plan_calendrier.html", context)
