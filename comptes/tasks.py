"""Work of the accounts' worker and clock."""

from smtplib import SMTPException
from typing import Any

from celery import shared_task
from django.utils import timezone

from comptes import connexion, demandes, equipe, services, volume


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


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=True, max_retries=4)
def send_invitation(*, compte_id: str, **_future: Any) -> None:
    """Mail the link of a first password; a second run finds it already sent."""
    equipe.send_invitation(compte_id=compte_id)


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=True, max_retries=4)
def send_annonce(*, compte_id: str, **_future: Any) -> None:
    """Tell the direction of an account asked for or changed; a second run finds it already told."""
    equipe.send_annonce(compte_id=compte_id)


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=True, max_retries=4)
def send_demande(*, demande_id: str, **_future: Any) -> None:
    """Mail what a request about an account calls for now; a second run finds it already sent."""
    demandes.send_messages(demande_id=demande_id)


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=True, max_retries=2)
def send_late_messages(**_future: Any) -> None:
    """Send the mails about accounts that the queue lost."""
    now = timezone.now()
    equipe.send_late_messages(now=now)
    demandes.send_late_messages(now=now)


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=True, max_retries=2)
def check_volume(**_future: Any) -> None:
    """Tell the direction of who opened an unusual number of files today; a second run tells nothing more."""
    volume.check_volume(now=timezone.now())
