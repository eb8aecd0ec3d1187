"""What is asked about an account that is open: a lost second factor, another address. One asks, another agrees."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comptes import demandes
from comptes.equipe import CompteRefuse
from comptes.forms import AdresseForm, FacteurForm
from comptes.models import DemandeCompte, Utilisateur
from comptes.types import UtilisateurRequest

DEMANDE_PARTIE = "La demande est partie. Rien ne change avant l’accord d’une seconde personne."


def _ask(
    request: UtilisateurRequest, pk: UUID, forme: type[Form], ask: Callable[..., DemandeCompte], template: str
) -> HttpResponse:
    """Show a form about an account and write what it asks."""
    compte = get_object_or_404(Utilisateur.objects.visible_to(request.user), pk=pk)
    form = forme(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if name != "reconnue"}
        try:
            ask(compte=compte, by=request.user, now=timezone.now(), **asked)
        except CompteRefuse as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, DEMANDE_PARTIE)
            return redirect("comptes:compte-detail", pk=compte.pk)
    return render(request, template, {"form": form, "compte": compte})


@require_http_methods(["GET", "POST"])
def compte_facteur(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Ask that a lost second factor be taken away."""
    return _ask(request, pk, FacteurForm, demandes.ask_facteur, "comptes/compte_facteur.html")


@require_http_methods(["GET", "POST"])
def compte_adresse(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Ask that an account open at another address."""
    return _ask(request, pk, AdresseForm, demandes.ask_adresse, "comptes/compte_adresse.html")


def _decide(request: UtilisateurRequest, pk: UUID, decision: Callable[..., DemandeCompte], done: str) -> HttpResponse:
    """Apply a decision about a request and come back to the account, saying what happened."""
    demande = get_object_or_404(DemandeCompte.objects.visible_to(request.user), pk=pk)
    try:
        decision(demande=demande, by=request.user, now=timezone.now())
    except CompteRefuse as refus:
        messages.warning(request, str(refus))
    else:
        messages.success(request, done)
    return redirect("comptes:compte-detail", pk=demande.compte_id)


@require_POST
def demande_accepter(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Agree to what another person asks."""
    return _decide(request, pk, demandes.accept_demande, "C’est accordé. Un message part à cette personne.")


@require_POST
def demande_refuser(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Refuse what is asked, or give it up."""
    return _decide(request, pk, demandes.refuse_demande, "La demande est close. Rien ne change pour ce compte.")


@never_cache
@require_http_methods(["GET", "POST"])
def adresse_confirmer(request: HttpRequest, jeton: str) -> HttpResponse:
    """Prove a new address by its mailed link; a mail reader that opens the link confirms nothing."""
    demande = demandes.read_link(jeton=jeton)
    if demande is None:
        return render(request, "comptes/adresse_confirmer.html", {"demande": None})
    if request.method == "POST":
        try:
            demandes.confirm_adresse(demande=demande, now=timezone.now())
        except CompteRefuse as refus:
            messages.warning(request, str(refus))
        else:
            messages.success(request, "Votre nouvelle adresse est confirmée. Servez-vous-en pour vous connecter.")
            return redirect("account_login_equipe")
    return render(request, "comptes/adresse_confirmer.html", {"demande": demande})
