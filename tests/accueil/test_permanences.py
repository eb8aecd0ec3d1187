import calendar
import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accueil.choix import Rythme
from accueil.permanences import Recurrence, en_mots, is_ferie, occurrences, resume

DEBUT = datetime.date(2026, 1, 1)


def recurrence(rythme=Rythme.HEBDOMADAIRE, jours=(2,), semaines=(), debut=DEBUT, **autres):
    horaires = {"heure_debut": datetime.time(9), "heure_fin": datetime.time(12)}
    return Recurrence(str(rythme), tuple(jours), tuple(semaines), debut, **{"fin": None, **horaires, **autres})


def takes_place(rule, day):
    """The rule, said naively, day by day."""
    if day in rule.ajoutees:
        return True
    if day in rule.annulees or is_ferie(day) or day < rule.debut or (rule.fin and day > rule.fin):
        return False
    if day.isoweekday() not in rule.jours:
        return False
    if rule.rythme == Rythme.QUINZAINE:
        monday = rule.debut - datetime.timedelta(days=rule.debut.weekday())
        return (day - monday).days // 7 % 2 == 0
    if rule.rythme == Rythme.MENSUEL:
        last = day.day + 7 > calendar.monthrange(day.year, day.month)[1]
        return (day.day - 1) // 7 + 1 in (rule.semaines_du_mois or (1,)) or (last and -1 in rule.semaines_du_mois)
    return True


DATES = st.dates(datetime.date(2025, 1, 1), datetime.date(2027, 12, 31))
REGLES = st.builds(
    recurrence,
    rythme=st.sampled_from(list(Rythme)),
    jours=st.sets(st.integers(1, 7), max_size=4).map(sorted),
    semaines=st.sets(st.sampled_from([1, 2, 3, 4, 5, -1]), max_size=3).map(sorted),
    debut=DATES,
    fin=st.none() | st.dates(datetime.date(2028, 1, 1), datetime.date(2028, 6, 1)),
    annulees=st.frozensets(DATES, max_size=5),
    ajoutees=st.frozensets(DATES, max_size=3),
)


@settings(deadline=None, max_examples=80)
@given(rule=REGLES, du=DATES)
def test_over_two_years_it_takes_place_exactly_when_the_rule_says_so(rule, du):
    au = du + datetime.timedelta(days=730)
    expected = [day for day in (du + datetime.timedelta(days=n) for n in range(731)) if takes_place(rule, day)]
    assert occurrences(rule, du, au) == expected


def test_a_public_holiday_is_left_out():
    # 1 and 8 May 2026 are Fridays.
    fridays = occurrences(recurrence(jours=(5,)), datetime.date(2026, 4, 20), datetime.date(2026, 5, 17))
    assert fridays == [datetime.date(2026, 4, 24), datetime.date(2026, 5, 15)]


def test_a_change_of_rhythm_ends_one_and_starts_the_next():
    old = recurrence(jours=(2,), fin=datetime.date(2026, 6, 30))
    new = recurrence(jours=(4,), debut=datetime.date(2026, 7, 1))
    june_july = (datetime.date(2026, 6, 25), datetime.date(2026, 7, 9))
    days = occurrences(old, *june_july) + occurrences(new, *june_july)
    assert days == [datetime.date(2026, 6, 30), datetime.date(2026, 7, 2), datetime.date(2026, 7, 9)]


@pytest.mark.parametrize(
    ("rule", "mots"),
    [
        (recurrence(Rythme.MENSUEL, (2,), (1, 3)), "deux demi-journées par mois : 1er et 3e mardis, de 9 h à 12 h"),
        (recurrence(Rythme.MENSUEL, (4,), (-1,)), "une demi-journée par mois : dernier jeudi, de 9 h à 12 h"),
        (recurrence(jours=(2, 4)), "deux demi-journées par semaine : mardi et jeudi, de 9 h à 12 h"),
        (
            recurrence(jours=(1, 2, 3, 4, 5), heure_fin=datetime.time(17, 30)),
            "cinq journées par semaine : du lundi au vendredi, de 9 h à 17 h 30",
        ),
        (recurrence(Rythme.QUINZAINE, (3,)), "une demi-journée tous les quinze jours : mercredi, de 9 h à 12 h"),
        (recurrence(jours=()), "dates au cas par cas"),
    ],
)
def test_the_rhythm_is_said_in_words(rule, mots):
    assert en_mots(rule).replace("\u00a0", " ") == mots


def test_two_half_days_with_other_hours_are_one_sentence():
    afternoon = recurrence(jours=(4,), heure_debut=datetime.time(13, 30), heure_fin=datetime.time(17))
    phrases = [phrase.replace("\u00a0", " ") for phrase in resume([recurrence(jours=(2,)), afternoon])]
    assert phrases == ["deux demi-journées par semaine : mardi, de 9 h à 12 h ; jeudi, de 13 h 30 à 17 h"]
