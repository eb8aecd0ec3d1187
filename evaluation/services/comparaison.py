"""A frozen bilan counted again, in the worker: what moved, and why."""

import datetime
import json
import uuid
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from commun.taches import enqueue_on_commit
from commun.travaux import Avancement, EtatTravail, Horloge
from comptes.models import Utilisateur
from evaluation.bilans.comparaison import Ecart, compare
from evaluation.bilans.contenu import construire, silencieux
from evaluation.bilans.raisons import Enquete
from evaluation.models import Bilan, Comparaison

TACHE = "evaluation.tasks.comparer_bilan"


@transaction.atomic
def ask_comparaison(*, bilan: Bilan, by: Utilisateur | None) -> Comparaison:
    """Ask for a comparison; the one that already runs is returned instead of a second."""
    Bilan.objects.select_for_update(of=("self",)).only("pk").get(pk=bilan.pk)
    if (found := Comparaison.objects.en_route().filter(bilan=bilan).first()) is not None:
        return found
    comparaison = Comparaison.objects.create(bilan=bilan, demande_par=by)
    enqueue_on_commit(TACHE, comparaison_id=str(comparaison.pk))
    return comparaison


def run_comparaison(*, comparaison: Comparaison, clock: Horloge = timezone.now) -> bool:
    """Compare and store what was found; return whether this call did. Safe to run twice and by two workers."""

    def faire(token: uuid.UUID, tell: Avancement) -> bool:
        ecarts = compare_bilan(bilan=comparaison.bilan, avancement=tell)
        return _write(comparaison, token, ecarts, now=clock())

    return comparaison.run(faire, clock=clock, echec="La comparaison s’est arrêtée. Vous pouvez la relancer.")


def _write(comparaison: Comparaison, token: uuid.UUID, ecarts: list[Ecart], *, now: datetime.datetime) -> bool:
    held = Comparaison.objects.filter(pk=comparaison.pk, jeton=token, etat=EtatTravail.EN_COURS)
    texte = json.dumps([asdict(ecart) for ecart in ecarts], ensure_ascii=False)
    done = held.update(resultat=texte, etat=EtatTravail.TERMINE, progression=100, etape_en_cours="", termine_le=now)
    return bool(done)


def compare_bilan(*, bilan: Bilan, avancement: Avancement = silencieux) -> list[Ecart]:
    """Count again at the same cut-off day; return what moved: late entries, corrections, erasures, a changed plan."""
    assert bilan.fige_le is not None
    nouveau = construire(bilan, avancement=avancement)
    avancement(80, "Recherche de ce qui a changé")
    enquete = Enquete(depuis=bilan.fige_le, arrete_au=max(bilan.arrete_au, bilan.projet.debut))
    return compare(bilan.contenu, nouveau, enqueter=enquete.raisons, relire=enquete.relire)


def ecarts_of(comparaison: Comparaison) -> list[dict[str, Any]]:
    """Return what a finished comparison found."""
    ecarts: list[dict[str, Any]] = json.loads(comparaison.resultat or "[]")
    return ecarts
