"""Indicateurs that people judge: what is to be judged, one appreciation with its history, its corrections, the file."""

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from commun.exports import Cellule, Onglet, spreadsheet_response
from comptes import brouillons
from comptes.types import UtilisateurRequest
from evaluation.appreciations import LigneApprecier, indicateurs_apprecies, lire_etat, list_fiches, load_appreciations
from evaluation.forms_appreciations import (
    AppreciationForm,
    BaseCitationFormSet,
    RetraitAppreciationForm,
    build_citations,
    rebuild_citations,
)
from evaluation.models import AppreciationIndicateur, Citation
from evaluation.projets import projet_courant
from evaluation.services import appreciations as services
from plans_action.choix import TypeIndicateur
from plans_action.models import FicheAction, Indicateur

COLONNES = (
    ("Fiche-action", 32), ("Critère", 36), ("Indicateur", 40), ("Apprécié le", 12), ("Depuis le", 12), ("État", 18),
    ("Ce qui fait dire cela", 80), ("Qui a apprécié", 30), ("Citations", 80),
)  # fmt: skip


@require_safe
def appreciation_list(request: UtilisateurRequest) -> HttpResponse:
    """Show every indicateur that people judge, where each stands, and which nobody judged yet."""
    projet = projet_courant()
    fiches = list_fiches(projet, request.user, today=timezone.localdate()) if projet else []
    lignes = [ligne for fiche in fiches for ligne in fiche.lignes]
    contexte = {
        "projet": projet,
        "fiches": fiches,
        "total": len(lignes),
        "manquantes": sum(ligne.derniere is None for ligne in lignes),
    }
    return render(request, "evaluation/appreciation_list.html", contexte)


@require_safe
def appreciation_export(request: UtilisateurRequest, format: str) -> HttpResponse:
    """Give every appreciation of the projet; only quotations that may leave the house go with it."""
    projet = projet_courant()
    if format not in ("csv", "xlsx") or projet is None:
        raise Http404("no such file")
    today = timezone.localdate()
    lignes = _rows(list(indicateurs_apprecies(projet, request.user)), today=today)
    onglet = Onglet("Appréciations", COLONNES, lignes)
    return spreadsheet_response(format, nom=f"appreciations-{today:%Y-%m-%d}", onglet=onglet)


def _rows(indicateurs: list[Indicateur], *, today: datetime.date) -> list[list[Cellule]]:
    """Return a row per appreciation, the latest first; an indicateur without any has one that says so."""
    connues: dict[UUID, list[Any]] = {
        cle: list(rows) for cle, rows in load_appreciations(indicateurs, au=today).items()
    }
    lignes: list[list[Cellule]] = []
    for indicateur in indicateurs:
        debut: list[Cellule] = [str(indicateur.critere.fiche), str(indicateur.critere), indicateur.libelle]
        for row in connues[indicateur.pk]:
            citations = "\n".join(f"« {c.mots} » ({c.get_de_display()})" for c in row.citations_lues)
            etat = str(row.get_etat_display())
            lignes.append([*debut, row.jour, row.depuis, etat, row.texte, row.lu_par, citations])
        if not connues[indicateur.pk]:
            lignes.append([*debut, None, None, lire_etat(None).mot, "", "", ""])
    return lignes


def _indicateur(request: UtilisateurRequest, pk: UUID) -> Indicateur:
    """Return an indicateur that people judge, of a fiche that the reader may see."""
    fiches = FicheAction.objects.visible_to(request.user)
    rows = Indicateur.objects.filter(type=TypeIndicateur.QUALITATIF, critere__fiche__in=fiches)
    return get_object_or_404(rows.select_related("critere__fiche"), pk=pk)


def _visibles(request: UtilisateurRequest) -> QuerySet[AppreciationIndicateur]:
    """Return the appreciations that the reader may see."""
    rows = AppreciationIndicateur.objects.visible_to(request.user)
    return rows.select_related("indicateur__critere__fiche", "saisi_par", "retire_par")


@require_http_methods(["GET", "POST"])
def appreciation_create(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Write what people concluded of an indicateur."""
    indicateur, today = _indicateur(request, pk), timezone.localdate()
    brouillon = brouillons.ouvrir(request.user, f"appreciation:{indicateur.pk}")
    data = request.POST if request.method == "POST" else None
    avant = load_appreciations([indicateur], au=today, user=request.user)[indicateur.pk]
    initial: dict[str, Any] = {"jour": today}
    if avant:
        initial |= {"depuis": avant[0].jour, "lu_par": avant[0].lu_par}
    form = AppreciationForm(data, appreciation=None, today=today, initial=initial)
    citations = build_citations(None, data, brouillon=brouillon.donnees)
    if data is None:
        brouillon.remplir(form)
    elif _all_valid(form, citations):
        services.write_appreciation(
            indicateur=indicateur,
            lue=form.lue(),
            citations=citations.voulues(),
            by=request.user,
            today=today,
            now=timezone.now(),
        )
        brouillon.effacer()
        messages.success(request, "L’appréciation est enregistrée.")
        return redirect("evaluation:indicateur-detail", pk=indicateur.pk)
    contexte = {
        "indicateur": indicateur,
        "fiche": indicateur.critere.fiche,
        "form": form,
        "citations": citations,
        "brouillon": brouillon,
        "ligne": LigneApprecier(indicateur, avant),
    }
    return render(request, "evaluation/appreciation_form.html", contexte)


def _all_valid(form: AppreciationForm, citations: BaseCitationFormSet) -> bool:
    """Validate both, so that every message is shown at once; then ask to read again what points at somebody."""
    valides = [form.is_valid(), citations.is_valid()]
    return all(valides) and form.reread(citations.voulues())


@require_safe
def appreciation_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show one appreciation, its quotations, and what was corrected."""
    row = get_object_or_404(_visibles(request), pk=pk)
    ecrit = request.user.has_permission("appreciation.ecrire")
    citations = Citation.objects.visible_to(request.user).filter(appreciation=row)
    historique = row.history.select_related("history_user").order_by("-history_date", "-history_id")  # type: ignore[attr-defined]
    contexte = {
        "appreciation": row,
        "indicateur": row.indicateur,
        "lecture": lire_etat(row.etat),
        "citations": list(citations.valables()),
        "retirees": list(row.citations.filter(retiree_le__isnull=False).order_by("retiree_le", "pk")) if ecrit else [],  # type: ignore[attr-defined]
        "historique": list(historique) if ecrit else [],
    }
    return render(request, "evaluation/appreciation_detail.html", contexte)


@require_http_methods(["GET", "POST"])
def appreciation_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Correct an appreciation; over somebody else's correction, answer 409 with what it now says."""
    row, today = get_object_or_404(_visibles(request), pk=pk), timezone.localdate()
    if row.retire_le is not None:
        messages.info(request, "Cette appréciation est retirée : elle ne se corrige plus.")
        return redirect(row)
    brouillon = brouillons.ouvrir(request.user, f"appreciation-corriger:{row.pk}")
    data = request.POST if request.method == "POST" else None
    initial = {nom: getattr(row, nom) for nom in (*services.CHAMPS, "version")}
    form = AppreciationForm(data, appreciation=row, today=today, initial=initial)
    citations = build_citations(row, data, brouillon=brouillon.donnees)
    status, autre = 200, None
    if data is None:
        brouillon.remplir(form)
    elif _all_valid(form, citations):
        try:
            services.correct_appreciation(
                appreciation=row,
                lue=form.lue(),
                citations=citations.voulues(),
                version=form.cleaned_data["version"] or 0,
                motif=form.cleaned_data["motif"],
                by=request.user,
                today=today,
                now=timezone.now(),
            )
        except services.AppreciationModifiee:
            # The page shows what the other wrote beside what was typed; the next save is over the version shown.
            autre, status = get_object_or_404(_visibles(request), pk=pk), 409
            repris = data.copy()
            repris["version"] = str(autre.version)
            form = AppreciationForm(repris, appreciation=row, today=today)
            citations = rebuild_citations(autre, citations.voulues())
        else:
            brouillon.effacer()
            messages.success(request, "L’appréciation est corrigée ; ce qu’elle disait reste dans l’historique.")
            return redirect(row)
    contexte = {
        "indicateur": row.indicateur,
        "fiche": row.indicateur.critere.fiche,
        "appreciation": row,
        "form": form,
        "citations": citations,
        "brouillon": brouillon,
        "autre": autre,
    }
    return render(request, "evaluation/appreciation_form.html", contexte, status=status)


@require_http_methods(["GET", "POST"])
def appreciation_retirer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Withdraw an appreciation that should not count, and say why."""
    row = get_object_or_404(_visibles(request), pk=pk)
    form = RetraitAppreciationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.withdraw_appreciation(
            appreciation=row, motif=form.cleaned_data["motif"], by=request.user, now=timezone.now()
        )
        messages.success(request, "L’appréciation est retirée : elle ne compte plus.")
        return redirect("evaluation:indicateur-detail", pk=row.indicateur_id)
    return render(request, "evaluation/appreciation_retirer.html", {"form": form, "appreciation": row})
