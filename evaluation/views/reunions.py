"""Meetings of the commissions: prepared, convened, attended, written up, printed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes import brouillons
from comptes.types import UtilisateurRequest
from evaluation.choix import PresenceReunion, TypeCommission
from evaluation.commissions.document import DOCUMENTS, produire_document
from evaluation.commissions.formulaires.reunions import (
    AnnulationForm,
    CompteRenduForm,
    PresenceForm,
    ReunionForm,
    build_points,
)
from evaluation.commissions.reunions import lire_quorum
from evaluation.models import PointOrdreDuJour, Reunion
from evaluation.notifications import reunion_ics
from evaluation.projets import projet_courant
from evaluation.services import reunions as services
from evaluation.views.bilans import SANS_PROJET
from plans_action.models import FicheAction

PAR_PAGE = 25


@require_safe
def reunion_list(request: UtilisateurRequest) -> HttpResponse:
    """Show the coming meetings, then the past ones."""
    now = timezone.now()
    reunions = Reunion.objects.visible_to(request.user).select_related("projet")
    passees = reunions.filter(le__lt=now).order_by("-le", "pk")
    contexte = {
        "a_venir": list(reunions.filter(le__gte=now).order_by("le", "pk")[:PAR_PAGE]),
        "page": Paginator(passees, PAR_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "evaluation/reunion_list.html", contexte)


@require_safe
def reunion_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show a meeting: its agenda, who is convened, what was said."""
    reunion = _whole(request, pk)
    contexte = _contexte(reunion)
    return render(request, "evaluation/reunion_detail.html", contexte)


def _whole(request: UtilisateurRequest, pk: UUID) -> Reunion:
    """Return a meeting with its agenda, or answer 404."""
    fiches = FicheAction.objects.only("pk", "numero", "titre").order_by("numero", "titre", "pk")
    points = PointOrdreDuJour.objects.order_by("ordre", "pk").prefetch_related(Prefetch("fiches", fiches))
    reunions = Reunion.objects.visible_to(request.user).select_related("projet", "convoquee_par", "compte_rendu_par")
    return get_object_or_404(reunions.prefetch_related(Prefetch("points", points)), pk=pk)


def _contexte(reunion: Reunion) -> dict[str, Any]:
    now = timezone.now()
    convocations = list(reunion.convocations.order_by("college", "nom", "pk"))
    attendus = convocations or services.expected_members(reunion)
    return {
        "reunion": reunion,
        "points": list(reunion.points.all()),
        "convocations": convocations,
        "attendus": attendus,
        "quorum": lire_quorum(convocations),
        "passee": reunion.le <= now,
        "commencee": reunion.has_begun(now=now),
        "sans_adresse": [attendu for attendu in attendus if not attendu.email],
    }


@require_http_methods(["GET", "POST"])
def reunion_create(request: UtilisateurRequest) -> HttpResponse:
    """Plan a meeting."""
    projet = projet_courant()
    if projet is None:
        messages.warning(request, SANS_PROJET)
        return redirect("evaluation:reunion-list")
    commission = request.GET.get("commission", "")
    reunion = Reunion(projet=projet)
    if commission in TypeCommission.values:
        reunion.commission = commission
    return _edit(request, reunion, titre="Prévoir une réunion")


@require_http_methods(["GET", "POST"])
def reunion_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Change a meeting."""
    reunion = get_object_or_404(Reunion.objects.visible_to(request.user), pk=pk)
    return _edit(request, reunion, titre="Modifier la réunion")


def _edit(request: UtilisateurRequest, reunion: Reunion, *, titre: str) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ReunionForm(data, instance=reunion)
    # A posted meeting without its agenda keeps the one it has.
    with_points = data is None or "points-TOTAL_FORMS" in data
    points = build_points(reunion, data if with_points else None)
    if form.is_valid() and (data is None or not with_points or points.is_valid()):
        voulus = points.voulus() if with_points else _unchanged(reunion)
        try:
            told = services.save_reunion(reunion=form.save(commit=False), points=voulus, now=timezone.now())
        except services.ReunionRefusee as refus:
            messages.error(request, str(refus))
        else:
            suite = " Les personnes convoquées sont prévenues du changement." if told else ""
            messages.success(request, f"La réunion est enregistrée.{suite}")
        return redirect(reunion)
    contexte = {"form": form, "points": points, "titre": titre, "nouvelle": reunion._state.adding, "reunion": reunion}
    return render(request, "evaluation/reunion_form.html", contexte)


def _unchanged(reunion: Reunion) -> list[services.PointVoulu]:
    if reunion._state.adding:
        return []
    return [
        services.PointVoulu(point.pk, point.titre, point.duree_minutes, tuple(fiche.pk for fiche in point.fiches.all()))
        for point in reunion.points.prefetch_related("fiches")
    ]


@require_POST
def point_deplacer(request: UtilisateurRequest, pk: int) -> HttpResponse:
    """Move an item of the agenda up or down."""
    reunions = Reunion.objects.visible_to(request.user).filter(annulee_le=None)
    point = get_object_or_404(PointOrdreDuJour.objects.filter(reunion__in=reunions), pk=pk)
    services.move_point(point=point, sens=-1 if request.POST.get("sens") == "monter" else 1)
    return redirect("evaluation:reunion-detail", pk=point.reunion_id)


@require_POST
def reunion_delete(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Delete a meeting that was planned by mistake and that nobody was told of."""
    reunion = get_object_or_404(Reunion.objects.visible_to(request.user), pk=pk)
    try:
        services.delete_reunion(reunion=reunion)
    except services.ReunionRefusee as refus:
        messages.error(request, str(refus))
        return redirect(reunion)
    messages.success(request, "La réunion est supprimée.")
    return redirect("evaluation:reunion-list")


@require_POST
def reunion_convoquer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Convene the members of the commission."""
    reunion = get_object_or_404(Reunion.objects.visible_to(request.user), pk=pk)
    try:
        combien = services.convene(reunion=reunion, by=request.user, now=timezone.now())
    except services.ReunionRefusee as refus:
        messages.error(request, str(refus))
    else:
        phrase = {0: "Tout le monde était déjà convoqué.", 1: "Une personne est convoquée."}
        messages.success(request, phrase.get(combien, f"{combien} personnes sont convoquées."))
    return redirect(reunion)


@require_http_methods(["GET", "POST"])
def reunion_annuler(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Cancel a meeting and tell who was convened."""
    reunion = get_object_or_404(Reunion.objects.visible_to(request.user).filter(annulee_le=None), pk=pk)
    form = AnnulationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.cancel_reunion(reunion=reunion, motif=form.cleaned_data["motif"], now=timezone.now())
        messages.success(request, "La réunion est annulée. Les personnes convoquées sont prévenues.")
        return redirect(reunion)
    return render(request, "evaluation/reunion_annuler.html", {"form": form, "reunion": reunion})


@require_http_methods(["GET", "POST"])
def reunion_presences(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Note who came, on one screen."""
    reunion = get_object_or_404(Reunion.objects.visible_to(request.user).filter(annulee_le=None), pk=pk)
    if not reunion.has_begun(now=timezone.now()):
        messages.info(request, "Les présences se notent à partir de l’heure qui précède la réunion.")
        return redirect(reunion)
    if request.method == "POST":
        services.register_members(reunion)
        services.set_presences(reunion=reunion, presences=_read_presences(request, reunion))
        messages.success(request, "Les présences sont enregistrées.")
        return redirect(reunion)
    attendus = list(reunion.convocations.order_by("college", "nom", "pk"))
    contexte = {
        "reunion": reunion,
        "attendus": attendus or services.expected_members(reunion),
        "choix": PresenceReunion.choices,
    }
    return render(request, "evaluation/reunion_presences.html", contexte)


def _read_presences(request: UtilisateurRequest, reunion: Reunion) -> dict[UUID, tuple[str, str]]:
    """Return what was posted, by convocation; the form names members, who may have no convocation yet."""
    lues = {}
    for convocation in reunion.convocations.order_by("pk"):
        cle = str(convocation.membre_id)
        form = PresenceForm({"presence": request.POST.get(f"presence-{cle}"), "par": request.POST.get(f"par-{cle}")})
        if f"presence-{cle}" in request.POST and form.is_valid():
            lues[convocation.pk] = (form.cleaned_data["presence"], form.cleaned_data["par"])
    return lues


@require_http_methods(["GET", "POST"])
def reunion_compte_rendu(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Write the minutes; saving over somebody else's answers 409 with both texts."""
    reunion = _whole(request, pk)
    if reunion.annulee_le is not None or reunion.compte_rendu_valide_le is not None:
        messages.info(request, "Ce compte rendu ne peut plus être modifié.")
        return redirect(reunion)
    points = list(reunion.points.all())
    brouillon = brouillons.ouvrir(request.user, f"compte-rendu:{reunion.pk}")
    form = CompteRenduForm(request.POST if request.method == "POST" else None, reunion=reunion, points=points)
    status, autre = 200, None
    if form.is_valid():
        try:
            services.save_compte_rendu(
                reunion=reunion,
                texte=form.cleaned_data["texte"],
                releves=form.releves,
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except services.CompteRenduModifie:
            # The page shows what the other wrote beside what was typed; the next save is over the version shown.
            autre, status = _whole(request, pk), 409
            repris = {**request.POST.dict(), "version": str(autre.compte_rendu_version)}
            form = CompteRenduForm(repris, reunion=reunion, points=points)
        else:
            brouillon.effacer()
            messages.success(request, "Le compte rendu est enregistré.")
            return redirect(reunion)
    if request.method != "POST":
        brouillon.remplir(form)
    contexte = {"form": form, "reunion": reunion, "brouillon": brouillon, "autre": autre}
    return render(request, "evaluation/reunion_compte_rendu.html", contexte, status=status)


@require_POST
def reunion_compte_rendu_valider(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Close the minutes, or open them again."""
    reunion = get_object_or_404(Reunion.objects.visible_to(request.user), pk=pk)
    if "rouvrir" in request.POST:
        services.reopen_compte_rendu(reunion=reunion)
        messages.success(request, "Le compte rendu est rouvert.")
    elif services.validate_compte_rendu(reunion=reunion, now=timezone.now()):
        messages.success(request, "Le compte rendu est validé : il ne change plus.")
    return redirect(reunion)


@require_safe
def reunion_imprimer(request: UtilisateurRequest, pk: UUID, document: str) -> HttpResponse:
    """Show the convocation, the attendance sheet or the minutes as it will print."""
    if document not in DOCUMENTS:
        raise Http404("no such document")
    contexte = _contexte(_whole(request, pk)) | {"document": document, "titre_document": DOCUMENTS[document]}
    contexte["attendus"] = contexte["convocations"] or services.expected_members(contexte["reunion"])
    return render(request, "evaluation/reunion_imprimer.html", contexte)


@require_safe
def reunion_pdf(request: UtilisateurRequest, pk: UUID, document: str) -> HttpResponse:
    """Give the convocation, the attendance sheet or the minutes as a PDF."""
    if document not in DOCUMENTS:
        raise Http404("no such document")
    reunion = _whole(request, pk)
    convocations = list(reunion.convocations.order_by("college", "nom", "pk"))
    octets = produire_document(
        reunion,
        document,
        points=list(reunion.points.all()),
        attendus=convocations or services.expected_members(reunion),
    )
    nom = f"{document}-{timezone.localdate(reunion.le):%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{nom}"'}
    return HttpResponse(octets, content_type="application/pdf", headers=headers)


@require_safe
def reunion_agenda(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the calendar file of a meeting."""
    reunion = get_object_or_404(Reunion.objects.visible_to(request.user), pk=pk)
    ics, _ = reunion_ics(reunion, now=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="reunion.ics"'}
    return HttpResponse(ics, content_type="text/calendar; charset=utf-8", headers=headers)
