"""Meetings of the commissions."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.types import UtilisateurRequest
from evaluation.forms import ReunionForm
from evaluation.models import Reunion
from evaluation.projets import projet_courant
from evaluation.views.bilans import SANS_PROJET

PAR_PAGE = 25


@require_safe
def reunion_list(request: UtilisateurRequest) -> HttpResponse:
    """Show the coming meetings, then the past ones."""
    now = timezone.now()
    reunions = Reunion.objects.visible_to(request.user).select_related("projet")
    passees = reunions.filter(le__lt=now).order_by("-le", "pk")
    contexte = {
        "a_venir": list(reunions.a_venir(now=now)[:PAR_PAGE]),
        "page": Paginator(passees, PAR_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "evaluation/reunion_list.html", contexte)


@require_http_methods(["GET", "POST"])
def reunion_create(request: UtilisateurRequest) -> HttpResponse:
    """Plan a meeting."""
    projet = projet_courant()
    if projet is None:
        messages.warning(request, SANS_PROJET)
        return redirect("evaluation:reunion-list")
    return _edit(request, Reunion(projet=projet), titre="Prévoir une réunion")


@require_http_methods(["GET", "POST"])
def reunion_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Change a meeting."""
    reunion = get_object_or_404(Reunion.objects.visible_to(request.user), pk=pk)
    return _edit(request, reunion, titre="Modifier la réunion")


def _edit(request: UtilisateurRequest, reunion: Reunion, *, titre: str) -> HttpResponse:
    form = ReunionForm(request.POST if request.method == "POST" else None, instance=reunion)
    if form.is_valid():
        form.save()
        messages.success(request, "La réunion est enregistrée.")
        return redirect("evaluation:reunion-list")
    contexte = {"form": form, "titre": titre, "nouvelle": reunion._state.adding}
    return render(request, "evaluation/reunion_form.html", contexte | {"reunion": reunion})


@require_POST
def reunion_delete(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Cancel a meeting that was planned by mistake."""
    get_object_or_404(Reunion.objects.visible_to(request.user), pk=pk).delete()
    messages.success(request, "La réunion est supprimée.")
    return redirect("evaluation:reunion-list")
