"""What one test commits is gone before the next, and what the migrations wrote is there again."""

import pytest

from jeunes.models import Definition
from tests import bases
from tests.factories import JeuneFactory


@pytest.mark.django_db(transaction=True)
def test_the_rows_of_a_test_go_and_those_of_the_migrations_come_back():
    written = set(Definition.objects.values_list("objet", "version", "choisie"))
    assert ("accompagne", 2, False) in written
    Definition.objects.update(note="Changée")
    Definition.objects.filter(objet="accompagne").delete()
    JeuneFactory()
    bases.restore()
    assert set(Definition.objects.values_list("objet", "version", "choisie")) == written
    assert not Definition.objects.filter(note="Changée").exists()
    assert set(bases.tables()) == set(bases.LAISSEES)
