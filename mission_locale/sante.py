"""How the installation is: database, broker, worker, clock. Read by /sante/ and by the containers' health checks."""

import time
from collections.abc import Callable

from celery import current_app
from django.core.cache import cache
from django.db import connection

BIEN, ABSENT, DEMARRE = "bien", "absent", "démarre"
# A sign of life older than this is none: the worker beats every 20 seconds, the clock every minute.
SILENCE_MAXIMUM = {"travailleur": 90, "horloge": 180}
# What has not spoken yet so soon after the installation was started is starting, not absent.
DEMARRAGE = 90


def sign_of_life(name: str, *, now: float | None = None) -> None:
    """Note that the worker or the clock is alive."""
    cache.set(f"sante:{name}", now or time.time(), 3600)


def is_alive(name: str, *, now: float) -> bool:
    """Tell whether the worker or the clock gave a sign of life lately."""
    last: float | None = cache.get(f"sante:{name}")
    return last is not None and now - last <= SILENCE_MAXIMUM[name]


def check_database() -> bool:
    """Tell whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def check_broker() -> bool:
    """Tell whether the broker takes a connection, without waiting for it."""
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
        return bool(broker.connected)


def health(*, now: float, depuis: float | None = None) -> dict[str, str]:
    """
    Return each part's state, in a fixed order: "bien", "démarre" or "absent"; a part that fails to answer is absent.

    `depuis`: when the process that asks was started; who asks once and ends does not know.
    """
    parts: dict[str, Callable[[], bool]] = {
        "base": check_database,
        "courtier": check_broker,
        "travailleur": lambda: is_alive("travailleur", now=now),
        "horloge": lambda: is_alive("horloge", now=now),
    }
    starting = depuis is not None and now - depuis <= DEMARRAGE
    silent = {name: DEMARRE if starting and name in SILENCE_MAXIMUM else ABSENT for name in parts}
    return {name: BIEN if _answers(check) else silent[name] for name, check in parts.items()}


def _answers(check: Callable[[], bool]) -> bool:
    """Return a check's answer; whatever it raises means no."""
    try:
        return check()
    except Exception:
        return False
