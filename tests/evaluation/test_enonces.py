"""A statement is compiled once, and never says what was true of another day or of another definition."""

import datetime

import pytest

from commun.dates import Periode
from commun.mesures import DemandeInvalide, registre
from evaluation.moteur import Demande, calculer, prepare
from evaluation.moteur.enonces import ENONCES, ParametresSeuls, Situee
from jeunes.models import Definition
from tests.factories import EvenementFactory, LieuFactory, RendezVousFactory

pytestmark = pytest.mark.django_db

FIN = datetime.date(2025, 12, 31)


@pytest.fixture(autouse=True)
def nothing_compiled():
    ENONCES.clear()


def le(mois, jour=15):
    return datetime.datetime(2025, mois, jour, 10, tzinfo=datetime.UTC)


def value(cle, periode, filtres=None, parametres=None, *, arrete_au=FIN):
    demande = Demande.make(cle, periode, filtres, parametres)
    return calculer([demande], arrete_au=arrete_au)[demande].valeur


def mois(n):
    return Periode.mois(datetime.date(2025, n, 1))


@pytest.mark.parametrize("cle", ["entretiens", "jeunes_recus", "entretiens_par_jeune", "personnes_rencontrees"])
def test_a_figure_of_other_days_or_of_another_cut_off_is_the_same_statement(cle):
    EvenementFactory(fait_le=le(2))
    EvenementFactory(fait_le=le(3, 10))
    assert value(cle, mois(2)) == 1
    compiled = len(ENONCES)
    assert value(cle, mois(3)) == 1
    assert not value(cle, mois(3), arrete_au=datetime.date(2025, 3, 9))
    assert len(ENONCES) == compiled


def test_as_many_months_are_the_same_statement_however_they_are_cut():
    EvenementFactory(fait_le=le(2))
    EvenementFactory(fait_le=le(5))

    def people(*periodes):
        demandes = [Demande.make("jeunes_recus", periode) for periode in periodes]
        results = calculer(demandes, arrete_au=FIN)
        return [int(results[demande].valeur) for demande in demandes]

    assert people(mois(2), mois(3)) == [1, 0]
    compiled = len(ENONCES)
    assert people(mois(4), mois(5)) == [0, 1]
    assert len(ENONCES) == compiled


def test_another_filter_is_another_statement():
    camion, siege = LieuFactory(type="camion"), LieuFactory(type="siege")
    EvenementFactory(lieu=camion, fait_le=le(2))
    EvenementFactory.create_batch(2, lieu=siege, fait_le=le(2))
    found = [value("entretiens", mois(2), {"type_lieu": [kind]}) for kind in ("camion", "siege", "antenne")]
    assert found == [1, 2, 0]


def test_a_definition_picked_since_is_not_that_of_a_statement_compiled_before():
    RendezVousFactory(fait_le=le(2), prevu_le=le(2, 25))
    assert value("sans_rdv_sous_n_jours", mois(2), parametres={"lecture": "delai"}) == 0
    Definition.objects.filter(objet="sans_rendez_vous").delete()
    Definition.objects.create(
        objet="sans_rendez_vous", version=9, libelle="Plus court", lecture="delai", jours=3, mois=5, choisie=True
    )
    assert value("sans_rdv_sous_n_jours", mois(2), parametres={"lecture": "delai"}) == 100


def test_a_population_looks_at_its_parameters_alone_or_is_compiled_each_time(django_assert_num_queries):
    """What would be read from the database while the rows are said would be kept for ever."""
    for mesure in registre.all():
        try:
            plan = prepare(Demande.make(mesure.cle, mois(2)), arrete_au=FIN)
        except DemandeInvalide:
            continue
        with django_assert_num_queries(0):
            try:
                plan.queryset(ParametresSeuls(plan.contexte.parametres))
            except Situee:
                continue


def test_statements_are_forgotten_rather_than_kept_without_end(monkeypatch):
    monkeypatch.setattr("evaluation.moteur.enonces.ENONCES_MAXIMUM", 3)
    for lieu in LieuFactory.create_batch(5):
        value("entretiens", mois(2), {"lieu": [str(lieu.pk)]})
        assert len(ENONCES) <= 3
