"""Pages that belong to the whole house: home, search, state of the installation."""

import time
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commun.recherche import LONGUEUR_MINIMALE, search
from comptes.choix import Role
from comptes.types import UtilisateurRequest
from mission_locale import sante as etat_sante
from mission_locale.vues_moi import accueil_jeune
from participation.models import Seance
from structure.choix import TypeLieu
from structure.models import Lieu, MissionLocale

SEANCES_A_L_ACCUEIL = 3
COOKIE_VISITE = "demo_visite"  # in the demo: somebody chose to look around without an account
PAR_GROUPE, PAR_GROUPE_SOUS_LA_BOITE = 25, 4
LIEUX_PUBLICS = (TypeLieu.SIEGE, TypeLieu.ANTENNE, TypeLieu.PERMANENCE, TypeLieu.TIERS_LIEU, TypeLieu.CAMION)
# Where the day starts, by role; a jeune, a partenaire and who is not signed in have a page of their own.
ACCUEIL_PAR_ROLE = {
    Role.CONSEILLER: "accueil:ma-journee",
    Role.DIRECTION: "evaluation:tableau",
    Role.COMMISSION: "evaluation:tableau",
    Role.ADMINISTRATION: "plans_action:plan",
}

DEMARRE_LE = time.time()  # this process: the worker and the clock are started with it


@require_safe
def accueil_general(request: HttpRequest) -> HttpResponse:
    """Send each role to where its day starts; tell others who we are, what is coming and where to come."""
    if request.user.is_authenticated and (page := ACCUEIL_PAR_ROLE.get(Role(request.user.role))):
        return redirect(page)
    if request.user.is_authenticated and request.user.role == Role.JEUNE:
        return accueil_jeune(cast("UtilisateurRequest", request))
    if request.user.is_authenticated and request.user.is_professionnel:
        return render(
            request, "mission_locale/accueil_partenaire.html", {"partenaires": request.user.partenaires.all()}
        )
    if settings.DEMO and not (visite := "visite" in request.GET or COOKIE_VISITE in request.COOKIES):
        return redirect("demonstration:depart")  # in the demo, one first chooses whom to be
    seances = Seance.objects.publiees().a_venir(now=timezone.now()).select_related("regroupement", "lieu")
    context = {
        "mission_locale": MissionLocale.objects.order_by("pk").first(),
        "seances": seances[:SEANCES_A_L_ACCUEIL],
        "lieux": Lieu.objects.actifs().filter(type__in=LIEUX_PUBLICS).select_related("commune"),
    }
    response = render(request, "mission_locale/accueil_public.html", context)
    if settings.DEMO and visite:
        response.set_cookie(COOKIE_VISITE, "1", samesite="Lax")
    return response


def connexion_admin(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """Stand where Django's admin has its own sign-in page: one comes in by the house's, second factor included."""
    return redirect("admin:index" if request.user.is_authenticated and request.user.is_staff else "accueil-general")


@require_safe
def recherche(request: UtilisateurRequest) -> HttpResponse:
    """Answer a search: a few lines under the box as one types, or a page."""
    texte = request.GET.get("q", "").replace("\x00", "").strip()
    partial = bool(request.htmx)
    groupes = search(request.user, texte, limit=PAR_GROUPE_SOUS_LA_BOITE if partial else PAR_GROUPE)
    context = {"texte": texte, "groupes": groupes, "trop_court": len(texte) < LONGUEUR_MINIMALE}
    return render(request, "mission_locale/_resultats.html" if partial else "mission_locale/recherche.html", context)


@never_cache
@require_safe
def sante(request: HttpRequest) -> HttpResponse:
    """Say whether each part of the installation answers: 200 when all do or are starting, else 503 and who does not."""
    etats = etat_sante.health(now=time.time(), depuis=DEMARRE_LE)
    return JsonResponse(etats, status=503 if etat_sante.ABSENT in etats.values() else 200)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Send to the icon of the house: a browser that shows a PDF asks for it at this address."""
    return redirect(static("icones/site.svg"))


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures of the web process to the host's monitoring, which shows the token; closed without one."""
    from django_prometheus.exports import ExportToDjangoView

    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(shown, settings.METRICS_TOKEN):
        raise Http404
    answer: HttpResponse = ExportToDjangoView(request)
    return answer
