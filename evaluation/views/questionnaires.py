"""Questionnaires seen by the team: the list, the builder, their life."""

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.types import UtilisateurRequest
from evaluation.choix import EtatQuestionnaire, PublicQuestionnaire, TypeQuestion
from evaluation.forms_questionnaires import Construction, FeuilleForm, NouveauQuestionnaireForm
from evaluation.models import Feuille, Questionnaire, Vague
from evaluation.services import questionnaires as services

PAR_PAGE = 25


def _editable(request: UtilisateurRequest, pk: UUID) -> Questionnaire:
    """Return a questionnaire that the account may change, or 404."""
    return get_object_or_404(Questionnaire.objects.editable_by(request.user), pk=pk)


@require_safe
def questionnaire_list(request: UtilisateurRequest) -> HttpResponse:
    """Show the questionnaires, each in its latest version, those that are open first."""
    public, etat = request.GET.get("public", ""), request.GET.get("etat", "")
    rows = Questionnaire.objects.visible_to(request.user)
    newer = Questionnaire.objects.filter(etat=EtatQuestionnaire.OUVERT).values("serie")
    # Of a series: the open version, and the draft that prepares the next one; else what is left.
    rows = rows.filter(~Q(etat=EtatQuestionnaire.CLOS) | ~Q(serie__in=newer))
    if public in PublicQuestionnaire.values:
        rows = rows.filter(public=public)
    if etat in EtatQuestionnaire.values:
        rows = rows.filter(etat=etat)
    rows = rows.annotate(nombre_reponses=Count("vagues__feuilles", distinct=True)).select_related("fiche_action")
    page = Paginator(_ranked(rows), PAR_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    contexte = {
        "page": page,
        "filtre_public": public,
        "filtre_etat": etat,
        "publics": PublicQuestionnaire.choices,
        "etats": EtatQuestionnaire.choices,
        "en_cours": list(
            Vague.objects.visible_to(request.user)
            .en_cours(today=today)
            .select_related("questionnaire", "lieu")
            .annotate(nombre_reponses=Count("feuilles"))
            .order_by("au", "libelle", "pk")[:PAR_PAGE]
        ),
    }
    return render(request, "evaluation/questionnaire_list.html", contexte)


def _ranked(rows: QuerySet[Questionnaire]) -> QuerySet[Questionnaire]:
    from django.db.models import Case, IntegerField, Value, When

    ranks = [When(etat=code, then=Value(rang)) for rang, code in enumerate(("ouvert", "brouillon", "clos"))]
    return rows.annotate(rang=Case(*ranks, output_field=IntegerField())).order_by("rang", "titre", "-version", "pk")


@require_http_methods(["GET", "POST"])
def questionnaire_create(request: UtilisateurRequest) -> HttpResponse:
    """Begin a questionnaire."""
    form = NouveauQuestionnaireForm(
        request.POST if request.method == "POST" else None, initial={"modele": "", "public": ""}
    )
    if form.is_valid():
        questionnaire = services.create_questionnaire(**form.cleaned_data, by=request.user)
        return redirect("evaluation:questionnaire-update", pk=questionnaire.pk)
    return render(request, "evaluation/questionnaire_create.html", {"form": form})


@require_safe
def questionnaire_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show a questionnaire: its questions, its times of asking, what one may do."""
    rows = Questionnaire.objects.visible_to(request.user).select_related("fiche_action", "cree_par")
    questionnaire = get_object_or_404(rows, pk=pk)
    today = timezone.localdate()
    vagues = list(
        Vague.objects.filter(questionnaire__serie=questionnaire.serie)
        .select_related("questionnaire", "lieu", "fiche_action")
        .annotate(nombre_reponses=Count("feuilles"))
        .order_by("-au", "libelle", "pk")
    )
    repondu = Feuille.objects.filter(vague__questionnaire=questionnaire).exists()
    contexte = {
        "questionnaire": questionnaire,
        "questions": questionnaire.questions.prefetch_related("options").order_by("ordre", "pk"),
        "vagues": [(vague, vague.etat(today=today)) for vague in vagues],
        "versions": Questionnaire.objects.filter(serie=questionnaire.serie).order_by("-version"),
        "repondu": repondu,
        "manques": services.manques(questionnaire) if questionnaire.is_brouillon else [],
        "modifiable": Questionnaire.objects.editable_by(request.user).filter(pk=questionnaire.pk).exists(),
    }
    return render(request, "evaluation/questionnaire_detail.html", contexte)


@require_http_methods(["GET", "POST"])
def questionnaire_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Write the questions of a draft; each button keeps what is typed, then does its thing."""
    questionnaire = _editable(request, pk)
    if not questionnaire.is_brouillon:
        messages.info(request, "Les questions ne changent plus. Préparez une nouvelle version pour les reprendre.")
        return redirect(questionnaire)
    construction = Construction(questionnaire, request.POST if request.method == "POST" else None)
    if request.method == "POST" and construction.is_valid():
        try:
            services.save_brouillon(questionnaire=questionnaire, **construction.content())
            suite = _do(questionnaire, request.POST.get("action", ""))
        except services.QuestionnaireRefuse as refus:
            messages.error(request, str(refus))
            return redirect("evaluation:questionnaire-update", pk=pk)
        except services.QuestionnaireModifie as deux:
            construction.show_conflicts(deux.conflits)
        else:
            for texte in construction.lost():
                messages.warning(
                    request, f"Retiré entre-temps par quelqu’un d’autre, à ajouter à nouveau : « {texte} »"
                )
            if suite == questionnaire.get_absolute_url():
                messages.success(request, "Le brouillon est enregistré.")
            return redirect(suite)
    contexte = {
        "questionnaire": questionnaire,
        "construction": construction,
        "types": TypeQuestion.choices,
        "manques": services.manques(questionnaire) if request.GET.get("verifier") else [],
    }
    return render(request, "evaluation/questionnaire_form.html", contexte)


def _key(texte: str) -> UUID:
    """Return the key that a button carries; one that names nothing when it was tampered with."""
    try:
        return uuid.UUID(texte)
    except ValueError:
        return uuid.UUID(int=0)


def _do(questionnaire: Questionnaire, action: str) -> str:
    """Do what a button of the builder says, and return the page to show, at the place that changed."""
    page = reverse("evaluation:questionnaire-update", kwargs={"pk": questionnaire.pk})
    verbe, _, objet = action.partition(":")
    if verbe == "ajouter":
        return f"{page}#id_q-{services.add_question(questionnaire=questionnaire, type_=objet).cle}-libelle"
    if verbe in ("monter", "descendre"):
        pas = -1 if verbe == "monter" else 1
        services.move_question(questionnaire=questionnaire, cle=_key(objet), pas=pas)
        return f"{page}#question-{objet}"
    if verbe == "retirer":
        services.remove_question(questionnaire=questionnaire, cle=_key(objet))
        return f"{page}#questions"
    if verbe == "option":
        option = services.add_option(questionnaire=questionnaire, cle=_key(objet))
        return f"{page}#id_o-{option.cle}-libelle" if option else f"{page}#question-{objet}"
    if verbe in ("option-monter", "option-descendre"):
        pas = -1 if verbe == "option-monter" else 1
        services.move_option(questionnaire=questionnaire, cle=_key(objet), pas=pas)
        return f"{page}#option-{objet}"
    if verbe == "option-retirer":
        cle = services.remove_option(questionnaire=questionnaire, cle=_key(objet))
        return f"{page}#question-{cle}" if cle else page
    if verbe == "apercu":
        return reverse("evaluation:questionnaire-apercu", kwargs={"pk": questionnaire.pk})
    return questionnaire.get_absolute_url()


@require_safe
def questionnaire_apercu(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the questionnaire as on a phone; nothing is sent."""
    questionnaire = get_object_or_404(Questionnaire.objects.visible_to(request.user), pk=pk)
    nom = not questionnaire.anonyme and questionnaire.public != PublicQuestionnaire.JEUNES
    contexte = {
        "questionnaire": questionnaire,
        "form": FeuilleForm(questionnaire=questionnaire, nom=nom),
        "apercu": True,
    }
    return render(request, "evaluation/repondre.html", contexte)


def _change(
    request: UtilisateurRequest, pk: UUID, faire: Callable[..., Any], message: str, **arguments: Any
) -> HttpResponse:
    """Do one thing to a questionnaire, and say it."""
    questionnaire = _editable(request, pk)
    try:
        fait = faire(questionnaire=questionnaire, **arguments)
    except services.QuestionnaireRefuse as refus:
        messages.error(request, str(refus))
        return redirect(questionnaire)
    messages.success(request, message)
    return redirect("evaluation:questionnaire-update", pk=fait.pk) if fait else redirect(questionnaire)


@require_POST
def questionnaire_ouvrir(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Open a questionnaire; what is missing is shown in the builder."""
    questionnaire = _editable(request, pk)
    if questionnaire.is_brouillon and services.manques(questionnaire):
        return redirect(f"{reverse('evaluation:questionnaire-update', kwargs={'pk': pk})}?verifier=1")
    return _change(
        request,
        pk,
        services.open_questionnaire,
        "Le questionnaire est ouvert. Lancez une vague pour avoir son lien et son QR code.",
    )


@require_POST
def questionnaire_clore(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Close a questionnaire."""
    return _change(request, pk, services.close_questionnaire, "Le questionnaire est clos : il ne reçoit plus rien.")


@require_POST
def questionnaire_brouillon(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Put a questionnaire that nobody answered back to draft."""
    return _change(request, pk, services.back_to_brouillon, "Le questionnaire est de nouveau un brouillon.")


@require_POST
def questionnaire_version(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Begin the next version."""
    message = (
        "La nouvelle version est prête à être modifiée. Les questions gardées se compareront d’une vague à l’autre."
    )
    return _change(request, pk, services.new_version, message, by=request.user)


@require_POST
def questionnaire_dupliquer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Copy a questionnaire as another one."""
    source = get_object_or_404(Questionnaire.objects.visible_to(request.user), pk=pk)
    anonyme = {"oui": True, "non": False}.get(request.POST.get("anonyme", ""), source.anonyme)
    copy = services.duplicate_questionnaire(questionnaire=source, anonyme=anonyme, by=request.user)
    messages.success(request, "La copie est un nouveau brouillon.")
    return redirect("evaluation:questionnaire-update", pk=copy.pk)


@require_POST
def questionnaire_delete(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Delete a draft."""
    questionnaire = _editable(request, pk)
    try:
        services.delete_brouillon(questionnaire=questionnaire)
    except services.QuestionnaireRefuse as refus:
        messages.error(request, str(refus))
        return redirect(questionnaire)
    messages.success(request, "Le brouillon est supprimé.")
    return redirect("evaluation:questionnaire-list")
