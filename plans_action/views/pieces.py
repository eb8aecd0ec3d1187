"""The files of a fiche: listed, deposited, given back, removed."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commun.fichiers import EXTENSIONS, FichierRefuse, clean_name
from comptes.types import UtilisateurRequest
from plans_action import pieces as services
from plans_action.forms_pieces import DepotForm, RetraitPieceForm
from plans_action.models import FicheAction, Piece
from plans_action.views.fiche import list_onglets

FICHIERS_MAX = 10  # at once


@dataclass(frozen=True)
class Recu:
    """One file as received: attached, or refused and why."""

    nom: str
    piece: Piece | None = None
    erreur: str = ""


@require_safe
def piece_list(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the files of a fiche, and those that were removed."""
    fiche = _fiche(request, pk)
    etape = request.GET.get("etape", "")
    initial = {"etape": etape} if etape.isdecimal() and len(etape) < 19 else {}
    return _page(request, fiche, DepotForm(fiche=fiche, initial=initial), [])


@require_POST
def piece_create(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Receive files, one or many, each on its own; a script asks for the fragment of one file."""
    fiche = _fiche(request, pk)
    form = DepotForm(request.POST, fiche=fiche)
    recus = _receive(request, fiche, form) if form.is_valid() else []
    if request.headers.get("X-Fragment"):
        return render(request, "plans_action/_pieces_recues.html", {"recus": recus, "form": form})
    if recus and not any(recu.erreur for recu in recus):
        noms = ", ".join(f"« {recu.nom} »" for recu in recus)
        messages.success(request, f"{noms} : joint à la fiche." if len(recus) == 1 else f"Fichiers joints : {noms}.")
        return redirect("plans_action:piece-list", pk=fiche.pk)
    return _page(request, fiche, form, recus)


def _receive(request: UtilisateurRequest, fiche: FicheAction, form: DepotForm) -> list[Recu]:
    fichiers = request.FILES.getlist("fichiers")
    if not fichiers:
        return [Recu("", erreur="Choisissez au moins un fichier.")]
    recus = []
    for rang, fichier in enumerate(fichiers):
        nom = clean_name(fichier.name or "")
        if rang >= FICHIERS_MAX:
            recus.append(Recu(nom, erreur=f"Pas plus de {FICHIERS_MAX} fichiers à la fois : renvoyez celui-ci."))
            continue
        try:
            piece = services.deposit_piece(
                fiche=fiche,
                nom=fichier.name or "",
                fichier=fichier,
                by=request.user,
                now=timezone.now(),
                etape=form.cleaned_data["etape"],
                legende=form.cleaned_data["legende"],
            )
        except services.PieceConnue as connue:
            # Sent again for a step, as when the step was taken away and came back: the file goes to it.
            etape = form.cleaned_data["etape"]
            tied = etape is not None and services.tie_to_step(piece=connue.piece, etape=etape)
            recus.append(Recu(nom, connue.piece) if tied else Recu(nom, erreur=str(connue)))
        except FichierRefuse as refus:
            recus.append(Recu(nom, erreur=str(refus)))
        else:
            recus.append(Recu(piece.nom, piece))
    return recus


@require_safe
def piece_fichier(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give a file to keep."""
    return services.serve_piece(_present(request, pk))


@require_safe
def piece_image(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show a picture; no other kind of file is ever shown."""
    images = Piece.objects.visible_to(request.user).presentes().filter(genre__in=services.IMAGES)
    piece = get_object_or_404(images, pk=pk)
    return services.serve_piece(piece, inline=True)


@require_http_methods(["GET", "POST"])
def piece_retirer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Remove a file, and say why."""
    rows = Piece.objects.retirables_par(request.user).select_related("fiche", "etape")
    piece = get_object_or_404(rows, pk=pk)
    form = RetraitPieceForm(request.POST if request.method == "POST" else None)
    retour = reverse("plans_action:piece-list", args=[piece.fiche_id])
    if form.is_valid():
        services.remove_piece(piece=piece, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, f"« {piece.nom} » est retiré.")
        return redirect(retour)
    context = {"form": form, "piece": piece, "fiche": piece.fiche, "retour": retour}
    return render(request, "plans_action/piece_retirer.html", context)


def _fiche(request: UtilisateurRequest, pk: UUID) -> FicheAction:
    return get_object_or_404(FicheAction.objects.visible_to(request.user), pk=pk)


def _present(request: UtilisateurRequest, pk: UUID) -> Piece:
    return get_object_or_404(Piece.objects.visible_to(request.user).presentes(), pk=pk)


def _page(request: UtilisateurRequest, fiche: FicheAction, form: DepotForm, recus: list[Recu]) -> HttpResponse:
    visible = Piece.objects.visible_to(request.user).filter(fiche=fiche)
    lines = visible.select_related("etape", "deposee_par", "retiree_par").order_by("deposee_le", "pk")
    pieces = [piece for piece in lines if piece.retiree_le is None]
    everything = request.user.has_permission("piece.retirer_toutes")
    context = {
        "fiche": fiche,
        "form": form,
        "recus": recus,
        "pieces": [(piece, everything or piece.deposee_par_id == request.user.pk) for piece in pieces],
        "retirees": [piece for piece in lines if piece.retiree_le is not None],
        "peut_deposer": request.user.has_permission("piece.deposer"),
        "extensions": EXTENSIONS,
        "maximum": settings.PIECE_TAILLE_MO,
        "nombre_maximum": FICHIERS_MAX,
        "onglets": list_onglets(request, fiche, pieces=len(pieces)),
    }
    return render(request, "plans_action/fiche_pieces.html", context)
