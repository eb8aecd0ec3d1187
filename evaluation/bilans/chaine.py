"""
The chain of the frozen bilans of a projet: each seal covers its bilan and the seal before it.

A byte changed in a bilan breaks its own seal; a bilan taken away breaks the next one, or the length that the projet
keeps. Who rewrites every seal after the change still contradicts the digests printed on the documents handed out.
"""

import datetime
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from evaluation.bilans.canonique import dump, empreinte


@dataclass(frozen=True)
class Maillon:
    """What a seal covers of a frozen bilan."""

    bilan: uuid.UUID
    projet: uuid.UUID | int
    type: str
    arrete_au: datetime.date
    fige_le: datetime.datetime
    rang: int
    empreinte: str
    pdf: bytes

    @classmethod
    def of(cls, bilan: Any) -> "Maillon":
        """Return what is stored of a frozen bilan; its digest is computed again from its content."""
        return cls(
            bilan=bilan.pk,
            projet=bilan.projet_id,
            type=bilan.type,
            arrete_au=bilan.arrete_au,
            fige_le=bilan.fige_le,
            rang=bilan.rang,
            empreinte=empreinte(bilan.contenu),
            pdf=bytes(bilan.pdf or b""),
        )

    def seal(self, precedent: str) -> str:
        """Return the seal, after that of the bilan before."""
        texte = dump(
            {
                "bilan": str(self.bilan),
                "projet": str(self.projet),
                "type": self.type,
                "arrete_au": self.arrete_au.isoformat(),
                "fige_le": self.fige_le.astimezone(datetime.UTC).isoformat(),
                "rang": self.rang,
                "empreinte": self.empreinte,
                "pdf": hashlib.sha256(self.pdf).hexdigest(),
                "precedent": precedent,
            }
        )
        return empreinte(texte)


def first_fault(bilans: Iterable[Any], *, longueur: int, sceau: str) -> str:
    """
    Walk the bilans by rank and say the first thing that is wrong, or nothing.

    `longueur` and `sceau` are what the projet keeps of its chain: how many bilans, and the last seal.
    """
    precedent, attendu = "", 1
    for bilan in bilans:
        if bilan.rang != attendu:
            return f"Le bilan de rang {attendu} n’est plus là."
        if bilan.sceau_precedent != precedent:
            return f"Le bilan de rang {bilan.rang} ne suit pas celui qui le précède."
        if Maillon.of(bilan).seal(precedent) != bilan.sceau:
            return f"Le bilan de rang {bilan.rang} a été modifié."
        precedent, attendu = bilan.sceau, attendu + 1
    if attendu - 1 < longueur:
        return f"Le bilan de rang {attendu} n’est plus là."
    if attendu - 1 > longueur or precedent != sceau:
        return "Le dernier bilan n’est pas celui que le projet a retenu."
    return ""
