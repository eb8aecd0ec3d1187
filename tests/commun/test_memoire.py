"""What a process remembers for a moment."""

from commun.memoire import Memoire
from structure.forms import FiltreField
from structure.models import Lieu
from tests.factories import LieuFactory


def test_a_value_is_read_once_while_it_is_fresh(settings):
    settings.MEMOIRE_SECONDES = 30
    memoire, reads = Memoire(), iter([1, 2])
    assert [memoire.get(lambda: next(reads)) for _ in range(3)] == [1, 1, 1]


def test_a_value_too_old_is_read_again(settings):
    settings.MEMOIRE_SECONDES = 0
    memoire, reads = Memoire(), iter([1, 2])
    assert [memoire.get(lambda: next(reads)) for _ in range(2)] == [1, 2]


def test_a_filter_reads_its_choices_once_and_still_takes_a_new_one(db, settings, django_assert_num_queries):
    settings.MEMOIRE_SECONDES = 30
    field = FiltreField(Lieu.objects.all(), required=False, empty_label="Tous")
    LieuFactory(nom="Siège")
    with django_assert_num_queries(1):
        assert [[mot for _, mot in field.choices] for _ in range(2)] == [["Tous", "Siège"]] * 2
    antenne = LieuFactory(nom="Antenne")
    assert field.clean(str(antenne.pk)) == antenne
