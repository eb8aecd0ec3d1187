"""The counsellor's day."""

import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accueil.journee import read_journee
from comptes.types import UtilisateurRequest


def ma_journee(request: UtilisateurRequest) -> HttpResponse:
    """Show one's day: where, with whom, who waits for a rendez-vous."""
    now = timezone.now()
    today = timezone.localdate(now)
    jour = read_day(request.GET.get("jour", ""), default=today)
    toutes = request.GET.get("orientations") == "toutes"
    journee = read_journee(user=request.user, jour=jour, now=now, toutes_orientations=toutes)
    one = datetime.timedelta(days=1)
    return render(
        request,
        "accueil/ma_journee.html",
        {"journee": journee, "today": today, "now": now, "veille": jour - one, "lendemain": jour + one},
    )


def read_day(text: str, *, default: datetime.date) -> datetime.date:
    """Return the day of an address, or a default for anything that is not one within ten years."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return default
    return day if abs((day - default).days) <= 3660 else default
