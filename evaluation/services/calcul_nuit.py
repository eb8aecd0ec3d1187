"""
Bring the stored values of a projet up to date: count what changed since the last run (docs/adr/0026).

A value is that of the last run, moved by the people whom a change may have moved. What a projet's values were counted
from is its base; whatever cannot be trusted (no base, a change of what is asked or of what is read besides the facts,
too many changes) is counted again whole: a figure, or everything.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from commun.dates import Periode
from commun.mesures import Mesure, MesureInconnue, registre
from evaluation.bilans.contenu import version_logiciel
from evaluation.models import BaseCalcul, Calcul, ChangementFait, ValeurIndicateur
from evaluation.moteur import Demande, Plan
from evaluation.nuit.ecarts import Question, can_be_taken_apart, moved, question
from evaluation.nuit.touches import TropDeChangements, read_changes
from evaluation.services.valeurs import compute_values, value_of
from jeunes.models import Definition
from participation.models import Regroupement
from plans_action.models import Indicateur, ProjetAssociatif
from structure.models import Lieu

# Everything is counted again that often, whatever the changes say.
SEMAINE = datetime.timedelta(days=7)
LOT = 1000

# A figure is asked over some period; its signature does not depend on it.
PARTOUT = Periode(datetime.date(2000, 1, 1), datetime.date(2000, 1, 1))
CHAMPS_DEFINITION = ("objet", "version", "lecture", "situations", "duree_minimale_jours", "mois", "jours", "choisie")

Cle = tuple[Any, Periode]


class ToutRecompter(Exception):
    """Nothing to start from, or nothing that can be trusted: everything is counted."""


@contextmanager
def instantane() -> Iterator[None]:
    """
    Open a transaction in which every statement sees the same facts.

    SQLite has one writer at a time. PostgreSQL shows by default to each statement what was committed before it: a fact
    committed between the reading of the changes and that of the facts would be counted twice.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


# --- The base ---------------------------------------------------------------------------------------------------------


def wants_everything(projet: ProjetAssociatif, *, today: datetime.date) -> bool:
    """Tell whether the run of the night counts everything: no base, or one that is a week old."""
    base = BaseCalcul.objects.filter(projet=projet).first()
    return base is None or base.complet_le.date() <= today - SEMAINE


def tidy() -> None:
    """Keep no change for projets that are over, and none at all when nobody waits for one."""
    BaseCalcul.objects.filter(projet__actif=False).delete()
    ChangementFait.objects.filter(projet__isnull=False).exclude(projet__in=BaseCalcul.objects.values("projet")).delete()
    # A run under way reads what changes while it counts.
    if not BaseCalcul.objects.exists() and not Calcul.objects.en_route().exists():
        ChangementFait.objects.all().delete()


def waiting(projet: ProjetAssociatif) -> QuerySet[ChangementFait]:
    """Return the changes that the values of a projet have not counted."""
    return ChangementFait.objects.filter(Q(projet=None) | Q(projet=projet))


def has_changes(projet: ProjetAssociatif) -> bool:
    """Tell whether facts changed since the last run."""
    return waiting(projet).exists()


def forget_base(projet: ProjetAssociatif) -> None:
    """Start from nothing: what changed until now will be counted with the rest."""
    with instantane():
        BaseCalcul.objects.filter(projet=projet).delete()
        _take(projet)


def keep_base(calcul: Calcul, indicateurs: Sequence[Indicateur], *, now: datetime.datetime) -> None:
    """Say what the values just written were counted from, unless facts changed while they were."""
    if has_changes(calcul.projet):
        return
    BaseCalcul.objects.update_or_create(
        projet=calcul.projet,
        defaults={
            "arrete_au": calcul.arrete_au,
            "contexte": _contexte(),
            "signatures": _signatures(indicateurs),
            "complet_le": now,
        },
    )


def _take(projet: ProjetAssociatif) -> None:
    """Take out the changes that a projet counts; the other projets that have a base keep theirs."""
    for base in BaseCalcul.objects.exclude(projet=projet).order_by("projet"):
        for_all = ChangementFait.objects.filter(projet=None).order_by("pk")
        rows = for_all.values_list("modele", "objet", "avant").iterator(LOT)
        ChangementFait.objects.bulk_create(
            (ChangementFait(modele=m, objet=o, avant=a, projet=base.projet) for m, o, a in rows), batch_size=LOT
        )
    waiting(projet).delete()


def _contexte() -> dict[str, Any]:
    """Return what figures read besides the facts: the software, kinds of places, fiches of regroupements."""
    lieux = Lieu.objects.order_by("pk").values_list("pk", "type")
    regroupements = Regroupement.objects.order_by("pk").values_list("pk", "fiche_action")
    return {
        "logiciel": version_logiciel(),
        "lieux": {str(pk): kind for pk, kind in lieux},
        "regroupements": {str(pk): str(fiche or "") for pk, fiche in regroupements},
    }


def _still_holds(avant: dict[str, Any], apres: dict[str, Any]) -> bool:
    """Tell whether what was read is still so; a new place or regroupement moves no fact that was counted."""
    return avant.get("logiciel") == apres["logiciel"] and all(
        apres[nom].get(pk) == valeur for nom in ("lieux", "regroupements") for pk, valeur in avant.get(nom, {}).items()
    )


def _signatures(indicateurs: Sequence[Indicateur]) -> dict[str, str]:
    """Return a digest of what each indicateur asks, the versions of the definitions included."""
    definitions = list(Definition.objects.order_by("objet", "version").values_list(*CHAMPS_DEFINITION))
    signatures = {}
    for indicateur in indicateurs:
        demande = Demande.of(indicateur, PARTOUT)
        mesure = _mesure(demande.mesure)
        lues = definitions if mesure and "definition" in mesure.parametres else []
        parts = [demande.mesure, mesure and mesure.version, demande.filtres, demande.parametres, lues]
        signatures[str(indicateur.pk)] = _digest(parts)
    return signatures


def _mesure(cle: str) -> Mesure | None:
    try:
        return registre.get(cle)
    except MesureInconnue:
        return None


def _digest(contenu: Any) -> str:
    return hashlib.sha256(json.dumps(contenu, default=str).encode()).hexdigest()


# --- What changed -----------------------------------------------------------------------------------------------------


def bring_up_to_date(
    calcul: Calcul, indicateurs: Sequence[Indicateur], periodes: Sequence[Periode], *, now: datetime.datetime
) -> list[ValeurIndicateur]:
    """
    Return the values that are no longer those stored, and move the base to the new cut-off day.

    Inside `instantane`. Raise ToutRecompter when there is nothing to start from.
    """
    projet = calcul.projet
    base = BaseCalcul.objects.select_for_update().filter(projet=projet).first()
    contexte, signatures = _contexte(), _signatures(indicateurs)
    if base is None or base.arrete_au > calcul.arrete_au or not _still_holds(base.contexte, contexte):
        raise ToutRecompter
    stored = _stored(indicateurs)
    if set(stored) - {(indicateur.pk, periode) for indicateur in indicateurs for periode in periodes}:
        raise ToutRecompter  # the projet starts another day
    begun = [periode for periode in periodes if periode.debut <= base.arrete_au]
    new = [periode for periode in periodes if periode.debut > base.arrete_au]
    memoire: dict[Any, Any] = {}
    known = [
        indicateur
        for indicateur in indicateurs
        if base.signatures.get(str(indicateur.pk)) == signatures[str(indicateur.pk)]
        and can_be_taken_apart(Demande.of(indicateur, periodes[0]), calcul.arrete_au, memoire)
        and all((indicateur.pk, periode) in stored for periode in begun)
    ]
    values = _moved_values(calcul, base.arrete_au, known, begun, stored, memoire, now=now)
    values += compute_values(known, new, arrete_au=calcul.arrete_au, now=now)
    whole = [indicateur for indicateur in indicateurs if indicateur not in known]
    values += compute_values(whole, periodes, arrete_au=calcul.arrete_au, now=now)
    _take(projet)
    BaseCalcul.objects.filter(projet=projet).update(
        arrete_au=calcul.arrete_au, signatures=signatures, contexte=contexte
    )
    return values


def _moved_values(
    calcul: Calcul,
    avant: datetime.date,
    indicateurs: Sequence[Indicateur],
    periodes: Sequence[Periode],
    stored: dict[Cle, ValeurIndicateur],
    memoire: dict[Any, Any],
    *,
    now: datetime.datetime,
) -> list[ValeurIndicateur]:
    """Return the stored values that the facts written since, or the days gone by since `avant`, have moved."""
    questions = {
        (indicateur.pk, periode): question(Demande.of(indicateur, periode), avant, calcul.arrete_au, memoire)
        for indicateur in indicateurs
        for periode in periodes
    }
    try:
        changes = read_changes(waiting(calcul.projet))
        differences = moved(list(questions.values()), changes, avant=avant, apres=calcul.arrete_au, memoire=memoire)
    except TropDeChangements as error:
        raise ToutRecompter from error
    values = (
        _moved_value(indicateur, periode, questions, differences, stored, now)
        for indicateur in indicateurs
        for periode in periodes
    )
    return [value for value in values if value is not None]


def _stored(indicateurs: Sequence[Indicateur]) -> dict[Cle, ValeurIndicateur]:
    rows = ValeurIndicateur.objects.filter(indicateur__in=[indicateur.pk for indicateur in indicateurs]).order_by("pk")
    return {(row.indicateur_id, Periode(row.debut, row.fin)): row for row in rows.exclude(mesure="")}


def _moved_value(
    indicateur: Indicateur,
    periode: Periode,
    questions: dict[Cle, Question],
    differences: dict[Demande, tuple[Decimal, Decimal]],
    stored: dict[Cle, ValeurIndicateur],
    now: datetime.datetime,
) -> ValeurIndicateur | None:
    """Return the value of a period as it is now, None when it is the one stored."""
    asked, before = questions[indicateur.pk, periode], stored[indicateur.pk, periode]
    plan: Plan | None = asked.apres
    if plan is None:
        return None
    numerateur, denominateur = differences.get(asked.demande, (Decimal(0), Decimal(0)))
    if asked.avant is not None and not numerateur and not denominateur:
        return None
    resultat = plan.result(
        {
            "numerateur": int((before.numerateur or 0) + numerateur),
            "denominateur": int((before.denominateur or 0) + denominateur),
        }
    )
    return value_of(indicateur, periode, resultat, now)
