"""
What a bilan à 3 ans costs its worker: seconds and memory, step by step.

    VAR_DIR=/tmp/bench DJANGO_SETTINGS_MODULE=mission_locale.settings.dev python -m bench.bilan --evenements 1000000

Runs on the database of the settings, filled as `bench.mesures` does. The bar: every figure in less than 20 s, and a peak
below 300 MB that does not grow with the facts (compare two sizes).
"""

import argparse
import os
import resource
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mission_locale.settings.dev")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from bench.activite import FIN, fill
from evaluation.bilans.contenu import construire
from evaluation.bilans.pdf import produire_pdf, produire_synthese
from evaluation.bilans.tableur import produire_tableur
from evaluation.bilans.word import produire_word
from evaluation.models import Bilan
from plans_action.models import ProjetAssociatif

# The bars: seconds for every figure, seconds for the PDF, MB that the worker holds at most while it counts.
SECONDES, SECONDES_PDF, MEMOIRE = 20, 10, 300


def peak() -> float:
    """Return the most memory that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """Fill, produce, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evenements", type=int, default=102_420, help="34,140 a year over three years")
    parser.add_argument("--remplir", action="store_true", help="fill the database and stop")
    options = parser.parse_args()
    fill(options.evenements)
    call_command("createcachetable", verbosity=0)
    if options.remplir:
        return
    bilan = Bilan(projet=ProjetAssociatif.objects.get(), type="final", arrete_au=FIN)
    say(f"{connection.vendor}, {options.evenements} événements; peak before: {peak():.0f} MB")
    started = time.perf_counter()
    contenu = construire(bilan)
    seconds, memory = time.perf_counter() - started, peak()
    say(f"{'every figure':16} {seconds:7.2f} s   peak {memory:4.0f} MB   (bars: {SECONDES} s, {MEMOIRE} MB)")
    above = seconds > SECONDES or memory > MEMOIRE
    for nom, produire in (
        ("pdf", produire_pdf),
        ("two pages", produire_synthese),
        ("word", produire_word),
        ("spreadsheet", produire_tableur),
    ):
        started = time.perf_counter()
        octets = produire(contenu)
        seconds = time.perf_counter() - started
        above |= nom == "pdf" and seconds > SECONDES_PDF
        say(f"{nom:16} {seconds:7.2f} s   peak {peak():4.0f} MB   {len(octets) // 1024} KB")
    if above:
        sys.exit("above the bars")


if __name__ == "__main__":
    main()
