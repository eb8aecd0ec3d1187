"""What becomes of a handover: received, accepted or refused, ended; and which ones wait for too long."""

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accueil.choix import STATUTS_SANS_REPONSE, SensOrientation, StatutOrientation
from accueil.models import Orientation
from accueil.services import SaisieRefusee
from commun.templatetags.ml import date_courte
from jeunes.models import Accompagnement
from structure.models import Conseiller

# The states in their order, each with the column of its day.
DATES = {
    StatutOrientation.RECUE: "recue_le",
    StatutOrientation.ACCEPTEE: "decidee_le",
    StatutOrientation.REFUSEE: "decidee_le",
    StatutOrientation.TERMINEE: "terminee_le",
}
COLONNES = ("recue_le", "decidee_le", "terminee_le")
STATUTS_DITS = (StatutOrientation.REFUSEE, StatutOrientation.TERMINEE)


@transaction.atomic
def follow_orientation(
    *, orientation: Orientation, statut: str, le: datetime.date, issue: str, now: datetime.datetime
) -> Orientation:
    """
    Note the state of a handover and since when; raise SaisieRefusee when the days contradict each other.

    Going back to an earlier state forgets the days of the later ones.
    """
    orientation = Orientation.objects.select_for_update(of=("self",)).get(pk=orientation.pk)
    column = DATES.get(StatutOrientation(statut))
    rank = COLONNES.index(column) if column else -1
    for later in COLONNES[rank + 1 :]:
        setattr(orientation, later, None)
    if column:
        _check_day(orientation, le, avant=COLONNES[:rank], now=now)
        setattr(orientation, column, le)
    orientation.statut, orientation.issue = statut, issue if statut in STATUTS_DITS else ""
    orientation.save(update_fields=["statut", "issue", *COLONNES])
    return orientation


def _check_day(orientation: Orientation, le: datetime.date, *, avant: tuple[str, ...], now: datetime.datetime) -> None:
    """Refuse a day to come, before the handover, or before the state that comes first."""
    if le > timezone.localdate(now):
        raise SaisieRefusee("Cette date est à venir.")
    if le < orientation.jour:
        raise SaisieRefusee(
            f"L’orientation date du {date_courte(orientation.jour)} : choisissez ce jour ou un autre après."
        )
    earlier: Any = max((day for name in avant if (day := getattr(orientation, name))), default=None)
    if earlier and le < earlier:
        raise SaisieRefusee(
            f"L’étape précédente est notée au {date_courte(earlier)} : choisissez ce jour ou un autre après."
        )


def waiting_too_long(conseiller: Conseiller, *, now: datetime.datetime) -> QuerySet[Orientation]:
    """Return the handovers, of the youths whom somebody follows, that a partner has left without answer."""
    today = timezone.localdate(now)
    followed = Accompagnement.objects.active(today=today).filter(conseiller=conseiller)
    limite = today - datetime.timedelta(days=settings.ORIENTATION_SANS_REPONSE_JOURS)
    return (
        Orientation.objects.filter(
            sens=SensOrientation.VERS,
            statut__in=STATUTS_SANS_REPONSE,
            jour__lte=limite,
            jeune__in=followed.order_by().values("jeune"),
        )
        .select_related("jeune", "partenaire")
        .order_by("jour", "pk")
    )
