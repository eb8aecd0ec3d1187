"""The budget of a fiche: posts from hours and hourly cost, overheads from the posts, exact to the cent."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plans_action.montants import Poste, compute_prevus

D = Decimal
NOMBRES = st.decimals(0, 9999, places=2)
POSTES = st.builds(Poste, st.just("poste"), st.just(D(0)), st.none(), NOMBRES, NOMBRES)
AUTRES = st.builds(Poste, st.sampled_from(["montant", "materiel"]), NOMBRES)
CHARGES = st.builds(Poste, st.just("charges"), NOMBRES, taux=st.decimals(0, 100, places=2))


def test_the_figures_of_the_regional_project_come_out():
    postes = [
        Poste("poste", etp=D(1), heures=D(1820), cout_horaire=D("28.50")),
        Poste("charges", taux=D(30)),
        Poste("materiel", D("1158.80")),
    ]
    prevus = compute_prevus(postes)
    assert prevus == [D("51870.00"), D("15561.00"), D("1158.80")]
    assert sum(prevus) == D("68589.80")


def test_hours_left_empty_are_those_of_a_full_year():
    half, whole = Poste("poste", etp=D("0.5"), cout_horaire=D("28.50")), Poste("poste", etp=D(1), cout_horaire=D(10))
    assert compute_prevus([half, whole]) == [D("25935.00"), D("18200.00")]


def test_a_post_without_hours_keeps_the_amount_typed():
    assert compute_prevus([Poste("poste", D("1200.00"), cout_horaire=D(30))]) == [D("1200.00")]


@given(st.lists(POSTES | AUTRES | CHARGES, max_size=8))
def test_overheads_are_their_share_of_the_posts_and_nothing_else(postes):
    prevus = compute_prevus(postes)
    personnel = sum(montant for poste, montant in zip(postes, prevus, strict=True) if poste.nature == "poste")
    for poste, montant in zip(postes, prevus, strict=True):
        assert montant == montant.quantize(D("0.01"))
        if poste.nature == "charges":
            assert abs(montant - personnel * poste.taux / 100) <= D("0.005")
        elif poste.nature == "poste":
            assert abs(montant - poste.heures * poste.cout_horaire) <= D("0.005")
        else:
            assert montant == poste.prevu


@given(st.lists(POSTES | AUTRES | CHARGES, max_size=8))
def test_computing_twice_changes_nothing(postes):
    prevus = compute_prevus(postes)
    again = [Poste(p.nature, m, p.etp, p.heures, p.cout_horaire, p.taux) for p, m in zip(postes, prevus, strict=True)]
    assert compute_prevus(again) == prevus
