"""Préconisations: written by the commission du bilan, decided by the direction, followed until done."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.types import UtilisateurRequest
from evaluation.choix import NatureSuite, StatutPreconisation, TypeBilan
from evaluation.commissions.avis import list_preconisations
from evaluation.commissions.formulaires.avis import EcarterForm, PreconisationForm, ReponseFinaleForm, SuiteForm
from evaluation.models import Lecture, Preconisation
from evaluation.services import preconisations as services
from evaluation.views.avis import transmitted
from plans_action.models import FicheAction

LIENS = ("lecture__projet", "fiche", "etape__fiche", "fiche_creee", "objectif_cree__objectif_general", "decidee_par")
# What the direction is told that an accepted préconisation became.
NAISSANCES = {
    NatureSuite.ETAPE: "L’étape est inscrite dans sa fiche-action.",
    NatureSuite.FICHE: "La fiche-action est ouverte, à l’état d’idée.",
    NatureSuite.OBJECTIF: "L’objectif est ajouté au plan d’action.",
    NatureSuite.AUTRE: "Dites ici où elle en est, jusqu’à ce qu’elle soit faite.",
}
ETATS = [("", "Toutes"), *StatutPreconisation.choices, ("retard", "En retard")]


def _visible(request: UtilisateurRequest, pk: UUID) -> Preconisation:
    rows = Preconisation.objects.visible_to(request.user).select_related(
        *LIENS, "objectif__objectif_general", "ecrite_par"
    )
    return get_object_or_404(rows, pk=pk)


def _check_advises(request: UtilisateurRequest) -> None:
    if not services.may_advise(request.user, today=timezone.localdate()):
        raise Http404("not of this commission")


@require_safe
def preconisation_list(request: UtilisateurRequest) -> HttpResponse:
    """Show every préconisation and where it stands."""
    today, etat = timezone.localdate(), request.GET.get("etat", "")
    toutes = list_preconisations(Preconisation.objects.visible_to(request.user), today=today)
    montrees = [row for row in toutes if _kept(row, etat)]
    contexte = {"preconisations": montrees, "total": len(toutes), "etats": ETATS, "etat": etat}
    return render(request, "evaluation/preconisation_list.html", contexte)


def _kept(row: Preconisation, etat: str) -> bool:
    """Tell whether the state asked for keeps a préconisation; an odd state keeps all."""
    if etat == "retard":
        return bool(row.en_retard)  # type: ignore[attr-defined]
    return row.statut == etat if etat in StatutPreconisation.values else True


@require_safe
def preconisation_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show one préconisation: its words, what was decided, what it became."""
    preconisation, today = _visible(request, pk), timezone.localdate()
    finale = (
        Lecture.objects.visible_to(request.user)
        .filter(
            projet=preconisation.lecture.projet_id,
            type=TypeBilan.FINAL,
            transmise_le__isnull=False,
            avis_clos_le=None,
        )
        .defer("contenu")
        .first()
    )
    advises = services.may_advise(request.user, today=today)
    contexte = {
        "preconisation": preconisation,
        "en_retard": preconisation.is_late(today=today),
        "modifiable": advises
        and preconisation.statut == StatutPreconisation.A_DECIDER
        and preconisation.lecture.avis_clos_le is None,
        "suivi": [choix for choix in StatutPreconisation.choices if choix[0] in services.SUIVI],
        "a_repondre": advises and finale is not None and preconisation.lecture.type == TypeBilan.INTERMEDIAIRE,
    }
    return render(request, "evaluation/preconisation_detail.html", contexte)


@require_http_methods(["GET", "POST"])
def preconisation_create(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Write a préconisation about a transmitted reading; `?fiche=` names the fiche."""
    lecture = transmitted(request, pk)
    _check_advises(request)
    initial = {"fiche": _fiche_asked(request)}
    form = PreconisationForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            preconisation = services.add_preconisation(
                lecture=lecture, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except services.AvisRefuse as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "La préconisation est écrite. La direction en décidera.")
            return redirect(preconisation)
    contexte = {"form": form, "lecture": lecture, "titre": "Nouvelle préconisation", "preconisation": None}
    return render(request, "evaluation/preconisation_form.html", contexte)


def _fiche_asked(request: UtilisateurRequest) -> FicheAction | None:
    try:
        asked = UUID(request.GET.get("fiche", ""))
    except ValueError:
        return None
    return FicheAction.objects.visible_to(request.user).filter(pk=asked).first()


@require_http_methods(["GET", "POST"])
def preconisation_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Change the words of a préconisation that is not decided."""
    preconisation = _visible(request, pk)
    _check_advises(request)
    form = PreconisationForm(request.POST if request.method == "POST" else None, instance=preconisation)
    if form.is_valid():
        try:
            services.change_preconisation(preconisation=preconisation, **form.cleaned_data)
        except services.AvisRefuse as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "La préconisation est enregistrée.")
            return redirect(preconisation)
    contexte = {
        "form": form,
        "lecture": preconisation.lecture,
        "titre": "Modifier la préconisation",
        "preconisation": preconisation,
    }
    return render(request, "evaluation/preconisation_form.html", contexte)


@require_POST
def preconisation_delete(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Take away a préconisation that is not decided."""
    preconisation = _visible(request, pk)
    _check_advises(request)
    try:
        services.delete_preconisation(preconisation=preconisation)
    except services.AvisRefuse as refus:
        messages.error(request, str(refus))
        return redirect(preconisation)
    messages.success(request, "La préconisation est retirée.")
    return redirect("evaluation:avis-detail", pk=preconisation.lecture_id)


@require_http_methods(["GET", "POST"])
def preconisation_accepter(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Accept a préconisation: it becomes an étape, a fiche, an objective, or something to follow."""
    preconisation = _visible(request, pk)
    form = SuiteForm(request.POST if request.method == "POST" else None, preconisation=preconisation)
    if preconisation.statut != StatutPreconisation.A_DECIDER:
        messages.info(request, "Cette préconisation est déjà décidée.")
        return redirect(preconisation)
    if form.is_valid():
        try:
            services.accept(preconisation=preconisation, suite=form.suite, by=request.user, now=timezone.now())
        except services.AvisRefuse as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, f"La préconisation est acceptée. {NAISSANCES[NatureSuite(preconisation.nature)]}")
            return redirect(preconisation)
    return render(request, "evaluation/preconisation_accepter.html", {"form": form, "preconisation": preconisation})


@require_http_methods(["GET", "POST"])
def preconisation_ecarter(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Set a préconisation aside, and say why."""
    preconisation = _visible(request, pk)
    form = EcarterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.reject(preconisation=preconisation, by=request.user, now=timezone.now(), **form.cleaned_data)
        except services.AvisRefuse as refus:
            messages.info(request, str(refus))
        else:
            messages.success(request, "La préconisation est écartée ; la raison reste écrite.")
        return redirect(preconisation)
    return render(request, "evaluation/preconisation_ecarter.html", {"form": form, "preconisation": preconisation})


@require_POST
def preconisation_suivre(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Say where an accepted préconisation stands."""
    preconisation = _visible(request, pk)
    try:
        services.follow(preconisation=preconisation, statut=request.POST.get("statut", ""), today=timezone.localdate())
    except services.AvisRefuse as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, "L’état de la préconisation est enregistré.")
    return redirect(preconisation)


@require_http_methods(["GET", "POST"])
def preconisation_repondre(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Answer, in the final bilan, a préconisation of the intermediate one."""
    preconisation = _visible(request, pk)
    _check_advises(request)
    lectures = Lecture.objects.visible_to(request.user).filter(projet=preconisation.lecture.projet_id)
    lecture = get_object_or_404(lectures.defer("contenu"), type=TypeBilan.FINAL, transmise_le__isnull=False)
    if request.method == "GET" and lecture.avis_clos_le is not None:
        messages.info(request, "Les avis du bilan final sont clos : la réponse ne change plus.")
        return redirect(preconisation)
    initial = {"etat": preconisation.reponse_etat, "texte": preconisation.reponse}
    form = ReponseFinaleForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            services.answer(lecture=lecture, preconisation=preconisation, **form.cleaned_data)
        except services.AvisRefuse as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "La réponse est enregistrée.")
            return redirect(f"{reverse('evaluation:avis-detail', args=[lecture.pk])}#reponses")
    contexte = {"form": form, "preconisation": preconisation, "lecture": lecture}
    return render(request, "evaluation/preconisation_repondre.html", contexte)
