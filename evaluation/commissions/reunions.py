"""What the page of a meeting says of who came."""

from collections.abc import Iterable
from dataclasses import dataclass

from evaluation.choix import PresenceReunion, Voix
from evaluation.models import Convocation

LA = (PresenceReunion.PRESENT, PresenceReunion.REPRESENTE)


@dataclass(frozen=True)
class Quorum:
    """Who came, and how many of the votes were there."""

    attendus: int
    notes: int
    presents: int
    voix_presentes: int
    voix: int


def lire_quorum(convocations: Iterable[Convocation]) -> Quorum:
    """Count presences and votes."""
    rows = list(convocations)
    votants = [row for row in rows if row.voix == Voix.DELIBERATIVE]
    return Quorum(
        attendus=len(rows),
        notes=sum(bool(row.presence) for row in rows),
        presents=sum(row.presence in LA for row in rows),
        voix_presentes=sum(row.presence in LA for row in votants),
        voix=len(votants),
    )
