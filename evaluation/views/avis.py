"""The commission du bilan: its opinions of the fiches and of the whole, and their closing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes import brouillons
from comptes.types import UtilisateurRequest
from evaluation.commissions import fusion
from evaluation.commissions.avis import lire_avis
from evaluation.commissions.formulaires.avis import AvisForm
from evaluation.commissions.formulaires.lectures import DeuxVersionsForm
from evaluation.commissions.grille import questions
from evaluation.commissions.membres import sieges
from evaluation.models import Lecture, LectureFiche
from evaluation.services import preconisations as services
from plans_action.models import FicheAction

LIBELLES = {
    "reussites": "Réussites",
    "ameliorations": "Points à améliorer",
    "objectifs": "Nouveaux objectifs à se donner",
}


def transmitted(request: UtilisateurRequest, pk: UUID) -> Lecture:
    """Return a transmitted reading that an account may see, or answer 404."""
    lectures = Lecture.objects.visible_to(request.user).select_related("projet", "transmise_par", "avis_clos_par")
    return get_object_or_404(lectures.defer("contenu"), pk=pk, transmise_le__isnull=False)


@require_safe
def avis_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show what the commission du bilan wrote: opinions, préconisations, answers to the former ones."""
    lecture, today = transmitted(request, pk), timezone.localdate()
    contexte = {
        "lecture": lecture,
        "vue": lire_avis(lecture, today=today),
        "redige": lecture.avis_clos_le is None and services.may_advise(request.user, today=today),
        "dans_les_deux": len(sieges(request.user, today=today)) > 1,
    }
    return render(request, "evaluation/avis_detail.html", contexte)


@require_http_methods(["GET", "POST"])
def avis_ensemble(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Write the opinion on the whole projet."""
    return _edit(request, transmitted(request, pk), None, reverse("evaluation:avis-ensemble", args=[pk]))


@require_http_methods(["GET", "POST"])
def avis_fiche(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Write the opinion on one fiche, what the commission de suivi answered beside it."""
    rows = LectureFiche.objects.filter(lecture__in=Lecture.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("fiche"), pk=pk, lecture__transmise_le__isnull=False)
    lecture = transmitted(request, row.lecture_id)
    return _edit(request, lecture, row.fiche, reverse("evaluation:avis-fiche", args=[pk]), row=row)


def _edit(
    request: UtilisateurRequest,
    lecture: Lecture,
    fiche: FicheAction | None,
    adresse: str,
    row: LectureFiche | None = None,
) -> HttpResponse:
    if not services.may_advise(request.user, today=timezone.localdate()):
        raise Http404("not of this commission")
    textes, avis = services.read_avis(lecture, fiche)
    version = avis.version if avis else 0
    brouillon = brouillons.ouvrir(request.user, f"avis:{lecture.pk}:{fiche.pk if fiche else 'ensemble'}")
    if request.method == "POST" and "miens" in request.POST:
        return _resolve(request, lecture, fiche, adresse, brouillon)
    if request.method == "POST":
        form = AvisForm(request.POST)
        if form.is_valid():
            depart = fusion.unseal(form.cleaned_data["depart"])
            return _write(
                request, lecture, fiche, adresse, form.textes, depart, form.cleaned_data["version"], brouillon
            )
    else:
        form = brouillon.remplir(AvisForm(initial={**textes, "version": version, "depart": fusion.seal(textes)}))
    contexte = {
        "form": form,
        "lecture": lecture,
        "fiche": fiche,
        "brouillon": brouillon,
        "reponses": row.reponses.exclude(appreciation="", commentaire="").order_by("pk") if row else [],
        "questions": {question.code: question.texte for question in _grille(lecture)},
    }
    return render(request, "evaluation/avis_form.html", contexte)


def _grille(lecture: Lecture) -> Any:
    return questions(lecture.grille_version)


def _write(
    request: UtilisateurRequest,
    lecture: Lecture,
    fiche: FicheAction | None,
    adresse: str,
    textes: dict[str, str],
    depart: dict[str, str] | None,
    version: int,
    brouillon: brouillons.BrouillonOuvert,
) -> HttpResponse:
    """Save; what somebody else wrote meanwhile is put together with it, or shown beside it."""
    try:
        services.save_avis(
            lecture=lecture, fiche=fiche, textes=textes, version=version, by=request.user, now=timezone.now()
        )
    except services.AvisRefuse as refus:
        messages.error(request, f"{refus} Ce que vous aviez écrit est resté dans votre brouillon.")
        return redirect("evaluation:avis-detail", pk=lecture.pk)
    except services.AvisModifie:
        leurs, avis = services.read_avis(lecture, fiche)
        both = fusion.reconcile(miens=textes, leurs=leurs, depart=depart)
        if both.conflits or avis is None:
            return _conflict_page(request, lecture, fiche, adresse, textes, depart, DeuxVersionsForm(both.conflits))
        return _write(request, lecture, fiche, adresse, both.textes, leurs, avis.version, brouillon)
    brouillon.effacer()
    messages.success(request, "L’avis est enregistré.")
    return redirect("evaluation:avis-detail", pk=lecture.pk)


def _resolve(
    request: UtilisateurRequest,
    lecture: Lecture,
    fiche: FicheAction | None,
    adresse: str,
    brouillon: brouillons.BrouillonOuvert,
) -> HttpResponse:
    miens, depart = fusion.unseal(request.POST["miens"]), fusion.unseal(request.POST.get("depart", ""))
    vus = fusion.unseal(request.POST.get("leurs", ""))
    if miens is None or vus is None:
        messages.error(request, "Cette page est trop ancienne. Ce que vous aviez écrit est resté dans le brouillon.")
        return redirect(adresse)
    both = fusion.reconcile(miens=miens, leurs=vus, depart=depart)
    form = DeuxVersionsForm(both.conflits, request.POST)
    if not form.is_valid():
        return _conflict_page(request, lecture, fiche, adresse, miens, depart, form)
    version = request.POST.get("version", "")
    numero = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    return _write(request, lecture, fiche, adresse, form.choose(both.textes, vus), vus, numero, brouillon)


def _conflict_page(
    request: UtilisateurRequest,
    lecture: Lecture,
    fiche: FicheAction | None,
    adresse: str,
    miens: dict[str, str],
    depart: dict[str, str] | None,
    form: DeuxVersionsForm,
) -> HttpResponse:
    leurs, avis = services.read_avis(lecture, fiche)
    contexte = {
        "objet": fiche or "L’ensemble du projet",
        "retour": adresse,
        "fil": reverse("evaluation:avis-detail", args=[lecture.pk]),
        "qui": avis.modifie_par if avis else None,
        "quand": avis.modifie_le if avis else None,
        "version": avis.version if avis else 0,
        "form": form,
        "lignes": [
            {
                "champ": form[nom],
                "libelle": LIBELLES[nom.removeprefix("choix-")],
                "leurs": leurs[nom.removeprefix("choix-")] or "(vide)",
                "miens": miens[nom.removeprefix("choix-")] or "(vide)",
            }
            for nom in form.fields
        ],
        "miens": fusion.seal(miens),
        "leurs": fusion.seal(leurs),
        "depart": fusion.seal(depart) if depart is not None else "",
    }
    return render(request, "evaluation/deux_versions.html", contexte, status=409)


@require_POST
def avis_clore(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Close the opinions of the commission du bilan."""
    lecture = transmitted(request, pk)
    if not services.may_advise(request.user, today=timezone.localdate()):
        raise Http404("not of this commission")
    try:
        services.close(lecture=lecture, by=request.user, now=timezone.now())
    except services.AvisRefuse as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, "Les avis sont clos : ils peuvent entrer dans le bilan.")
    return redirect("evaluation:avis-detail", pk=lecture.pk)
