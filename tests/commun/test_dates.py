import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commun.dates import Periode, add_months, age_at, birthday

days = st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 12, 31))


@given(naissance=st.dates(datetime.date(1996, 1, 1), datetime.date(2012, 12, 31)), age=st.integers(0, 28))
def test_one_is_a_year_older_from_the_birthday_on_and_not_the_day_before(naissance, age):
    day = birthday(naissance, age)
    assert age_at(naissance, day) == age
    assert age_at(naissance, day - datetime.timedelta(days=1)) == age - 1


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (datetime.date(2024, 1, 31), 1, datetime.date(2024, 2, 29)),
        (datetime.date(2025, 1, 31), 1, datetime.date(2025, 2, 28)),
        (datetime.date(2024, 8, 31), 6, datetime.date(2025, 2, 28)),
        (datetime.date(2025, 1, 1), 36, datetime.date(2028, 1, 1)),
    ],
)
def test_months_are_added_as_people_count_them(day, months, expected):
    assert add_months(day, months) == expected


@given(debut=days, length=st.integers(0, 800))
def test_the_previous_period_is_as_long_and_ends_the_day_before(debut, length):
    period = Periode(debut, debut + datetime.timedelta(days=length))
    previous = period.previous()
    assert previous.fin + datetime.timedelta(days=1) == period.debut
    assert previous.fin - previous.debut == period.fin - period.debut


def test_a_period_does_not_end_before_it_starts():
    with pytest.raises(ValueError, match="finit"):
        Periode(datetime.date(2025, 2, 1), datetime.date(2025, 1, 31))
