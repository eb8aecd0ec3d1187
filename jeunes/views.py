"""The list of youths and their files; events and rendez-vous are read through their links, their rooms are above."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.models import JournalAcces
from comptes.types import UtilisateurRequest
from jeunes import portefeuille, rattachement, services
from jeunes.forms import AccesForm, JeuneForm, PortefeuilleForm, SituationForm
from jeunes.models import Accompagnement, Jeune

EVENEMENTS_PAR_PAGE = 20
LECTURES_MONTREES = 100
FIXES_LUS = 50
COMPTES_PAR_PAGE = 25


def jeune_list(request: UtilisateurRequest) -> HttpResponse:
    """Show the youths whom one may open."""
    now = timezone.now()
    form = PortefeuilleForm(request.GET or None)
    filtres = form.cleaned_data if form.is_valid() else {}
    jeunes = portefeuille.filtered(
        Jeune.objects.visible_to(request.user), filtres, today=timezone.localdate(now), now=now
    )
    page, compte = portefeuille.page_of(
        jeunes, tri=request.GET.get("tri", "nom"), numero=request.GET.get("page", "1"), now=now
    )
    moi, today = request.user.get_full_name(), timezone.localdate(now)
    for jeune in page:
        jeune.drapeaux, jeune.age_du_jour = flags(jeune), jeune.age(today=today)
        jeune.suivi_par_un_autre = jeune.referent != moi
    context = {"form": form, "page": page, "compte": compte, "filtre": any(filtres.values())}
    return render(request, "jeunes/jeune_list.html", context)


def flags(jeune: Jeune) -> list[tuple[str, str]]:
    """Return the flags of a person as (tone, words): they inform, they refuse nothing."""
    today = timezone.localdate()
    found = []
    if jeune.ne_pas_contacter_domicile:
        found.append(("grave", "Ne pas contacter le domicile"))
    if jeune.canal_sur != "tous":
        found.append(("alerte", f"Contact : {jeune.get_canal_sur_display().lower()}"))
    if jeune.is_mineur(today=today):
        found.append(("info", "Mineur"))
    if jeune.is_hors_age(today=today):
        found.append(("info", "Hors tranche d’âge"))
    if jeune.is_hors_territoire():
        found.append(("info", "Hors territoire"))
    return found


def open_file(request: UtilisateurRequest, pk: UUID) -> Any:
    """Return a file that one may open, and write in the journal that it was read."""
    corrected = Jeune.objects.filter(pk=OuterRef("pk"), evenements_annules__isnull=False)
    visible = Jeune.objects.visible_to(request.user).annotate(a_des_annules=Exists(corrected))
    jeune = get_object_or_404(visible.select_related("commune__epci", "compte"), pk=pk)
    services.read_file(jeune=jeune, by=request.user, now=timezone.now())
    return jeune


def band(jeune: Jeune) -> dict[str, Any]:
    """Return what stands above every tab of a file: who, flags, the next thing to do, the tabs."""
    now = timezone.now()
    today = timezone.localdate(now)
    running = Accompagnement.objects.active(today=today).filter(jeune=jeune)
    accompagnements = list(running.select_related("conseiller", "programme").order_by("type", "debut", "pk"))
    fixed = jeune.rendez_vous.filter(statut="fixe", prevu_le__isnull=False).select_related("lieu", "conseiller")
    latest = list(fixed.order_by("-prevu_le", "pk")[:FIXES_LUS])
    prochain = next((rdv for rdv in reversed(latest) if rdv.prevu_le and rdv.prevu_le >= now), None)
    a_noter = next((rdv for rdv in latest if rdv.prevu_le and rdv.prevu_le < now), None)
    # Asked only when nothing else is to be done first.
    received = bool(prochain or a_noter) or jeune.evenements.filter(nature="premier_accueil").exists()
    return {
        "jeune": jeune,
        "age": jeune.age(today=today),
        "drapeaux": flags(jeune),
        "accompagnements": accompagnements,
        "recu": received,
        "prochain": prochain,
        "a_noter": a_noter,
        "onglets": [
            (reverse(f"jeunes:{name}", kwargs={"pk": jeune.pk}), label)
            for name, label in (
                ("jeune-detail", "Événements"),
                ("jeune-rendez-vous", "Rendez-vous"),
                ("jeune-situations", "Situations"),
                ("jeune-coordonnees", "Coordonnées"),
                ("jeune-lectures", "Accès"),
            )
        ],
    }


def jeune_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show what happened with a person, the latest first."""
    jeune = open_file(request, pk)
    happened = jeune.evenements.select_related("lieu", "conseiller").prefetch_related("besoins")
    page = Paginator(happened.order_by("-fait_le", "-pk"), EVENEMENTS_PAR_PAGE).get_page(request.GET.get("page"))
    annules = list(jeune.evenements_annules.all()[:EVENEMENTS_PAR_PAGE]) if jeune.a_des_annules else []
    return render(request, "jeunes/jeune_detail.html", {**band(jeune), "page": page, "annules": annules})


def jeune_rendez_vous(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the rendez-vous of a person, and the handovers to partners."""
    jeune = open_file(request, pk)
    rendez_vous = jeune.rendez_vous.select_related("lieu", "conseiller").order_by("-prevu_le", "-fait_le", "pk")
    orientations = jeune.orientations.select_related("partenaire", "lieu").order_by("-fait_le", "-pk")
    page = Paginator(rendez_vous, EVENEMENTS_PAR_PAGE).get_page(request.GET.get("page"))
    context = {**band(jeune), "page": page, "orientations": orientations[:50], "today": timezone.localdate()}
    return render(request, "jeunes/jeune_rendez_vous.html", context)


def jeune_situations(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show what a person does and did, dated."""
    jeune = open_file(request, pk)
    situations = jeune.situations.select_related("lieu", "saisi_par")[:100]
    return render(request, "jeunes/jeune_situations.html", {**band(jeune), "situations": situations})


def jeune_coordonnees(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show how to reach a person."""
    return render(request, "jeunes/jeune_coordonnees.html", band(open_file(request, pk)))


def jeune_lectures(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show who opened the file."""
    jeune = open_file(request, pk)
    lectures = JournalAcces.objects.filter(objet_type=jeune._meta.label_lower, objet_id=str(jeune.pk))
    context = {**band(jeune), "lectures": lectures.select_related("utilisateur")[:LECTURES_MONTREES]}
    return render(request, "jeunes/jeune_lectures.html", context)


@require_http_methods(["GET", "POST"])
def jeune_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Keep a file up to date."""
    visible = Jeune.objects.visible_to(request.user).select_related("commune")
    jeune: Jeune = get_object_or_404(visible, pk=pk)
    form = JeuneForm(request.POST if request.method == "POST" else None, jeune=jeune)
    if form.is_valid():
        services.update_jeune(jeune=jeune, valeurs=form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"Les coordonnées de {jeune} sont à jour.")
        return redirect("jeunes:jeune-coordonnees", pk=jeune.pk)
    return render(request, "jeunes/jeune_form.html", {"form": form, "jeune": jeune})


@require_http_methods(["GET", "POST"])
def jeune_acces(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Ask why a file outside one's portfolio is opened; it then stays open for 24 hours."""
    if Jeune.objects.visible_to(request.user).filter(pk=pk).exists():
        return redirect("jeunes:jeune-detail", pk=pk)
    # Only the name is shown: who is known is no secret of the team, what is in the file is.
    referents = Accompagnement.objects.active(today=timezone.localdate()).select_related("conseiller")
    known = Jeune.objects.prefetch_related(Prefetch("accompagnements", referents.order_by("type", "pk"), "suivis"))
    jeune = get_object_or_404(known, pk=pk)
    form = AccesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.open_with_reason(jeune=jeune, by=request.user, motif=form.cleaned_data["motif"], now=timezone.now())
        messages.success(request, "Le dossier est ouvert pour 24 heures.")
        return redirect("jeunes:jeune-detail", pk=jeune.pk)
    return render(request, "jeunes/jeune_acces.html", {"form": form, "jeune": jeune})


@require_http_methods(["GET", "POST"])
def situation_create(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Date what a person does now."""
    jeune = get_object_or_404(Jeune.objects.visible_to(request.user).select_related("commune"), pk=pk)
    now = timezone.now()
    today = timezone.localdate(now)
    data = request.POST if request.method == "POST" else None
    form = SituationForm(data, today=today, initial=None if data else {"jour": today})
    if form.is_valid():
        try:
            services.create_situation(jeune=jeune, by=request.user, now=now, **form.cleaned_data)
        except services.SituationRefusee as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, f"La situation de {jeune} est enregistrée.")
            return redirect("jeunes:jeune-situations", pk=jeune.pk)
    return render(request, "jeunes/situation_form.html", {"form": form, "jeune": jeune})


@require_safe
def rattachement_list(request: UtilisateurRequest) -> HttpResponse:
    """Show the accounts whose address several files carry, with those files."""
    page = Paginator(rattachement.comptes_a_relier(), COMPTES_PAR_PAGE).get_page(request.GET.get("page"))
    a_relier = rattachement.with_candidats(page.object_list, user=request.user)
    return render(request, "jeunes/rattachement_list.html", {"page": page, "a_relier": a_relier})


@require_POST
def rattachement_choisir(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Link an account to the file chosen."""
    compte = get_object_or_404(rattachement.comptes_a_relier(), pk=pk)
    try:
        jeune_id = UUID(request.POST.get("jeune", ""))
        jeune = rattachement.choose_file(compte=compte, jeune_id=jeune_id, by=request.user, now=timezone.now())
    except ValueError:
        messages.warning(request, "Choisissez un dossier.")
    except rattachement.RattachementRefuse as refus:
        messages.warning(request, str(refus))
    else:
        messages.success(request, f"Le compte {compte.email} ouvre maintenant le dossier de {jeune}.")
    return redirect("jeunes:rattachement-list")
