"""Queue work once the transaction holds, by task name, so that services import no tasks."""

import logging
from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue(task_name: str, **kwargs: Any) -> bool:
    """
    Send a task to the broker; return whether it was taken.

    A broker that is down loses nothing: the row that the task would treat stays to be done, and the clock's sweeper
    of its app finds it.
    """
    try:
        # Every room's tasks were imported at start: looking for them here would cost a tenth of a second each time.
        current_app.tasks[task_name].apply_async(kwargs=kwargs)
    except (OperationalError, OSError):
        logger.exception("broker_unreachable task=%s", task_name)
        return False
    return True


def enqueue_on_commit(task_name: str, **kwargs: Any) -> None:
    """Send a task when the current transaction commits (at once outside of one); arguments are ids, never content."""
    transaction.on_commit(partial(enqueue, task_name, **kwargs))
