"""
The least that a page can be: the same queries and the same rows in a table, behind the same middleware.

Each bare view asks what its page asks, by the same functions, and leaves out all that makes a page of it: the frame, the
menu, the filters, the components.
"""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.utils import timezone

from accueil.journee import read_journee
from evaluation import tableau as tableaux
from evaluation.projets import projet_et_objectifs
from jeunes import portefeuille
from jeunes.models import Jeune
from participation.models import Seance
from participation.views.gestion import page_of_seances
from participation.views.public import PAR_PAGE

MOTEUR = Engine()
JEUNES = MOTEUR.from_string(
    "<!doctype html><title>Jeunes</title><table>{% for jeune in page %}<tr><th><a href='/jeunes/{{ jeune.pk }}/'>"
    "{{ jeune.nom }} {{ jeune.prenom }}</a> {{ jeune.referent }}</th><td>{{ jeune.date_naissance }}</td>"
    "<td>{{ jeune.commune }}</td><td>{{ jeune.dernier_contact }}</td><td>{{ jeune.prochain_rendez_vous }}</td></tr>"
    "{% endfor %}</table><p>{{ compte }}</p>"
)
SEANCES = MOTEUR.from_string(
    "<!doctype html><title>Séances</title><table>{% for seance in page %}<tr><th><a href='/seances/{{ seance.pk }}/'>"
    "{{ seance.nom }}</a></th><td>{{ seance.debut_le }}</td><td>{{ seance.lieu }}</td><td>{{ seance.places_prises }} sur "
    "{{ seance.places_offertes }}</td><td>{{ seance.nombre_en_attente }}</td><td>{{ seance.nombre_presents }}</td>"
    "<td>{% for animateur in seance.animateurs.all %}{{ animateur }} {% endfor %}</td></tr>{% endfor %}</table>"
)
SEANCES_PUBLIQUES = MOTEUR.from_string(
    "<!doctype html><title>Séances</title><table>{% for seance in page %}<tr><th><a href='/seances/{{ seance.pk }}/'>"
    "{{ seance.nom }}</a></th><td>{{ seance.debut_le }}</td><td>{{ seance.lieu }}</td>"
    "<td>{{ seance.places_prises }} sur {{ seance.places_offertes }}</td></tr>{% endfor %}</table>"
)
JOURNEE = MOTEUR.from_string(
    "<!doctype html><title>Journée</title><table>{% for p in journee.permanences %}<tr><td>{{ p.lieu }}</td></tr>"
    "{% endfor %}{% for r in journee.rendez_vous %}<tr><td>{{ r.prevu_le }}</td><td>{{ r.jeune }}</td><td>{{ r.lieu }}</td>"
    "</tr>{% endfor %}{% for s in journee.seances %}<tr><td>{{ s.nom }}</td><td>{{ s.lieu }}</td></tr>{% endfor %}"
    "{% for j in journee.sans_rendez_vous %}<tr><td>{{ j }}</td><td>{{ j.dernier_contact }}</td></tr>{% endfor %}</table>"
    "<p>{{ journee.nombre_sans_rendez_vous }}</p>"
)
TABLEAU = MOTEUR.from_string(
    "<!doctype html><title>Pilotage</title>{% for bande in tableau.bandes %}<h2>{{ bande.objectif }}</h2><table>"
    "{% for fiche in bande.fiches %}<tr><th>{{ fiche.fiche.titre }}</th><td>{{ fiche.faites }} sur {{ fiche.total }}</td>"
    "<td>{% for ligne in fiche.indicateurs %}{{ ligne.indicateur.libelle }} {{ ligne.texte }} {{ ligne.cible }} "
    "{{ ligne.tendance }} {{ ligne.etincelle|safe }} {{ ligne.jauge|safe }}{% endfor %}</td></tr>{% endfor %}</table>"
    "{% endfor %}{% for sujet in tableau.sujets %}<h2>{{ sujet.titre }}</h2>{% for decision in sujet.decisions %}"
    "<p>{{ decision.texte }}</p>{% endfor %}{% endfor %}"
)


def jeunes_nus(request: HttpRequest) -> HttpResponse:
    """Show the rows of the list of youths and nothing else."""
    now = timezone.now()
    filtres = {"q": request.GET.get("q", "")}
    visible: Any = Jeune.objects.visible_to(request.user)  # type: ignore[arg-type]
    jeunes = portefeuille.filtered(visible, filtres, today=timezone.localdate(now), now=now)
    tri, numero = request.GET.get("tri", "nom"), request.GET.get("page", "1")
    page, compte = portefeuille.page_of(jeunes, tri=tri, numero=numero, now=now)
    return HttpResponse(JEUNES.render(Context({"page": page, "compte": compte})))


def seances_nues(request: HttpRequest) -> HttpResponse:
    """Show the coming séances and nothing else."""
    coming = Seance.objects.publiees().a_venir(now=timezone.now()).select_related("regroupement", "lieu")
    page = Paginator(coming, PAR_PAGE).get_page(request.GET.get("page"))
    return HttpResponse(SEANCES_PUBLIQUES.render(Context({"page": page})))


def gestion_nue(request: HttpRequest) -> HttpResponse:
    """Show the séances of the team and nothing else."""
    page, _ = page_of_seances({"quand": request.GET.get("quand", "")}, request)  # type: ignore[arg-type]
    return HttpResponse(SEANCES.render(Context({"page": page})))


def journee_nue(request: HttpRequest) -> HttpResponse:
    """Show the rows of a counsellor's day and nothing else."""
    now = timezone.now()
    journee = read_journee(user=request.user, jour=timezone.localdate(now), now=now)  # type: ignore[arg-type]
    return HttpResponse(JOURNEE.render(Context({"journee": journee})))


def tableau_nu(request: HttpRequest) -> HttpResponse:
    """Show the figures of the dashboard and nothing else."""
    projet, operationnels = projet_et_objectifs()
    assert projet is not None
    user: Any = request.user
    tableau = tableaux.build(
        projet=projet,
        operationnels=operationnels,
        user=user,
        filtres=tableaux.Filtres(),
        now=timezone.now(),
        today=timezone.localdate(),
    )
    return HttpResponse(TABLEAU.render(Context({"tableau": tableau})))
