"""Before a bilan is launched: what is not ready, each thing with the page where it is put right."""

import pytest
from django.urls import reverse
from django.utils import timezone

from commun.dates import add_months
from evaluation.manques import list_manques
from tests.factories import (
    AppreciationFactory,
    CritereFactory,
    FeuilleFactory,
    FicheActionFactory,
    IndicateurFactory,
    LectureFactory,
    ProjetAssociatifFactory,
    QuestionFactory,
    UtilisateurFactory,
    VagueFactory,
)

pytestmark = pytest.mark.django_db
URL = reverse("evaluation:bilan-create")


@pytest.fixture
def projet():
    return ProjetAssociatifFactory(debut=add_months(timezone.localdate().replace(day=1), -6), actif=True)


@pytest.fixture
def fiche(projet):
    return FicheActionFactory(objectif__objectif_general__projet=projet, titre="Camion mobile", statut="en_cours")


@pytest.fixture
def critere(fiche):
    return CritereFactory(fiche=fiche)


def manques(projet, *, role="direction", type="intermediaire"):
    user = UtilisateurFactory(role=role)
    groupes = list_manques(projet=projet, type=type, user=user, today=timezone.localdate())
    return {groupe.titre: [(m.texte, m.lien) for m in groupe.manques] for groupe in groupes}


def test_a_reading_that_nobody_opened_is_named_with_where_to_open_it(projet):
    assert manques(projet) == {
        "Les commissions": [
            (
                "La commission de suivi n’a pas lu les fiches-action pour ce bilan.",
                reverse("evaluation:lecture-create"),
            )
        ]
    }


def test_a_reading_under_way_is_led_to(projet):
    lecture = LectureFactory(projet=projet)
    ((_, lien),) = manques(projet)["Les commissions"]
    assert lien == lecture.get_absolute_url()
    ((_, lien),) = manques(projet, type="final")["Les commissions"]
    assert lien == reverse("evaluation:lecture-create")


def test_what_has_no_number_leads_to_where_it_gets_one(projet, critere):
    releve = IndicateurFactory(critere=critere, type="releve", mesure="", libelle="Abonnés")
    calcule = IndicateurFactory(critere=critere, libelle="Premiers accueils")
    trouves = manques(projet)["Indicateurs sans chiffre"]
    assert ("Abonnés", reverse("evaluation:releve-create", args=[releve.pk])) in trouves
    assert ("Premiers accueils", reverse("evaluation:indicateur-detail", args=[calcule.pk])) in trouves


def test_what_nobody_judged_leads_to_the_form_until_somebody_does(projet, critere):
    indicateur = IndicateurFactory(critere=critere, type="qualitatif", mesure="", libelle="Retours des mairies")
    titre = "Indicateurs que personne n’a encore appréciés"
    url = reverse("evaluation:appreciation-create", args=[indicateur.pk])
    assert manques(projet)[titre] == [("Retours des mairies", url)]
    AppreciationFactory(indicateur=indicateur)
    assert titre not in manques(projet)


def test_a_question_to_choose_leads_to_the_fiche_for_who_may_write_it(projet, fiche, critere):
    indicateur = IndicateurFactory(critere=critere, type="questionnaire", mesure="", libelle="Satisfaction")
    page = reverse("evaluation:indicateur-detail", args=[indicateur.pk])
    assert manques(projet)["Indicateurs sans source"] == [("Satisfaction", page)]
    url = reverse("plans_action:fiche-update", args=[fiche.pk])
    assert manques(projet, role="administration")["Indicateurs sans source"] == [("Satisfaction", url)]


@pytest.mark.parametrize(("feuilles", "manque"), [(0, True), (4, True), (5, False)])
def test_a_questionnaire_under_five_answers_is_named(projet, fiche, feuilles, manque):
    vague = VagueFactory(questionnaire__fiche_action=fiche, questionnaire__etat="ouvert")
    for _ in range(feuilles):
        FeuilleFactory(vague=vague, montree=True)
    assert ("Questionnaires de moins de 5 réponses" in manques(projet)) is manque


def test_texts_that_nobody_read_are_counted(projet, fiche):
    vague = VagueFactory(questionnaire__fiche_action=fiche, questionnaire__etat="ouvert")
    question = QuestionFactory(questionnaire=vague.questionnaire, type="texte")
    FeuilleFactory(vague=vague, montree=True, textes={question: "Plus de bancs"})
    ((_, lien),) = manques(projet)["Paroles de questionnaires que personne n’a relues"]
    assert lien == reverse("evaluation:questionnaire-resultats", args=[vague.questionnaire_id])


def test_a_fiche_that_the_bilan_leaves_out_misses_nothing(projet, fiche, critere):
    IndicateurFactory(critere=critere, type="qualitatif", mesure="")
    fiche.statut = "proposee"
    fiche.save()
    assert set(manques(projet)) == {"Les commissions"}


def test_the_page_says_it_and_follows_the_bilan_chosen(client, projet, critere):
    IndicateurFactory(critere=critere, type="qualitatif", mesure="", libelle="Retours des mairies")
    client.force_login(UtilisateurFactory(role="direction"))
    page = client.get(URL).content.decode()
    assert "Avant de lancer le bilan à 18 mois" in page
    assert "Retours des mairies" in page
    partie = client.get(URL, {"type": "final"}, headers={"HX-Request": "true"}).content.decode()
    assert "Avant de lancer le bilan à 3 ans" in partie
    assert "<html" not in partie


@pytest.mark.parametrize("nombre", [1, 10])
def test_the_page_asks_as_much_for_one_as_for_ten(client, projet, fiche, nombre, django_assert_max_num_queries):
    client.force_login(UtilisateurFactory(role="direction"))
    for _ in range(nombre):
        IndicateurFactory(critere=CritereFactory(fiche=fiche), type="qualitatif", mesure="")
        VagueFactory(questionnaire__fiche_action=fiche, questionnaire__etat="ouvert")
    with django_assert_max_num_queries(16):
        client.get(URL)
