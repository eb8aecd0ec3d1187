"""The centre de ressources: the public catalogue, its feed, sharing a fiche, taking up another's."""

import hashlib
import json
import re
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from commun import reseau
from comptes.types import UtilisateurRequest
from plans_action import ressources
from plans_action.exports.lecture import TAILLE_MAX
from plans_action.exports.mise_en_page import lay_out
from plans_action.exports.pdf import write_pdf
from plans_action.exports.word import write_word
from plans_action.forms_ressources import CatalogueForm, EssaimerForm, PartagerForm
from plans_action.models import FicheAction, Partage, PartageQuerySet
from plans_action.views.exports import WORD
from structure.models import MissionLocale

PAR_PAGE = 12
PAR_PAGE_FLUX = 50


# --- Public ----------------------------------------------------------------------------------------


@require_GET
@login_not_required
def ressource_list(request: HttpRequest) -> HttpResponse:
    """Show the catalogue to anybody."""
    form = CatalogueForm(request.GET)
    form.is_valid()
    kept = {nom: valeur for nom, valeur in form.cleaned_data.items() if valeur}
    partages: PartageQuerySet = Partage.objects.en_ligne()
    for mot in ressources.plain(kept.get("q", "")).split():
        partages = partages.filter(recherche__contains=mot)
    if "champ" in kept:
        partages = partages.filter(recherche__contains=ressources.tag(kept["champ"]))
    if "type" in kept:
        partages = partages.filter(contenu__type_action=kept["type"])
    page = Paginator(partages, PAR_PAGE).get_page(request.GET.get("page"))
    return render(request, "plans_action/ressource_list.html", {"form": form, "page": page, "filtre_actif": bool(kept)})


@require_GET
@login_not_required
def ressource_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a shared fiche to anybody."""
    partage = get_object_or_404(Partage.objects.en_ligne(), pk=pk)
    page = lay_out(partage.contenu, partage.contenu["modele"])
    return render(request, "plans_action/ressource_detail.html", {"partage": partage, "mise_en_page": page})


@require_safe
@login_not_required
def ressource_json(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a shared fiche as another installation reads it."""
    partage = get_object_or_404(Partage.objects.en_ligne(), pk=pk)
    answer = _json(request, ressources.envelope(partage))
    answer["Content-Disposition"] = f'inline; filename="{_nom(partage)}.json"'
    return answer


@require_GET
@login_not_required
def ressource_word(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a shared fiche as a Word file."""
    partage = get_object_or_404(Partage.objects.en_ligne(), pk=pk)
    page = lay_out(partage.contenu, partage.contenu["modele"])
    octets = write_word(page, mission_locale=MissionLocale.current_name())
    headers = {"Content-Disposition": f'attachment; filename="{_nom(partage)}.docx"'}
    return HttpResponse(octets, content_type=WORD, headers=headers)


@require_GET
@login_not_required
def ressource_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a shared fiche as PDF."""
    partage = get_object_or_404(Partage.objects.en_ligne(), pk=pk)
    page = lay_out(partage.contenu, partage.contenu["modele"])
    nom = MissionLocale.current_name()
    octets = write_pdf(page, mission_locale=nom, modifiee_le=partage.publie_le, publiee=True)
    headers = {"Content-Disposition": f'inline; filename="{_nom(partage)}.pdf"'}
    return HttpResponse(octets, content_type="application/pdf", headers=headers)


@require_safe
@login_not_required
def ressource_flux(request: HttpRequest) -> HttpResponse:
    """Give the catalogue as JSON, page by page, for other installations and regional centres."""
    page = Paginator(Partage.objects.en_ligne(), PAR_PAGE_FLUX).get_page(request.GET.get("page"))
    flux = settings.SITE_URL + reverse("plans_action:ressource-flux")
    return _json(
        request,
        {
            "format": "centre-de-ressources",
            "version": ressources.VERSION,
            "mission_locale": MissionLocale.current_name(),
            "schema": settings.SITE_URL + reverse("plans_action:ressource-schema"),
            "page": page.number,
            "pages": page.paginator.num_pages,
            "total": page.paginator.count,
            "suivante": f"{flux}?page={page.next_page_number()}" if page.has_next() else None,
            "fiches": [_entry(partage) for partage in page.object_list],
        },
    )


@require_GET
@login_not_required
def ressource_schema(request: HttpRequest) -> HttpResponse:
    """Publish the JSON Schema of a shared fiche."""
    octets = json.dumps(ressources.envelope_schema(), ensure_ascii=False, indent=2) + "\n"
    return HttpResponse(octets, content_type="application/schema+json; charset=utf-8")


def _entry(partage: Partage) -> dict[str, Any]:
    contenu = partage.contenu
    return {
        "id": str(partage.pk),
        "titre": contenu["titre"],
        "resume": contenu["resume"] or contenu["objectif"],
        "champs_action": contenu["champs_action"],
        "type_action": contenu["type_action"],
        "version": partage.version,
        "publiee_le": partage.publie_le.isoformat(),
        "sha256": partage.sha256,
        "page": settings.SITE_URL + partage.get_absolute_url(),
        "fiche": settings.SITE_URL + reverse("plans_action:ressource-json", args=[partage.pk]),
    }


def _json(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    """Answer with a document, or 304 to whoever has it already."""
    octets = (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
    etag = f'"{hashlib.sha256(octets).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
    answer = HttpResponse(octets, content_type="application/json; charset=utf-8", headers=headers)
    found = get_conditional_response(request, etag=etag, response=answer)
    return found if isinstance(found, HttpResponse) else answer


def _nom(partage: Partage) -> str:
    return slugify(str(partage))[:80].strip("-") or "fiche"


# --- Sharing ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def fiche_partager(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Choose what leaves of a fiche, see it as the public will, publish it."""
    fiche = get_object_or_404(FicheAction.objects.visible_to(request.user), pk=pk)
    partage = Partage.objects.filter(fiche=fiche).first()
    initial = {
        "rubriques": partage.rubriques if partage else [nom for nom in ressources.RUBRIQUES if nom != "budget"],
        "presentation": partage.presentation if partage else "",
    }
    form = PartagerForm(request.POST if request.method == "POST" else None, initial=initial)
    chosen, presentation = initial["rubriques"], initial["presentation"]
    if form.is_valid():
        chosen, presentation = form.cleaned_data["rubriques"], form.cleaned_data["presentation"]
        if "publier" in request.POST:
            ressources.publish(fiche=fiche, by=request.user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, f"« {fiche.titre} » est dans le centre de ressources.")
            return redirect("plans_action:fiche-partager", pk=fiche.pk)
    apercu, mot = ressources.prepare(fiche, chosen), ressources.cleaned(str(presentation))
    context = {
        "fiche": fiche,
        "form": form,
        "partage": partage,
        "mise_en_page": lay_out(apercu, apercu["modele"]),
        "presentation": mot,
        "retires": json.dumps([apercu, mot], ensure_ascii=False).count(ressources.RETIRE),
        "a_republier": partage is not None and partage.retire_le is None and partage.version_fiche != fiche.version,
    }
    return render(request, "plans_action/fiche_partager.html", context)


@require_POST
def fiche_retirer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Take a fiche out of the catalogue."""
    fiche = get_object_or_404(FicheAction.objects.visible_to(request.user), pk=pk)
    if ressources.withdraw(fiche=fiche, now=timezone.now()):
        messages.success(request, "La fiche n’est plus dans le centre de ressources.")
    return redirect("plans_action:fiche-partager", pk=fiche.pk)


# --- Taking up -------------------------------------------------------------------------------------

_PAGE = re.compile(r"(/ressources/[0-9a-f-]{36})/?$")


@require_http_methods(["GET", "POST"])
def fiche_essaimer(request: UtilisateurRequest) -> HttpResponse:
    """Take up the shared fiche of another Mission Locale; say what changed when it is here already."""
    form = EssaimerForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        champ = "fichier" if form.cleaned_data["fichier"] else "adresse"
        try:
            octets = _bytes(form)
            recue = ressources.receive(octets=octets, by=request.user, now=timezone.now())
        except (reseau.AdresseRefusee, ressources.RessourceRefusee) as refus:
            form.add_error(champ, str(refus))
        else:
            for avertissement in recue.avertissements[:10]:
                messages.warning(request, avertissement)
            if recue.nouvelle:
                messages.success(
                    request, f"« {recue.fiche.titre} » ({recue.origine.mission_locale}) est ouverte à l’état d’idée."
                )
                return redirect(recue.fiche)
            return render(request, "plans_action/essaimage_detail.html", {"recue": recue})
    return render(request, "plans_action/essaimage_form.html", {"form": form})


def _bytes(form: EssaimerForm) -> bytes:
    if fichier := form.cleaned_data["fichier"]:
        return bytes(fichier.read(TAILLE_MAX + 1))
    adresse = form.cleaned_data["adresse"]
    return reseau.fetch(_PAGE.sub(r"\1/fiche.json", adresse), taille_max=TAILLE_MAX)
