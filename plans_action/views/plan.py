"""The tree of the plan: reading, objectives, opening and placing fiches."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptes.types import UtilisateurRequest
from plans_action import lecture, services
from plans_action.forms import (
    FicheCreateForm,
    FicheDeplacerForm,
    ObjectifForm,
    OperationnelForm,
    ProjetForm,
)
from plans_action.models import FicheAction, ObjectifGeneral, ObjectifOperationnel, ProjetAssociatif
from plans_action.views.socle import read_vue
from structure.models import Convention

SENS = {"monter": -1, "descendre": 1}


@require_GET
def plan(request: UtilisateurRequest) -> HttpResponse:
    """Show the tree: projet, objectives, fiches with their state and steps."""
    vue = read_vue(request)
    projet, retenues, today = vue.projet, vue.retenues, vue.today
    arbre = lecture.build_arbre(projet=projet, user=request.user, today=today, retenues=retenues) if projet else None
    context = vue.context() | {
        "arbre": arbre,
        "conventions": _conventions(request, today),
        "modifiable": request.user.has_permission("fiche.modifier") and retenues is None,
    }
    return render(request, "plans_action/plan.html", context)


def _conventions(request: UtilisateurRequest, today: datetime.date) -> list[Convention]:
    """Return the conventions that end soon, on the page where the day of who may renew them starts."""
    if not request.user.has_permission("convention.modifier"):
        return []
    return list(Convention.objects.finissent_bientot(today=today).select_related("partenaire"))


@require_http_methods(["GET", "POST"])
def projet_create(request: UtilisateurRequest) -> HttpResponse:
    """Open a projet associatif."""
    return _projet_form(request, None)


@require_http_methods(["GET", "POST"])
def projet_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Change the title and the dates of a projet associatif."""
    return _projet_form(request, get_object_or_404(ProjetAssociatif, pk=pk))


def _projet_form(request: UtilisateurRequest, projet: ProjetAssociatif | None) -> HttpResponse:
    form = ProjetForm(request.POST if request.method == "POST" else None, instance=projet)
    if form.is_valid():
        saved = form.save(commit=False)
        services.save_projet(projet=saved, by=request.user, motif=form.cleaned_data["motif"])
        messages.success(request, "Le projet associatif est enregistré.")
        return redirect(f"{reverse('plans_action:plan')}?projet={saved.pk}")
    titre = "Modifier le projet associatif" if projet else "Ouvrir un projet associatif"
    return render(request, "plans_action/formulaire.html", {"form": form, "titre": titre, "bouton": "Enregistrer"})


@require_http_methods(["GET", "POST"])
def objectif_create(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Add a general objective."""
    projet = get_object_or_404(ProjetAssociatif, pk=pk)
    form = ObjectifForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        objectif = services.add_objectif_general(projet=projet, by=request.user, **form.cleaned_data)
        return _back(projet, f"general-{objectif.pk}")
    return _objectif_page(request, form, "Ajouter un objectif général", projet, "Ajouter")


@require_http_methods(["GET", "POST"])
def objectif_update(request: UtilisateurRequest, pk: int) -> HttpResponse:
    """Change the words of a general objective."""
    objectif = get_object_or_404(ObjectifGeneral.objects.select_related("projet"), pk=pk)
    initial = {"titre": objectif.titre, "description": objectif.description}
    form = ObjectifForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        services.rename_objectif(objectif=objectif, by=request.user, **form.cleaned_data)
        return _back(objectif.projet, f"general-{objectif.pk}")
    return _objectif_page(request, form, "Modifier l’objectif général", objectif.projet, "Enregistrer")


@require_POST
def objectif_deplacer(request: UtilisateurRequest, pk: int) -> HttpResponse:
    """Move a general objective up or down."""
    objectif = get_object_or_404(ObjectifGeneral.objects.select_related("projet"), pk=pk)
    if sens := SENS.get(request.POST.get("sens", "")):
        services.move_objectif_general(objectif=objectif, sens=sens, by=request.user)
    return _back(objectif.projet, f"general-{objectif.pk}")


@require_POST
def objectif_delete(request: UtilisateurRequest, pk: int) -> HttpResponse:
    """Delete a general objective that holds nothing."""
    objectif = get_object_or_404(ObjectifGeneral.objects.select_related("projet"), pk=pk)
    return _delete(request, objectif, objectif.projet)


@require_http_methods(["GET", "POST"])
def operationnel_create(request: UtilisateurRequest, pk: int) -> HttpResponse:
    """Add an operational objective below a general one."""
    general = get_object_or_404(ObjectifGeneral.objects.select_related("projet"), pk=pk)
    form = ObjectifForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        objectif = services.add_objectif_operationnel(objectif_general=general, by=request.user, **form.cleaned_data)
        return _back(general.projet, f"operationnel-{objectif.pk}")
    titre = f"Ajouter un objectif opérationnel à « {general} »"
    return _objectif_page(request, form, titre, general.projet, "Ajouter")


@require_http_methods(["GET", "POST"])
def operationnel_update(request: UtilisateurRequest, pk: int) -> HttpResponse:
    """Change the words of an operational objective, or the general one it serves."""
    objectif = get_object_or_404(ObjectifOperationnel.objects.select_related("objectif_general__projet"), pk=pk)
    projet = objectif.objectif_general.projet
    initial = {
        "titre": objectif.titre,
        "description": objectif.description,
        "objectif_general": objectif.objectif_general_id,
    }
    form = OperationnelForm(request.POST if request.method == "POST" else None, initial=initial, objectif=objectif)
    if form.is_valid():
        general = form.cleaned_data.pop("objectif_general")
        services.rename_objectif(objectif=objectif, by=request.user, **form.cleaned_data)
        if general.pk != objectif.objectif_general_id:
            services.transfer_operationnel(objectif=objectif, vers=general, by=request.user)
        return _back(projet, f"operationnel-{objectif.pk}")
    return _objectif_page(request, form, "Modifier l’objectif opérationnel", projet, "Enregistrer")


@require_POST
def operationnel_deplacer(request: UtilisateurRequest, pk: int) -> HttpResponse:
    """Move an operational objective up or down below its general one."""
    objectif = get_object_or_404(ObjectifOperationnel.objects.select_related("objectif_general__projet"), pk=pk)
    if sens := SENS.get(request.POST.get("sens", "")):
        services.move_objectif_operationnel(objectif=objectif, sens=sens, by=request.user)
    return _back(objectif.objectif_general.projet, f"operationnel-{objectif.pk}")


@require_POST
def operationnel_delete(request: UtilisateurRequest, pk: int) -> HttpResponse:
    """Delete an operational objective that holds nothing."""
    objectif = get_object_or_404(ObjectifOperationnel.objects.select_related("objectif_general__projet"), pk=pk)
    return _delete(request, objectif, objectif.objectif_general.projet)


@require_http_methods(["GET", "POST"])
def fiche_create(request: UtilisateurRequest) -> HttpResponse:
    """Open a fiche: a title is enough."""
    initial = {nom: request.GET[nom] for nom in ("objectif", "parente") if nom in request.GET}
    form = FicheCreateForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        fiche = services.create_fiche(by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, f"La fiche « {fiche} » est ouverte. Vous pouvez la compléter.")
        return redirect("plans_action:fiche-update", pk=fiche.pk)
    context = {"form": form, "titre": "Ouvrir une fiche-action", "bouton": "Ouvrir la fiche"}
    return render(request, "plans_action/formulaire.html", context)


@require_http_methods(["GET", "POST"])
def fiche_deplacer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Place a fiche under another objective."""
    fiche = get_object_or_404(FicheAction.objects.visible_to(request.user), pk=pk)
    form = FicheDeplacerForm(
        request.POST if request.method == "POST" else None, initial={"objectif": fiche.objectif_id}
    )
    if form.is_valid():
        services.move_fiche(fiche=fiche, objectif=form.cleaned_data["objectif"], by=request.user, now=timezone.now())
        messages.success(request, f"La fiche « {fiche} » a changé de place.")
        return redirect(f"{reverse('plans_action:plan')}#fiche-{fiche.pk}")
    context = {"form": form, "titre": f"Déplacer la fiche « {fiche} »", "bouton": "Déplacer", "fiche": fiche}
    return render(request, "plans_action/formulaire.html", context)


def _objectif_page(
    request: UtilisateurRequest, form: ObjectifForm, titre: str, projet: ProjetAssociatif, bouton: str
) -> HttpResponse:
    context = {"form": form, "titre": titre, "bouton": bouton, "projet": projet}
    return render(request, "plans_action/formulaire.html", context)


def _delete(
    request: UtilisateurRequest, objectif: ObjectifGeneral | ObjectifOperationnel, projet: ProjetAssociatif
) -> HttpResponse:
    titre = str(objectif)
    try:
        services.delete_objectif(objectif=objectif, by=request.user)
    except services.PlanRefuse as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, f"L’objectif « {titre} » est supprimé.")
    return _back(projet, "arbre")


def _back(projet: ProjetAssociatif, ancre: str) -> HttpResponse:
    return redirect(f"{reverse('plans_action:plan')}?projet={projet.pk}#{ancre}")
