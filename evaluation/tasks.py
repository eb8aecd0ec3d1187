"""Tasks of the evaluation: thin, safe to run twice."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from commun.taches import enqueue
from commun.travaux import EtatTravail
from evaluation.models import Bilan, Calcul
from evaluation.services.bilan import produce_bilan
from evaluation.services.calcul import ask_every_night, run_calcul


@shared_task
def produire_bilan(*, bilan_id: str, **_future: Any) -> None:
    """Produce and freeze a bilan; a second run finds it frozen, or held by another worker."""
    bilan = Bilan.objects.select_related("projet").filter(pk=bilan_id).first()
    if bilan is not None:
        produce_bilan(bilan=bilan)


@shared_task
def calculer_indicateurs(*, calcul_id: str, **_future: Any) -> None:
    """Compute the indicators; a second run finds them computed, or held by another worker."""
    calcul = Calcul.objects.select_related("projet").filter(pk=calcul_id).first()
    if calcul is not None:
        run_calcul(calcul=calcul)


@shared_task
def calculer_chaque_nuit(**_future: Any) -> int:
    """Ask for the figures of each current projet; asked twice, the one that runs is found."""
    return len(ask_every_night(today=timezone.localdate()))


@shared_task
def reprendre_travaux(**_future: Any) -> int:
    """Queue again the work that nobody does: its message was lost, or its worker was killed."""
    now = timezone.now()
    queued = 0
    for model, task, name in (
        (Calcul, "evaluation.tasks.calculer_indicateurs", "calcul_id"),
        (Bilan, "evaluation.tasks.produire_bilan", "bilan_id"),
    ):
        for pk in model.objects.abandoned(now=now).order_by("demande_le", "pk").values_list("pk", flat=True):
            # What waits is queued once a minute at most; what a silent worker holds stays claimable.
            model.objects.filter(pk=pk, etat=EtatTravail.EN_ATTENTE).update(battement_le=now)
            queued += enqueue(task, **{name: str(pk)})
    return queued
