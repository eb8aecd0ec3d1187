"""Pages of one fiche: reading, printing, its history, its state and that of its steps."""

import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commun.fichiers import FichierRefuse
from comptes.models import Utilisateur
from comptes.types import UtilisateurRequest
from plans_action import lecture, services
from plans_action.choix import ModeleFiche, StatutEtape
from plans_action.forms import EtapeFaiteForm, EtapeStatutForm, NoteForm, StatutForm
from plans_action.historique import build_historique
from plans_action.models import Etape, FicheAction
from plans_action.pieces import count_pieces, show_step_done, with_nombre_pieces
from plans_action.presentation import (
    assess_fiche,
    present_blocs,
    present_budget,
    present_criteres,
    present_demarche,
    present_etapes,
    say_depassement,
)

GESTES_PAR_PAGE = 20


@require_GET
def fiche_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show a fiche to whoever reads it."""
    context = _context(request, pk)
    return render(request, "plans_action/fiche_detail.html", context)


@require_GET
def fiche_apercu(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show a fiche as it will print."""
    return render(request, "plans_action/fiche_apercu.html", _context(request, pk))


@require_GET
def fiche_historique(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show who changed what, and when."""
    fiche = get_object_or_404(FicheAction.objects.visible_to(request.user), pk=pk)
    page = Paginator(build_historique(fiche), GESTES_PAR_PAGE).get_page(request.GET.get("page"))
    context = {"fiche": fiche, "page": page, "onglets": list_onglets(request, fiche)}
    return render(request, "plans_action/fiche_historique.html", context)


@require_http_methods(["GET", "POST"])
def fiche_statut(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Change the state of a fiche, with a sentence; a page read before somebody else's change answers 409."""
    fiche = get_object_or_404(FicheAction.objects.visible_to(request.user).select_related("modifiee_par"), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = StatutForm(data, initial={"version": fiche.version}, fiche=fiche)
    status = 200
    if form.is_valid():
        try:
            services.change_statut(fiche=fiche, by=request.user, now=timezone.now(), **form.cleaned_data)
        except services.FicheModifiee:
            fiche.refresh_from_db()
            qui = f"par {fiche.modifiee_par} " if fiche.modifiee_par else ""
            form = StatutForm({**form.cleaned_data, "version": fiche.version}, fiche=fiche)
            form.add_error(
                None,
                f"La fiche a été modifiée {qui}pendant que vous écriviez ; elle est maintenant "
                f"« {fiche.get_statut_display()} ». Vérifiez, puis confirmez.",
            )
            status = 409
        else:
            messages.success(request, "L’état de la fiche est changé.")
            return redirect(fiche)
    return render(request, "plans_action/fiche_statut.html", {"form": form, "fiche": fiche}, status=status)


@require_http_methods(["GET", "POST"])
def fiche_noter(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Note something about a fiche."""
    fiche = get_object_or_404(FicheAction.objects.visible_to(request.user), pk=pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.add_note(fiche=fiche, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "La note est ajoutée.")
        return redirect(f"{fiche.get_absolute_url()}#titre-notes")
    return render(request, "plans_action/fiche_note.html", {"form": form, "fiche": fiche})


@require_http_methods(["GET", "POST"])
def etape_faite(request: UtilisateurRequest, pk: int) -> HttpResponse:
    """Say that a step is done, by whom and when: not always the person who says so, nor today."""
    etape = _etape(request, pk)
    initial = {"faite_le": etape.faite_le or timezone.localdate(), "faite_par": etape.faite_par or request.user}
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = EtapeFaiteForm(*posted, initial=initial, etape=etape, depot=request.user.has_permission("piece.deposer"))
    if form.is_valid() and (dit := _say_done(form, etape, request.user)) is not None:
        le = form.cleaned_data["faite_le"]
        messages.success(request, f"{etape} : faite le {le:%d/%m/%Y} par {form.cleaned_data['faite_par']}.")
        if dit:
            messages.info(request, dit)
        return redirect(_place_of(etape))
    context = {"form": form, "etape": etape, "fiche": etape.fiche, "retour": _place_of(etape)}
    return render(request, "plans_action/etape_faite.html", context)


def _say_done(form: EtapeFaiteForm, etape: Etape, by: Utilisateur) -> str | None:
    """
    Write who did a step and attach its file, both or neither; return what there is to say of the file.

    A file refused is said beside its field, and nothing is written: None.
    """
    dit = ""
    said, now = dict(form.cleaned_data), timezone.now()
    fichier = said.pop("fichier", None)
    try:
        with transaction.atomic():
            services.set_statut_etape(etape=etape, statut=StatutEtape.FAITE, by=by, now=now, **said)
            if fichier is not None:
                dit = show_step_done(etape=etape, nom=fichier.name, fichier=fichier, by=by, now=now)
    except FichierRefuse as refus:
        form.add_error("fichier", str(refus))
        return None
    return dit


@require_POST
def etape_statut(request: UtilisateurRequest, pk: int) -> HttpResponse:
    """Say where a step stands: done today, by who says so; or not done after all."""
    etape = _etape(request, pk)
    form = EtapeStatutForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Cet état d’étape n’existe pas : rien n’a été changé.")
    elif services.set_statut_etape(etape=etape, by=request.user, now=timezone.now(), **form.cleaned_data):
        etape.refresh_from_db()
        messages.success(request, f"{etape} : {etape.get_statut_display().lower()}.")
    else:
        messages.info(request, f"{etape} était déjà « {etape.get_statut_display().lower()} ».")
    return redirect(_place_of(etape))


def _etape(request: UtilisateurRequest, pk: int) -> Etape:
    visibles = FicheAction.objects.visible_to(request.user)
    etapes = Etape.objects.filter(fiche__in=visibles).select_related("fiche", "faite_par")
    return get_object_or_404(etapes, pk=pk)


def _place_of(etape: Etape) -> str:
    return f"{reverse('plans_action:fiche-detail', args=[etape.fiche_id])}#etape-{etape.pk}"


def _context(request: UtilisateurRequest, pk: UUID) -> dict[str, Any]:
    """Return what the reading and the print need: sixteen queries, whatever the fiche holds."""
    today = timezone.localdate()
    fiche = _whole_fiche(request, pk, today=today)
    prochaine = next((etape for etape in fiche.etapes.all() if etape.statut in ("a_venir", "en_cours")), None)
    return {
        "fiche": fiche,
        "origine": getattr(fiche, "origine", None),
        "partage": getattr(fiche, "partage", None),
        "criteres": present_criteres(fiche),
        **_budget(fiche),
        "etapes": present_etapes(fiche, today=today),
        "blocs": present_blocs(fiche),
        "demarche": present_demarche(fiche),
        "completude": assess_fiche(fiche),
        "modeles": ModeleFiche.choices,
        "decisions": list(fiche.decisions.all()),
        "notes": list(fiche.notes.select_related("auteur")) if request.user.has_permission("fiche.historique") else [],
        "prochaine": prochaine,
        "prochaine_en_retard": prochaine is not None and prochaine.is_late(today=today),
        "en_retard": fiche.is_late(today=today),
        "today": today,
        "onglets": list_onglets(request, fiche, pieces=fiche.nombre_pieces),  # type: ignore[attr-defined]
    }


def _whole_fiche(request: UtilisateurRequest, pk: UUID, *, today: datetime.date) -> FicheAction:
    """Return a fiche that the person may see, with all that is written in it, or answer 404."""
    visibles = FicheAction.objects.visible_to(request.user)
    return get_object_or_404(
        lecture.with_avancement(visibles, today=today)
        .annotate(nombre_pieces=count_pieces())
        .select_related("objectif__objectif_general__projet", "parente", "modifiee_par", "origine", "partage")
        .prefetch_related(
            "coordinateurs",
            "partenaires",
            "lieux",
            Prefetch("etapes", with_nombre_pieces(Etape.objects.select_related("faite_par")).order_by("ordre", "pk")),
            "etapes__lignes",
            "criteres__indicateurs",
            "budget__financeur",
            "champs_action",
            "porteurs__conseiller",
            "parties_prenantes__partenaire",
            "risques",
            Prefetch("enfants", lecture.with_avancement(visibles, today=today).order_by("numero", "titre", "pk")),
        ),
        pk=pk,
    )


def _budget(fiche: FicheAction) -> dict[str, Any]:
    """Return the lines of the budget, their sums, and by how much it is overspent."""
    lignes = present_budget(fiche)
    prevu = sum((lu.ligne.prevu for lu in lignes), Decimal(0))
    depense = sum((lu.ligne.depense for lu in lignes), Decimal(0))
    return {
        "budget": lignes,
        "budget_prevu": prevu,
        "budget_depense": depense,
        "budget_depassement": say_depassement(prevu, depense),
    }


def list_onglets(
    request: UtilisateurRequest, fiche: FicheAction, *, pieces: int | None = None
) -> list[tuple[str, str] | tuple[str, str, int]]:
    """Return the tabs of a fiche that a person may open, the number of its files when it is known."""
    onglets: list[tuple[str, str] | tuple[str, str, int]] = [
        (reverse("plans_action:fiche-detail", args=[fiche.pk]), "La fiche")
    ]
    if request.user.has_permission("piece.voir"):
        url = reverse("plans_action:piece-list", args=[fiche.pk])
        onglets.append((url, "Fichiers", pieces) if pieces else (url, "Fichiers"))
    if request.user.has_permission("fiche.historique"):
        onglets.append((reverse("plans_action:fiche-historique", args=[fiche.pk]), "Historique"))
        onglets.append((reverse("plans_action:fiche-versions", args=[fiche.pk]), "Versions"))
    return onglets
