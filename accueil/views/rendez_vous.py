"""Rendez-vous and orientations."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accueil import orientations, services
from accueil.choix import StatutOrientation, StatutRendezVous
from accueil.forms import OrientationForm, OrientationSuiviForm, RendezVousForm
from accueil.journee import current_conseiller, default_lieu
from accueil.models import Orientation, RendezVous
from comptes.types import UtilisateurRequest
from comptes.views import safe_next
from jeunes.models import Jeune
from jeunes.services import ensure_open

MOTIF_HONORE = "Rendez-vous honoré"


@require_http_methods(["GET", "POST"])
def rendez_vous_create(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Set a rendez-vous with somebody of one's portfolio."""
    jeune = get_object_or_404(Jeune.objects.visible_to(request.user), pk=pk)
    now = timezone.now()
    if request.method == "POST":
        form = RendezVousForm(request.POST, user=request.user, now=now)
        if form.is_valid():
            services.create_rendez_vous(
                jeune=jeune, voulu=form.voulu(), demande_le=form.asked_at(), by=request.user, now=now
            )
            messages.success(request, f"Le rendez-vous de {jeune} est fixé.")
            return redirect("jeunes:jeune-rendez-vous", pk=jeune.pk)
    else:
        conseiller = current_conseiller(request.user)
        initial = {
            "demande_le": timezone.localdate(now),
            "conseiller": conseiller,
            "lieu": conseiller.lieu if conseiller and conseiller.lieu else default_lieu(conseiller, now=now),
        }
        form = RendezVousForm(user=request.user, now=now, initial=initial)
    return render(request, "accueil/rendez_vous_form.html", {"form": form, "jeune": jeune, "rendez_vous": None})


@require_http_methods(["GET", "POST"])
def rendez_vous_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Move a rendez-vous."""
    rendez_vous = _visible(request, pk)
    now = timezone.now()
    if request.method == "POST":
        form = RendezVousForm(request.POST, user=request.user, now=now)
        if form.is_valid():
            services.move_rendez_vous(rendez_vous=rendez_vous, voulu=form.voulu())
            messages.success(request, f"Le rendez-vous de {rendez_vous.jeune} est modifié.")
            return redirect(safe_next(request, request.POST.get("suite_url", ""), "accueil:ma-journee"))
    else:
        form = RendezVousForm(user=request.user, now=now, initial=_as_typed(rendez_vous))
    return render(
        request,
        "accueil/rendez_vous_form.html",
        {"form": form, "jeune": rendez_vous.jeune, "rendez_vous": rendez_vous},
    )


def _as_typed(rendez_vous: RendezVous) -> dict[str, Any]:
    """Return a rendez-vous as its form shows it."""
    local = timezone.localtime(rendez_vous.prevu_le) if rendez_vous.prevu_le else None
    return {
        "demande_le": rendez_vous.jour,
        "jour": local.date() if local else None,
        "heure": local.time() if local else None,
        "duree_minutes": rendez_vous.duree_minutes,
        "lieu": rendez_vous.lieu,
        "conseiller": rendez_vous.conseiller,
    }


def _visible(request: UtilisateurRequest, pk: UUID) -> RendezVous:
    visible = RendezVous.objects.visible_to(request.user).exclude(jeune=None)
    return get_object_or_404(visible.select_related("jeune", "lieu", "conseiller"), pk=pk)


@require_POST
def rendez_vous_statut(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Note what became of a rendez-vous in one tap; once honoré, its row offers to write the interview in one go."""
    rendez_vous = _visible(request, pk)
    statut = request.POST.get("statut", "")
    try:
        services.mark_rendez_vous(rendez_vous=rendez_vous, statut=statut, now=timezone.now())
    except services.SaisieRefusee as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, f"{rendez_vous.jeune} : {rendez_vous.get_statut_display().lower()}.")
        if statut == StatutRendezVous.HONORE and rendez_vous.jeune is not None:
            # The rendez-vous was with a colleague's youth: having met is the reason to open the file.
            ensure_open(jeune=rendez_vous.jeune, by=request.user, motif=MOTIF_HONORE, now=timezone.now())
    return redirect(safe_next(request, request.POST.get("suite_url", ""), "accueil:ma-journee"))


@require_http_methods(["GET", "POST"])
def orientation_create(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Note that a youth is handed to a partner, or comes from one."""
    jeune = get_object_or_404(Jeune.objects.visible_to(request.user), pk=pk)
    now = timezone.now()
    form = OrientationForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        initial={"lieu": default_lieu(current_conseiller(request.user), now=now)} if request.method == "GET" else None,
    )
    if form.is_valid():
        data = form.cleaned_data
        services.create_orientation(
            jeune=jeune,
            voulue=services.OrientationVoulue(data["partenaire"], data["motif"]),
            sens=data["sens"],
            fait_le=now,
            lieu=data["lieu"],
            fiche_action=data["fiche_action"],
            by=request.user,
            now=now,
        )
        messages.success(request, f"L’orientation de {jeune} est enregistrée.")
        return redirect("jeunes:jeune-rendez-vous", pk=jeune.pk)
    return render(request, "accueil/orientation_form.html", {"form": form, "jeune": jeune})


@require_http_methods(["GET", "POST"])
def orientation_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Note what the partner answered, and what came of a handover."""
    visible = Orientation.objects.visible_to(request.user).select_related("jeune", "partenaire", "lieu", "saisi_par")
    orientation = get_object_or_404(visible, pk=pk)
    now = timezone.now()
    initial = {"statut": next_statut(orientation.statut), "le": timezone.localdate(now), "issue": orientation.issue}
    form = OrientationSuiviForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            orientations.follow_orientation(orientation=orientation, now=now, **form.cleaned_data)
        except services.SaisieRefusee as refus:
            form.add_error("le", str(refus))
        else:
            messages.success(request, f"L’orientation de {orientation.jeune} est à jour.")
            jeune = orientation.jeune_id
            default = reverse("jeunes:jeune-rendez-vous", kwargs={"pk": jeune})
            return redirect(safe_next(request, request.POST.get("suite_url", ""), default))
    context = {"form": form, "orientation": orientation, "suite_url": request.GET.get("suite_url", "")}
    return render(request, "accueil/orientation_suivi.html", context)


def next_statut(statut: str) -> str:
    """Return what most likely comes after a state: the form opens on it."""
    suites = {StatutOrientation.ENVOYEE: StatutOrientation.RECUE, StatutOrientation.RECUE: StatutOrientation.ACCEPTEE}
    suites[StatutOrientation.ACCEPTEE] = StatutOrientation.TERMINEE
    return suites.get(StatutOrientation(statut), StatutOrientation(statut)).value
