"""What is done with a person's file: open it, keep it up to date, date a situation."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from comptes.choix import ActionJournal
from comptes.models import Utilisateur
from comptes.services import record_access
from jeunes import coordonnees
from jeunes.choix import TypeSituation
from jeunes.models import AccesMotive, Jeune, Situation
from structure.models import Lieu
from structure.referentiel import keep_commune


class SituationRefusee(ValueError):
    """The situation cannot be kept as typed."""


def read_file(*, jeune: Jeune, by: Utilisateur, now: datetime.datetime) -> None:
    """Write in the journal that somebody opened the file."""
    record_access(user=by, action=ActionJournal.LECTURE, objet=jeune, now=now)


@transaction.atomic
def open_with_reason(*, jeune: Jeune, by: Utilisateur, motif: str, now: datetime.datetime) -> AccesMotive:
    """Open a file outside one's portfolio for 24 hours; the reason goes to the journal that the direction reads."""
    acces = AccesMotive.objects.create(jeune=jeune, utilisateur=by, motif=motif, le=now)
    record_access(user=by, action=ActionJournal.LECTURE_MOTIVEE, objet=jeune, motif=motif, now=now)
    return acces


def ensure_open(*, jeune: Jeune, by: Utilisateur, motif: str, now: datetime.datetime) -> None:
    """Open a file that somebody at work has just met with, unless it is open already; the reason is written."""
    if not Jeune.objects.visible_to(by, now=now).filter(pk=jeune.pk).exists():
        open_with_reason(jeune=jeune, by=by, motif=motif, now=now)


@transaction.atomic
def create_situation(
    *,
    jeune: Jeune,
    type: TypeSituation | str,
    jour: datetime.date,
    fin_prevue: datetime.date | None,
    lieu: Lieu | None,
    by: Utilisateur,
    now: datetime.datetime,
) -> Situation:
    """Date what a youth does now; the situation that ran until then ends the day before."""
    eve = jour - datetime.timedelta(days=1)
    running = jeune.situations.filter(Q(fin=None) | Q(fin__gte=jour))
    if running.filter(jour=jour, type=type).exists():
        raise SituationRefusee("Cette situation est déjà enregistrée à cette date.")
    later = jeune.situations.filter(jour__gt=jour).order_by("jour").values_list("jour", flat=True).first()
    running.filter(jour__lt=jour).update(fin=eve)
    situation = Situation(jeune=jeune, type=type, jour=jour, fin_prevue=fin_prevue, lieu=lieu)
    # Typed late, it ends where the next known one starts.
    situation.fin = later - datetime.timedelta(days=1) if later else None
    situation.saisi_par, situation.saisi_le = by, now
    situation.freeze_profil(jeune, jour)
    situation.save()
    return situation


@transaction.atomic
def update_jeune(*, jeune: Jeune, valeurs: dict[str, Any], by: Utilisateur, now: datetime.datetime) -> Jeune:
    """Write what the person's form says; past facts keep the profile of their day."""
    avant = {"email": jeune.email, "telephone": jeune.telephone, "canal": jeune.canal_sur}
    for name, value in valeurs.items():
        setattr(jeune, name, value)
    keep_commune(valeurs.get("commune"))
    jeune.save()
    coordonnees.plan_avis(jeune=jeune, now=now, **avant)
    record_access(user=by, action=ActionJournal.LECTURE, objet=jeune, motif="Coordonnées modifiées", now=now)
    return jeune
