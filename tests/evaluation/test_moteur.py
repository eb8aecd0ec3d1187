import datetime

import pytest

from commun.dates import Periode, months_of
from commun.mesures import NON_RENSEIGNE, DemandeInvalide
from evaluation.choix import EtatValeur
from evaluation.moteur import Demande, calculer, describe, enregistrements, serie, ventiler
from tests.factories import (
    EvenementFactory,
    FicheActionFactory,
    JeuneFactory,
    LieuFactory,
    PremierAccueilFactory,
)

pytestmark = pytest.mark.django_db

ANNEE = Periode.annee(2025)
FIN = datetime.date(2025, 12, 31)


def le(mois, jour=15, heure=10):
    return datetime.datetime(2025, mois, jour, heure, tzinfo=datetime.UTC)


def value(cle, periode=ANNEE, *, arrete_au=FIN, filtres=None, parametres=None):
    demande = Demande.make(cle, periode, filtres, parametres)
    return calculer([demande], arrete_au=arrete_au)[demande]


def test_rows_are_counted_and_people_are_counted_once():
    jeune = JeuneFactory()
    PremierAccueilFactory(jeune=jeune, fait_le=le(1))
    EvenementFactory.create_batch(2, jeune=jeune, fait_le=le(3))
    assert value("entretiens").valeur == 3
    assert value("jeunes_recus").valeur == 1
    assert value("entretiens_par_jeune").valeur == 3


def test_facts_after_the_cut_off_day_do_not_exist():
    EvenementFactory(fait_le=le(3))
    EvenementFactory(fait_le=le(6))
    assert value("entretiens", arrete_au=datetime.date(2025, 6, 14)).valeur == 1
    assert value("entretiens", arrete_au=datetime.date(2025, 6, 15)).valeur == 2


def test_zero_nothing_to_divide_and_not_measured_are_three_displays():
    assert (value("entretiens").etat, value("entretiens").valeur) == (EtatValeur.MESUREE, 0)
    assert value("entretiens_par_jeune").etat == EtatValeur.SANS_OBJET
    unknown = value("n_existe_pas")
    assert unknown.etat == EtatValeur.NON_MESUREE
    assert "n’existe pas" in unknown.raison


def test_a_period_after_the_cut_off_day_is_not_measured():
    assert value("entretiens", arrete_au=datetime.date(2024, 12, 31)).etat == EtatValeur.NON_MESUREE


@pytest.mark.parametrize(
    ("filtres", "parametres"),
    [({"lieu": ["rien"]}, {}), ({"inconnu": ["x"]}, {}), ({}, {"mois": 0}), ({}, {"mois": "douze"}), ({}, {"n": 1})],
)
def test_what_the_measure_does_not_accept_is_not_measured_with_a_sentence(filtres, parametres):
    resultat = value("jeunes_accompagnes_suite", filtres=filtres, parametres=parametres)
    assert resultat.etat == EtatValeur.NON_MESUREE
    assert resultat.raison


def test_filters_keep_the_place_the_kind_of_place_and_the_fiche():
    camion, siege, fiche = LieuFactory(type="camion"), LieuFactory(type="siege"), FicheActionFactory()
    EvenementFactory(lieu=camion, fiche_action=fiche, fait_le=le(2))
    EvenementFactory.create_batch(2, lieu=siege, fait_le=le(2))
    assert value("entretiens", filtres={"lieu": [str(siege.pk)]}).valeur == 2
    assert value("entretiens", filtres={"type_lieu": ["camion"]}).valeur == 1
    assert value("entretiens", filtres={"fiche": [str(fiche.pk)]}).valeur == 1


def test_months_add_up_to_the_year_for_rows_but_not_for_people():
    jeune = JeuneFactory()
    for mois in (1, 1, 2, 5):
        EvenementFactory(jeune=jeune, fait_le=le(mois))
    rows = serie(Demande.make("entretiens", ANNEE), months_of(ANNEE), arrete_au=FIN)
    people = serie(Demande.make("jeunes_recus", ANNEE), months_of(ANNEE), arrete_au=FIN)
    assert [int(item.valeur) for item in rows] == [2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert sum(item.valeur for item in people) == 3
    assert value("jeunes_recus").valeur == 1


def test_lines_of_a_breakdown_add_up_thanks_to_the_line_of_the_unknown():
    EvenementFactory(jeune=JeuneFactory(sexe="F"), fait_le=le(2))
    EvenementFactory(jeune=JeuneFactory(sexe=""), fait_le=le(2))
    lines = ventiler(Demande.make("entretiens", ANNEE), "sexe", arrete_au=FIN)
    assert [(line.libelle, int(line.resultat.valeur)) for line in lines] == [
        ("Femme", 1),
        ("Homme", 0),
        ("Autre ou non précisé", 0),
        (NON_RENSEIGNE, 1),
    ]


def test_a_breakdown_that_the_measure_does_not_permit_is_refused():
    with pytest.raises(DemandeInvalide):
        ventiler(Demande.make("partenaires_crees", ANNEE), "sexe", arrete_au=FIN)


def test_a_number_is_the_length_of_its_list_for_rows_and_for_people():
    jeune = JeuneFactory()
    EvenementFactory.create_batch(3, jeune=jeune, fait_le=le(2))
    EvenementFactory(fait_le=le(4))
    for cle, expected in (("entretiens", 4), ("jeunes_recus", 2)):
        rows = enregistrements(Demande.make(cle, ANNEE), arrete_au=FIN)
        assert (rows.count(), len(list(rows))) == (expected, expected)


def test_the_number_of_statements_depends_neither_on_rows_nor_on_periods(django_assert_num_queries):
    EvenementFactory.create_batch(5, fait_le=le(2))
    cles = ("entretiens", "jeunes_recus", "entretiens_par_jeune", "premiers_accueils")
    for periodes in ([ANNEE], [ANNEE, *months_of(ANNEE)], [*months_of(Periode.annee(2024)), *months_of(ANNEE)]):
        demandes = [Demande.make(cle, periode) for cle in cles for periode in periodes]
        with django_assert_num_queries(4 if len(periodes) == 1 else 3):
            calculer(demandes, arrete_au=FIN)


def test_filters_and_parameters_are_said_in_words():
    lieu = LieuFactory(nom="Chantelle")
    demande = Demande.make("jeunes_accompagnes_suite", ANNEE, {"lieu": [str(lieu.pk)]}, {"mois": 12})
    assert describe(demande)[:2] == [("Lieu", "Chantelle"), ("Mois après le premier accueil", "12")]


def test_dictionaries_in_any_order_make_the_same_demande():
    one = Demande.make("entretiens", ANNEE, {"canal": ["sms", "mail"], "type_lieu": []})
    other = Demande.make("entretiens", ANNEE, {"canal": ["mail", "sms", "mail"]})
    assert one == other
    assert hash(one) == hash(other)
