"""Work of the accounts' worker and clock."""

from smtplib import SMTPException
from typing import Any

from celery import shared_task
from django.utils import timezone

from comptes import connexion, services


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=True, max_retries=4)
def send_code(*, code_id: str, **_future: Any) -> None:
    """Mail the code of a request; a second run finds it already sent."""
    connexion.send_code(code_id=code_id, now=timezone.now())


@shared_task
def purge(**_future: Any) -> None:
    """Delete what has lasted long enough: drafts (48 hours), requests of codes (a day), the journal (12 months)."""
    now = timezone.now()
    services.purge_brouillons(now=now)
    connexion.purge_codes(now=now)
    services.purge_journal(now=now)
