"""The document of the projet associatif: reading it, taking it out, publishing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from comptes.types import UtilisateurRequest
from evaluation.bilans.canonique import dump
from evaluation.projet.contenu import build
from evaluation.projet.pdf import write_pdf
from evaluation.projet.presentation import present
from evaluation.projet.word import write_word
from evaluation.services import projet as services
from plans_action.choix import RubriqueProjet
from plans_action.models import ProjetAssociatif, PublicationProjet

PDF, JSON = "application/pdf", "application/json; charset=utf-8"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def projet_document(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the whole document, filled from the data of the day."""
    projet = get_object_or_404(ProjetAssociatif, pk=pk)
    contenu = build(projet, today=timezone.localdate(), annexe=False, frais=False)
    publications = PublicationProjet.objects.visible_to(request.user).filter(projet=projet)
    vue = present(contenu)
    contexte = {
        "projet": projet,
        "vue": vue,
        "textes": {code: vue["textes"].get(code, []) for code in RubriqueProjet.values},
        "publications": publications.defer("contenu", "pdf").select_related("publiee_par"),
    }
    return render(request, "evaluation/projet_document.html", contexte)


@require_safe
def projet_pdf(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the document of the day as PDF."""
    projet = get_object_or_404(ProjetAssociatif, pk=pk)
    octets = write_pdf(dump(build(projet, today=timezone.localdate())))
    return _fichier(octets, PDF, f"projet-associatif-{timezone.localdate():%Y-%m-%d}.pdf", disposition="inline")


@require_safe
def projet_word(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the document of the day as a Word file."""
    projet = get_object_or_404(ProjetAssociatif, pk=pk)
    octets = write_word(dump(build(projet, today=timezone.localdate())))
    return _fichier(octets, WORD, f"projet-associatif-{timezone.localdate():%Y-%m-%d}.docx")


@require_http_methods(["GET", "POST"])
def projet_publier(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Ask once more, then freeze a numbered copy."""
    projet = get_object_or_404(ProjetAssociatif, pk=pk)
    if request.method == "POST":
        try:
            publication = services.publish_projet(projet=projet, by=request.user, now=timezone.now())
        except services.PublicationRefusee as refus:
            messages.warning(request, str(refus))
            return redirect("evaluation:projet-document", pk=projet.pk)
        messages.success(request, f"La version {publication.numero} est publiée.")
        return redirect("evaluation:publication-detail", pk=publication.pk)
    vue = present(build(projet, today=timezone.localdate(), annexe=False, frais=False))
    return render(request, "evaluation/projet_publier.html", {"projet": projet, "vue": vue})


@require_safe
def projet_publie(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Lead to the last published copy, or say that there is none yet."""
    projet = get_object_or_404(ProjetAssociatif, pk=pk)
    last = PublicationProjet.objects.visible_to(request.user).filter(projet=projet).order_by("-numero").first()
    if last is not None:
        return redirect("evaluation:publication-detail", pk=last.pk)
    return render(request, "evaluation/projet_non_publie.html", {"projet": projet})


@require_safe
def publication_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show a published copy, whether it is intact, and its documents."""
    publication = _publication(request, pk)
    contexte = {"publication": publication, "intacte": services.is_intact(publication)}
    return render(request, "evaluation/publication_detail.html", contexte)


@require_safe
def publication_pdf(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the PDF made when the copy was published."""
    publication = _publication(request, pk)
    return _fichier(bytes(publication.pdf), PDF, f"{_nom(publication)}.pdf", disposition="inline")


@require_safe
def publication_word(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the Word file of a published copy."""
    publication = _publication(request, pk)
    return _fichier(write_word(publication.contenu), WORD, f"{_nom(publication)}.docx")


@require_safe
def publication_donnees(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the frozen bytes themselves: their SHA-256 is the digest of the cover."""
    publication = _publication(request, pk)
    return _fichier(publication.contenu.encode(), JSON, f"{_nom(publication)}.json")


def _publication(request: UtilisateurRequest, pk: UUID) -> PublicationProjet:
    publications = PublicationProjet.objects.visible_to(request.user).select_related("projet", "publiee_par")
    return get_object_or_404(publications, pk=pk)


def _nom(publication: PublicationProjet) -> str:
    return f"{slugify(publication.projet.titre)[:60]}-version-{publication.numero}"


def _fichier(octets: bytes, type_mime: str, nom: str, *, disposition: str = "attachment") -> HttpResponse:
    headers = {"Content-Disposition": f'{disposition}; filename="{nom}"'}
    return HttpResponse(octets, content_type=type_mime, headers=headers)
