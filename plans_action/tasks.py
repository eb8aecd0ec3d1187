"""Work of the plan's worker and clock."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from plans_action.imports import services


@shared_task
def purge_imports(**_future: Any) -> None:
    """Forget the fiches read in files that nobody accepted in thirty days; a second run finds nothing."""
    services.purge(now=timezone.now())
