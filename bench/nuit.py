"""
What a night costs, a hundred facts having changed: seconds, beside those of counting everything.

    VAR_DIR=/tmp/bench DJANGO_SETTINGS_MODULE=mission_locale.settings.dev python -m bench.nuit --evenements 1000000

Runs on the database of the settings, filled as `bench.mesures` does; what it changes is put back. Run it at two sizes:
the cost of a night must follow what changed, not what is known since the start.
"""

import argparse
import datetime
import os
import sys
import time
import uuid
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mission_locale.settings.dev")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from accueil.models import Evenement
from bench.activite import fill
from evaluation.models import BaseCalcul, ValeurIndicateur
from evaluation.projets import periodes_suivies
from evaluation.services import calcul
from evaluation.services.valeurs import compute_values
from plans_action.models import ProjetAssociatif

CHANGEMENTS = 100
# Two ordinary days: the last one of the bench holds all that would have come after it.
VEILLE, JOUR = datetime.date(2026, 6, 24), datetime.date(2026, 6, 25)


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def change(nombre: int) -> None:
    """Change facts as a day does: half are typed, the others corrected, given to another person, removed."""
    rows = list(Evenement.objects.filter(nature="entretien").order_by("pk")[: nombre // 2])
    new = []
    for fait in rows:
        old = {champ.attname: getattr(fait, champ.attname) for champ in fait._meta.concrete_fields}
        new.append(Evenement(**{**old, "id": uuid.uuid4(), "jour": JOUR, "saisi_le": timezone.now()}))
    Evenement.objects.bulk_create(new)
    for rank, fait in enumerate(rows):
        same = Evenement.objects.filter(pk=fait.pk)
        if rank % 3 == 0:
            same.delete()
        elif rank % 3 == 1:
            same.update(jour=fait.jour + datetime.timedelta(days=1))
        else:
            same.update(nature="atelier")


def said(projet: ProjetAssociatif) -> dict[Any, Any]:
    """Return the stored values."""
    rows = ValeurIndicateur.objects.filter(indicateur__in=calcul.computable(projet)).order_by("pk")
    return {(row.indicateur_id, row.debut, row.fin): (row.valeur, row.numerateur, row.denominateur) for row in rows}


def check(projet: ProjetAssociatif) -> None:
    """Refuse a night that does not say what counting everything says."""
    periodes = periodes_suivies(projet, arrete_au=JOUR).all()
    indicateurs = list(calcul.computable(projet))
    values = compute_values(indicateurs, periodes, arrete_au=JOUR, now=timezone.now())
    expected = {(v.indicateur_id, v.debut, v.fin): (v.valeur, v.numerateur, v.denominateur) for v in values}
    assert said(projet) == expected


def timed(projet: ProjetAssociatif, arrete_au: datetime.date, *, complet: bool) -> float:
    """Return the seconds of a run, as the worker does it."""
    started = time.perf_counter()
    done = calcul.run_now(projet=projet, arrete_au=arrete_au, complet=complet)
    assert done.etat == "termine", done.erreur
    return time.perf_counter() - started


def main() -> None:
    """Fill, count everything, change facts, let a night pass."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evenements", type=int, default=102_420, help="34,140 a year over three years")
    options = parser.parse_args()
    fill(options.evenements)
    call_command("createcachetable", verbosity=0)
    projet = ProjetAssociatif.objects.get()
    say(f"{connection.vendor}, {options.evenements} événements, {CHANGEMENTS} faits changés")
    with transaction.atomic():
        everything = timed(projet, VEILLE, complet=True)
        counted = BaseCalcul.objects.get(projet=projet).complet_le
        quiet = timed(projet, VEILLE, complet=False)
        change(CHANGEMENTS)
        same_day = timed(projet, VEILLE, complet=False)
        next_day = timed(projet, JOUR, complet=False)
        assert BaseCalcul.objects.get(projet=projet).complet_le == counted, "everything was counted"
        check(projet)
        transaction.set_rollback(True)
    say(f"{'everything':50} {everything:7.2f} s")
    say(f"{'a night without a change':50} {quiet:7.2f} s")
    say(f"{f'a night after {CHANGEMENTS} changed facts':50} {same_day:7.2f} s")
    say(f"{'the next day comes (its facts, the terms reached)':50} {next_day:7.2f} s")
    if max(quiet, same_day, next_day) > everything:
        sys.exit("a night takes longer than counting everything")


if __name__ == "__main__":
    main()
