"""The dates of the bilans that were moved: why, when, by whom. They are read in the history of the projet."""

import datetime
from dataclasses import dataclass

from plans_action.models import ProjetAssociatif

ECHEANCES = {"intermediaire": "echeance_intermediaire", "final": "echeance_finale"}


@dataclass(frozen=True)
class DateDeplacee:
    """The last move of one date."""

    avant: datetime.date
    le: datetime.datetime
    par: str
    motif: str


def moved_dates(projet: ProjetAssociatif) -> dict[str, DateDeplacee]:
    """Return the last move of the date of each bilan, in one query; a date that never moved is not there."""
    lines = ProjetAssociatif.history.filter(id=projet.pk).select_related("history_user")  # type: ignore[attr-defined]
    moved: dict[str, DateDeplacee] = {}
    before: ProjetAssociatif | None = None
    for line in lines.order_by("history_date", "history_id"):
        now: ProjetAssociatif = line.instance
        for bilan, nom in ECHEANCES.items():
            if before is not None and getattr(before, nom) != getattr(now, nom):
                par = str(line.history_user) if line.history_user else ""
                reason = line.history_change_reason or ""
                moved[bilan] = DateDeplacee(getattr(before, nom), line.history_date, par, reason)
        before = now
    return moved
