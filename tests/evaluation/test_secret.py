from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import cibles, secret

effectifs = st.lists(st.integers(min_value=0, max_value=40), min_size=1, max_size=12)


@pytest.mark.parametrize(("nombre", "petit"), [(None, False), (0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_people_are_not_said(nombre, petit):
    assert secret.est_petit(nombre) is petit


def test_a_single_hidden_line_takes_another_with_it():
    assert secret.masques([30, 3, 12, 0]) == [False, True, True, False]


@given(effectifs)
def test_no_hidden_line_is_found_by_subtraction(nombres):
    caches = secret.masques(nombres)
    assert all(caches[rang] for rang, nombre in enumerate(nombres) if 0 < nombre < 5)
    assert sum(caches) != 1 or sum(nombre > 0 for nombre in nombres) == 1


@pytest.mark.parametrize(("num", "den", "revele"), [(3, 40, True), (38, 40, True), (0, 3, True), (20, 40, False)])
def test_a_share_that_points_at_few_people_is_hidden(num, den, revele):
    assert secret.part_revelatrice(Decimal(num), Decimal(den)) is revele


@pytest.mark.parametrize(
    ("valeur", "cible", "sens", "cumulative", "ecoulee", "code"),
    [
        (60, 100, "au_moins", True, "0.5", "en_voie"),
        (40, 100, "au_moins", True, "0.5", "en_deca"),
        (100, 100, "au_moins", True, "0.5", "atteinte"),
        (40, 50, "au_moins", False, "0.5", "en_deca"),
        (12, 15, "au_plus", False, "0.5", "respectee"),
        (18, 15, "au_plus", False, "0.5", "depassee"),
        (None, 15, "au_moins", False, "0.5", "non_mesuree"),
        (12, None, "au_moins", True, "0.5", "sans_cible"),
        (0, 10, "au_moins", True, "1", "en_deca"),
    ],
)
def test_a_figure_is_read_against_what_time_has_made_possible(valeur, cible, sens, cumulative, ecoulee, code):
    lecture = cibles.lire(
        valeur=None if valeur is None else Decimal(valeur),
        cible=None if cible is None else Decimal(cible),
        sens=sens,
        cumulative=cumulative,
        ecoulee=Decimal(ecoulee),
    )
    assert lecture.code == code


@pytest.mark.parametrize(
    ("etat", "masque", "code"),
    [("mesuree", True, "masquee"), ("sans_objet", False, "sans_objet"), ("mesuree", False, "en_deca")],
)
def test_a_hidden_figure_and_nothing_out_of_nothing_are_not_judged(etat, masque, code):
    lecture = cibles.lire(
        valeur=Decimal(3),
        cible=Decimal(10),
        sens="au_moins",
        cumulative=False,
        ecoulee=Decimal(1),
        etat=etat,
        masque=masque,
    )
    assert lecture.code == code
