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


# What the document says of each of its 59 indicators, fiche by fiche: C computed, S asked, X read outside, M judged.
GENRES = {"C": "calcule", "S": "questionnaire", "X": "releve", "M": "qualitatif"}
DU_DOCUMENT = [
    (1, "C", "Premiers accueils aux arrêts du camion"),
    (1, "C", "Jeunes encore accompagnés six mois après un premier accueil au camion"),
    (1, "C", "Entretiens par jeune aux arrêts du camion"),
    (1, "C", "Sorties positives de jeunes rencontrés au camion"),
    (1, "S", "Satisfaction des jeunes à la descente du camion"),
    (1, "M", "Retours des mairies et des partenaires"),
    (2, "C", "Passages et contacts dans les tiers-lieux"),
    (2, "S", "Satisfaction des personnes rencontrées dans les tiers-lieux"),
    (3, "C", "Jeunes reçus dans les antennes et les permanences"),
    (3, "C", "Part des demandes sans rendez-vous dans les 15 jours"),
    (3, "M", "Adéquation des lieux aux besoins des jeunes et des territoires"),
    (4, "X", "Nombre de personnes abonnées"),
    (4, "X", "Nombre de mentions «\u00a0J’aime\u00a0» dans le mois"),
    (4, "C", "Participations aux séances de jeunes venus par les réseaux sociaux"),
    (5, "C", "Premiers accueils de jeunes venus par un jeune référent"),
    (5, "C", "Nouveaux partenaires associés à la fiche"),
    (5, "C", "Actions menées avec les jeunes référents"),
    (6, "C", "Journées d’échange entre les deux structures"),
    (6, "C", "Actions menées ensemble"),
    (7, "X", "Part des destinataires qui ouvrent la lettre"),
    (7, "S", "Intérêt de la lettre pour ses destinataires"),
    (7, "S", "Connaissance de la Mission Locale, à un an d’intervalle"),
    (8, "C", "Part des personnes invitées qui sont venues"),
    (8, "M", "Articles et annonces parus"),
    (9, "C", "Nouveaux contacts arrivés par la messagerie du site"),
    (9, "X", "Visites du site dans le mois"),
    (9, "C", "Inscriptions aux séances venues du site"),
    (9, "S", "Part des partenaires et des financeurs qui connaissent le site"),
    (9, "C", "Part des premiers accueils de jeunes qui nous ont connus par le site"),
    (10, "S", "Satisfaction des jeunes"),
    (10, "S", "Satisfaction des entreprises"),
    (10, "C", "Entreprises rencontrées avec qui un suivi continue"),
    (10, "C", "Candidatures envoyées après une rencontre"),
    (10, "M", "Disponibilité et ouverture des entreprises"),
    (11, "C", "Sorties positives des jeunes du groupe"),
    (11, "C", "Jeunes du groupe reçus pendant et après le séjour"),
    (11, "M", "Contexte, déroulement et retours des jeunes"),
    (12, "S", "Satisfaction des jeunes"),
    (12, "S", "Satisfaction des entreprises"),
    (12, "C", "Part des personnes invitées qui participent (jeunes, employeurs, partenaires, financeurs)"),
    (12, "M", "Disponibilité et ouverture des employeurs"),
    (13, "M", "Résultats des recherches menées par le jeune"),
    (13, "M", "Ce que le jeune apporte à l’entretien"),
    (13, "C", "Immersions en entreprise"),
    (13, "C", "Entrées en formation qualifiante, en alternance ou en emploi"),
    (14, "C", "Part des demandes de formation refusées"),
    (14, "C", "Formations annulées faute de participants"),
    (15, "C", "Jeunes rencontrés dehors"),
    (15, "C", "Demandes d’information, d’inscription ou de suivi"),
    (16, "C", "Premiers accueils hors du cadre habituel"),
    (16, "C", "Jeunes accompagnés hors du cadre habituel"),
    (16, "S", "Enquête auprès des jeunes reçus hors du cadre"),
    (17, "C", "Passages à l’espace jeunes"),
    (17, "C", "Ateliers et animations tenus"),
    (17, "S", "Enquête de satisfaction à l’espace jeunes"),
    (18, "C", "Questionnaires remplis"),
    (18, "C", "Participants aux séances de libre parole"),
    (18, "C", "Part des remarques qui ont reçu une réponse"),
    (18, "M", "Usage fait de la parole recueillie"),
]


@pytest.mark.parametrize(("numero", "genre", "libelle"), DU_DOCUMENT)
def test_each_indicator_of_the_document_is_of_its_kind_in_its_fiche(numero, genre, libelle):
    types = Indicateur.objects.filter(critere__fiche__numero=numero, libelle=libelle).values_list("type", flat=True)
    assert list(types) == [GENRES[genre]]


def test_the_demo_has_these_59_and_no_other():
    in_demo = Indicateur.objects.values_list("critere__fiche__numero", "libelle")
    assert sorted(in_demo) == sorted((numero, libelle) for numero, _, libelle in DU_DOCUMENT)
    assert len(DU_DOCUMENT) == 59
