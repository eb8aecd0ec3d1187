import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commun.dates import add_months
from commun.sql import AjouteJours, AjouteMois
from structure.models import Partenaire

pytestmark = pytest.mark.django_db

DEPUIS = datetime.date(2023, 12, 1)


@pytest.fixture
def chaque_jour():
    """One row for each day of two years, one of them a leap year."""
    days = [DEPUIS + datetime.timedelta(days=n) for n in range(2 * 366)]
    Partenaire.objects.bulk_create(Partenaire(nom="P", type="social", depuis_le=day) for day in days)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mois=st.integers(-30, 30))
def test_months_are_added_in_sql_as_in_python_at_every_end_of_month(chaque_jour, mois):
    rows = Partenaire.objects.annotate(apres=AjouteMois("depuis_le", mois)).order_by("pk")
    assert [day for day, after in rows.values_list("depuis_le", "apres") if after != add_months(day, mois)] == []


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(jours=st.integers(-400, 400))
def test_days_are_added_in_sql_as_in_python(chaque_jour, jours):
    delta = datetime.timedelta(days=jours)
    rows = Partenaire.objects.annotate(apres=AjouteJours("depuis_le", jours)).order_by("pk")
    assert [day for day, after in rows.values_list("depuis_le", "apres") if after != day + delta] == []
