"""The « quand » of a line: understood when it is wholly known, kept as words otherwise, never guessed."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commun.dates import add_months
from plans_action.quand import last_day, parse_quand

ACTION = datetime.date(2026, 6, 15)
JOURS = st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31))
MOIS = [
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
]


@pytest.mark.parametrize(
    ("texte", "debut", "fin"),
    [
        ("J-10", "2026-06-05", "2026-06-05"),
        ("J – 10", "2026-06-05", "2026-06-05"),
        ("J+1", "2026-06-16", "2026-06-16"),
        ("Le jour J", "2026-06-15", "2026-06-15"),
        ("4 mois avant", "2026-02-15", "2026-02-15"),
        ("Quinze jours avant l’action", "2026-05-31", "2026-05-31"),
        ("La veille", "2026-06-14", "2026-06-14"),
        ("De J-10 à J-3", "2026-06-05", "2026-06-12"),
        ("J+3 à J-1", "2026-06-14", "2026-06-18"),
        ("Mardi 3 mars 2026", "2026-03-03", "2026-03-03"),
        ("1er mars 2026", "2026-03-01", "2026-03-01"),
        ("12/03/2026", "2026-03-12", "2026-03-12"),
        ("Avant le 12/03/2026", "2026-03-12", "2026-03-12"),
        ("En février 2028", "2028-02-01", "2028-02-29"),
        ("Fin 2021", "2021-10-01", "2021-12-31"),
        ("2e semestre 2026", "2026-07-01", "2026-12-31"),
        ("De septembre 2025 à juin 2026", "2025-09-01", "2026-06-30"),
        ("D’octobre à février 2026", "2025-10-01", "2026-02-28"),
        ("Du 3 au 5 mars 2026", "2026-03-03", "2026-03-05"),
        ("Année scolaire 2025-2026", "2025-09-01", "2026-08-31"),
    ],
)
def test_a_known_writing_leads_to_days(texte, debut, fin):
    assert [str(jour) for jour in parse_quand(texte).resolve(ACTION)] == [debut, fin]


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "Le plus tôt possible",
        "Tout le long de l’action",
        "En continu",
        "31/02/2026",
        "2020 et 2021 ? Dès le début de l’action",
        "Tous les jours à Varennes",
        "3e semestre 2026",
        "12/13/2026",
        "Mars",
    ],
)
def test_anything_else_stays_words(texte):
    quand = parse_quand(texte)
    assert (quand.genre, quand.resolve(ACTION)) == ("mots", None)


def test_a_relative_day_waits_for_that_of_the_action():
    assert parse_quand("J-10").resolve(None) is None


def test_a_doubtful_date_is_understood_but_makes_no_deadline():
    assert parse_quand("mars 2021 ?").doute
    assert last_day(["mars 2021 ?", "vers avril 2021"], ACTION) is None
    assert last_day(["mars 2021 ?", "J-10", "Le plus tôt possible\nJ+2"], ACTION) == datetime.date(2026, 6, 17)


@given(JOURS, st.booleans())
def test_every_day_is_read_back(jour, in_words):
    texte = f"{jour.day} {MOIS[jour.month - 1]} {jour.year}" if in_words else f"{jour:%d/%m/%Y}"
    assert parse_quand(texte).resolve(None) == (jour, jour)


@given(JOURS, st.integers(0, 400), st.sampled_from([("-", -1), ("+", 1), ("−", -1)]), st.sampled_from(["", " "]))
def test_a_number_of_days_from_the_action_is_that_many_days_away(jour, days, sign, space):
    texte = f"J{space}{sign[0]}{space}{days}"
    expected = jour + datetime.timedelta(days=sign[1] * days)
    assert parse_quand(texte).resolve(jour) == (expected, expected)


@given(JOURS, st.integers(1, 30), st.sampled_from([("avant", -1), ("après", 1)]))
def test_months_are_those_of_the_calendar(jour, months, side):
    expected = add_months(jour, side[1] * months)
    assert parse_quand(f"{months} mois {side[0]}").resolve(jour) == (expected, expected)


@given(st.text(max_size=60), st.none() | JOURS)
def test_no_text_breaks_it_and_its_days_are_in_order(texte, jour):
    bounds = parse_quand(texte).resolve(jour)
    assert bounds is None or bounds[0] <= bounds[1]
