"""Write appreciations with their quotations: add, correct with a reason, withdraw; let somebody take words back."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from comptes.models import Utilisateur
from evaluation.choix import AccordCitation, EtatAppreciation, OrigineCitation
from evaluation.models import AppreciationIndicateur, Citation
from plans_action.choix import TypeIndicateur
from plans_action.models import Indicateur

CHAMPS = ("jour", "depuis", "etat", "texte", "lu_par")
REPRISE = "Paroles reprises : effacées"


class AppreciationRefusee(Exception):
    """Why an appreciation is not written; shown as it is."""


class AppreciationModifiee(Exception):
    """Somebody else saved it since it was read."""


@dataclass(frozen=True)
class Appreciee:
    """What to write of an indicateur: on which day, its state, why, read by whom, since when."""

    jour: datetime.date
    etat: EtatAppreciation
    texte: str
    lu_par: str = ""
    depuis: datetime.date | None = None


@dataclass(frozen=True)
class CitationVoulue:
    """Words to quote; `cle` names the quotation that they replace, `suite` what becomes of it."""

    mots: str
    de: OrigineCitation
    accord: AccordCitation
    cle: uuid.UUID | None = None
    suite: str = "garder"  # garder, retirer, effacer


def check(lue: Appreciee, *, today: datetime.date) -> None:
    """Refuse days that cannot be."""
    if lue.jour > today:
        raise AppreciationRefusee("Ce jour n’est pas encore venu.")
    if lue.depuis is not None and lue.depuis > lue.jour:
        raise AppreciationRefusee("Cette période commence après le jour de l’appréciation.")


@transaction.atomic
def write_appreciation(
    *,
    indicateur: Indicateur,
    lue: Appreciee,
    citations: Sequence[CitationVoulue],
    by: Utilisateur | None,
    today: datetime.date,
    now: datetime.datetime,
) -> AppreciationIndicateur:
    """Write what people concluded of an indicateur, with the words that they quote."""
    if indicateur.type != TypeIndicateur.QUALITATIF:
        raise AppreciationRefusee("Cet indicateur a un chiffre : il ne s’apprécie pas.")
    check(lue, today=today)
    row = AppreciationIndicateur(indicateur=indicateur, saisi_le=now, saisi_par=by)
    _fill(row, lue)
    _save(row, by=by, now=now, motif="")
    for ordre, voulue in enumerate(citations):
        _quote(row, voulue, ordre)
    return row


@transaction.atomic
def correct_appreciation(
    *,
    appreciation: AppreciationIndicateur,
    lue: Appreciee,
    citations: Sequence[CitationVoulue],
    version: int,
    motif: str,
    by: Utilisateur | None,
    today: datetime.date,
    now: datetime.datetime,
) -> AppreciationIndicateur:
    """
    Correct an appreciation; what it said stays in the history with the reason.

    Raise AppreciationModifiee when somebody saved it since `version` was read. The conditional UPDATE is the check and
    the lock at once.
    """
    check(lue, today=today)
    rows = AppreciationIndicateur.objects.filter(pk=appreciation.pk, version=version, retire_le=None)
    if not rows.update(version=F("version") + 1):
        raise AppreciationModifiee
    row = AppreciationIndicateur.objects.get(pk=appreciation.pk)
    _fill(row, lue)
    _save(row, by=by, now=now, motif=motif)
    connues = {citation.pk: citation for citation in row.citations.valables()}  # type: ignore[attr-defined]
    for ordre, voulue in enumerate(citations):
        ancienne = connues.get(voulue.cle) if voulue.cle else None
        if ancienne is None:
            # Words that somebody withdrew meanwhile do not come back by themselves.
            if voulue.cle is None and voulue.suite == "garder":
                _quote(row, voulue, ordre)
        elif voulue.suite != "garder":
            withdraw_citation(citation=ancienne, effacer=voulue.suite == "effacer", motif=motif, by=by, now=now)
        elif (ancienne.mots, ancienne.de, ancienne.accord) != (voulue.mots, voulue.de, voulue.accord):
            withdraw_citation(citation=ancienne, effacer=False, motif=motif, by=by, now=now)
            _quote(row, voulue, ordre, lignee=ancienne.lignee)
    return row


@transaction.atomic
def withdraw_appreciation(
    *, appreciation: AppreciationIndicateur, motif: str, by: Utilisateur | None, now: datetime.datetime
) -> None:
    """Make an appreciation count no more; it stays, with the reason."""
    row = AppreciationIndicateur.objects.select_for_update().get(pk=appreciation.pk)
    if row.retire_le is None:
        row.retire_le, row.retire_par, row.version = now, by, row.version + 1
        _save(row, by=by, now=now, motif=motif)


@transaction.atomic
def withdraw_citation(
    *, citation: Citation, effacer: bool, motif: str, by: Utilisateur | None, now: datetime.datetime
) -> None:
    """Withdraw a quotation; when the person takes the words back, erase them from every line that ever held them."""
    debout = Citation.objects.filter(pk=citation.pk, retiree_le=None)
    debout.update(retiree_le=now, retiree_par=by, motif=(REPRISE if effacer else motif)[:100])
    if effacer:
        Citation.objects.filter(appreciation=citation.appreciation_id, lignee=citation.lignee).update(mots="")


def _fill(row: AppreciationIndicateur, lue: Appreciee) -> None:
    for nom in CHAMPS:
        setattr(row, nom, getattr(lue, nom))


def _save(row: AppreciationIndicateur, *, by: Utilisateur | None, now: datetime.datetime, motif: str) -> None:
    """Save with a line of history: who, when, why."""
    row._history_user = by  # type: ignore[attr-defined]
    row._history_date = now  # type: ignore[attr-defined]
    row._change_reason = motif or None  # type: ignore[attr-defined]
    row.save()


def _quote(
    row: AppreciationIndicateur, voulue: CitationVoulue, ordre: int, *, lignee: uuid.UUID | None = None
) -> Citation:
    return Citation.objects.create(
        appreciation=row,
        ordre=ordre,
        mots=voulue.mots,
        de=voulue.de,
        accord=voulue.accord,
        lignee=lignee or uuid.uuid4(),
    )
