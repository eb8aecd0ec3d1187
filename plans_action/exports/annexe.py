"""The files of a fiche, named at the end of its Word file and of its PDF: who holds the file can check its digest."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone

from plans_action.exports.mise_en_page import Bloc, Page
from plans_action.models import Piece


def with_pieces(page: Page, pieces: Iterable[Piece]) -> Page:
    """Return a page with the list of the files attached to its fiche, unchanged when there is none."""
    lignes = tuple(
        (
            "\n".join(part for part in (piece.legende, piece.nom) if part),
            str(piece.etape or ""),
            f"{timezone.localtime(piece.deposee_le):%d/%m/%Y}",
            piece.sha256,
        )
        for piece in pieces
    )
    if not lignes:
        return page
    entetes = ("Fichier", "Étape", "Déposé le", "Empreinte SHA-256")
    tableau = Bloc("tableau", entetes=entetes, largeurs=(34, 20, 12, 34), lignes=lignes)
    return replace(page, blocs=(*page.blocs, Bloc("titre", "Fichiers joints"), tableau))
