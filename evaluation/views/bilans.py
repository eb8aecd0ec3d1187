"""Bilans: the list, the launch, the progress, the frozen page and its documents."""

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commun.travaux import EtatTravail
from comptes.choix import ActionJournal
from comptes.services import record_access
from comptes.types import UtilisateurRequest
from evaluation import listes
from evaluation.bilans.pdf import produire_extrait, produire_synthese
from evaluation.bilans.presentation import presenter
from evaluation.bilans.presentation.financeurs import financeurs_de, present_financeur
from evaluation.bilans.raisons import records
from evaluation.bilans.schema import build_schema
from evaluation.bilans.tableur import produire_tableur, produire_tableur_extrait
from evaluation.bilans.word import produire_word
from evaluation.choix import TypeBilan
from evaluation.forms import BilanForm, next_type
from evaluation.manques import list_manques
from evaluation.models import Bilan, Comparaison
from evaluation.projets import projet_courant
from evaluation.services import bilan as services
from evaluation.services.comparaison import ask_comparaison, ecarts_of
from evaluation.services.verification import verify_bilan
from plans_action.dates_bilans import ECHEANCES, moved_dates

PAR_PAGE = 25
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TABLEUR = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json; charset=utf-8"
SANS_PROJET = "Il n’y a pas de projet associatif en cours : créez-le d’abord dans le plan d’action."


def _visible(request: UtilisateurRequest) -> QuerySet[Bilan]:
    """Return the bilans of the reader, without their heavy columns."""
    visible = Bilan.objects.visible_to(request.user)
    return visible.select_related("projet", "lance_par").defer("contenu", "pdf")


def _frozen(request: UtilisateurRequest, pk: UUID) -> Bilan:
    """Return a frozen bilan with its content, or answer 404."""
    return get_object_or_404(
        Bilan.objects.visible_to(request.user).select_related("projet"), pk=pk, fige_le__isnull=False
    )


@require_safe
def bilan_list(request: UtilisateurRequest) -> HttpResponse:
    """Show the bilans, the latest first, and when the next ones are due."""
    page = Paginator(_visible(request), PAR_PAGE).get_page(request.GET.get("page"))
    projet = projet_courant()
    deplacees = dict.fromkeys(ECHEANCES) | (moved_dates(projet) if projet else {})
    contexte = {"page": page, "projet": projet, "deplacees": deplacees, "today": timezone.localdate()}
    return render(request, "evaluation/bilan_list.html", contexte)


@require_http_methods(["GET", "POST"])
def bilan_create(request: UtilisateurRequest) -> HttpResponse:
    """Say what is not ready, launch a bilan and go to its progress."""
    projet, today = projet_courant(), timezone.localdate()
    if projet is None:
        messages.warning(request, SANS_PROJET)
        return redirect("evaluation:bilan-list")
    demande = (request.POST if request.method == "POST" else request.GET).get("type", "")
    type_ = demande if demande in TypeBilan.values else next_type(projet, today=today)
    form = BilanForm(request.POST if request.method == "POST" else None, projet=projet, today=today)
    form.initial["type"] = type_
    if form.is_valid():
        try:
            bilan = services.launch_bilan(**form.cleaned_data, projet=projet, by=request.user, today=today)
        except services.BilanRefuse as refus:
            form.add_error(None, str(refus))
        else:
            return redirect(bilan)
    manques = list_manques(projet=projet, type=type_, user=request.user, today=today)
    contexte = {"form": form, "projet": projet, "today": today, "manques": manques, "libelle": TypeBilan(type_).label}
    # Another bilan was chosen: what it misses comes alone.
    return render(request, "evaluation/_manques.html" if request.htmx else "evaluation/bilan_form.html", contexte)


@require_safe
def bilan_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the frozen bilan, or how far its production is."""
    bilan = get_object_or_404(_visible(request), pk=pk)
    if bilan.fige_le is None:
        return render(request, "evaluation/bilan_progression.html", {"bilan": bilan})
    return render(request, "evaluation/bilan_detail.html", {"bilan": bilan, "vue": presenter(bilan.contenu)})


@require_safe
def bilan_progression(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Answer the progress alone, asked again every two seconds."""
    return render(request, "evaluation/_bilan_progression.html", {"bilan": get_object_or_404(_visible(request), pk=pk)})


@require_POST
def bilan_relancer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Queue a failed bilan once more."""
    bilan = get_object_or_404(_visible(request), pk=pk, etat=EtatTravail.ECHOUE)
    try:
        services.relaunch_bilan(bilan=bilan, now=timezone.now())
    except services.BilanRefuse as refus:
        messages.info(request, str(refus))
    else:
        messages.success(request, "La production du bilan est relancée.")
    return redirect(bilan)


# --- Documents -------------------------------------------------------------------------------------


def _fichier(
    bilan: Bilan, octets: bytes, type_mime: str, suite: str, *, disposition: str = "attachment"
) -> HttpResponse:
    nom = f"{slugify(bilan.get_type_display())}-{bilan.arrete_au:%Y-%m-%d}{suite}"
    return HttpResponse(
        octets, content_type=type_mime, headers={"Content-Disposition": f'{disposition}; filename="{nom}"'}
    )


@require_safe
def bilan_documents(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """List the documents that are made from the frozen content, the extracts of the financeurs among them."""
    bilan = _frozen(request, pk)
    financeurs = [present_financeur(financeur) for financeur in financeurs_de(json.loads(bilan.contenu))]
    return render(request, "evaluation/bilan_documents.html", {"bilan": bilan, "financeurs": financeurs})


@require_safe
def bilan_pdf(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the document made at the freeze."""
    bilan = _frozen(request, pk)
    if not bilan.pdf:
        raise Http404("no document")
    return _fichier(bilan, bytes(bilan.pdf), PDF, ".pdf", disposition="inline")


@require_safe
def bilan_synthese(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the two pages for the board."""
    bilan = _frozen(request, pk)
    return _fichier(bilan, produire_synthese(bilan.contenu), PDF, "-en-deux-pages.pdf", disposition="inline")


@require_safe
def bilan_word(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the document to be reworked."""
    bilan = _frozen(request, pk)
    return _fichier(bilan, produire_word(bilan.contenu), WORD, ".docx")


@require_safe
def bilan_tableur(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give every figure as a spreadsheet."""
    bilan = _frozen(request, pk)
    return _fichier(bilan, produire_tableur(bilan.contenu), TABLEUR, ".xlsx")


@require_safe
def bilan_extrait(request: UtilisateurRequest, pk: UUID, financeur: str, forme: str) -> HttpResponse:
    """Give what concerns one financeur, as a document or as a spreadsheet."""
    if forme not in ("pdf", "xlsx"):
        raise Http404("no such document")
    bilan = _frozen(request, pk)
    noms = {connu.cle: connu.nom for connu in financeurs_de(json.loads(bilan.contenu))}
    if financeur not in noms:
        raise Http404("nobody of that key pays")
    suite = f"-{slugify(noms[financeur])[:60].strip('-') or 'extrait'}.{forme}"
    if forme == "xlsx":
        return _fichier(bilan, produire_tableur_extrait(bilan.contenu, financeur=financeur), TABLEUR, suite)
    return _fichier(bilan, produire_extrait(bilan.contenu, financeur=financeur), PDF, suite, disposition="inline")


@require_safe
def bilan_donnees(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the frozen bytes themselves: their SHA-256 is the digest of the cover."""
    bilan = _frozen(request, pk)
    return _fichier(bilan, bilan.contenu.encode(), JSON, ".json")


@require_safe
@login_not_required
def bilan_schema(request: HttpRequest) -> HttpResponse:
    """Publish the JSON Schema of a bilan: whoever reads one may check it."""
    octets = json.dumps(build_schema(), ensure_ascii=False, indent=2) + "\n"
    return HttpResponse(octets, content_type="application/schema+json; charset=utf-8")


# --- Proof -----------------------------------------------------------------------------------------


@require_safe
def bilan_verifier(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Compute the digest, the seal and the chain again, and say what was checked."""
    bilan = _frozen(request, pk)
    contexte = {"bilan": bilan, "verification": verify_bilan(bilan=bilan)}
    return render(request, "evaluation/bilan_verifier.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def bilan_comparer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Ask for a comparison with today, and read the last one."""
    bilan = _frozen(request, pk)
    if request.method == "POST":
        return redirect(ask_comparaison(bilan=bilan, by=request.user))
    comparaison = Comparaison.objects.visible_to(request.user).filter(bilan=bilan).first()
    ecarts = ecarts_of(comparaison) if comparaison else []
    contexte = {"bilan": bilan, "comparaison": comparaison, "ecarts": ecarts}
    return render(request, "evaluation/bilan_comparer.html", contexte)


@require_safe
def bilan_comparaison(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Answer the progress of the last comparison alone, asked again every two seconds."""
    comparaison = get_object_or_404(Comparaison.objects.visible_to(request.user).filter(bilan=pk)[:1])
    return render(request, "evaluation/_comparaison_progression.html", {"comparaison": comparaison})


@require_safe
def bilan_ecart(request: UtilisateurRequest, pk: UUID, ecart: int, raison: int) -> HttpResponse:
    """List the records of one reason of the last comparison."""
    bilan = _frozen(request, pk)
    comparaison = get_object_or_404(
        Comparaison.objects.visible_to(request.user).filter(bilan=bilan, etat=EtatTravail.TERMINE)[:1]
    )
    try:
        trouve = ecarts_of(comparaison)[ecart]
        choisie = trouve["raisons"][raison]
    except IndexError:
        raise Http404("no such change") from None
    if not choisie["modele"]:
        raise Http404("no record to list")
    queryset = records(choisie)
    forme = listes.forme_de(queryset)
    page = Paginator(listes.prepare(queryset), PAR_PAGE).get_page(request.GET.get("page"))
    lignes = listes.lignes(list(page.object_list), forme, user=request.user)
    if forme.personne:
        motif = f"Écart d’un bilan : {trouve['quoi']}"[:200]
        record_access(
            user=request.user, action=ActionJournal.LECTURE, objet=comparaison, motif=motif, now=timezone.now()
        )
    contexte = {
        "bilan": bilan,
        "ecart": trouve,
        "raison": choisie,
        "entetes": [nom for nom, _ in forme.colonnes],
        "avec_personne": forme.personne,
        "lignes": lignes,
        "page": page,
    }
    return render(request, "evaluation/bilan_ecart.html", contexte)
