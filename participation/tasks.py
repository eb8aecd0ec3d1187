"""Messages to youths about their places, and the clock's second chance for those that did not leave."""

import datetime
import logging
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from commun.taches import enqueue
from participation import notifications
from participation.models import Inscription

logger = logging.getLogger(__name__)

# A worker that was killed while it wrote to somebody keeps the message for that long; then it leaves again.
BAIL = datetime.timedelta(minutes=5)
LOT = 500


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=True, max_retries=5, ignore_result=True)
def send_message(*, inscription_id: str, **_future: Any) -> None:
    """Tell a youth the last thing that happened to a sign-up; a second run finds it told, or being told."""
    now = timezone.now()
    row = Inscription.objects.filter(pk=inscription_id)
    free = Q(envoi_reserve_le=None) | Q(envoi_reserve_le__lt=now - BAIL)
    # A lease, not a lock: while a mail leaves, the séance and its list stay free for others.
    if not row.with_message_du(now=now).filter(free).exists() or not row.filter(free).update(envoi_reserve_le=now):
        return
    try:
        _tell(inscription_id, now)
    finally:
        row.update(envoi_reserve_le=None)
    if row.with_message_du(now=now).exists():  # something happened meanwhile
        enqueue("participation.tasks.send_message", inscription_id=inscription_id)


def _tell(inscription_id: str, now: datetime.datetime) -> None:
    due = Inscription.objects.with_message_du(now=now).select_related("jeune", "seance__lieu", "seance__regroupement")
    inscription = due.filter(pk=inscription_id).first()
    if inscription is None:
        return
    message = notifications.message_du(inscription)
    try:
        notifications.send_message(inscription, message, now=now)
    except SMTPRecipientsRefused:  # an address that does not exist would be tried for ever
        logger.warning("address_refused inscription=%s", inscription_id)
    told = dict.fromkeys(message.colonnes, now)
    Inscription.objects.filter(pk=inscription.pk).update(**told, version_annoncee=inscription.seance.version)


@shared_task
def send_late_messages(**_future: Any) -> int:
    """Queue what should have left and did not: the broker was down, or a worker died."""
    due = Inscription.objects.with_message_du(now=timezone.now()).order_by("inscrit_le", "pk")
    pks = [str(pk) for pk in due.values_list("pk", flat=True)[:LOT]]
    for pk in pks:
        enqueue("participation.tasks.send_message", inscription_id=pk)
    return len(pks)
