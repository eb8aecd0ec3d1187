"""The least that a list can be: the same query and the same rows in a table, behind the same middleware."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.utils import timezone

from jeunes import portefeuille
from jeunes.models import Jeune
from participation.models import Seance

MOTEUR = Engine()
JEUNES = MOTEUR.from_string(
    "<!doctype html><title>Jeunes</title><table>{% for jeune in page %}<tr><th><a href='/jeunes/{{ jeune.pk }}/'>"
    "{{ jeune.nom }} {{ jeune.prenom }}</a> {{ jeune.referent }}</th><td>{{ jeune.date_naissance }}</td>"
    "<td>{{ jeune.commune }}</td><td>{{ jeune.dernier_contact }}</td><td>{{ jeune.prochain_rendez_vous }}</td></tr>"
    "{% endfor %}</table><p>{{ compte }}</p>"
)
SEANCES = MOTEUR.from_string(
    "<!doctype html><title>Séances</title><table>{% for seance in page %}<tr><th><a href='/seances/{{ seance.pk }}/'>"
    "{{ seance.nom }}</a></th><td>{{ seance.debut_le }}</td><td>{{ seance.lieu }}</td>"
    "<td>{{ seance.places_prises }} sur {{ seance.places_offertes }}</td></tr>{% endfor %}</table>"
)


def jeunes_nus(request: HttpRequest) -> HttpResponse:
    """Show the rows of the list of youths and nothing else."""
    now = timezone.now()
    filtres = {"q": request.GET.get("q", "")}
    visible: Any = Jeune.objects.visible_to(request.user)  # type: ignore[arg-type]
    jeunes = portefeuille.filtered(visible, filtres, today=timezone.localdate(now), now=now)
    page, compte = portefeuille.page_of(jeunes, tri="nom", numero=request.GET.get("page", "1"), now=now)
    return HttpResponse(JEUNES.render(Context({"page": page, "compte": compte})))


def seances_nues(request: HttpRequest) -> HttpResponse:
    """Show the coming séances and nothing else."""
    seances = Seance.objects.publiees().a_venir(now=timezone.now()).select_related("regroupement", "lieu")[:25]
    return HttpResponse(SEANCES.render(Context({"page": seances})))
