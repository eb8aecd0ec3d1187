"""Work of the plan's worker and clock."""

from smtplib import SMTPException
from typing import Any

from celery import shared_task
from django.utils import timezone

from commun.taches import enqueue
from plans_action import rappels
from plans_action.imports import services


@shared_task
def purge_imports(**_future: Any) -> None:
    """Forget the fiches read in files that nobody accepted in thirty days; a second run finds nothing."""
    services.purge(now=timezone.now())


@shared_task
def preparer_rappels(**_future: Any) -> int:
    """Write down the reminders of today and queue their messages; a second run finds them told."""
    return rappels.prepare_rappels(today=timezone.localdate(), now=timezone.now())


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=True, max_retries=5, ignore_result=True)
def envoyer_rappels(*, envoi_id: int, **_future: Any) -> None:
    """Mail the reminders of a day to somebody; a second run finds them sent, or being sent."""
    rappels.send_rappels(envoi_id=envoi_id, now=timezone.now(), today=timezone.localdate())


@shared_task
def envoyer_rappels_en_retard(**_future: Any) -> int:
    """Queue what should have left and did not: the broker was down, or a worker died."""
    return sum(enqueue(rappels.TACHE, envoi_id=pk) for pk in rappels.late_envois(now=timezone.now()))
