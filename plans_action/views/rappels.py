"""The dates of the fiches that one coordinates, and the reminders of them."""

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from comptes.models import Utilisateur
from comptes.types import UtilisateurRequest
from plans_action import rappels
from plans_action.echeancier import reperes_of
from plans_action.forms_rappels import RappelsForm
from structure.models import MissionLocale

BIENTOT = datetime.timedelta(days=30)


@require_safe
def mes_echeances(request: UtilisateurRequest) -> HttpResponse:
    """Show what is late, what comes soon, what comes later, in the fiches that one coordinates."""
    today = timezone.localdate()
    fiches = rappels.fiches_de(request.user)
    reperes = sorted(
        (repere for fiche in fiches for repere in reperes_of(fiche, today=today)), key=lambda repere: repere.jour
    )
    waiting = [repere for repere in reperes if repere.etat in ("a_venir", "en_cours") and repere.jour >= today]
    context = {
        "fiches": fiches,
        "retards": [repere for repere in reperes if repere.en_retard],
        "bientot": [repere for repere in waiting if repere.jour <= today + BIENTOT],
        "ensuite": [repere for repere in waiting if repere.jour > today + BIENTOT],
        "reglage": rappels.reglage_de(request.user),
        "maison": MissionLocale.rappel_days(),
        "onglets": _onglets(),
        "today": today,
    }
    return render(request, "plans_action/mes_echeances.html", context)


@require_http_methods(["GET", "POST"])
def rappel_reglages(request: UtilisateurRequest) -> HttpResponse:
    """Choose what one is reminded of."""
    fiches = sorted(rappels.fiches_de(request.user), key=lambda fiche: (fiche.numero or 0, fiche.titre))
    form = RappelsForm(
        request.POST if request.method == "POST" else None,
        reglage=rappels.reglage_de(request.user),
        fiches=fiches,
        maison=MissionLocale.rappel_days(),
    )
    if form.is_valid():
        rappels.change_reglage(compte=request.user, **form.chosen())
        messages.success(request, "Vos rappels sont réglés.")
        return redirect("plans_action:mes-echeances")
    return render(request, "plans_action/rappel_reglages.html", {"form": form, "onglets": _onglets()})


@login_not_required
@require_http_methods(["GET", "POST"])
def rappel_arreter(request: HttpRequest, jeton: str) -> HttpResponse:
    """Stop the reminders by the link of a message; a mail reader that opens the link stops nothing."""
    compte: Utilisateur | None = rappels.read_stop_link(jeton=jeton)
    arretes = compte is not None and request.method == "POST"
    if compte is not None and arretes:
        rappels.stop_rappels(compte=compte)
    return render(request, "plans_action/rappel_arreter.html", {"compte": compte, "arretes": arretes})


def _onglets() -> list[tuple[str, str]]:
    return [
        (reverse("plans_action:mes-echeances"), "Mes échéances"),
        (reverse("plans_action:rappel-reglages"), "Mes rappels"),
    ]
