"""Work of the youths' worker and clock."""

from smtplib import SMTPException
from typing import Any

from celery import shared_task
from django.utils import timezone

from jeunes import coordonnees


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=True, max_retries=2)
def send_avis_contact(**_future: Any) -> None:
    """Tell the old addresses, a day later, that they were replaced; a second run finds them already told."""
    coordonnees.send_due(now=timezone.now())
