"""Load the demo: one call writes a whole Mission Locale, another makes sure that there is one."""

import datetime
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.apps import apps
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accueil.models import BesoinExprime, Evenement, Orientation, RendezVous
from commun.dates import add_months
from demonstration.activite import build_activite
from demonstration.alea import Alea
from demonstration.appreciations import build_appreciations
from demonstration.calendrier import JOUR, Calendrier
from demonstration.collectif import build_collectif
from demonstration.commissions import build_commissions
from demonstration.ecriture import Ecriture, foreign_keys_at_the_end, indexes_at_the_end
from demonstration.lecture import answer_lecture
from demonstration.maison import build_maison
from demonstration.modeles import build_modeles
from demonstration.models import Chargement
from demonstration.pieces import build_pieces
from demonstration.plan import build_plan
from demonstration.population import MOIS_AVANT, build_population
from demonstration.projet import build_projet
from demonstration.questionnaires import build_questionnaires
from demonstration.registres import build_entreprises, build_formations, build_invitations, build_releves
from evaluation.models import ChangementFait, TraceFait
from evaluation.services.calcul import run_now
from jeunes.models import Accompagnement, Consentement, Jeune, Situation
from participation.models import Inscription, Seance
from plans_action.models import FicheAction, ProjetAssociatif
from structure.models import Conseiller, Lieu

GRAINE = 2026
ANNEES = 3
JOURS_A_VENIR = 300
ROOMS = ("evaluation", "participation", "accueil", "plans_action", "jeunes", "structure", "comptes", "demonstration")
# Written by thousands, in this order.
EN_NOMBRE = (
    Accompagnement, Consentement, Situation, Evenement, BesoinExprime, RendezVous, Orientation, Seance, Inscription,
)  # fmt: skip


class ChargementRefuse(Exception):
    """The database holds something that the demo would spoil."""


@dataclass(frozen=True)
class Taille:
    """How many youths, and how many événements in each of the three years, the oldest first."""

    jeunes: int
    evenements: tuple[int, int, int]


TAILLES = {
    "minuscule": Taille(40, (650, 650, 650)),
    "petite": Taille(400, (6_540, 6_540, 6_540)),
    "moyenne": Taille(2_089, (34_140, 34_140, 34_140)),
    "grande": Taille(20_400, (333_333, 333_333, 333_334)),
}


@dataclass(frozen=True)
class Rapport:
    """What a load wrote, and how fast."""

    lignes: int
    secondes: float
    deja_la: bool = False
    calcul_secondes: float = 0.0
    processeur_secondes: float = 0.0  # of this process: on a busy machine the clock says little

    @property
    def par_seconde(self) -> int:
        """Return the rows written per second."""
        return round(self.lignes / self.secondes) if self.secondes else 0


def ensure_demo(*, dire: Callable[[str], object] | None = None) -> None:
    """Load the small demo when the database is empty; do nothing when somebody is already there."""
    if Chargement.objects.exists() or holds_data():
        return
    rapport = load_demo(taille="petite", jour=timezone.localdate())
    if dire:
        dire(f"{rapport.lignes} lignes en {rapport.secondes:.0f} s")


def holds_data() -> bool:
    """Tell whether the database knows anybody or anything of a Mission Locale."""
    return any(model._default_manager.exists() for model in (Jeune, Conseiller, Lieu, FicheAction, Evenement))


def load_demo(
    *,
    taille: str,
    jour: datetime.date,
    graine: int = GRAINE,
    remplacer: bool = False,
    calculer: bool = True,
    dire: Callable[[int], object] = lambda total: None,
) -> Rapport:
    """
    Write a whole Mission Locale, relative to a day; the same size, seed and day write the same data.

    `dire` hears how many rows are written so far.

    Raise ChargementRefuse on a database that holds other data, unless `remplacer` says to erase it.
    """
    current = Chargement.objects.first()
    if current and (current.taille, current.graine, current.jour) == (taille, graine, jour) and not remplacer:
        return Rapport(current.lignes, 0, deja_la=True)
    if (current or holds_data()) and not remplacer:
        raise ChargementRefuse(
            "La base contient déjà des données. Ajoutez --remplacer pour tout effacer et charger la démonstration."
        )
    start, cpu = time.monotonic(), time.process_time()
    with transaction.atomic():
        erase_all()
        with foreign_keys_at_the_end(*EN_NOMBRE):
            lignes = _write(TAILLES[taille], graine, jour, dire)
        Chargement.objects.create(taille=taille, graine=graine, jour=jour, lignes=lignes)
    with suppress(DatabaseError):  # the table of the cache is made after the others: not there yet, nothing to forget
        cache.clear()
    analyse()
    written, cpu = time.monotonic(), time.process_time() - cpu
    if calculer:
        compute(jour=jour)
    answer_lecture(alea=Alea.of(graine, "lecture"), jour=jour)
    return Rapport(lignes, written - start, calcul_secondes=time.monotonic() - written, processeur_secondes=cpu)


def _write(taille: Taille, graine: int, jour: datetime.date, dire: Callable[[int], object]) -> int:
    ecriture = Ecriture(*EN_NOMBRE, dire=dire)
    debut = add_months(jour, -12 * ANNEES)
    calendrier = Calendrier(add_months(debut, -MOIS_AVANT - 1), jour + JOURS_A_VENIR * JOUR)
    maison = build_maison(alea=Alea.of(graine, "maison"), jour=jour, calendrier=calendrier, ecriture=ecriture)
    population = build_population(
        alea=Alea.of(graine, "population"), maison=maison, nombre=taille.jeunes, debut=debut, ecriture=ecriture
    )
    projet, fiches = build_plan(alea=Alea.of(graine, "plan"), maison=maison, jeunes=taille.jeunes, ecriture=ecriture)
    build_projet(maison=maison, projet=projet, ecriture=ecriture)
    build_pieces(alea=Alea.of(graine, "pieces"), maison=maison, fiches=fiches, ecriture=ecriture)
    build_modeles(alea=Alea.of(graine, "modeles"), maison=maison, projet=projet, fiches=fiches, ecriture=ecriture)
    with indexes_at_the_end(*EN_NOMBRE):
        build_activite(
            alea=Alea.of(graine, "activite"),
            maison=maison,
            population=population,
            fiches=fiches,
            par_an=taille.evenements,
            ecriture=ecriture,
        )
        build_collectif(
            alea=Alea.of(graine, "collectif"), maison=maison, population=population, fiches=fiches, ecriture=ecriture
        )
    build_releves(
        alea=Alea.of(graine, "releves"), maison=maison, projet=projet, jeunes=taille.jeunes, ecriture=ecriture
    )
    build_appreciations(alea=Alea.of(graine, "appreciations"), maison=maison, projet=projet, ecriture=ecriture)
    alea = Alea.of(graine, "registres")
    build_invitations(alea=alea, maison=maison, fiches=fiches, ecriture=ecriture)
    build_formations(alea=alea, maison=maison, fiches=fiches, ecriture=ecriture)
    build_entreprises(alea=alea, maison=maison, population=population, fiches=fiches, ecriture=ecriture)
    build_commissions(
        alea=Alea.of(graine, "commissions"), maison=maison, projet=projet, fiches=fiches, ecriture=ecriture
    )
    build_questionnaires(
        alea=Alea.of(graine, "questionnaires"),
        maison=maison,
        fiches=fiches,
        population=population,
        ecriture=ecriture,
    )
    return ecriture.lignes.total()


def erase_all() -> None:
    """Empty every table of the house, and the sessions of people who no longer exist."""
    rooms = (*ROOMS, "account", "mfa", "sessions", "admin")
    configs = [config for config in apps.get_app_configs() if config.label in rooms]
    every = [model for config in configs for model in config.get_models(include_auto_created=True)]
    names = [connection.ops.quote_name(model._meta.db_table) for model in every if not model._meta.proxy]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks pending cannot be emptied
            cursor.execute(f"TRUNCATE {', '.join(names)}")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            # In a transaction foreign keys are checked at the end: any order of tables will do.
            for name in names:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608
            for traces in (TraceFait, ChangementFait):  # what the triggers have just written of the facts removed
                traces.objects.all().delete()


def analyse() -> None:
    """Tell the database how big its tables are now: plans made for empty tables are slow."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def compute(*, jour: datetime.date) -> None:
    """Run the engine once, so that the dashboard is full at its first opening."""
    projet = ProjetAssociatif.objects.get()
    run_now(projet=projet, arrete_au=jour)
