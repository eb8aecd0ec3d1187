"""The team's pages on séances: list, creation, opening and closing."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commun.nombres import Compte, PaginateurPlafonne, compte_plafonne
from commun.templatetags.ml import pluriel
from comptes.types import UtilisateurRequest
from participation import services
from participation.calculs import jour_ferie
from participation.choix import StatutInscription
from participation.forms import (
    FiltresSeancesForm,
    JoursForm,
    PlacesEnPlusForm,
    SeanceForm,
    default_seance,
)
from participation.models import Inscription, Regroupement, Seance, SeanceQuerySet
from participation.origines import DES_LIENS

PAR_PAGE = 25
# What looks back, the latest first.
QUAND_PASSE = ("passees", "toutes", "a_noter")
TRIS = {
    "debut": "debut_le",
    "titre": "regroupement__titre",
    "lieu": "lieu__nom",
    "prises": "places_prises",
    "attente": "nombre_en_attente",
}


def filter_seances(seances: SeanceQuerySet, filtres: dict[str, Any], request: UtilisateurRequest) -> SeanceQuerySet:
    """Apply the filters of the list."""
    now = timezone.now()
    unmarked = Inscription.objects.confirmees().filter(seance=OuterRef("pk"), presence="")
    quand = {
        "": Q(fin_le__gt=now),
        "passees": Q(fin_le__lte=now),
        "a_noter": Q(Exists(unmarked.order_by()), debut_le__lte=now, annulee_le=None),
        "toutes": Q(),
    }
    seances = seances.filter(quand.get(filtres.get("quand") or "", Q()))
    if filtres.get("regroupement"):
        seances = seances.filter(regroupement=filtres["regroupement"])
    if filtres.get("lieu"):
        seances = seances.filter(lieu=filtres["lieu"])
    if filtres.get("qui") == "moi":
        seances = seances.filter(animateurs__utilisateur=request.user)
    return seances


def read_tri(typed: str, *, default: str) -> str:
    """Return the column that the URL asks to sort by, the default for anything else."""
    champ = TRIS.get(typed.removeprefix("-"))
    return default if champ is None else ("-" if typed.startswith("-") else "") + champ


def page_of_seances(filtres: dict[str, Any], request: UtilisateurRequest) -> tuple[Any, Compte]:
    """Return one page of the séances that the filters keep, and their capped number."""
    seances = filter_seances(Seance.objects.visible_to(request.user), filtres, request)
    default = "-debut_le" if filtres.get("quand") in QUAND_PASSE else "debut_le"
    ordre = read_tri(request.GET.get("tri", ""), default=default)
    rows = seances.with_nombre_en_attente().with_nombre_presents().order_by(ordre, "debut_le", "pk")
    paginator = PaginateurPlafonne(rows.select_related("regroupement", "lieu").prefetch_related("animateurs"), PAR_PAGE)
    # Counted without what the rows show: none of it changes the number.
    paginator.compte = compte_plafonne(seances)
    return paginator.get_page(request.GET.get("page")), paginator.compte


@require_safe
def seance_gestion_list(request: UtilisateurRequest) -> HttpResponse:
    """List the séances, filtered and sorted by what the URL says."""
    form = FiltresSeancesForm(request.GET)
    filtres = form.cleaned_data if form.is_valid() else {}
    page, total = page_of_seances(filtres, request)
    now = timezone.now()
    context = {
        "form": form,
        "page": page,
        "lignes": [(seance, seance.etat(now=now)) for seance in page],
        "total": total,
        "now": now,
        "avec_presents": filtres.get("quand") in QUAND_PASSE,
    }
    return render(request, "participation/seance_gestion_list.html", context)


@require_safe
def seance_gestion(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show a séance to the team: who has a place, who waits, what can be done."""
    return _gestion_page(request, pk, PlacesEnPlusForm())


def _gestion_page(request: UtilisateurRequest, pk: UUID, places_form: PlacesEnPlusForm) -> HttpResponse:
    now = timezone.now()
    seances = Seance.objects.visible_to(request.user).select_related("regroupement", "lieu", "fiche_action")
    seance = get_object_or_404(seances.prefetch_related("animateurs"), pk=pk)
    inscriptions = list(seance.inscriptions.select_related("jeune").order_by("rang", "pk"))
    by_statut = {statut: [i for i in inscriptions if i.statut == statut] for statut in StatutInscription.values}
    adresse = settings.SITE_URL + seance.get_absolute_url()
    context = {
        "seance": seance,
        "confirmees": by_statut[StatutInscription.CONFIRMEE],
        "en_attente": by_statut[StatutInscription.EN_ATTENTE],
        "annulees": by_statut[StatutInscription.ANNULEE],
        "a_appeler": [i for i in by_statut[StatutInscription.CONFIRMEE] if i.promue_le and i.a_appeler],
        "motif": seance.motif_fermeture(now=now),
        "fermee": seance.inscriptions_fermees_le is not None and seance.inscriptions_fermees_le <= now,
        "commencee": seance.debut_le <= now,
        "jour_venu": seance.is_commencee(now=now),
        "serie": Seance.objects.filter(serie=seance.serie).exclude(pk=pk).a_venir(now=now)[:12] if seance.serie else [],
        "places_form": places_form,
        "liens": [(origine.label, f"{adresse}?de={origine.value}") for origine in DES_LIENS],
        "adresse": adresse,
    }
    return render(request, "participation/seance_gestion.html", context)


@require_http_methods(["GET", "POST"])
def seance_create(request: UtilisateurRequest) -> HttpResponse:
    """Create one séance, or a series whose dates are shown before anything is written."""
    now = timezone.now()
    if request.method == "GET":
        regroupement = _regroupement_of(request.GET.get("regroupement", ""))
        form = SeanceForm(now=now, initial=default_seance(request.user, regroupement))
        return render(request, "participation/seance_form.html", {"form": form})
    form = SeanceForm(request.POST, now=now)
    if not form.is_valid() or "reprendre" in request.POST:
        return render(request, "participation/seance_form.html", {"form": form})
    proposed = form.jours()
    kept = JoursForm(request.POST if "creer" in request.POST else None, proposes=proposed)
    if form.cleaned_data["rythme"] and not kept.is_valid():
        lignes = [(jour, jour_ferie(jour)) for jour in proposed]
        context = {"form": form, "jours_form": kept, "lignes": lignes}
        return render(request, "participation/seance_apercu.html", context)
    jours = kept.cleaned_data["jours"] if form.cleaned_data["rythme"] else proposed
    return _create(request, form, jours, now)


def _create(
    request: UtilisateurRequest, form: SeanceForm, jours: list[datetime.date], now: datetime.datetime
) -> HttpResponse:
    data = form.cleaned_data
    try:
        creneaux = form.creneaux(jours)
    except ValueError as error:  # a later day of the series falls on a change of clocks
        form.add_error("heure_debut", str(error))
        return render(request, "participation/seance_form.html", {"form": form})
    wanted = {name: data[name] for name in ("regroupement", "lieu", "places", "titre", "fiche_action", "animateurs")}
    seances = services.create_seances(creneaux=creneaux, publiee_le=now if data["publier"] else None, **wanted)
    if len(seances) == 1:
        messages.success(
            request, "La séance est créée." if data["publier"] else "La séance est créée, pas encore visible."
        )
        return redirect("participation:seance-gestion", pk=seances[0].pk)
    messages.success(request, f"{pluriel(len(seances), 'séance créée', 'séances créées')}.")
    return redirect("participation:seance-gestion-list")


def _regroupement_of(text: str) -> Regroupement | None:
    try:
        return Regroupement.objects.filter(pk=UUID(text)).first()
    except ValueError:
        return None


@require_POST
def seance_publish(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show a séance to everybody."""
    seance = get_object_or_404(Seance.objects.visible_to(request.user), pk=pk)
    return _act(request, seance, "La séance est visible, les inscriptions sont ouvertes.", services.publish_seance)


@require_POST
def seance_fermer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Close the sign-ups."""
    seance = get_object_or_404(Seance.objects.visible_to(request.user), pk=pk)
    return _act(request, seance, "Les inscriptions sont fermées.", services.close_inscriptions)


@require_POST
def seance_rouvrir(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Open the sign-ups again."""
    seance = get_object_or_404(Seance.objects.visible_to(request.user), pk=pk)
    return _act(
        request,
        seance,
        "Les inscriptions sont ouvertes de nouveau.",
        lambda *, seance, now: services.reopen_inscriptions(seance=seance),
    )


@require_POST
def seance_places(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Overbook by an explicit number."""
    seance = get_object_or_404(Seance.objects.visible_to(request.user), pk=pk)
    form = PlacesEnPlusForm(request.POST)
    if not form.is_valid():
        return _gestion_page(request, pk, form)
    try:
        promoted = services.overbook(seance=seance, nombre=form.cleaned_data["nombre"], now=timezone.now())
    except services.SeanceRefusee as refus:
        messages.error(request, str(refus))
    else:
        opened = pluriel(form.cleaned_data["nombre"], "place ajoutée", "places ajoutées")
        told = f" ; {pluriel(promoted, 'personne')} en attente en reçoit une" if promoted == 1 else ""
        told = f" ; {pluriel(promoted, 'personne')} en attente en reçoivent une" if promoted > 1 else told
        messages.success(request, f"{opened}{told}.")
    return redirect("participation:seance-gestion", pk=pk)


def _act(request: UtilisateurRequest, seance: Seance, done: str, service: Callable[..., None]) -> HttpResponse:
    try:
        service(seance=seance, now=timezone.now())
    except services.SeanceRefusee as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, done)
    return redirect("participation:seance-gestion", pk=seance.pk)
