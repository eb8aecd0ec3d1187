"""The files that prove a reading: attached to its fiche, and named beside the number."""

import datetime
from typing import Any

from django.db import transaction

from comptes.models import Utilisateur
from evaluation.models import Releve
from plans_action.models import Piece
from plans_action.pieces import PieceConnue, deposit_piece


@transaction.atomic
def attach_proof(*, releve: Releve, nom: str, fichier: Any, by: Utilisateur, now: datetime.datetime) -> Piece:
    """Attach a file to a reading; one picture of a screen may prove several readings of a fiche."""
    try:
        piece = deposit_piece(
            fiche=releve.indicateur.critere.fiche,
            nom=nom,
            fichier=fichier,
            by=by,
            now=now,
            legende=f"Relevé du {releve.jour:%d/%m/%Y} : {releve.indicateur}"[:200],
        )
    except PieceConnue as connue:
        piece = connue.piece
    releve.pieces.add(piece)
    return piece
