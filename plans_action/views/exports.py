"""A fiche taken out as JSON, Word or PDF, and brought in as JSON."""

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods

from comptes.types import UtilisateurRequest
from plans_action import services
from plans_action.choix import ModeleFiche
from plans_action.exports.annexe import with_pieces
from plans_action.exports.document import export_fiche, write_json
from plans_action.exports.lecture import JsonRefuse, read_json
from plans_action.exports.mise_en_page import Page, lay_out
from plans_action.exports.pdf import write_pdf
from plans_action.exports.schema import build_schema
from plans_action.exports.word import write_word
from plans_action.forms import FicheJsonForm
from plans_action.models import FicheAction, Piece
from structure.models import MissionLocale

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def fiche_json(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give a fiche as JSON, after the published schema."""
    fiche = _fiche(request, pk)
    return _file(write_json(export_fiche(fiche)), "application/json; charset=utf-8", fiche, "json")


@require_GET
def fiche_word(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give a fiche as a Word file, in its own layout or another one."""
    fiche = _fiche(request, pk)
    octets = write_word(_page(request, fiche), mission_locale=MissionLocale.current_name())
    return _file(octets, WORD, fiche, "docx")


@require_GET
def fiche_pdf(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give a fiche as PDF, in its own layout or another one."""
    fiche = _fiche(request, pk)
    nom = MissionLocale.current_name()
    octets = write_pdf(_page(request, fiche), mission_locale=nom, modifiee_le=fiche.modifiee_le)
    return _file(octets, "application/pdf", fiche, "pdf", disposition="inline")


@require_GET
@login_not_required
def fiche_schema(request: HttpRequest) -> HttpResponse:
    """Publish the JSON Schema of a fiche: whoever writes or reads one may check it."""
    octets = json.dumps(build_schema(), ensure_ascii=False, indent=2) + "\n"
    return HttpResponse(octets, content_type="application/schema+json; charset=utf-8")


@require_http_methods(["GET", "POST"])
def fiche_json_importer(request: UtilisateurRequest) -> HttpResponse:
    """Open a fiche from a JSON file; what could not be taken as it was is said."""
    form = FicheJsonForm(request.POST, request.FILES) if request.method == "POST" else FicheJsonForm()
    if form.is_valid():
        try:
            lue = read_json(form.cleaned_data["fichier"].read())
        except JsonRefuse as refus:
            form.add_error("fichier", str(refus))
        else:
            fiche = services.open_fiche(contenu=lue.contenu, by=request.user, now=timezone.now())
            messages.success(request, f"La fiche « {fiche.titre} » est ouverte, à l’état d’idée.")
            for avertissement in lue.avertissements[:10]:
                messages.warning(request, avertissement)
            return redirect(fiche)
    return render(request, "plans_action/fiche_json_form.html", {"form": form})


def _fiche(request: UtilisateurRequest, pk: UUID) -> FicheAction:
    return get_object_or_404(FicheAction.objects.visible_to(request.user), pk=pk)


def _page(request: UtilisateurRequest, fiche: FicheAction) -> Page:
    asked = request.GET.get("modele", "")
    page = lay_out(export_fiche(fiche), asked if asked in ModeleFiche.values else fiche.modele)
    pieces = Piece.objects.visible_to(request.user).presentes().filter(fiche=fiche).select_related("etape")
    return with_pieces(page, pieces)


def _file(
    octets: bytes, content_type: str, fiche: FicheAction, extension: str, *, disposition: str = "attachment"
) -> HttpResponse:
    nom = slugify(f"fiche {fiche.numero or ''} {fiche.titre}")[:80].strip("-")
    headers = {"Content-Disposition": f'{disposition}; filename="{nom}.{extension}"'}
    return HttpResponse(octets, content_type=content_type, headers=headers)
