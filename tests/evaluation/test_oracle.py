"""Every measure against a slow obvious count, over random worlds: figures, lists, breakdowns."""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from commun.dates import Periode, months_of
from commun.mesures import Lignes, registre
from evaluation.choix import EtatValeur
from evaluation.moteur import Demande, calculer, definition_of, enregistrements, prepare, ventiler
from tests.evaluation.monde import JOURS, MONDES, Cadre, Compte

pytestmark = pytest.mark.django_db

PERIODES = [
    Periode(datetime.date(2024, 1, 1), datetime.date(2025, 12, 31)),
    Periode(datetime.date(2024, 8, 31), datetime.date(2025, 2, 28)),
    *months_of(Periode(datetime.date(2024, 7, 1), datetime.date(2025, 4, 30))),
]
SORTIES = [{"mois": 6, "definition": None}, {"mois": 3, "definition": 2}, {"mois": 1, "definition": 3}]
PARAMETRES = {
    "jeunes_accompagnes_suite": [{"mois": 6, "fenetre": 3}, {"mois": 1, "fenetre": 1}, {"mois": 12, "fenetre": 6}],
    "sans_rdv_sous_n_jours": [{"jours": 15, "lecture": "delai"}, {"jours": 15, "lecture": "a_venir"}],
    "part_mode_connaissance": [{"mode": ("jeune_referent",)}, {"mode": ("site", "jeune_referent")}],
    "jeunes_accompagnes": [{}, {"definition": 2}],
    "sorties_positives": [{"definition": None}, {"definition": 2}, {"definition": 3}],
    "cohorte_situations": [{"mois": 6}, {"mois": 1}],
    "cohorte_situations_regroupement": [{"mois": 6}, {"mois": 1}],
    "cohorte_retention": [{"mois": 6, "fenetre": 3}, {"mois": 1, "fenetre": 1}],
    "cohorte_retention_regroupement": [{"mois": 6, "fenetre": 3}, {"mois": 1, "fenetre": 1}],
    "cohorte_sorties": SORTIES,
    "cohorte_sorties_regroupement": SORTIES,
    "entrees_situation": [{"type": ()}, {"type": ("pmsmp", "cdi")}],
}
FILTRES = [
    {},
    {"lieu": (0, 1)},
    {"type_lieu": ("camion",)},
    {"fiche": (1,)},
    {"regroupement": (1, 2)},
    {"canal": ("sms",)},
    {"nature": ("entretien", "contact")},
    {"mode_connaissance": ("site",)},
    {"type_demande": ("suivi",)},
    {"origine": ("jeune_referent",)},
    {"sens": ("vers",)},
    {"questionnaire": (0,)},
    {"question": (0, 3)},
    {"vague": (1, 2)},
    {"public": ("employeurs",)},
    {"categorie": ("elu",)},
    {"suite": ("retenue",)},
    {"motif": ("participants",)},
    {"nature": ("relance", "visite")},
    {"lieu": (0, 1, 2), "fiche": (0, 1)},
]
CLES = [mesure.cle for mesure in registre.all()]
EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a world is small already: shrinking it takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def cadre(django_db_setup, django_db_blocker):
    """What every world shares, made once; each world is forgotten after its counts."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Cadre()
        transaction.set_rollback(True)


def permitted(cle):
    mesure = registre.get(cle)
    return [filtres for filtres in FILTRES if set(filtres) <= set(mesure.filtres)]


def typed(cadre, filtres):
    """Return the filters as they are stored: ids of the rows that the ranks stand for."""
    rows = {
        "lieu": cadre.lieux, "fiche": cadre.fiches, "regroupement": cadre.regroupements,
        "questionnaire": cadre.questionnaires, "question": cadre.questions, "vague": cadre.vagues,
    }  # fmt: skip
    return {
        nom: [str(rows[nom][value].pk) if nom in rows else value for value in values] for nom, values in filtres.items()
    }


def expected_etat(counted, divided):
    return EtatValeur.SANS_OBJET if divided is not None and not divided else EtatValeur.MESUREE


def test_every_measure_has_an_oracle():
    assert [cle for cle in CLES if not hasattr(Compte, cle)] == []


@pytest.mark.parametrize("cle", CLES)
@EXAMPLES
@given(
    monde=MONDES,
    arrete_au=st.sampled_from([*JOURS[3:], datetime.date(2025, 12, 31)]),
    lot=st.lists(st.integers(0, 999), min_size=2, max_size=2),
)
def test_figures_and_lists_are_those_of_a_slow_obvious_count(cadre, cle, monde, arrete_au, lot):
    filters = permitted(cle)
    with transaction.atomic():
        cadre.load(monde)
        wanted = {}
        for parametres in PARAMETRES.get(cle, [{}]):
            for filtres in [{}, *(filters[rank % len(filters)] for rank in lot)]:
                for periode in PERIODES:
                    demande = Demande.make(cle, periode, typed(cadre, filtres), parametres)
                    wanted[demande] = Compte(monde, periode, arrete_au, filtres, parametres).counts(cle)
        results = calculer(wanted, arrete_au=arrete_au)
        for rank, (demande, (counted, divided)) in enumerate(wanted.items()):
            check(demande, results[demande], counted, divided, arrete_au, with_list=rank % 7 == 0)
        transaction.set_rollback(True)


def check(demande, resultat, counted, divided, arrete_au, *, with_list):
    if resultat.etat == EtatValeur.NON_MESUREE:
        assert "période" in resultat.raison
        assert demande.periode.debut > arrete_au or not counted
        return
    assert (resultat.etat, int(resultat.numerateur)) == (expected_etat(counted, divided), len(counted)), demande
    if divided is not None:
        assert int(resultat.denominateur) == len(divided), demande
    if with_list:
        rows = enregistrements(demande, arrete_au=arrete_au)
        assert rows.count() == len(list(rows)) == len(counted), demande
        if divided is not None:
            assert len(enregistrements(demande, arrete_au=arrete_au, part="denominateur")) == len(divided)


@pytest.mark.parametrize("cle", CLES)
@EXAMPLES
@given(monde=MONDES)
def test_the_lines_of_a_breakdown_of_rows_add_up_to_the_figure(cadre, cle, monde):
    mesure, arrete_au = registre.get(cle), datetime.date(2025, 12, 31)
    with transaction.atomic():
        cadre.load(monde)
        for parametres in PARAMETRES.get(cle, [{}]):
            demande = Demande.make(cle, PERIODES[0], None, parametres)
            total = calculer([demande], arrete_au=arrete_au)[demande]
            compteurs = prepare(demande, arrete_au=arrete_au).compteurs
            for par in mesure.ventilations:
                if par == "mois" and (cle == "sans_rdv_sous_n_jours" or d_un_jour(demande)):
                    continue  # each month asks about its own last day: months are not parts of the period
                lines = ventiler(demande, par, arrete_au=arrete_au)
                for part, compteur in compteurs.items():
                    add_up(lines, part, compteur, getattr(total, part), f"{cle} {par}")
        transaction.set_rollback(True)


def d_un_jour(demande):
    retenue = definition_of(demande)
    return retenue is not None and retenue.d_un_jour


def add_up(lines, part, compteur, total, what):
    numbers = [getattr(line.resultat, part) for line in lines if line.resultat.etat != EtatValeur.NON_MESUREE]
    if isinstance(compteur, Lignes):
        assert sum(numbers) == total, what
    else:
        assert max(numbers, default=0) <= total <= sum(numbers), what
