"""Files as proof: deposited after they were checked, given back with safe headers, removed with a trace."""

import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from commun.fichiers import GENRES, MO, FichierRefuse, clean_name, read_bounded, secure_file
from comptes.models import Utilisateur
from plans_action.models import ContenuPiece, Etape, FicheAction, Piece

IMAGES = tuple(genre.cle for genre in GENRES.values() if genre.image)


class PieceRefusee(FichierRefuse):
    """Why a file is not attached; the sentence is shown."""


class PieceConnue(PieceRefusee):
    """The very same file is attached to the fiche already."""

    def __init__(self, piece: Piece) -> None:
        ou = f", à l’étape {piece.etape.ordre}" if piece.etape else ""
        super().__init__(f"Ce fichier est déjà joint à cette fiche sous le nom «\u00a0{piece.nom}\u00a0»{ou}.")
        self.piece = piece


def deposit_piece(
    *,
    fiche: FicheAction,
    nom: str,
    fichier: BinaryIO | Any,
    by: Utilisateur,
    now: datetime.datetime,
    etape: Etape | None = None,
    legende: str = "",
) -> Piece:
    """
    Check a file, make it harmless and attach it; raise FichierRefuse with what to do instead.

    The same bytes are attached once to a fiche, whoever sends them, and however many times at once.
    """
    sain = secure_file(nom=nom, octets=read_bounded(fichier, maximum=settings.PIECE_TAILLE_MO * MO))
    piece = Piece(
        fiche=fiche,
        etape=etape,
        nom=sain.nom,
        genre=sain.genre.cle,
        taille=len(sain.octets),
        sha256=sain.sha256,
        legende=legende,
        deposee_le=now,
        deposee_par=by,
    )
    try:
        with transaction.atomic():
            # The row of the fiche is the lock: two people at once do not pass the limit together.
            FicheAction.objects.select_for_update(of=("self",)).filter(pk=fiche.pk).values_list("pk", flat=True).get()
            if Piece.objects.presentes().filter(fiche=fiche).count() >= settings.PIECES_PAR_FICHE:
                raise PieceRefusee(
                    f"Cette fiche a déjà {settings.PIECES_PAR_FICHE} fichiers : retirez-en un, ou réunissez-les."
                )
            piece.save(force_insert=True)
            ContenuPiece.objects.create(piece=piece, octets=sain.octets)
    except IntegrityError:
        known = Piece.objects.presentes().filter(fiche=fiche, sha256=sain.sha256).select_related("etape").first()
        if known is None:  # removed in the meantime
            raise PieceRefusee("Ce fichier vient d’être retiré de cette fiche : recommencez.") from None
        raise PieceConnue(known) from None
    return piece


def tie_to_step(*, piece: Piece, etape: Etape) -> bool:
    """Say of which step a file is that was of none; return whether this call did."""
    return bool(Piece.objects.filter(pk=piece.pk, etape=None, retiree_le=None).update(etape=etape))


def show_step_done(*, etape: Etape, nom: str, fichier: BinaryIO | Any, by: Utilisateur, now: datetime.datetime) -> str:
    """
    Attach what shows that a step is done; return what there is to say of it, nothing when it was attached.

    A file that the fiche has already is not refused: it shows the step too, and goes to it when it was of none.
    """
    try:
        deposit_piece(fiche=etape.fiche, etape=etape, nom=nom, fichier=fichier, by=by, now=now)
    except PieceConnue as connue:
        piece = connue.piece
        envoye, garde = f"«\u00a0{clean_name(nom)}\u00a0»", f"sous le nom «\u00a0{piece.nom}\u00a0»"
        if piece.etape == etape:
            return f"{envoye} est déjà joint à cette étape, {garde}."
        if piece.etape is not None:
            ou = f"à l’étape {piece.etape.ordre}"
            return f"{envoye} était déjà joint à la fiche, {ou}, {garde}\u00a0: il y reste, une seule fois."
        tie_to_step(piece=piece, etape=etape)
        return f"{envoye} était déjà joint à la fiche, {garde}\u00a0: il montre maintenant cette étape."
    return ""


@transaction.atomic
def remove_piece(*, piece: Piece, motif: str, by: Utilisateur, now: datetime.datetime) -> bool:
    """Erase the bytes of a file and keep its line, with who removed it and why; return whether this call did it."""
    removed = Piece.objects.filter(pk=piece.pk, retiree_le=None).update(
        retiree_le=now, retiree_par=by, motif_retrait=motif
    )
    ContenuPiece.objects.filter(pk=piece.pk).delete()
    return bool(removed)


def with_nombre_pieces(etapes: QuerySet[Etape]) -> QuerySet[Etape]:
    """Annotate each step with its files."""
    return etapes.annotate(nombre_pieces=Count("pieces", filter=Q(pieces__retiree_le=None)))


def count_pieces() -> Coalesce:
    """Return the number of files of a fiche, as a column of its own query."""
    present = Piece.objects.filter(fiche=OuterRef("pk"), retiree_le=None).order_by().values("fiche")
    return Coalesce(Subquery(present.annotate(n=Count("pk")).values("n")), 0)


def serve_piece(piece: Piece, *, inline: bool = False) -> HttpResponse:
    """
    Return a file as an answer that no browser runs.

    It goes to the disk, under its own type and nothing guessed; a picture alone may be shown, and in a sandbox.
    """
    octets = bytes(ContenuPiece.objects.values_list("octets", flat=True).get(pk=piece.pk))
    disposition = content_disposition_header(as_attachment=not inline, filename=piece.nom)
    headers = {
        "Content-Disposition": disposition or "inline",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(octets, content_type=piece.kind.type_mime, headers=headers)
