"""Accounts of people at work: who has one, who asks, who agrees."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes import demandes, equipe
from comptes.choix import EtatCompte, Role, StatutDemande
from comptes.forms import CompteForm, ComptesFiltreForm, RoleForm
from comptes.models import AlerteVolume, DemandeCompte, Utilisateur, UtilisateurQuerySet
from comptes.types import UtilisateurRequest

COMPTES_PAR_PAGE = 25
TRIS = {"nom": ("nom", "prenom"), "role": ("role",), "etat": ("rang_etat",), "connexion": ("last_login",)}


@require_safe
def compte_list(request: UtilisateurRequest) -> HttpResponse:
    """Show who has an account, what waits for a second person, who has no second factor."""
    form = ComptesFiltreForm(request.GET or None)
    filtres = form.cleaned_data if form.is_valid() else {}
    visible = Utilisateur.objects.visible_to(request.user)
    comptes = _filtered(equipe.with_facteur(visible), filtres).order_by(*_order(request.GET.get("tri", "")))
    context = {
        "form": form,
        "page": Paginator(comptes, COMPTES_PAR_PAGE).get_page(request.GET.get("page")),
        "a_approuver": visible.in_etat(EtatCompte.A_APPROUVER).count(),
        "demandes": DemandeCompte.objects.visible_to(request.user).filter(statut=StatutDemande.ATTENTE).count(),
        "sans_direction": not equipe.direction_is_there(),
        "alertes": AlerteVolume.objects.recent(today=timezone.localdate()).filter(utilisateur__in=visible),
    }
    return render(request, "comptes/compte_list.html", context)


def _filtered(comptes: UtilisateurQuerySet, filtres: dict[str, Any]) -> UtilisateurQuerySet:
    """Keep the accounts that the filters ask for."""
    for word in filtres.get("q", "").replace("\x00", "").split():
        comptes = comptes.filter(Q(nom__icontains=word) | Q(prenom__icontains=word) | Q(email__icontains=word))
    if role := filtres.get("role"):
        comptes = comptes.filter(role=role)
    if etat := filtres.get("etat"):
        comptes = comptes.in_etat(etat)
    if filtres.get("demande"):
        comptes = comptes.filter(pk__in=DemandeCompte.objects.filter(statut=StatutDemande.ATTENTE).values("compte"))
    return comptes.exclude(equipe.has_facteur()) if filtres.get("sans_facteur") else comptes


def _order(tri: str) -> list[Any]:
    """Return the order asked for; without one, what waits comes first."""
    columns = TRIS.get(tri.lstrip("-"), ("rang_etat",))
    descending = tri.startswith("-")
    asked = [F(name).desc(nulls_last=True) if descending else F(name).asc(nulls_last=True) for name in columns]
    return [*asked, "nom", "prenom", "pk"]


@require_http_methods(["GET", "POST"])
def compte_create(request: UtilisateurRequest) -> HttpResponse:
    """Ask for an account: a second person opens it."""
    form = CompteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            compte = equipe.create_compte(**form.cleaned_data, by=request.user, now=timezone.now())
        except equipe.CompteRefuse as refus:
            form.add_error("email", str(refus))
        else:
            messages.success(request, "Le compte est demandé. Il reste fermé jusqu’à son approbation.")
            return redirect("comptes:compte-detail", pk=compte.pk)
    context = {"form": form, "sans_direction": not equipe.direction_is_there()}
    return render(request, "comptes/compte_form.html", context)


@require_safe
def compte_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show one account, what can be decided about it, and what was."""
    visible = equipe.with_facteur(Utilisateur.objects.visible_to(request.user))
    compte = get_object_or_404(visible.select_related("demande_par", "approuve_par"), pk=pk)
    attend = compte.etat == EtatCompte.A_APPROUVER
    ouvertes = DemandeCompte.objects.ouvertes().filter(compte=compte).select_related("demande_par", "decide_par")
    empechement = equipe.refusal_to_approve(compte=compte, by=request.user) if attend else ""
    context = {
        "compte": compte,
        "attend": attend,
        "empechement": empechement,
        "sans_seconde_personne": attend and not empechement and request.user.role != Role.DIRECTION,
        "sans_mot_de_passe": compte.is_active and not compte.has_usable_password(),
        "soi": compte.pk == request.user.pk,
        "direct": request.user.role == Role.DIRECTION,
        # The person of the team is a room above: read through its link, if it has one.
        "personne": getattr(compte, "conseiller", None),
        "demandes": [(demande, demandes.refusal_to_accept(demande=demande, by=request.user)) for demande in ouvertes],
        "changements": equipe.rights_changes(compte=compte),
    }
    return render(request, "comptes/compte_detail.html", context)


@require_http_methods(["GET", "POST"])
def compte_role(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give somebody another role, with a confirmation."""
    compte = get_object_or_404(Utilisateur.objects.visible_to(request.user), pk=pk)
    form = RoleForm(request.POST if request.method == "POST" else None, compte=compte)
    if form.is_valid():
        try:
            equipe.change_role(compte=compte, role=form.cleaned_data["role"], by=request.user, now=timezone.now())
        except equipe.CompteRefuse as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "Le rôle est changé. Les sessions ouvertes avec l’ancien sont terminées.")
            return redirect("comptes:compte-detail", pk=compte.pk)
    return render(request, "comptes/compte_role.html", {"form": form, "compte": compte})


def _decide(request: UtilisateurRequest, pk: UUID, decision: Callable[..., Any], done: str) -> HttpResponse:
    """Apply a decision about an account and come back to it, saying what happened."""
    compte = get_object_or_404(Utilisateur.objects.visible_to(request.user), pk=pk)
    try:
        decision(compte=compte, by=request.user, now=timezone.now())
    except equipe.CompteRefuse as refus:
        messages.warning(request, str(refus))
    else:
        messages.success(request, done)
    return redirect("comptes:compte-detail", pk=compte.pk)


@require_POST
def compte_approuver(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Open an account that waits."""
    return _decide(request, pk, equipe.approve_compte, "Le compte est ouvert. Un message part à cette personne.")


@require_POST
def compte_refuser(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Close a request."""
    return _decide(request, pk, equipe.refuse_compte, "La demande est refusée. Le compte reste fermé.")


@require_POST
def compte_desactiver(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Close an account at once."""
    return _decide(request, pk, equipe.disable_compte, "Le compte est désactivé, ses sessions sont terminées.")


@require_POST
def compte_reactiver(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Open an account again, or ask for it."""
    done = (
        "Le compte est de nouveau ouvert." if request.user.role == Role.DIRECTION else "La demande part à la direction."
    )
    return _decide(request, pk, equipe.reactivate_compte, done)


@require_POST
def compte_invitation(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Send the link of the first password once more."""
    return _decide(request, pk, equipe.renew_invitation, "Un nouveau lien part à cette personne.")
