"""The register of the team's training: sessions and requests."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from comptes.types import UtilisateurRequest
from plans_action.choix import StatutDemandeFormation
from plans_action.forms_formations import DemandeFormationForm, FormationForm
from plans_action.models import DemandeFormation, Formation

MONTREES = 200


@require_safe
def formation_list(request: UtilisateurRequest) -> HttpResponse:
    """Show the requests that wait for an answer first, then the sessions."""
    demandes = list(DemandeFormation.objects.select_related("conseiller")[:MONTREES])
    demandes.sort(key=lambda demande: demande.statut != StatutDemandeFormation.DEMANDEE)
    context = {"demandes": demandes, "formations": Formation.objects.all()[:MONTREES]}
    return render(request, "plans_action/formation_list.html", context)


@require_http_methods(["GET", "POST"])
def formation_create(request: UtilisateurRequest) -> HttpResponse:
    """Plan a session."""
    return _edit(request, FormationForm, Formation(jour=timezone.localdate()), "Prévoir une formation")


@require_http_methods(["GET", "POST"])
def formation_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Change a session, or say that it is cancelled."""
    return _edit(request, FormationForm, get_object_or_404(Formation, pk=pk), "Modifier la formation")


@require_http_methods(["GET", "POST"])
def demande_create(request: UtilisateurRequest) -> HttpResponse:
    """Note a request."""
    return _edit(request, DemandeFormationForm, DemandeFormation(jour=timezone.localdate()), "Noter une demande")


@require_http_methods(["GET", "POST"])
def demande_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Answer a request."""
    return _edit(request, DemandeFormationForm, get_object_or_404(DemandeFormation, pk=pk), "Demande de formation")


def _edit(request: UtilisateurRequest, forme: Any, objet: Any, titre: str) -> HttpResponse:
    form = forme(request.POST if request.method == "POST" else None, instance=objet)
    if form.is_valid():
        if objet._state.adding:
            objet.saisi_par = request.user
        form.save()
        messages.success(request, "C’est enregistré.")
        return redirect("plans_action:formation-list")
    return render(request, "plans_action/formation_form.html", {"form": form, "titre": titre})
