"""The least that a sign-up can be: the same conditional UPDATE and the same insert, behind the same middleware."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from participation.models import Inscription, Seance


@require_POST
def inscription_nue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a place and write one row; no waiting list, no rank, no frozen profile, no message."""
    with transaction.atomic():
        free = Seance.objects.filter(pk=pk, places_prises__lt=F("places") + F("places_en_plus"))
        got = free.update(places_prises=F("places_prises") + 1)
        Inscription.objects.create(
            seance_id=pk, jeune_id=request.POST["jeune"], statut="confirmee" if got else "en_attente"
        )
    return redirect("participation:seance-detail", pk=pk)
