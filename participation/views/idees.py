"""Ideas: a youth says one and sees what was answered; the team answers."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.types import UtilisateurRequest
from jeunes.models import Jeune
from participation import services
from participation.choix import StatutIdee
from participation.forms import IdeeForm, IdeeReponseForm
from participation.models import Idee

PAR_PAGE = 25


@require_safe
def idee_list(request: UtilisateurRequest) -> HttpResponse:
    """Show one's ideas and their answers to a youth, all of them to the team: those without an answer first."""
    if request.user.has_permission("idee.repondre"):
        return _idee_list_equipe(request)
    page = Paginator(Idee.objects.visible_to(request.user), PAR_PAGE).get_page(request.GET.get("page"))
    return render(request, "participation/idee_list.html", {"page": page, "form": IdeeForm()})


def _idee_list_equipe(request: UtilisateurRequest) -> HttpResponse:
    statut = request.GET.get("statut", StatutIdee.DEPOSEE)
    idees = Idee.objects.visible_to(request.user).select_related("jeune", "repondue_par", "fiche_action")
    if statut in StatutIdee.values:
        idees = idees.filter(statut=statut)
    page = Paginator(idees, PAR_PAGE).get_page(request.GET.get("page"))
    onglets = [("deposee", "À répondre"), ("repondue", "Répondues"), ("retenue", "Retenues"), ("toutes", "Toutes")]
    context = {"page": page, "statut": statut, "onglets": onglets}
    return render(request, "participation/idee_list_equipe.html", context)


@require_POST
def idee_create(request: UtilisateurRequest) -> HttpResponse:
    """Keep a youth's idea."""
    form = IdeeForm(request.POST)
    if not form.is_valid():
        page = Paginator(Idee.objects.visible_to(request.user), PAR_PAGE).get_page(1)
        return render(request, "participation/idee_list.html", {"page": page, "form": form})
    jeune = Jeune.objects.filter(compte=request.user).first()
    if jeune is None:
        messages.info(request, "Dites-nous d’abord qui vous êtes : votre idée pourra recevoir une réponse.")
        return redirect("comptes:moi")
    services.submit_idee(jeune=jeune, texte=form.cleaned_data["texte"], now=timezone.now())
    messages.success(request, "Merci, votre idée est bien reçue. La réponse s’affichera ici.")
    return redirect("participation:idee-list")


@require_http_methods(["GET", "POST"])
def idee_repondre(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Answer an idea."""
    visible = Idee.objects.visible_to(request.user).select_related("jeune")
    idee = get_object_or_404(visible, pk=pk)
    form = IdeeReponseForm(request.POST or None, idee=idee)
    if form.is_valid():
        services.answer_idee(idee=idee, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "La réponse est visible par la personne qui a déposé l’idée.")
        return redirect("participation:idee-list")
    return render(request, "participation/idee_reponse.html", {"form": form, "idee": idee})
