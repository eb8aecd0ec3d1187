"""Each of the 59 indicators of the document works, by its kind, in the demo that `make demo` shows."""

import pytest

from commun.dates import Periode
from evaluation.appreciations import load_appreciations
from evaluation.chiffres import Regard, mesure_de
from evaluation.moteur import Demande, calculer
from evaluation.services.calcul import run_now
from evaluation.tableau.indicateurs import Lecteur, indicateurs_by_fiche
from plans_action.choix import TypeIndicateur
from plans_action.models import FicheAction, Indicateur, ProjetAssociatif
from tests.demonstration.conftest import JOUR

pytestmark = pytest.mark.usefixtures("petite")
NOMBRES = {
    TypeIndicateur.CALCULE: 35,
    TypeIndicateur.QUESTIONNAIRE: 11,
    TypeIndicateur.RELEVE: 4,
    TypeIndicateur.QUALITATIF: 9,
}


def of_type(type_):
    return list(Indicateur.objects.filter(type=type_, critere__fiche__numero__lte=18).select_related("critere__fiche"))


@pytest.mark.parametrize("type_", [t for t in NOMBRES if t != TypeIndicateur.QUALITATIF])
def test_each_computed_asked_or_read_one_gives_a_number(type_):
    projet = ProjetAssociatif.objects.get()
    demandes = {i: Demande.of(i, Periode(projet.debut, JOUR)) for i in of_type(type_) if mesure_de(i)}
    assert len(demandes) == NOMBRES[type_]
    resultats = calculer(demandes.values(), arrete_au=JOUR)
    assert [str(i) for i, demande in demandes.items() if not resultats[demande].is_mesure] == []


def test_each_one_that_people_judge_has_an_appreciation_and_words_that_may_be_quoted():
    lues = load_appreciations(of_type(TypeIndicateur.QUALITATIF), au=JOUR)
    assert len(lues) == NOMBRES[TypeIndicateur.QUALITATIF]
    assert all(rows and rows[0].texte and rows[0].citations_lues for rows in lues.values())


def test_the_directrice_finds_a_word_or_a_number_for_each_of_the_59():
    projet = ProjetAssociatif.objects.get()
    run_now(projet=projet, arrete_au=JOUR)
    par_fiche = indicateurs_by_fiche(FicheAction.objects.filter(numero__lte=18))
    lecteur = Lecteur(projet, arrete_au=JOUR, regard=Regard(exact=True))
    lecteur.load([i for groupe in par_fiche.values() for i in groupe])
    lignes = [lecteur.lire(i) for groupe in par_fiche.values() for i in groupe]
    assert len(lignes) == 59
    assert [str(i.indicateur) for i in lignes if i.texte in ("", "non mesuré", "sans objet")] == []
