"""The doors of the demo: who can be tried, and the messages that were sent. Routed only when DEMO is on."""

import datetime

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from demonstration.calendrier import JOUR, is_ouvert
from demonstration.essais import ESSAIS, find_compte
from demonstration.messages_envoyes import find_message, sent_messages
from demonstration.models import Chargement


@require_safe
def depart(request: HttpRequest) -> HttpResponse:
    """Show who can be tried, and what with."""
    chargement = Chargement.objects.first()
    context = {"essais": ESSAIS, "chargement": chargement, "ouverture": next_opening(timezone.localdate())}
    return render(request, "demonstration/depart.html", context)


def next_opening(today: datetime.date) -> datetime.date | None:
    """Return the next open day when the house is closed today, or None."""
    day = today
    while not is_ouvert(day):
        day += JOUR
    return day if day != today else None


@require_POST
def entrer(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the people who can be tried."""
    if not settings.DEMO:  # the URL does not exist either: two locks on the door that matters most
        raise Http404("no demo here")
    compte = find_compte(request.POST.get("qui", ""))
    if compte is None:
        raise Http404("nobody of that name can be tried")
    logout(request)
    login(request, compte, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("accueil-general")


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Show the messages sent, the newest first; asked again every few seconds."""
    template = "demonstration/_messages.html" if request.headers.get("HX-Request") else "demonstration/messages.html"
    return render(request, template, {"messages_envoyes": sent_messages()})


@require_safe
def piece_jointe(request: HttpRequest, cle: str, rang: int) -> HttpResponse:
    """Give an attached file to download."""
    message = find_message(cle)
    if message is None or rang >= len(message.pieces):
        raise Http404("no such file")
    piece = message.pieces[rang]
    disposition = content_disposition_header(as_attachment=True, filename=piece.nom)
    return HttpResponse(
        piece.contenu,
        content_type=piece.type,
        headers={"Content-Disposition": disposition or "attachment", "X-Content-Type-Options": "nosniff"},
    )
