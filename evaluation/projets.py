"""The projet associatif as it is evaluated: the one under way, its days, and the periods that have a value."""

import datetime
from dataclasses import dataclass

from django.db.models import Subquery

from commun.dates import Periode, add_months, months_of
from plans_action.models import ObjectifOperationnel, ProjetAssociatif


def projet_courant() -> ProjetAssociatif | None:
    """Return the projet associatif under way, the latest when several are."""
    return ProjetAssociatif.objects.filter(actif=True).order_by("-debut", "pk").first()


def projet_et_objectifs() -> tuple[ProjetAssociatif | None, list[ObjectifOperationnel]]:
    """Return the projet under way with its operational objectives in the order of the plan, in one query."""
    courant = ProjetAssociatif.objects.filter(actif=True).order_by("-debut", "pk").values("pk")[:1]
    objectifs = list(
        ObjectifOperationnel.objects.filter(objectif_general__projet=Subquery(courant))
        .select_related("objectif_general__projet")
        .order_by("objectif_general__numero", "numero", "pk")
    )
    return (objectifs[0].objectif_general.projet if objectifs else projet_courant()), objectifs


def whole_projet(projet: ProjetAssociatif) -> Periode:
    """Return the days of the projet, until the eve of its 3-year bilan."""
    return Periode(projet.debut, projet.echeance_finale - datetime.timedelta(days=1))


def elapsed(projet: ProjetAssociatif, *, arrete_au: datetime.date) -> Periode:
    """Return the days of the projet until the cut-off day, its first day at least."""
    return Periode(projet.debut, max(min(whole_projet(projet).fin, arrete_au), projet.debut))


@dataclass(frozen=True)
class PeriodesSuivies:
    """
    The periods over which each indicateur has a stored value.

    They are whole: the value of a period that is not over counts what happened until the cut-off day, under the same
    dates as when it will be over, so that each night replaces one value instead of adding one.
    """

    mois: tuple[Periode, ...]
    annees: tuple[Periode, ...]  # years of the projet, not of the calendar
    projet: Periode

    def all(self) -> list[Periode]:
        """Return each period once."""
        return list(dict.fromkeys((*self.mois, *self.annees, self.projet)))


def periodes_suivies(projet: ProjetAssociatif, *, arrete_au: datetime.date) -> PeriodesSuivies:
    """Return the months and years of the projet begun by the cut-off day, and the projet as a whole."""
    whole = whole_projet(projet)
    mois = tuple(month for month in months_of(whole) if month.debut <= arrete_au)
    annees: list[Periode] = []
    while (debut := add_months(projet.debut, 12 * len(annees))) <= min(whole.fin, arrete_au):
        fin = add_months(projet.debut, 12 * (len(annees) + 1)) - datetime.timedelta(days=1)
        annees.append(Periode(debut, min(fin, whole.fin)))
    return PeriodesSuivies(mois, tuple(annees), whole)
