"""Every measure against a slow obvious count, over random worlds: figures, lists, breakdowns."""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from commun.dates import Periode, months_of
from commun.mesures import Distinct, Lignes, registre
from evaluation.choix import EtatValeur
from evaluation.moteur import (
    Demande,
    calculer,
    definition_of,
    enregistrements,
    prepare,
    ventiler,
    ventiler_periodes,
    ventiler_plusieurs,
)
from tests.evaluation.monde import JOURS, MONDES, Cadre, Compte
from tests.harnais import made_once

pytestmark = pytest.mark.django_db

PERIODES = [
    Periode(datetime.date(2024, 1, 1), datetime.date(2025, 12, 31)),
    Periode(datetime.date(2024, 8, 31), datetime.date(2025, 2, 28)),
    *months_of(Periode(datetime.date(2024, 7, 1), datetime.date(2025, 4, 30))),
]
FIN = datetime.date(2025, 12, 31)
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
# Measures of one lot are counted in the same worlds; a name in `-k` chooses the lot of that measure.
NOMBRE_DE_LOTS = 8
LOTS = [CLES[rank::NOMBRE_DE_LOTS] for rank in range(NOMBRE_DE_LOTS)]
PAR_LOT = pytest.mark.parametrize("cles", LOTS, ids=["-".join(lot) for lot in LOTS])
EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a world is small already: shrinking it takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def cadre(django_db_setup, django_db_blocker):
    """What every world shares, made once; each world is forgotten after its counts."""
    with made_once(django_db_blocker):
        yield Cadre()


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


@PAR_LOT
@EXAMPLES
@given(
    monde=MONDES,
    arrete_au=st.sampled_from([*JOURS[3:], FIN]),
    rangs=st.lists(st.integers(0, 999), min_size=2, max_size=2),
)
def test_figures_and_lists_are_those_of_a_slow_obvious_count(cadre, cles, monde, arrete_au, rangs):
    with transaction.atomic():
        cadre.load(monde)
        wanted = {}
        for cle, filtres, parametres in questions(cles, rangs):
            for periode in PERIODES:
                demande = Demande.make(cle, periode, typed(cadre, filtres), parametres)
                wanted[demande] = Compte(monde, periode, arrete_au, filtres, parametres).counts(cle)
        results = calculer(wanted, arrete_au=arrete_au)
        found = [
            fault
            for rank, (demande, (counted, divided)) in enumerate(wanted.items())
            for fault in faults(demande, results[demande], counted, divided, arrete_au, with_list=rank % 7 == 0)
        ]
        transaction.set_rollback(True)
    assert found == []


def questions(cles, rangs):
    """Yield what is asked of each measure: every parameter, without filter and under those that the ranks choose."""
    for cle in cles:
        filters = permitted(cle)
        for parametres in PARAMETRES.get(cle, [{}]):
            for filtres in [{}, *(filters[rang % len(filters)] for rang in rangs)]:
                yield cle, filtres, parametres


def faults(demande, resultat, counted, divided, arrete_au, *, with_list):
    """Yield a sentence for each way in which a figure or its list differs from the slow count."""
    if resultat.etat == EtatValeur.NON_MESUREE:
        if "période" not in resultat.raison or (demande.periode.debut <= arrete_au and counted):
            yield f"non mesurée ({resultat.raison}) au lieu de {len(counted)} : {demande}"
        return
    found, expected = (resultat.etat, int(resultat.numerateur)), (expected_etat(counted, divided), len(counted))
    if found != expected:
        yield f"{found} au lieu de {expected} : {demande}"
    if divided is not None and int(resultat.denominateur) != len(divided):
        yield f"dénominateur {resultat.denominateur} au lieu de {len(divided)} : {demande}"
    if with_list:
        rows = enregistrements(demande, arrete_au=arrete_au)
        if not rows.count() == len(list(rows)) == len(counted):
            yield f"liste de {rows.count()} ({len(list(rows))} lus) au lieu de {len(counted)} : {demande}"
        if divided is not None:
            number = len(enregistrements(demande, arrete_au=arrete_au, part="denominateur"))
            if number != len(divided):
                yield f"liste du dénominateur de {number} au lieu de {len(divided)} : {demande}"


@PAR_LOT
@EXAMPLES
@given(monde=MONDES, arrete_au=st.sampled_from([*JOURS[6:], *[FIN] * len(JOURS[6:])]))
def test_breakdowns_add_up_to_the_figure_and_read_together_are_those_read_one_by_one(cadre, cles, monde, arrete_au):
    with transaction.atomic():
        cadre.load(monde)
        memoire = {}
        found = [
            fault
            for cle in cles
            for parametres in PARAMETRES.get(cle, [{}])
            for fault in faults_of_breakdowns(Demande.make(cle, PERIODES[0], None, parametres), arrete_au, memoire)
        ]
        transaction.set_rollback(True)
    assert found == []


def faults_of_breakdowns(demande, arrete_au, memoire):
    """Yield a sentence for each breakdown that does not add up, or says something else when all are read together."""
    asked = {"arrete_au": arrete_au, "memoire": memoire}
    total = calculer([demande], **asked)[demande]
    if total.etat == EtatValeur.NON_MESUREE:
        return
    compteurs = prepare(demande, **asked).compteurs
    pars = list(registre.get(demande.mesure).ventilations)
    together = ventiler_plusieurs(demande, [par for par in pars if par != "mois"], **asked)
    for par in pars:
        if par == "mois" and (demande.mesure == "sans_rdv_sous_n_jours" or d_un_jour(demande)):
            continue  # each month asks about its own last day: months are not parts of the period
        lines = ventiler(demande, par, **asked)
        for part, compteur in compteurs.items():
            numbers = [getattr(line.resultat, part) for line in lines if line.resultat.etat != EtatValeur.NON_MESUREE]
            if not adds_up(numbers, compteur, getattr(total, part)):
                yield f"{numbers} pour {getattr(total, part)} ({part}, par {par}) : {demande}"
        if par != "mois":
            expected = one_by_one(demande, par, lines, compteurs, **asked)
            found = [(ligne.cle, ligne.libelle, ligne.resultat) for ligne in together[par]]
            if found != expected:
                yield f"{found} au lieu de {expected} (par {par}) : {demande}"


def one_by_one(demande, par, lines, compteurs, **asked):
    """Return the lines of a breakdown in a statement of its own: those just read, unless people were counted."""
    if len(compteurs) == 1 and isinstance(compteurs["numerateur"], Distinct):  # `ventiler` reads them together
        alone = ventiler_periodes(demande, par, [demande.periode], **asked)
        return [(ligne.cle, ligne.libelle, ligne.resultats[0]) for ligne in alone]
    return [(ligne.cle, ligne.libelle, ligne.resultat) for ligne in lines]


def d_un_jour(demande):
    retenue = definition_of(demande)
    return retenue is not None and retenue.d_un_jour


def adds_up(numbers, compteur, total):
    """Tell whether lines make a total: rows are in one line, a person may be in several."""
    if isinstance(compteur, Lignes):
        return sum(numbers) == total
    return max(numbers, default=0) <= total <= sum(numbers)
