"""The standing groups."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from comptes.types import UtilisateurRequest
from participation.forms import RegroupementForm
from participation.models import Regroupement

PAR_PAGE = 25


@require_safe
def regroupement_list(request: UtilisateurRequest) -> HttpResponse:
    """List the groups: those that run, then the others."""
    coming = Q(seances__debut_le__gt=timezone.now(), seances__annulee_le=None)
    regroupements = (
        Regroupement.objects.select_related("lieu", "fiche_action")
        .prefetch_related("animateurs")
        .annotate(nombre_a_venir=Count("seances", filter=coming), prochaine=Min("seances__debut_le", filter=coming))
        .order_by("-actif", "titre", "pk")
    )
    page = Paginator(regroupements, PAR_PAGE).get_page(request.GET.get("page"))
    return render(request, "participation/regroupement_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def regroupement_edit(request: UtilisateurRequest, pk: UUID | None = None) -> HttpResponse:
    """Create or change a group."""
    regroupement = get_object_or_404(Regroupement, pk=pk) if pk else None
    form = RegroupementForm(request.POST or None, instance=regroupement)
    if form.is_valid():
        saved = form.save()
        messages.success(request, f"« {saved} » est enregistré.")
        return redirect("participation:regroupement-list")
    context = {"form": form, "regroupement": regroupement}
    return render(request, "participation/regroupement_form.html", context)
