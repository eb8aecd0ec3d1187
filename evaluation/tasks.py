"""Tasks of the evaluation: thin, safe to run twice."""

from typing import Any

from celery import shared_task

from evaluation.models import Bilan
from evaluation.services.bilan import produce_bilan


@shared_task
def produire_bilan(*, bilan_id: str, **_future: Any) -> None:
    """Produce and freeze a bilan; a second run finds it frozen, or held by another worker."""
    bilan = Bilan.objects.select_related("projet").filter(pk=bilan_id).first()
    if bilan is not None:
        produce_bilan(bilan=bilan)
