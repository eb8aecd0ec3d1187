"""The team's pages that change or cancel a séance, alone or with the following ones of its series."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commun.templatetags.ml import pluriel
from comptes.types import UtilisateurRequest
from participation import services
from participation.calculs import jour_ferie
from participation.choix import Portee
from participation.forms import ChoisiesForm, SeanceUpdateForm, initial_of
from participation.models import Inscription, Seance
from participation.services.series import LigneSerie
from plans_action.faits import local_day

CHAMPS = ("lieu", "places", "titre", "fiche_action", "animateurs")


def count_suivantes(seance: Seance) -> int:
    """Return how many séances of the same series follow one that is still to come."""
    now = timezone.now()
    if seance.serie is None or seance.debut_le <= now:
        return 0
    return Seance.objects.suite_de(seance, now=now).exclude(pk=seance.pk).count()


@require_http_methods(["GET", "POST"])
def seance_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Change a séance, or it and the following ones; what moves is told to those signed up."""
    now = timezone.now()
    seances = Seance.objects.visible_to(request.user).select_related("regroupement", "lieu", "fiche_action")
    seance = get_object_or_404(seances, pk=pk, annulee_le=None)
    initial = initial_of(seance, (timezone.localtime(seance.debut_le), timezone.localtime(seance.fin_le)))
    form = SeanceUpdateForm(
        request.POST or None, seance=seance, suivantes=count_suivantes(seance), now=now, initial=initial
    )
    if form.is_valid() and "reprendre" not in request.POST:
        if form.with_suivantes:
            return _update_serie(request, seance, form)
        values = {name: form.cleaned_data[name] for name in CHAMPS}
        creneau = form.cleaned_data["creneau"]
        try:
            services.update_seance(seance=seance, debut_le=creneau.debut_le, fin_le=creneau.fin_le, now=now, **values)
        except services.SeanceRefusee as refus:
            form.add_error("places", str(refus))
        else:
            messages.success(request, "La séance est modifiée.")
            return redirect("participation:seance-gestion", pk=pk)
    inscrits = seance.inscriptions.active().count()
    return render(request, "participation/seance_update.html", {"form": form, "seance": seance, "inscrits": inscrits})


def _update_serie(request: UtilisateurRequest, seance: Seance, form: SeanceUpdateForm) -> HttpResponse:
    values = {name: form.cleaned_data[name] for name in CHAMPS}
    changement = services.read_changement(seance=seance, creneau=form.cleaned_data["creneau"], **values)
    now = timezone.now()

    def preview() -> list[LigneSerie]:
        return services.preview_update(seance=seance, changement=changement, now=now)

    def update(**choice: Any) -> list[LigneSerie]:
        return services.update_serie(seance=seance, changement=changement, now=now, **choice)

    return _preview_then_act(request, seance, preview, update, "modifiée", form)


@require_http_methods(["GET", "POST"])
def seance_cancel(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Ask before cancelling, one séance or it and the following ones: it cannot be undone, people are told."""
    seance = get_object_or_404(Seance.objects.visible_to(request.user).select_related("regroupement", "lieu"), pk=pk)
    suivantes = count_suivantes(seance) if seance.annulee_le is None else 0
    asked = request.POST if request.method == "POST" else request.GET
    if suivantes and asked.get("portee") == Portee.SUIVANTES:
        return _cancel_serie(request, seance)
    if request.method == "POST":
        return _cancel(request, seance)
    active = seance.inscriptions.active()
    a_appeler = active.a_appeler().select_related("jeune").order_by("rang", "pk")
    context = {"seance": seance, "nombre": active.count(), "a_appeler": a_appeler, "suivantes": suivantes}
    return render(request, "participation/seance_cancel.html", context)


def _cancel(request: UtilisateurRequest, seance: Seance) -> HttpResponse:
    try:
        services.cancel_seance(seance=seance, now=timezone.now())
    except services.SeanceRefusee as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, "La séance est annulée ; les personnes inscrites reçoivent un message.")
    return redirect("participation:seance-gestion", pk=seance.pk)


def _cancel_serie(request: UtilisateurRequest, seance: Seance) -> HttpResponse:
    now = timezone.now()

    def preview() -> list[LigneSerie]:
        return services.preview_cancel(seance=seance, now=now)

    def cancel(**choice: Any) -> list[LigneSerie]:
        return services.cancel_serie(seance=seance, now=now, **choice)

    return _preview_then_act(request, seance, preview, cancel, "annulée")


def _preview_then_act(
    request: UtilisateurRequest,
    seance: Seance,
    preview: Callable[[], list[LigneSerie]],
    act: Callable[..., list[LigneSerie]],
    done: str,
    form: SeanceUpdateForm | None = None,
) -> HttpResponse:
    """Show what would happen to each séance of a series; once confirmed, do it to the kept ones."""
    lignes = preview()
    typed = request.POST if "confirmer" in request.POST else None
    choice = ChoisiesForm(typed, proposees=[ligne.seance.pk for ligne in lignes])
    if choice.is_valid():
        try:
            changed = act(**choice.cleaned_data)
        except services.SeanceRefusee as refus:
            choice.add_error("choisies", str(refus))
        else:
            told = sum(ligne.prevenus for ligne in changed)
            suite = f" {pluriel(told, 'message part', 'messages partent')} aux personnes inscrites." if told else ""
            messages.success(request, f"{pluriel(len(changed), f'séance {done}', f'séances {done}s')}.{suite}")
            return redirect("participation:seance-gestion", pk=seance.pk)
    context = {
        "seance": seance,
        "form": form,
        "choix": choice,
        "lignes": _described(lignes, kept=None if typed is None else typed.getlist("choisies")),
        "possibles": sum(not ligne.motif for ligne in lignes),
        "empreinte": services.compute_empreinte(lignes),
    }
    return render(request, "participation/serie_apercu.html", context)


def _described(lignes: list[LigneSerie], *, kept: list[str] | None) -> list[dict[str, Any]]:
    """Add to each line what the page says besides: whether it is kept, whom to call, a public holiday."""
    told = [ligne.seance.pk for ligne in lignes if ligne.prevenus]
    unreached = Inscription.objects.active().a_appeler().filter(seance__in=told)
    by_seance: dict[UUID, list[str]] = {}
    for inscription in unreached.select_related("jeune").order_by("seance__debut_le", "rang", "pk"):
        by_seance.setdefault(inscription.seance_id, []).append(str(inscription.jeune))
    return [
        {
            "ligne": ligne,
            "gardee": kept is None or str(ligne.seance.pk) in kept,
            "a_appeler": by_seance.get(ligne.seance.pk, []),
            "ferie": "" if ligne.motif or not ligne.differences else jour_ferie(local_day(ligne.creneau.debut_le)),
        }
        for ligne in lignes
    ]
