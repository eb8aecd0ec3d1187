"""The two commissions and their members."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.types import UtilisateurRequest
from evaluation.choix import TypeCommission
from evaluation.commissions.formulaires.membres import MembreForm, default_membre
from evaluation.commissions.lectures import list_lectures
from evaluation.commissions.membres import in_the_other, list_commissions
from evaluation.models import MembreCommission
from evaluation.projets import projet_courant
from evaluation.services import reunions as services


@require_safe
def commission_list(request: UtilisateurRequest) -> HttpResponse:
    """Show the two commissions: who sits, when they meet, what they are doing."""
    commissions = list_commissions(
        user=request.user, projet=projet_courant(), now=timezone.now(), today=timezone.localdate()
    )
    lectures = list_lectures(request.user)
    return render(request, "evaluation/commission_list.html", {"commissions": commissions, "lectures": lectures})


@require_http_methods(["GET", "POST"])
def membre_create(request: UtilisateurRequest) -> HttpResponse:
    """Add a member to a commission."""
    commission = request.GET.get("commission", "")
    commission = commission if commission in TypeCommission.values else TypeCommission.SUIVI
    initial = default_membre(commission, timezone.localdate())
    return _edit(request, MembreCommission(), titre="Ajouter un membre", initial=initial)


@require_http_methods(["GET", "POST"])
def membre_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Change a member."""
    membre = get_object_or_404(MembreCommission.objects.visible_to(request.user), pk=pk)
    return _edit(request, membre, titre=membre.nom)


def _edit(request: UtilisateurRequest, membre: MembreCommission, *, titre: str, **options: Any) -> HttpResponse:
    nouveau = membre._state.adding
    form = MembreForm(request.POST if request.method == "POST" else None, instance=membre, **options)
    if form.is_valid():
        membre = form.save()
        messages.success(request, f"{membre.nom} siège à la {membre.get_commission_display().lower()}.")
        if in_the_other(membre, today=timezone.localdate()):
            messages.warning(
                request,
                f"{membre.nom} siège aussi dans l’autre commission. Les deux commissions sont indépendantes : "
                "vérifiez que c’est bien voulu.",
            )
        return redirect("evaluation:commission-list")
    contexte = {"form": form, "titre": titre, "membre": membre, "nouveau": nouveau}
    return render(request, "evaluation/membre_form.html", contexte)


@require_POST
def membre_retirer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """End a member's seat."""
    membre = get_object_or_404(MembreCommission.objects.visible_to(request.user), pk=pk)
    nom = membre.nom
    if services.remove_membre(membre=membre, today=timezone.localdate()):
        messages.success(request, f"{nom} est retiré de la liste des membres.")
    else:
        messages.success(request, f"{nom} ne siège plus. Ses convocations et ses présences restent en mémoire.")
    return redirect("evaluation:commission-list")
