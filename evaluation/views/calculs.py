"""Ask for the figures to be computed again, and see how far that is."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from comptes.types import UtilisateurRequest
from evaluation.models import Calcul
from evaluation.projets import projet_courant
from evaluation.services import calcul as services


@require_POST
def calcul_create(request: UtilisateurRequest) -> HttpResponse:
    """Ask for a computation until today and go to its progress."""
    projet = projet_courant()
    if projet is None:
        messages.warning(request, "Il n’y a pas de projet associatif en cours : il n’y a rien à calculer.")
        return redirect("accueil-general")
    try:
        calcul = services.ask_calcul(projet=projet, by=request.user, arrete_au=timezone.localdate())
    except services.CalculImpossible as refus:
        messages.warning(request, str(refus))
        return redirect("accueil-general")
    return redirect(calcul)


@require_safe
def calcul_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show how far a computation is; the progress alone when it is asked again by the page."""
    calcul = get_object_or_404(Calcul.objects.visible_to(request.user).select_related("projet"), pk=pk)
    template = "evaluation/_calcul_progression.html" if request.htmx else "evaluation/calcul_detail.html"
    return render(request, template, {"calcul": calcul})
