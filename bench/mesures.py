"""
How fast figures are, against the best SQL that we could write by hand for the same figure.

    VAR_DIR=/tmp/bench DJANGO_SETTINGS_MODULE=mission_locale.settings.dev python -m bench.mesures --evenements 1000000

Runs on the database of the settings (SQLite in VAR_DIR, or DATABASE_URL), which it fills when it is empty and reuses
when it filled it before. Prints one line per figure: the engine, the hand-written SQL, the ratio; the numbers must be
equal. Then what a bilan asks besides: a figure month by month and from the start, four breakdowns at once. Then the whole
nightly computation of a plan of 18 fiches, months and years included. Over 1,000,000 événements, fails when a figure
takes longer than the bar, however short it is; at any size, when the 35 indicators take longer than theirs.
"""

import argparse
import itertools
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mission_locale.settings.dev")

import django

django.setup()

from django.db import connection

from bench.activite import DEBUT, FIN, fill
from bench.sql_a_la_main import ARRETE_AU, by_hand, by_line_by_hand, by_month_by_hand
from commun.dates import Periode, months_of
from evaluation.moteur import Demande, calculer, ventiler_plusieurs
from evaluation.moteur.enonces import ENONCES
from evaluation.projets import periodes_suivies
from evaluation.services import calcul
from plans_action.models import ProjetAssociatif

ESSAIS = 5


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


FIGURES: list[tuple[str, dict[str, Any]]] = [
    ("premiers_accueils", {}),
    ("entretiens", {}),
    ("evenements", {}),
    ("contacts", {}),
    ("jeunes_recus", {}),
    ("jeunes_accompagnes", {}),
    ("personnes_rencontrees", {}),
    ("entretiens_par_jeune", {}),
    ("part_mode_connaissance", {"mode": ("jeune_referent",)}),
    ("jeunes_accompagnes_suite", {"mois": 6}),
    ("jeunes_accompagnes_suite", {"mois": 12}),
    ("sans_rdv_sous_n_jours", {"lecture": "delai"}),
    ("sans_rdv_sous_n_jours", {"lecture": "a_venir"}),
    ("sorties_positives", {}),
    ("pmsmp", {}),
    ("participations", {}),
    ("participants", {}),
    ("inscriptions", {}),
    ("taux_presence", {}),
    ("seances_tenues", {}),
    ("entrees_situation", {"type": ("formation", "alternance", "cdi")}),
]
# The bars: times as long as the SQL written by hand, from that many facts on; seconds for the 35 indicators.
BARRE, GRAND, SECONDES = 1.5, 1_000_000, 3
# Seconds by hand below which writing the statement, once a process, is worth saying.
COURT = 0.005
# Breakdowns of a bilan and the columns that hold them.
VENTILATIONS = {"sexe": "sexe", "niveau": "niveau", "epci": "epci_id", "commune": "commune_id"}


def best_of(*work: Callable[[], Any]) -> list[float]:
    """
    Return the best time of each, measured in turn so that a busy moment falls on all; quick ones are tried more often.

    SQLite works in this process: its processor time, which other programs do not disturb. PostgreSQL: the wait.
    """
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    best = [float("inf")] * len(work)
    tries, until = 0, time.perf_counter() + 1
    while tries < ESSAIS or (tries < 50 and time.perf_counter() < until):
        for rang, item in enumerate(work):
            started = clock()
            item()
            best[rang] = min(best[rang], clock() - started)
        tries += 1
    return best


Row = tuple[Any, ...]


def run(sql: str, params: list[Any]) -> list[Row]:
    """Return the rows of a statement written by hand."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [str(p) if connection.vendor == "sqlite" else p for p in params])
        rows: list[Row] = cursor.fetchall()
        return rows


@dataclass(frozen=True)
class Mesuree:
    """How long a figure took, in seconds: by the engine, and by the statement written by hand."""

    moteur: float
    main: float

    @property
    def ratio(self) -> float:
        """Return how many times as long the engine takes."""
        return self.moteur / self.main


def print_ratio(name: str, engine: Callable[[], Any], hand: Callable[[], Any], value: str) -> Mesuree:
    """Time both in turn, and print."""
    found = Mesuree(*best_of(engine, hand))
    say(f"{name:36} {found.moteur * 1000:9.1f} ms {found.main * 1000:9.1f} ms {found.ratio:6.2f}   {value}")
    return found


def compare(cle: str, parametres: dict[str, Any], periode: Periode) -> Mesuree:
    """Time one figure both ways; they must agree."""
    demande = Demande.make(cle, periode, None, parametres)
    sql, params = by_hand(cle, parametres, periode)
    result = calculer([demande], arrete_au=ARRETE_AU)[demande]
    [(numerator, denominator)] = run(sql, params)
    assert result.numerateur == numerator, (cle, result, numerator)
    assert denominator is None or result.denominateur == denominator, (cle, result, denominator)
    name = cle + "".join(f" {value}" for value in parametres.values() if not isinstance(value, tuple))
    return print_ratio(
        name, lambda: calculer([demande], arrete_au=ARRETE_AU), lambda: run(sql, params), f"{result.valeur:.4f}"
    )


def first_time(cle: str, parametres: dict[str, Any], periode: Periode) -> float:
    """Return how many seconds more a figure takes when its statement was never written."""
    demande = Demande.make(cle, periode, None, parametres)

    def as_new() -> Any:
        ENONCES.clear()
        return calculer([demande], arrete_au=ARRETE_AU)

    new, known = best_of(as_new), best_of(lambda: calculer([demande], arrete_au=ARRETE_AU))
    return new[0] - known[0]


def compare_months(cle: str, periode: Periode) -> Mesuree:
    """Time a number of people month by month and from the start to each month, as a bilan draws it."""
    months = months_of(periode)
    tout = Demande.make(cle, periode)
    series = [[tout.over(p) for p in months], [tout.over(Periode(periode.debut, p.fin)) for p in months]]
    statements = by_month_by_hand(cle, periode)

    def hand() -> list[list[int]]:
        inside, new = ({str(month): count for month, count in run(*statement)} for statement in statements)
        keys = [f"{p.debut:%Y-%m}" for p in months]
        return [[inside.get(key, 0) for key in keys], list(itertools.accumulate(new.get(key, 0) for key in keys))]

    results = calculer(itertools.chain(*series), arrete_au=ARRETE_AU)
    assert [[results[demande].numerateur for demande in one] for one in series] == hand()
    return print_ratio(
        f"{cle}, {len(months)} mois et cumuls",
        lambda: calculer(itertools.chain(*series), arrete_au=ARRETE_AU),
        hand,
        f"{2 * len(months)} values",
    )


def compare_breakdowns(cle: str, pars: dict[str, str], periode: Periode) -> Mesuree:
    """Time several breakdowns of a number of people at once."""
    demande = Demande.make(cle, periode)
    statement = by_line_by_hand(cle, list(pars.values()), periode)

    def engine() -> Any:
        return ventiler_plusieurs(demande, list(pars), arrete_au=ARRETE_AU)

    lines = {(rank, str(ligne.cle)): ligne.resultat.numerateur
             for rank, table in enumerate(engine().values()) for ligne in table if ligne.resultat.numerateur}  # fmt: skip
    assert lines == {(rank, str(cle or None)): count for rank, cle, count in run(*statement)}
    return print_ratio(f"{cle}, {len(pars)} ventilations", engine, lambda: run(*statement), f"{len(lines)} lines")


def main() -> None:
    """Fill, compare each figure, then time the nightly computation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evenements", type=int, default=102_420, help="34,140 a year over three years")
    options = parser.parse_args()
    fill(options.evenements)
    say(f"{connection.vendor}, {options.evenements} événements; best of {ESSAIS}, engine and SQL by hand in turn")
    say(f"{'figure':36} {'engine':>12} {'by hand':>12} {'ratio':>6}   value")
    periode = Periode(DEBUT, FIN)
    found = [compare(cle, parametres, periode) for cle, parametres in FIGURES]
    first = [first_time(*figure, periode) for figure, one in zip(FIGURES, found, strict=True) if one.main < COURT]
    found += [compare_months(cle, periode) for cle in ("jeunes_recus", "jeunes_accompagnes", "participants")]
    found.append(compare_breakdowns("jeunes_recus", VENTILATIONS, periode))
    worst = max(one.ratio for one in found)
    say(f"worst ratio: {worst:.2f}   (bar over {GRAND} événements: {BARRE})")
    if first:
        say(f"the first time in a process, of the {len(first)} short ones: {max(first) * 1000:.1f} ms more at most")
    projet = ProjetAssociatif.objects.get()
    indicateurs = list(calcul.computable(projet))
    one = [Demande.of(indicateur, periode) for indicateur in indicateurs]
    periodes = periodes_suivies(projet, arrete_au=ARRETE_AU).all()
    every = [demande.over(other) for demande in one for other in periodes]
    [figures] = best_of(lambda: calculer(one, arrete_au=ARRETE_AU))
    started = time.perf_counter()
    calculer(every, arrete_au=ARRETE_AU)
    everything = time.perf_counter() - started
    say(f"the {len(one)} indicators of the 18 fiches, whole projet: {figures:.2f} s")
    say(f"the same over {len(periodes)} periods each ({len(every)} values): {everything:.2f} s")
    if options.evenements >= GRAND and worst > BARRE:
        sys.exit(f"a figure takes {worst:.2f} times as long as by hand, above {BARRE}")
    if options.evenements < GRAND and figures > SECONDES:
        sys.exit(f"the {len(one)} indicators take {figures:.2f} s, above {SECONDES} s")


if __name__ == "__main__":
    main()
