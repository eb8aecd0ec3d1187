import datetime
import itertools

import pytest

from accueil.mesures.suite import first_day_reaching, shifted
from commun.dates import Periode, add_months, months_of
from commun.mesures import Contexte, DemandeInvalide, Parametre, Registre, choices_from, registre
from evaluation.moteur import Demande, calculer, describe, ventiler
from tests.factories import EvenementFactory, JeuneFactory, PremierAccueilFactory, RendezVousFactory

MESURES = registre.all()
FIN = datetime.date(2025, 12, 31)


def by_key(mesure):
    return mesure.cle


def le(mois, jour, annee=2025):
    return datetime.datetime(annee, mois, jour, 10, tzinfo=datetime.UTC)


def value(cle, periode, *, arrete_au=FIN, filtres=None, **parametres):
    demande = Demande.make(cle, periode, filtres, parametres)
    return calculer([demande], arrete_au=arrete_au)[demande]


@pytest.mark.parametrize("mesure", MESURES, ids=by_key)
def test_each_measure_prints_what_it_counts_and_where_it_stops(mesure):
    for text in (mesure.definition, mesure.limites):
        assert len(text) > 40
        assert text[0].isupper()
        assert text.rstrip().endswith(".")
        assert "  " not in text
    assert mesure.unite
    assert "mois" in mesure.ventilations


@pytest.mark.django_db
@pytest.mark.parametrize("mesure", MESURES, ids=by_key)
def test_each_filter_and_parameter_offers_its_choices_and_speaks_french(mesure):
    for filtre in mesure.filtres.values():
        assert all(label for _, label in filtre.choix())
    demande = Demande.make(mesure.cle, Periode.annee(2025))
    assert all(label and value for label, value in describe(demande))


@pytest.mark.django_db
@pytest.mark.parametrize("mesure", MESURES, ids=by_key)
def test_each_breakdown_of_each_measure_ends_with_the_line_of_the_unknown(mesure):
    EvenementFactory(fait_le=le(2, 3))
    for par in mesure.ventilations:
        try:
            lines = ventiler(Demande.make(mesure.cle, Periode.annee(2025)), par, arrete_au=FIN)
        except DemandeInvalide as refus:
            assert "Aucune définition n’est en vigueur" in str(refus)  # noqa: PT017 - none is chosen in this test
            continue
        assert par == "mois" or lines[-1].cle is None


def test_two_measures_of_one_key_are_refused():
    house, mesure = Registre(), registre.get("entretiens")
    house.register(mesure)
    with pytest.raises(ValueError, match="twice"):
        house.register(mesure)


@pytest.mark.parametrize(
    ("parametre", "typed", "kept"),
    [
        (Parametre("Jours", "entier", 15, 1, 120), "20", 20),
        (Parametre("Jours", "entier", 15, 1, 120), "", 15),
        (Parametre("Mode", "choix", "a", choix=choices_from([("a", "A"), ("b", "B")])), "b", "b"),
        (
            Parametre("Modes", "choix_multiple", (), choix=choices_from([("a", "A"), ("b", "B")])),
            ["a", "b"],
            ("a", "b"),
        ),
    ],
)
def test_a_parameter_is_read_as_it_is_typed(parametre, typed, kept):
    assert parametre.clean(typed) == kept


@pytest.mark.parametrize("typed", ["0", "121", "quinze", "1.5", "\x00", ["1", "2"]])
def test_a_parameter_out_of_bounds_is_refused_with_a_sentence(typed):
    with pytest.raises(DemandeInvalide, match="Jours"):
        Parametre("Jours", "entier", 15, 1, 120).clean(typed)


@pytest.mark.parametrize("mois", [1, 6, 12])
def test_the_days_whose_term_falls_in_a_month_make_a_partition(mois):
    contexte = Contexte({"mois": mois}, FIN)
    terms = months_of(Periode(datetime.date(2024, 1, 1), datetime.date(2026, 12, 31)))
    windows = [shifted(period, contexte) for period in terms]
    for before, after in itertools.pairwise(windows):
        assert after.debut == before.fin + datetime.timedelta(days=1)
    for window, period in zip(windows, terms, strict=True):
        assert add_months(window.debut, mois) in period
        assert add_months(window.fin, mois) in period


@pytest.mark.parametrize(
    ("term", "mois", "first"),
    [
        (datetime.date(2025, 2, 28), 1, datetime.date(2025, 1, 28)),
        (datetime.date(2025, 3, 1), 1, datetime.date(2025, 2, 1)),
        (datetime.date(2025, 3, 31), 1, datetime.date(2025, 3, 1)),
        (datetime.date(2024, 2, 29), 6, datetime.date(2023, 8, 29)),
    ],
)
def test_a_term_at_the_end_of_a_month_is_reached_from_the_first_possible_day(term, mois, first):
    assert first_day_reaching(term, mois) == first


@pytest.mark.django_db
def test_somebody_received_on_31_january_has_a_one_month_term_on_28_february():
    jeune = JeuneFactory()
    PremierAccueilFactory(jeune=jeune, fait_le=le(1, 31))
    EvenementFactory(jeune=jeune, fait_le=le(2, 28))
    february = Periode(datetime.date(2025, 2, 28), datetime.date(2025, 2, 28))
    assert value("jeunes_accompagnes_suite", february, mois=1, fenetre=1).valeur == 100
    march = Periode.mois(datetime.date(2025, 3, 1))
    assert value("jeunes_accompagnes_suite", march, mois=1, fenetre=1).denominateur == 0


@pytest.mark.django_db
def test_without_rendez_vous_has_two_readings():
    day = le(6, 2)
    EvenementFactory(fait_le=day)  # no rendez-vous at all
    jeune = JeuneFactory()
    EvenementFactory(jeune=jeune, fait_le=day)
    RendezVousFactory(jeune=jeune, fait_le=day, prevu_le=le(7, 2), statut="fixe")  # 30 days later
    june = Periode.mois(datetime.date(2025, 6, 1))
    delay = value("sans_rdv_sous_n_jours", june, lecture="delai")
    assert (delay.numerateur, delay.denominateur) == (1, 1)
    around = value("sans_rdv_sous_n_jours", june, lecture="a_venir")
    assert (around.numerateur, around.denominateur) == (1, 2)


def test_the_registry_offers_the_measures_grouped_for_a_form():
    groups = dict(registre.choices())
    assert ("entretiens", "Entretiens") in groups["Accueil et accompagnement"]
