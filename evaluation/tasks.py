"""Tasks of the evaluation: thin, safe to run twice."""

import datetime
import logging
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from commun.taches import enqueue
from commun.travaux import EtatTravail
from evaluation import notifications
from evaluation.models import Bilan, Calcul, Comparaison, Convocation
from evaluation.services.bilan import produce_bilan
from evaluation.services.calcul import ask_every_night, run_calcul
from evaluation.services.comparaison import run_comparaison
from evaluation.services.reunions import TACHE as TACHE_CONVOCATION

logger = logging.getLogger(__name__)

# A worker that was killed while it wrote to somebody keeps the message for that long; then it leaves again.
BAIL_ENVOI = datetime.timedelta(minutes=5)
LOT = 500


@shared_task
def produire_bilan(*, bilan_id: str, **_future: Any) -> None:
    """Produce and freeze a bilan; a second run finds it frozen, or held by another worker."""
    bilan = Bilan.objects.select_related("projet").filter(pk=bilan_id).first()
    if bilan is not None:
        produce_bilan(bilan=bilan)


@shared_task
def comparer_bilan(*, comparaison_id: str, **_future: Any) -> None:
    """Compare a frozen bilan with today; a second run finds it compared, or held by another worker."""
    comparaison = Comparaison.objects.select_related("bilan__projet").filter(pk=comparaison_id).first()
    if comparaison is not None:
        run_comparaison(comparaison=comparaison)


@shared_task
def calculer_indicateurs(*, calcul_id: str, **_future: Any) -> None:
    """Compute the indicators; a second run finds them computed, or held by another worker."""
    calcul = Calcul.objects.select_related("projet").filter(pk=calcul_id).first()
    if calcul is not None:
        run_calcul(calcul=calcul)


@shared_task
def calculer_chaque_nuit(**_future: Any) -> int:
    """Ask for the figures of each current projet; asked twice, the one that runs is found."""
    return len(ask_every_night(today=timezone.localdate()))


@shared_task
def reprendre_travaux(**_future: Any) -> int:
    """Queue again the work that nobody does: its message was lost, or its worker was killed."""
    now = timezone.now()
    queued = 0
    for model, task, name in (
        (Calcul, "evaluation.tasks.calculer_indicateurs", "calcul_id"),
        (Bilan, "evaluation.tasks.produire_bilan", "bilan_id"),
        (Comparaison, "evaluation.tasks.comparer_bilan", "comparaison_id"),
    ):
        for pk in model.objects.abandoned(now=now).order_by("demande_le", "pk").values_list("pk", flat=True):
            # What waits is queued once a minute at most; what a silent worker holds stays claimable.
            model.objects.filter(pk=pk, etat=EtatTravail.EN_ATTENTE).update(battement_le=now)
            queued += enqueue(task, **{name: str(pk)})
    return queued


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=True, max_retries=5, ignore_result=True)
def envoyer_convocation(*, convocation_id: str, **_future: Any) -> None:
    """Tell a member the last thing that happened to a meeting; a second run finds it told, or being told."""
    now = timezone.now()
    row = Convocation.objects.filter(pk=convocation_id)
    free = Q(envoi_reserve_le=None) | Q(envoi_reserve_le__lt=now - BAIL_ENVOI)
    # A lease, not a lock: while a mail leaves, the meeting stays free for others.
    if not row.with_message_du(now=now).filter(free).exists() or not row.filter(free).update(envoi_reserve_le=now):
        return
    try:
        _announce(convocation_id, now)
    finally:
        row.update(envoi_reserve_le=None)
    if row.with_message_du(now=now).exists():  # something happened meanwhile
        enqueue(TACHE_CONVOCATION, convocation_id=convocation_id)


def _announce(convocation_id: str, now: datetime.datetime) -> None:
    due = Convocation.objects.with_message_du(now=now).select_related("reunion")
    convocation = due.filter(pk=convocation_id).first()
    if convocation is None:
        return
    reunion, refused = convocation.reunion, False
    try:
        notifications.send_convocation_email(convocation, now=now)
    except SMTPRecipientsRefused:  # an address that does not exist would be tried for ever
        logger.warning("address_refused convocation=%s", convocation_id)
        refused = True
    told: dict[str, Any] = {"version_annoncee": reunion.version, "annoncee_le": now, "refusee": refused}
    if reunion.annulee_le is not None:
        told["annulation_envoyee_le"] = now
    Convocation.objects.filter(pk=convocation.pk).update(**told)


@shared_task
def envoyer_convocations_en_retard(**_future: Any) -> int:
    """Queue what should have left and did not: the broker was down, or a worker died."""
    due = Convocation.objects.with_message_du(now=timezone.now()).order_by("reunion__le", "pk")
    pks = [str(pk) for pk in due.values_list("pk", flat=True)[:LOT]]
    return sum(enqueue(TACHE_CONVOCATION, convocation_id=pk) for pk in pks)
