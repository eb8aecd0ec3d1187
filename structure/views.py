"""Places, partners, communes: what the team looks up."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commun.noms import normalise_nom
from comptes.models import Utilisateur
from comptes.types import UtilisateurRequest
from structure import services
from structure.forms import (
    SUGGESTIONS_MAXIMUM,
    ConventionFiltreForm,
    ConventionForm,
    PartenaireFiltreForm,
    RattachementForm,
)
from structure.models import PREAVIS_CONVENTION, Commune, Conseiller, Convention, Lieu, Partenaire
from structure.referentiel import find_elsewhere

PARTENAIRES_PAR_PAGE = 25
TRIS_PARTENAIRES = {"nom": "nom", "type": "type", "depuis": "depuis_le"}


def lieu_list(request: UtilisateurRequest) -> HttpResponse:
    """Show where people are received, and with which rhythm."""
    lieux = Lieu.objects.actifs().select_related("commune", "hote").prefetch_related("permanences__exceptions")
    return render(request, "structure/lieu_list.html", {"lieux": lieux})


def lieu_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show one place: how to come, when, with whom."""
    # Permanences are a room above: read through their link, said by its template tags.
    lieux = Lieu.objects.select_related("commune", "hote").prefetch_related(
        "permanences__exceptions",
        Prefetch("permanences__conseillers", Conseiller.objects.filter(actif=True)),
        Prefetch("equipe", Conseiller.objects.filter(actif=True)),
    )
    lieu = get_object_or_404(lieux, pk=pk)
    return render(request, "structure/lieu_detail.html", {"lieu": lieu})


def partenaire_list(request: UtilisateurRequest) -> HttpResponse:
    """Show the partners, whom to call there, and whether a convention runs."""
    form = PartenaireFiltreForm(request.GET or None)
    filtres = form.cleaned_data if form.is_valid() else {}
    partenaires = _filtered(Partenaire.objects.actifs(), filtres)
    tri = request.GET.get("tri", "nom")
    column = F(TRIS_PARTENAIRES.get(tri.lstrip("-"), "nom"))
    order = column.desc() if tri.startswith("-") else column.asc()
    page = Paginator(partenaires.order_by(order, "nom", "pk"), PARTENAIRES_PAR_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "structure/partenaire_list.html", {"form": form, "page": page, "filtre": any(filtres.values())}
    )


def _filtered(partenaires: QuerySet[Partenaire], filtres: dict[str, str]) -> QuerySet[Partenaire]:
    """Keep the partners that the filters ask for."""
    today = timezone.localdate()
    running = Convention.objects.filter(Q(fin=None) | Q(fin__gte=today), partenaire=OuterRef("pk"), debut__lte=today)
    if texte := filtres.get("q"):
        cle = normalise_nom(texte)
        by_name = Q(nom__icontains=texte) | (Q(commune__nom_normalise__contains=cle) if cle else Q())
        partenaires = partenaires.filter(by_name)
    if type_ := filtres.get("type"):
        partenaires = partenaires.filter(type=type_)
    return partenaires.select_related("commune").annotate(sous_convention=Exists(running))


def commune_suggestions(request: UtilisateurRequest) -> HttpResponse:
    """Return communes for a list of suggestions while one types a name or a postal code."""
    typed = request.GET.get("commune", "").replace("\x00", "")[:120]
    communes = list(Commune.objects.recherche(typed)[:SUGGESTIONS_MAXIMUM])
    communes = communes or find_elsewhere(typed, limit=SUGGESTIONS_MAXIMUM)
    return render(request, "structure/_communes.html", {"communes": communes})


@require_http_methods(["GET", "POST"])
def equipe_rattacher(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Say which person of the team an account is."""
    compte = get_object_or_404(Utilisateur.objects.visible_to(request.user), pk=pk)
    form = RattachementForm(request.POST if request.method == "POST" else None, compte=compte)
    if form.is_valid():
        try:
            services.link_compte(**form.cleaned_data, compte=compte, by=request.user, now=timezone.now())
        except services.RattachementRefuse as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "Le compte est relié à l’équipe. La direction en est prévenue.")
            return redirect("comptes:compte-detail", pk=compte.pk)
    return render(request, "structure/equipe_rattacher.html", {"form": form, "compte": compte})


@require_POST
def equipe_detacher(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Undo a link made by mistake."""
    compte = get_object_or_404(Utilisateur.objects.visible_to(request.user), pk=pk)
    try:
        services.unlink_compte(compte=compte, by=request.user, now=timezone.now())
    except services.RattachementRefuse as refus:
        messages.warning(request, str(refus))
    else:
        messages.success(request, "Le lien avec l’équipe est retiré.")
    return redirect("comptes:compte-detail", pk=compte.pk)


# --- Conventions -----------------------------------------------------------------------------------


@require_safe
def convention_list(request: UtilisateurRequest) -> HttpResponse:
    """Show what is signed with partners, and what ends soon."""
    today = timezone.localdate()
    form = ConventionFiltreForm(request.GET or None)
    filtres = form.cleaned_data if form.is_valid() else {}
    conventions = _filtered_conventions(filtres, today=today).select_related("partenaire")
    page = Paginator(conventions, PARTENAIRES_PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "form": form,
        "page": page,
        "filtre": any(filtres.values()),
        "limite": today + PREAVIS_CONVENTION,
        "today": today,
        "modifiable": request.user.has_permission("convention.modifier"),
    }
    return render(request, "structure/convention_list.html", contexte)


def _filtered_conventions(filtres: dict[str, str], *, today: datetime.date) -> QuerySet[Convention]:
    """Keep the conventions that the filters ask for; the running ones, the first to end first, by default."""
    conventions: QuerySet[Convention] = Convention.objects.all()
    if texte := filtres.get("q"):
        conventions = conventions.filter(Q(objet__icontains=texte) | Q(partenaire__nom__icontains=texte))
    etat = filtres.get("etat")
    if etat == "finies":
        return conventions.filter(fin__lt=today).order_by("-fin", "partenaire__nom", "pk")
    if etat == "a_venir":
        return conventions.filter(debut__gt=today).order_by("debut", "partenaire__nom", "pk")
    if etat == "bientot":
        return conventions & Convention.objects.finissent_bientot(today=today)
    running = conventions.filter(Q(fin=None) | Q(fin__gte=today), debut__lte=today)
    return running.order_by(F("fin").asc(nulls_last=True), "partenaire__nom", "pk")


@require_http_methods(["GET", "POST"])
def convention_create(request: UtilisateurRequest) -> HttpResponse:
    """Note a convention that was signed."""
    return _convention(request, None)


@require_http_methods(["GET", "POST"])
def convention_update(request: UtilisateurRequest, pk: int) -> HttpResponse:
    """Change a convention: its subject, its dates."""
    return _convention(request, get_object_or_404(Convention, pk=pk))


@require_POST
def convention_delete(request: UtilisateurRequest, pk: int) -> HttpResponse:
    """Delete a convention noted by mistake."""
    convention = get_object_or_404(Convention.objects.select_related("partenaire"), pk=pk)
    nom = str(convention)
    convention.delete()
    messages.success(request, f"La convention « {nom} » est supprimée.")
    return redirect("structure:convention-list")


def _convention(request: UtilisateurRequest, convention: Convention | None) -> HttpResponse:
    form = ConventionForm(request.POST if request.method == "POST" else None, instance=convention)
    if form.is_valid():
        form.save()
        messages.success(request, "La convention est enregistrée.")
        return redirect("structure:convention-list")
    return render(request, "structure/convention_form.html", {"form": form, "convention": convention})
