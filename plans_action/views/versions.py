"""The versions of a fiche: listed, two of them side by side, one brought back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from comptes.types import UtilisateurRequest
from plans_action import services, versions
from plans_action.forms import RestaurerForm
from plans_action.models import FicheAction
from plans_action.views.fiche import list_onglets

VERSIONS_PAR_PAGE = 20
CHANGEMENTS_MONTRES = 6


@require_GET
def fiche_versions(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """List the versions of a fiche, the latest first, to choose two."""
    fiche = get_object_or_404(FicheAction.objects.visible_to(request.user), pk=pk)
    toutes = versions.build_versions(fiche)
    page = Paginator(toutes[::-1], VERSIONS_PAR_PAGE).get_page(request.GET.get("page"))
    lignes = []
    for version in page.object_list:
        changes = versions.summarise(toutes[version.numero - 2], version) if version.numero > 1 else []
        lignes.append((version, changes[:CHANGEMENTS_MONTRES], max(0, len(changes) - CHANGEMENTS_MONTRES)))
    numeros = [version.numero for version in page.object_list]
    context = {
        "fiche": fiche,
        "page": page,
        "lignes": lignes,
        "choix_apres": numeros[0] if numeros else None,
        "choix_avant": numeros[1] if len(numeros) > 1 else None,
        "onglets": list_onglets(request, fiche),
    }
    return render(request, "plans_action/fiche_versions.html", context)


@require_GET
def fiche_comparer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show two versions side by side: what differs, or everything when asked."""
    fiche = get_object_or_404(FicheAction.objects.visible_to(request.user), pk=pk)
    toutes = versions.build_versions(fiche)
    if len(toutes) < 2:
        messages.info(request, "Cette fiche n’a qu’une version : il n’y a rien à comparer.")
        return redirect("plans_action:fiche-versions", pk=fiche.pk)
    apres = _chosen(toutes, request.GET.get("apres"), toutes[-1])
    avant = _chosen(toutes, request.GET.get("avant"), toutes[max(0, apres.numero - 2)])
    if avant.numero > apres.numero:
        avant, apres = apres, avant
    tout = request.GET.get("tout") == "oui"
    context = {
        "fiche": fiche,
        "avant": avant,
        "apres": apres,
        "tout": tout,
        "lignes": versions.compare_versions(avant, apres, tout=tout),
        "versions": toutes[::-1],
        "onglets": list_onglets(request, fiche),
    }
    return render(request, "plans_action/fiche_comparer.html", context)


@require_http_methods(["GET", "POST"])
def fiche_restaurer(request: UtilisateurRequest, pk: UUID, numero: int) -> HttpResponse:
    """Bring a version back, as a new one, with a reason; a page read before somebody else's save answers 409."""
    fiche = get_object_or_404(FicheAction.objects.visible_to(request.user).select_related("modifiee_par"), pk=pk)
    toutes = versions.build_versions(fiche)
    version = next((version for version in toutes if version.numero == numero), None)
    if version is None:
        raise Http404("no such version")
    if version.actuelle:
        messages.info(request, f"La version {numero} est celle d’aujourd’hui : il n’y a rien à rétablir.")
        return redirect("plans_action:fiche-versions", pk=fiche.pk)
    cible = versions.changes_cible(version, toutes[-1])
    form = RestaurerForm(
        request.POST if request.method == "POST" else None, initial={"version": fiche.version}, cible=cible
    )
    status = 200
    if form.is_valid():
        try:
            perdus = _restore(request, fiche, version, form.cleaned_data)
        except services.PlanRefuse as refus:
            form.add_error(None, str(refus))
        except services.FicheModifiee:
            fiche = FicheAction.objects.select_related("modifiee_par").get(pk=fiche.pk)
            toutes = versions.build_versions(fiche)
            qui = f"par {fiche.modifiee_par} " if fiche.modifiee_par else ""
            form = RestaurerForm({**form.cleaned_data, "version": fiche.version}, cible=cible)
            form.add_error(
                None,
                f"La fiche a été enregistrée {qui}pendant que vous lisiez cette page ; rien n’a été écrit. "
                "Relisez ci-dessous ce qui va changer, puis confirmez.",
            )
            status = 409
        else:
            messages.success(request, f"La version {numero} est rétablie. Celle d’avant reste dans la liste.")
            if perdus:
                messages.warning(
                    request, f"N’existe plus et n’a pas pu revenir : {', '.join(perdus)}. Complétez la fiche."
                )
            return redirect(fiche)
    context = {
        "fiche": fiche,
        "version": version,
        "form": form,
        "lignes": versions.compare_versions(toutes[-1], version),
        "onglets": list_onglets(request, fiche),
    }
    return render(request, "plans_action/fiche_restaurer.html", context, status=status)


def _restore(
    request: UtilisateurRequest, fiche: FicheAction, version: versions.Version, typed: dict[str, Any]
) -> list[str]:
    return versions.restore_version(
        fiche=fiche,
        version=version,
        lue=typed["version"],
        motif=typed["motif"],
        motif_cible=typed.get("motif_cible", ""),
        by=request.user,
        now=timezone.now(),
    )


def _chosen(toutes: list[versions.Version], numero: str | None, default: versions.Version) -> versions.Version:
    return next((version for version in toutes if str(version.numero) == numero), default)
