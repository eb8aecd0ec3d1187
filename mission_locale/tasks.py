"""Work that belongs to the whole installation."""

import time
from typing import Any

from celery import shared_task
from celery.signals import heartbeat_sent, worker_ready

from mission_locale import sante

ECART_SECONDES = 20
_last = {"travailleur": 0.0}


@shared_task(ignore_result=True)
def battement(**_future: Any) -> None:
    """Note that the clock ticks: it asks for this each minute, and the worker answers."""
    sante.sign_of_life("horloge")


@worker_ready.connect
@heartbeat_sent.connect
def worker_beats(**_signal: Any) -> None:
    """Note that the worker lives, whether or not it has something to do."""
    now = time.monotonic()
    if now - _last["travailleur"] >= ECART_SECONDES or not _last["travailleur"]:
        _last["travailleur"] = now
        sante.sign_of_life("travailleur")
