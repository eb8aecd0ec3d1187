"""
The engine: turn the measures asked for into a bounded number of SQL statements.

- `calculer` groups what is asked by rows counted (population, filters, parameters): one statement per group and kind of
  count, however many rows and periods. Over several periods, rows are read once: by day, and days are added up; by
  person, with one bit per stretch of time, so that people are counted again for each period and never added up.
- `ventiler` makes one statement per count, grouped by the breakdown, and one more for the names; unknown values are a
  line, so that lines add up. Several breakdowns of one figure read its rows once (`ventiler_plusieurs`).
- `enregistrements` returns the rows behind a number, from the same compiled queryset: the number is their count.

A fact counts at the day when it happened, even if it was typed later; facts after the cut-off day do not exist.
"""

from evaluation.moteur.comptages import calculer, serie
from evaluation.moteur.demandes import (
    RETENUE,
    Demande,
    LigneVentilation,
    Part,
    Resultat,
    definition_of,
    describe,
    said_definition,
)
from evaluation.moteur.enregistrements import enregistrements
from evaluation.moteur.plans import NonObservable, Plan, prepare
from evaluation.moteur.ventilations import (
    LigneComparee,
    ventiler,
    ventiler_cote_a_cote,
    ventiler_ensemble,
    ventiler_periodes,
    ventiler_plusieurs,
)

__all__ = [
    "RETENUE",
    "Demande",
    "LigneComparee",
    "LigneVentilation",
    "NonObservable",
    "Part",
    "Plan",
    "Resultat",
    "calculer",
    "definition_of",
    "describe",
    "enregistrements",
    "prepare",
    "said_definition",
    "serie",
    "ventiler",
    "ventiler_cote_a_cote",
    "ventiler_ensemble",
    "ventiler_periodes",
    "ventiler_plusieurs",
]
