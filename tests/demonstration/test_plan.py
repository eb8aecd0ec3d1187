"""The projet associatif of the demo is that of the document, in the house's words."""

import datetime
from collections import Counter
from decimal import Decimal

import pytest

from commun.dates import add_months
from commun.mesures import registre
from demonstration.alea import donnees
from evaluation.choix import EtatValeur
from evaluation.models import Question, Reunion, ValeurIndicateur
from plans_action import contenu as c
from plans_action.choix import TypeIndicateur
from plans_action.models import Etape, FicheAction, Indicateur, ObjectifGeneral, ObjectifOperationnel, ProjetAssociatif
from plans_action.rubriques import assess
from plans_action.transitions import may_become
from plans_action.versions import build_versions
from tests.demonstration.conftest import JOUR

pytestmark = pytest.mark.usefixtures("demo")


def test_the_tree_is_that_of_the_document():
    assert ObjectifGeneral.objects.count() == 2
    per_objective = Counter(
        f"{fiche.objectif.objectif_general.numero}.{fiche.objectif.numero}"
        for fiche in FicheAction.objects.filter(numero__lte=18).select_related("objectif__objectif_general")
    )
    assert per_objective == {"1.1": 5, "1.2": 2, "1.3": 2, "2.1": 3, "2.2": 5, "2.3": 1}
    assert ObjectifOperationnel.objects.count() == 6
    assert list(FicheAction.objects.values_list("numero", flat=True)) == list(range(1, 21))


def test_a_fiche_was_saved_twice_and_its_versions_differ():
    une, autre = build_versions(FicheAction.objects.get(numero=1))
    assert une.contenu["perspectives"] != autre.contenu["perspectives"]
    assert [len(version.contenu["etapes"]) for version in (une, autre)] == [7, 7]
    assert {version.par for version in build_versions(FicheAction.objects.get(numero=19))} == {"Nadine Courtel"}


def test_the_59_indicators_come_from_where_the_document_says():
    rows = [i for fiche in donnees("plan")["fiches"] for critere in fiche["criteres"] for i in critere["indicateurs"]]
    assert Counter(row["o"] for row in rows) == {"C": 35, "S": 11, "X": 4, "M": 9}
    assert Indicateur.objects.count() == 59


def test_computable_ones_are_bound_and_those_without_a_register_are_read():
    types = Counter(Indicateur.objects.values_list("type", flat=True))
    assert types == {
        TypeIndicateur.CALCULE: 35,  # every computable one
        TypeIndicateur.RELEVE: 4,  # the outside figures, each with its readings
        TypeIndicateur.QUESTIONNAIRE: 11,
        TypeIndicateur.QUALITATIF: 9,
    }


# What the document says of each fiche: indicators computed, from questionnaires, read outside, judged by people.
PAR_FICHE = {
    1: "CCCCSM", 2: "CS", 3: "CCM", 4: "CXX", 5: "CCC", 6: "CC", 7: "SSX", 8: "CM", 9: "CCCSX", 10: "CCSSM",
    11: "CCM", 12: "CSSM", 13: "CCMM", 14: "CC", 15: "CC", 16: "CCS", 17: "CCS", 18: "CCCM",
}  # fmt: skip
SORTES = {
    "C": TypeIndicateur.CALCULE,
    "S": TypeIndicateur.QUESTIONNAIRE,
    "X": TypeIndicateur.RELEVE,
    "M": TypeIndicateur.QUALITATIF,
}


def test_each_fiche_has_its_indicators_by_kind():
    assert Counter("".join(PAR_FICHE.values())) == {"C": 35, "S": 11, "X": 4, "M": 9}
    for numero, sortes in PAR_FICHE.items():
        types = Indicateur.objects.filter(critere__fiche__numero=numero).values_list("type", flat=True)
        assert Counter(types) == Counter(SORTES[sorte] for sorte in sortes), numero


def test_each_binding_is_one_that_the_measure_knows():
    for indicateur in Indicateur.objects.filter(type=TypeIndicateur.CALCULE):
        mesure = registre.get(indicateur.mesure)
        assert set(indicateur.filtres) <= set(mesure.filtres), indicateur
        mesure.clean_parametres(indicateur.parametres)


def test_the_dashboard_is_full_at_its_first_opening():
    computed = ValeurIndicateur.objects.filter(indicateur__type=TypeIndicateur.CALCULE)
    assert computed.values("indicateur").distinct().count() == 35
    # A recent month may be too young to tell a lasting exit; the whole projet is measured everywhere.
    whole = computed.filter(fin=ProjetAssociatif.objects.get().echeance_finale - datetime.timedelta(days=1))
    assert whole.filter(debut__lt=add_months(JOUR, -12)).values("indicateur").distinct().count() == 35
    assert not whole.filter(debut__lt=add_months(JOUR, -12), etat=EtatValeur.NON_MESUREE).exists()


def test_steps_are_done_late_or_to_come_and_numbered_from_0():
    assert Etape.objects.filter(statut="faite").exists()
    assert Etape.objects.en_retard(today=JOUR).exists()
    assert Etape.objects.filter(statut="a_venir", echeance__gt=JOUR).exists()
    for fiche in FicheAction.objects.all():
        ordres = list(fiche.etapes.values_list("ordre", flat=True))
        assert ordres == list(range(len(ordres)))
        assert ordres


def test_the_18_month_bilan_is_about_due_and_meetings_are_past_and_next():
    projet = ProjetAssociatif.objects.get()
    assert 0 < (projet.echeance_intermediaire - JOUR).days < 35
    days = [reunion.le.date() for reunion in Reunion.objects.all()]
    assert min(days) < JOUR < max(days)


def test_every_fiche_has_the_first_line_of_its_history():
    assert all(fiche.history.count() >= 1 for fiche in FicheAction.objects.filter(numero__lte=18))


def test_two_more_fiches_are_written_in_the_other_two_templates():
    regroupement, accueil = FicheAction.objects.filter(numero__gt=18)
    assert (regroupement.modele, accueil.modele) == ("technowest", "arml")
    assert not assess(c.snapshot(regroupement)).manquants
    assert not assess(c.snapshot(accueil)).manquants
    assert sum(ligne.prevu for ligne in accueil.budget.all()) == Decimal("68589.80")


def test_each_decision_follows_the_one_before_up_to_the_state_of_today():
    for fiche in FicheAction.objects.filter(numero__lte=18):
        decisions = list(fiche.decisions.order_by("saisie_le"))
        states = ["idee", *(decision.apres for decision in decisions)]
        assert [decision.avant for decision in decisions] == states[:-1]
        assert fiche.statut == states[-1]
        assert all(may_become(decision.avant, decision.apres) for decision in decisions)


def test_the_11_indicators_from_questionnaires_are_bound_to_a_question_that_was_answered():
    bound = Indicateur.objects.filter(type=TypeIndicateur.QUESTIONNAIRE)
    assert bound.count() == 11
    for indicateur in bound:
        assert Question.objects.filter(cle__in=indicateur.filtres["question"]).exists(), indicateur
    whole = ProjetAssociatif.objects.get().echeance_finale - datetime.timedelta(days=1)
    valeurs = ValeurIndicateur.objects.filter(indicateur__in=bound, fin=whole, debut__lt=add_months(JOUR, -12))
    assert {valeur.etat for valeur in valeurs} == {EtatValeur.MESUREE}
