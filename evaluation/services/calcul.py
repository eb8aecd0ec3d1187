"""
Compute every computable indicateur of a projet into dated values: each night, and when somebody asks.

When somebody asks, and once a week, everything is counted; other nights, what changed (calcul_nuit).
"""

import datetime
import uuid
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from commun.taches import enqueue_on_commit
from commun.travaux import Avancement, EtatTravail, Horloge, TravailRefuse
from comptes.models import Utilisateur
from evaluation.models import Calcul, ValeurIndicateur
from evaluation.projets import periodes_suivies
from evaluation.services import calcul_nuit as nuit
from evaluation.services.valeurs import compute_values
from plans_action.choix import TypeIndicateur
from plans_action.models import FicheAction, Indicateur, ProjetAssociatif

LOT = 500
ESSAIS = 2
TACHE = "evaluation.tasks.calculer_indicateurs"


class CalculImpossible(TravailRefuse):
    """Why the indicators cannot be computed; shown as it is."""


# --- Ask --------------------------------------------------------------------------------------------------------------


def ask_calcul(
    *, projet: ProjetAssociatif, by: Utilisateur | None, arrete_au: datetime.date, complet: bool = True
) -> Calcul:
    """Ask for a computation; the one that already runs for that day is returned instead of a second."""
    _check_started(projet, arrete_au)
    with transaction.atomic():
        # The row of the projet is the lock: two clicks at the same instant ask for one computation.
        ProjetAssociatif.objects.select_for_update().get(pk=projet.pk)
        if (found := Calcul.objects.en_route().filter(projet=projet, arrete_au=arrete_au).first()) is not None:
            return found
        calcul = Calcul.objects.create(projet=projet, arrete_au=arrete_au, demande_par=by, complet=complet)
        enqueue_on_commit(TACHE, calcul_id=str(calcul.pk))
    return calcul


def _check_started(projet: ProjetAssociatif, arrete_au: datetime.date) -> None:
    if arrete_au < projet.debut:
        raise CalculImpossible(f"Le projet commence le {projet.debut:%d/%m/%Y} : il n’y a encore rien à calculer.")


def ask_every_night(*, today: datetime.date) -> list[Calcul]:
    """Ask for the figures of each current projet, counted until yesterday evening; all of them once a week."""
    arrete_au = today - datetime.timedelta(days=1)
    nuit.tidy()
    projets = ProjetAssociatif.objects.filter(actif=True, debut__lte=arrete_au).select_related("base_calcul")
    return [
        ask_calcul(projet=projet, by=None, arrete_au=arrete_au, complet=nuit.wants_everything(projet, today=today))
        for projet in projets
    ]


def run_now(
    *, projet: ProjetAssociatif, arrete_au: datetime.date, complet: bool = True, clock: Horloge = timezone.now
) -> Calcul:
    """Compute at once, without a worker: for a command, or to fill a new installation."""
    _check_started(projet, arrete_au)
    calcul = Calcul.objects.create(
        projet=projet, arrete_au=arrete_au, complet=complet, demande_le=clock(), battement_le=clock()
    )
    run_calcul(calcul=calcul, clock=clock)
    calcul.refresh_from_db()
    return calcul


# --- Do ---------------------------------------------------------------------------------------------------------------


def computable(projet: ProjetAssociatif) -> QuerySet[Indicateur]:
    """Return the indicateurs of the projet that a measure computes or that readings give, fiche after fiche."""
    return (
        Indicateur.objects.filter(
            Q(type__in=(TypeIndicateur.CALCULE, TypeIndicateur.RELEVE)) | ~Q(mesure=""),
            critere__fiche__objectif__objectif_general__projet=projet,
        )
        .select_related("critere__fiche", "reglage_releve")
        .order_by("critere__fiche__numero", "critere__fiche__titre", "critere__fiche", "critere__ordre", "ordre", "pk")
    )


def run_calcul(*, calcul: Calcul, clock: Horloge = timezone.now) -> bool:
    """
    Compute the values of every computable indicateur; return whether this call finished the work.

    Safe to run twice and by two workers: only the holder of the token writes, each value replaces that of the same
    period, and no transaction is open while counting.
    """

    def faire(token: uuid.UUID, tell: Avancement) -> bool:
        if not calcul.complet:
            tell(5, "Ce qui a changé depuis le dernier calcul")
            try:
                return _count_changes(calcul, token, clock)
            except nuit.ToutRecompter:
                pass
        return _count_all(calcul, token, tell, clock)

    return calcul.run(faire, clock=clock, echec="Le calcul s’est arrêté. Vous pouvez le relancer.")


def _count_changes(calcul: Calcul, token: uuid.UUID, clock: Horloge) -> bool:
    """Bring the values up to date: values, base and the changes counted move together, or not at all."""
    with nuit.instantane():
        if not _close(calcul, token, now=clock()):
            return False
        indicateurs = list(computable(calcul.projet))
        periodes = periodes_suivies(calcul.projet, arrete_au=calcul.arrete_au).all()
        values = nuit.bring_up_to_date(calcul, indicateurs, periodes, now=clock())
        _save(values)
    return True


def _count_all(calcul: Calcul, token: uuid.UUID, tell: Avancement, clock: Horloge) -> bool:
    """Count everything, with no transaction open while counting; say of it whether the next run can start from it."""
    for _ in range(ESSAIS):
        nuit.forget_base(calcul.projet)
        values = list(_compute(calcul, tell, clock))
        # Facts that changed while they were counted may be in some figures and not in others.
        if not nuit.has_changes(calcul.projet):
            break
    return _write(calcul, token, values, now=clock())


def _compute(calcul: Calcul, tell: Avancement, clock: Horloge) -> Iterator[ValeurIndicateur]:
    """Yield the values, fiche after fiche, telling where the work stands."""
    periodes = periodes_suivies(calcul.projet, arrete_au=calcul.arrete_au).all()
    fiches = _by_fiche(computable(calcul.projet))
    for rank, (fiche, indicateurs) in enumerate(fiches):
        tell(95 * rank // len(fiches), f"Fiche {rank + 1} sur {len(fiches)} : {fiche.titre}")
        yield from compute_values(indicateurs, periodes, arrete_au=calcul.arrete_au, now=clock())


def _by_fiche(indicateurs: Iterable[Indicateur]) -> list[tuple[FicheAction, list[Indicateur]]]:
    grouped: dict[uuid.UUID, tuple[FicheAction, list[Indicateur]]] = {}
    for indicateur in indicateurs:
        fiche = indicateur.critere.fiche
        grouped.setdefault(fiche.pk, (fiche, []))[1].append(indicateur)
    return list(grouped.values())


def _write(calcul: Calcul, token: uuid.UUID, values: list[ValeurIndicateur], *, now: datetime.datetime) -> bool:
    """Replace the values and close the work, together or not at all."""
    with nuit.instantane():
        if not _close(calcul, token, now=now):
            return False
        _save(values)
        _remove_others(calcul, values)
        nuit.keep_base(calcul, list(computable(calcul.projet)), now=now)
    return True


def _close(calcul: Calcul, token: uuid.UUID, *, now: datetime.datetime) -> bool:
    """Close the work. First: the UPDATE by token is the lock, and a worker that lost the work writes nothing."""
    held = Calcul.objects.filter(pk=calcul.pk, jeton=token, etat=EtatTravail.EN_COURS)
    return bool(held.update(etat=EtatTravail.TERMINE, progression=100, etape_en_cours="", termine_le=now))


def _save(values: list[ValeurIndicateur]) -> None:
    """Write values over those of the same periods."""
    ValeurIndicateur.objects.bulk_create(
        values,
        batch_size=LOT,
        update_conflicts=True,
        unique_fields=["indicateur", "debut", "fin"],
        update_fields=[
            "etat",
            "valeur",
            "numerateur",
            "denominateur",
            "mesure",
            "mesure_version",
            "definition_version",
            "calcule_le",
        ],
    )


def _remove_others(calcul: Calcul, values: list[ValeurIndicateur]) -> None:
    """Remove what the engine wrote for periods that are no longer those of the projet: its start was moved."""
    kept = {(value.indicateur_id, value.debut, value.fin) for value in values}
    written = (
        ValeurIndicateur.objects.filter(indicateur__in=computable(calcul.projet)).exclude(mesure="").order_by("pk")
    )
    rows = written.values_list("pk", "indicateur_id", "debut", "fin")
    gone = [pk for pk, *period in rows.iterator() if tuple(period) not in kept]
    ValeurIndicateur.objects.filter(pk__in=gone).delete()
