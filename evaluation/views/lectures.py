"""The reading of the fiches: opened, answered fiche by fiche, transmitted, read."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes import brouillons
from comptes.types import UtilisateurRequest
from evaluation.commissions import fusion
from evaluation.commissions.faits import load_dossiers
from evaluation.commissions.formulaires.lectures import DeuxVersionsForm, GrilleForm, LectureForm, TransmissionForm
from evaluation.commissions.grille import FAMILLES, questions
from evaluation.commissions.lectures import Avancement, QuestionPosee, lire_avancement, lire_contenu, next_fiche
from evaluation.commissions.reperes import reperes
from evaluation.forms import next_type
from evaluation.models import Lecture, LectureFiche
from evaluation.projets import projet_courant
from evaluation.services import lectures as services
from evaluation.views.bilans import SANS_PROJET

ESSAIS_DE_FUSION = 3


@require_http_methods(["GET", "POST"])
def lecture_create(request: UtilisateurRequest) -> HttpResponse:
    """Open the reading for a bilan."""
    projet, today = projet_courant(), timezone.localdate()
    if projet is None:
        messages.warning(request, SANS_PROJET)
        return redirect("evaluation:commission-list")
    initial = {"type": next_type(projet, today=today)}
    form = LectureForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            lecture = services.open_lecture(
                projet=projet, type=form.cleaned_data["type"], by=request.user, now=timezone.now()
            )
        except services.LectureRefusee as refus:
            form.add_error("type", str(refus))
        else:
            messages.success(request, "La lecture est ouverte : chaque fiche peut être lue.")
            return redirect(lecture)
    contexte = {"form": form, "projet": projet, "nombre": services.fiches_a_lire(projet).count()}
    return render(request, "evaluation/lecture_form.html", contexte)


@require_safe
def lecture_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show how far the reading is, fiche by fiche."""
    lectures = Lecture.objects.visible_to(request.user).select_related("projet", "ouverte_par", "transmise_par")
    lecture = get_object_or_404(lectures.defer("contenu"), pk=pk)
    today = timezone.localdate()
    avancement = lire_avancement(lecture)
    contexte = {
        "lecture": lecture,
        "avancement": avancement,
        "remplissable": lecture.transmise_le is None and services.may_fill(request.user, today=today),
        "transmissible": lecture.transmise_le is None and services.may_transmit(request.user, today=today),
        "manquantes": _missing(lecture, avancement) if lecture.transmise_le is None else 0,
    }
    return render(request, "evaluation/lecture_detail.html", contexte)


def _missing(lecture: Lecture, avancement: Avancement) -> int:
    """Count the fiches of the plan that the reading does not hold."""
    connues = {ligne.fiche_id for ligne in avancement.lignes}
    return len(set(services.fiches_a_lire(lecture.projet).values_list("pk", flat=True)) - connues)


@require_POST
def lecture_completer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Add the fiches written since the reading was opened."""
    lecture = get_object_or_404(Lecture.objects.visible_to(request.user), pk=pk)
    try:
        services.add_fiches(lecture=lecture)
    except services.LectureTransmise as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, "La lecture contient maintenant toutes les fiches.")
    return redirect(lecture)


# --- One fiche --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def lecture_fiche(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Answer the grid of one fiche, the facts beside each question."""
    rows = LectureFiche.objects.filter(lecture__in=Lecture.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("lecture__projet", "fiche", "modifiee_par"), pk=pk)
    if row.lecture.transmise_le is not None:
        if request.method == "POST":
            messages.error(request, "Cette lecture est transmise : elle ne change plus.")
        return redirect(f"{reverse('evaluation:lecture-transmise', args=[row.lecture_id])}#fiche-{row.fiche_id}")
    if not services.may_fill(request.user, today=timezone.localdate()):
        raise Http404("not of this commission")
    brouillon = brouillons.ouvrir(request.user, f"lecture:{row.pk}")
    if request.method == "POST" and "miens" in request.POST:
        return _resolve(request, row, brouillon)
    grille = questions(row.lecture.grille_version)
    stored = services.read_grille(row, row.lecture.grille_version)
    if request.method == "POST":
        form = GrilleForm(request.POST, grille=grille)
        if form.is_valid():
            depart = fusion.unseal(form.cleaned_data["depart"])
            return _write(request, row, form.textes, depart, form.cleaned_data["version"], brouillon)
    else:
        initial = {**stored, "version": row.version, "depart": fusion.seal(stored)}
        form = brouillon.remplir(GrilleForm(initial=initial, grille=grille))
    return _page(request, row, form, brouillon)


def _page(
    request: UtilisateurRequest, row: LectureFiche, form: GrilleForm, brouillon: brouillons.BrouillonOuvert
) -> HttpResponse:
    dossier = load_dossiers(projet=row.lecture.projet, fiches=[row.fiche], today=timezone.localdate())[row.fiche_id]
    vus = reperes(dossier)
    posees = [
        QuestionPosee(
            question, vus[question.code], form[f"{question.code}-appreciation"], form[f"{question.code}-commentaire"]
        )
        for question in form.grille
    ]
    contexte = {
        "row": row,
        "lecture": row.lecture,
        "form": form,
        "brouillon": brouillon,
        "familles": [
            (titre, [posee for posee in posees if posee.question.famille == cle]) for cle, titre in FAMILLES.items()
        ],
        "total": len(posees),
        "repondues": sum(bool(posee.appreciation.value()) for posee in posees),
        "suivante": next_fiche(row),
    }
    return render(request, "evaluation/lecture_fiche.html", contexte)


def _write(
    request: UtilisateurRequest,
    row: LectureFiche,
    textes: dict[str, str],
    depart: dict[str, str] | None,
    version: int,
    brouillon: brouillons.BrouillonOuvert,
) -> HttpResponse:
    """Save; what somebody else wrote meanwhile is put together with it, or shown beside it."""
    reunis = False
    for _ in range(ESSAIS_DE_FUSION):
        try:
            services.save_grille(lecture_fiche=row, textes=textes, version=version, by=request.user, now=timezone.now())
        except services.LectureTransmise as refus:
            messages.error(request, f"{refus} Ce que vous aviez écrit est resté dans votre brouillon.")
            return redirect(row.lecture)
        except services.GrilleModifiee:
            row = LectureFiche.objects.select_related("lecture__projet", "fiche", "modifiee_par").get(pk=row.pk)
            leurs = services.read_grille(row, row.lecture.grille_version)
            both = fusion.reconcile(miens=textes, leurs=leurs, depart=depart)
            if both.conflits:
                return _conflict_page(request, row, textes, leurs, depart, DeuxVersionsForm(both.conflits))
            textes, depart, version, reunis = both.textes, leurs, row.version, True
        else:
            break
    else:
        messages.error(request, "Beaucoup de personnes écrivent en même temps : enregistrez de nouveau.")
        return redirect(row)
    brouillon.effacer()
    qui = f" avec celles de {row.modifiee_par}" if row.modifiee_par else ""
    messages.success(request, f"Vos réponses sont réunies{qui}." if reunis else "Vos réponses sont enregistrées.")
    suivante = next_fiche(row)
    if "suivante" in request.POST and suivante is not None:
        return redirect(suivante)
    return redirect(row.lecture)


def _resolve(request: UtilisateurRequest, row: LectureFiche, brouillon: brouillons.BrouillonOuvert) -> HttpResponse:
    """Save what was chosen on the page that shows both versions."""
    miens, depart = fusion.unseal(request.POST["miens"]), fusion.unseal(request.POST.get("depart", ""))
    vus = fusion.unseal(request.POST.get("leurs", ""))
    if miens is None or vus is None:
        messages.error(request, "Cette page est trop ancienne. Ce que vous aviez écrit est resté dans le brouillon.")
        return redirect(row)
    both = fusion.reconcile(miens=miens, leurs=vus, depart=depart)
    form = DeuxVersionsForm(both.conflits, request.POST)
    if not form.is_valid():
        return _conflict_page(request, row, miens, vus, depart, form)
    version = request.POST.get("version", "")
    numero = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    # What was seen is the new common start: what a third person changed since is asked again.
    return _write(request, row, form.choose(both.textes, vus), vus, numero, brouillon)


def _conflict_page(
    request: UtilisateurRequest,
    row: LectureFiche,
    miens: dict[str, str],
    leurs: dict[str, str],
    depart: dict[str, str] | None,
    form: DeuxVersionsForm,
) -> HttpResponse:
    contexte = {
        "objet": row.fiche,
        "retour": row.get_absolute_url(),
        "fil": reverse("evaluation:lecture-detail", args=[row.lecture_id]),
        "qui": row.modifiee_par,
        "quand": row.modifiee_le,
        "version": row.version,
        "form": form,
        "lignes": _lines(form, miens, leurs, row.lecture.grille_version),
        "miens": fusion.seal(miens),
        "leurs": fusion.seal(leurs),
        "depart": fusion.seal(depart) if depart is not None else "",
    }
    return render(request, "evaluation/deux_versions.html", contexte, status=409)


def _lines(form: DeuxVersionsForm, miens: dict[str, str], leurs: dict[str, str], version: int) -> list[dict[str, Any]]:
    textes = {question.code: question.texte for question in questions(version)}
    choix = dict(GrilleForm(grille=questions(version)).fields["objectifs-appreciation"].choices)  # type: ignore[attr-defined]

    def dit(cle: str, valeur: str) -> str:
        return str(choix[valeur]) if cle.endswith("-appreciation") else valeur or "(vide)"

    return [
        {
            "champ": form[nom],
            "libelle": textes[cle.rsplit("-", 1)[0]],
            "leurs": dit(cle, leurs.get(cle, "")),
            "miens": dit(cle, miens.get(cle, "")),
        }
        for nom, cle in ((nom, nom.removeprefix("choix-")) for nom in form.fields)
    ]


# --- Transmit and read ------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def lecture_transmettre(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Transmit the reading, once and for all."""
    lecture = get_object_or_404(Lecture.objects.visible_to(request.user).select_related("projet"), pk=pk)
    if not services.may_transmit(request.user, today=timezone.localdate()):
        raise Http404("does not preside")
    avancement = lire_avancement(lecture)
    form = TransmissionForm(request.POST if request.method == "POST" else None, incompletes=len(avancement.incompletes))
    if lecture.transmise_le is not None or form.is_valid():
        try:
            services.transmit(lecture=lecture, by=request.user, now=timezone.now())
        except services.LectureTransmise as refus:
            messages.info(request, str(refus))
        else:
            messages.success(request, "La lecture est transmise à la commission du bilan.")
        return redirect(lecture)
    contexte = {"lecture": lecture, "form": form, "avancement": avancement}
    return render(request, "evaluation/lecture_transmettre.html", contexte)


def _transmitted(request: UtilisateurRequest, pk: UUID) -> Lecture:
    lectures = Lecture.objects.visible_to(request.user).select_related("projet", "transmise_par")
    return get_object_or_404(lectures, pk=pk, transmise_le__isnull=False)


@require_safe
def lecture_transmise(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the reading as it was transmitted, from its frozen text alone."""
    lecture = _transmitted(request, pk)
    contexte = {
        "lecture": lecture,
        "contenu": lire_contenu(json.loads(lecture.contenu)),
        "intacte": services.verify(lecture),
        "empreinte": [lecture.empreinte[rang : rang + 8] for rang in range(0, 64, 8)],
    }
    return render(request, "evaluation/lecture_transmise.html", contexte)


@require_safe
def lecture_donnees(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the frozen bytes themselves: their SHA-256 is the digest shown."""
    lecture = _transmitted(request, pk)
    headers = {"Content-Disposition": f'attachment; filename="lecture-{lecture.type}.json"'}
    return HttpResponse(lecture.contenu.encode(), content_type="application/json; charset=utf-8", headers=headers)
