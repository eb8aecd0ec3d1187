"""Put right what was logged: complete a note, annul an événement logged by mistake."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accueil import corrections
from accueil.forms import AnnulationForm, ComplementForm
from accueil.models import Evenement
from accueil.prefill import open_draft
from comptes.types import UtilisateurRequest


@require_http_methods(["GET", "POST"])
def evenement_completer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Add a dated, signed text to the note of an événement."""
    visible = Evenement.objects.visible_to(request.user).select_related("jeune")
    evenement = get_object_or_404(visible, pk=pk)
    brouillon = open_draft(request, f"complement:{evenement.pk}")
    form = ComplementForm(request.POST) if request.method == "POST" else brouillon.remplir(ComplementForm())
    if form.is_valid():
        try:
            corrections.add_complement(
                evenement=evenement, texte=form.cleaned_data["note"], by=request.user, now=timezone.now()
            )
        except corrections.CorrectionRefusee as refus:
            form.add_error(None, str(refus))
        else:
            brouillon.effacer()
            messages.success(request, "Le complément est ajouté sous la note.")
            return redirect(evenement)
    context = {"form": form, "evenement": evenement, "brouillon": brouillon}
    return render(request, "accueil/evenement_completer.html", context)


@require_http_methods(["GET", "POST"])
def evenement_annuler(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Annul an événement that one logged by mistake."""
    mine = Evenement.objects.visible_to(request.user).filter(saisi_par=request.user).select_related("jeune", "lieu")
    evenement = get_object_or_404(mine, pk=pk)
    form = AnnulationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            annule = corrections.annul_evenement(
                evenement=evenement, motif=form.cleaned_data["motif"], by=request.user, now=timezone.now()
            )
        except corrections.CorrectionRefusee as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "C’est annulé : cet événement n’est plus compté, et reste lisible ici.")
            return redirect(annule)
    return render(request, "accueil/evenement_annuler.html", {"form": form, "evenement": evenement})
