"""The page of a partner: who they are, what happened with them, the applications sent there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accueil import entreprises as services
from accueil.choix import SuiteCandidature
from accueil.forms.entreprises import CandidatureForm, ContactEntrepriseForm
from accueil.models import Candidature, ContactEntreprise
from comptes.types import UtilisateurRequest
from jeunes.models import Jeune
from structure.models import Partenaire

MONTRES = 50


@require_safe
def partenaire_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show a partner with its contacts and the applications it received."""
    partenaires = Partenaire.objects.select_related("commune").prefetch_related("conventions")
    partenaire = get_object_or_404(partenaires, pk=pk)
    contacts = ContactEntreprise.objects.visible_to(request.user).filter(partenaire=partenaire)
    candidatures = list(Candidature.objects.visible_to(request.user).filter(partenaire=partenaire)[:MONTRES])
    ids = [candidature.jeune_id for candidature in candidatures if candidature.jeune_id]
    noms = Jeune.objects.visible_to(request.user).in_bulk(ids) if ids else {}
    context = {
        "partenaire": partenaire,
        "contacts": contacts.select_related("saisi_par", "fiche_action")[:MONTRES],
        "candidatures": [(c, noms.get(c.jeune_id)) for c in candidatures],  # type: ignore[arg-type]
        "suites": SuiteCandidature.choices,
    }
    return render(request, "accueil/partenaire_detail.html", context)


@require_http_methods(["GET", "POST"])
def contact_entreprise_create(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Note a contact with an enterprise."""
    partenaire = get_object_or_404(Partenaire, pk=pk)
    form = ContactEntrepriseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.log_contact(partenaire=partenaire, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Le contact est noté.")
        return redirect("accueil:partenaire-detail", pk=partenaire.pk)
    context = {"form": form, "partenaire": partenaire, "titre": "Noter un contact"}
    return render(request, "accueil/partenaire_form.html", context)


@require_http_methods(["GET", "POST"])
def candidature_create(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Note an application sent to an enterprise."""
    partenaire = get_object_or_404(Partenaire, pk=pk)
    form = CandidatureForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        services.log_candidature(partenaire=partenaire, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "La candidature est notée.")
        return redirect("accueil:partenaire-detail", pk=partenaire.pk)
    context = {"form": form, "partenaire": partenaire, "titre": "Noter une candidature"}
    return render(request, "accueil/partenaire_form.html", context)


@require_POST
def candidature_suite(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Note what came of an application."""
    candidature = get_object_or_404(Candidature.objects.visible_to(request.user), pk=pk)
    suite = request.POST.get("suite", "")
    if suite in SuiteCandidature.values:
        services.follow_candidature(candidature=candidature, suite=suite, today=timezone.localdate())
        messages.success(request, "La suite est notée.")
    return redirect("accueil:partenaire-detail", pk=candidature.partenaire_id)
