"""Questionnaires: written, opened, asked, answered, read."""

import datetime
import io
import uuid

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from evaluation import debit, resultats
from evaluation.choix import CanalReponse, EtatQuestionnaire
from evaluation.forms_questionnaires import NouveauQuestionnaireForm
from evaluation.modeles import modeles
from evaluation.models import Feuille, Question, Questionnaire, Vague
from evaluation.services import questionnaires as services
from evaluation.services import reponses
from evaluation.services.reponses import Saisie
from tests.factories import (
    FeuilleFactory,
    FicheActionFactory,
    InscriptionFactory,
    QuestionFactory,
    QuestionnaireFactory,
    SeanceFactory,
    VagueFactory,
)

pytestmark = pytest.mark.django_db


def url(name, objet, **query):
    page = reverse(f"evaluation:{name}", kwargs={"pk": objet.pk})
    return page + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


def link(vague):
    return reverse("evaluation:repondre", kwargs={"jeton": vague.jeton})


def name_of(question):
    return f"q-{question.cle.hex}"


def sheet(question, rang, **autres):
    return {"jeton": uuid.uuid4().hex, name_of(question): question.options.all()[rang].pk, **autres}


# --- Write ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cle", sorted(modeles()))
def test_each_ready_made_questionnaire_may_be_opened_as_it_is(alice, cle):
    questionnaire = services.create_questionnaire(
        titre=modeles()[cle]["titre"], public="jeunes", anonyme=True, modele=cle, by=alice
    )
    assert services.manques(questionnaire) == []
    services.open_questionnaire(questionnaire=questionnaire)
    questionnaire.refresh_from_db()
    assert questionnaire.etat == EtatQuestionnaire.OUVERT


def test_two_people_writing_at_once_never_lose_work_silently(client, alice):
    client.force_login(alice)
    questionnaire = QuestionnaireFactory(titre="Le camion", introduction="Bonjour", etat="brouillon", cree_par=alice)
    une, autre = (services.add_question(questionnaire=questionnaire, type_="texte") for _ in range(2))
    page = url("questionnaire-update", questionnaire)
    depart = client.get(page).context["construction"].jeton_depart
    ouvert = {"titre": "Le camion", "introduction": "Bonjour", "public": questionnaire.public, "depart": depart}

    def post(**textes):
        noms = {f"q-{question.cle}-libelle": "" for question in (une, autre)}
        return client.post(page, {**ouvert, **noms, **textes, "action": "rester:"}, follow=True)

    # The other person writes one question and the introduction, and removes the second question.
    post(**{f"q-{une.cle}-libelle": "Le bus passe-t-il ?", "introduction": "Bonjour à vous"})
    services.remove_question(questionnaire=questionnaire, cle=autre.cle)

    # What only one of both changed is kept; what both changed is shown; what was removed is said.
    answer = post(**{f"q-{une.cle}-libelle": "Le camion vient-il ?"})
    une.refresh_from_db()
    assert une.libelle == "Le bus passe-t-il ?"
    assert "Le camion vient-il ?" in answer.text
    assert "L’autre texte\u00a0: «\u00a0Le bus passe-t-il ?\u00a0»" in answer.text

    ouvert["depart"] = answer.context["construction"].jeton_depart
    ouvert["introduction"] = "Bonjour à vous"
    post(**{f"q-{une.cle}-libelle": "Le camion vient-il ?"})
    une.refresh_from_db()
    assert une.libelle == "Le camion vient-il ?"
    ouvert["depart"] = depart
    ouvert["introduction"] = "Bonjour"
    answer = post(**{f"q-{une.cle}-libelle": "", f"q-{autre.cle}-libelle": "Et le soir ?"})
    questionnaire.refresh_from_db()
    assert questionnaire.introduction == "Bonjour à vous"
    assert "« Et le soir ? »" in answer.text.replace("\xa0", " ")


def test_the_five_ready_made_questionnaires_are_offered():
    assert len(modeles()) == 5
    assert len(NouveauQuestionnaireForm()["modele"]) == 6


def test_a_ready_made_questionnaire_brings_its_title_and_its_public(client, alice):
    client.force_login(alice)
    page = reverse("evaluation:questionnaire-create")
    client.post(page, {"modele": "satisfaction_jeunes", "titre": "", "public": "", "anonyme": "oui"})
    ne = Questionnaire.objects.get()
    assert (ne.titre, ne.public) == ("Votre avis nous intéresse", "jeunes")
    vide = client.post(page, {"modele": "", "titre": "", "public": "", "anonyme": "oui"}).content.decode()
    assert [mot in vide for mot in ("Donnez un titre.", "Dites qui répondra.")] == [True, True]
    assert Questionnaire.objects.count() == 1


def test_a_draft_is_written_button_by_button_and_nothing_typed_is_lost(client, alice):
    client.force_login(alice)
    client.post(
        reverse("evaluation:questionnaire-create"),
        {"modele": "", "titre": "Avis sur l’espace jeunes", "public": "jeunes", "anonyme": "oui"},
    )
    questionnaire = Questionnaire.objects.get()
    page = url("questionnaire-update", questionnaire)
    entete = {"titre": "Avis sur l’espace jeunes", "public": "jeunes"}
    client.post(page, {**entete, "action": "ajouter:choix"})
    question = Question.objects.get()
    oui, non = question.options.all()
    typed = {
        **entete,
        f"q-{question.cle}-libelle": "Êtes-vous venu ou venue ?",
        f"o-{oui.cle}-libelle": "Oui",
        f"o-{oui.cle}-favorable": "on",
        f"o-{non.cle}-libelle": "Non",
    }
    answer = client.post(page, {**typed, "action": f"option:{question.cle}"})
    assert "#id_o-" in answer.url
    question.refresh_from_db()
    assert question.libelle == "Êtes-vous venu ou venue ?"
    assert [(o.libelle, o.favorable) for o in question.options.all()] == [("Oui", True), ("Non", False), ("", False)]
    client.post(page, {**typed, "action": f"option-monter:{non.cle}"})
    assert [o.libelle for o in question.options.all()] == ["Non", "Oui", ""]
    client.post(page, {**typed, "action": f"option-retirer:{question.options.last().cle}"})
    client.post(page, {**typed, "action": "ajouter:texte"})
    client.post(page, {**typed, "action": f"descendre:{question.cle}"})
    assert [q.type for q in questionnaire.questions.all()] == ["texte", "choix"]
    client.post(page, {**typed, "action": f"retirer:{question.cle}"})
    assert [q.type for q in questionnaire.questions.all()] == ["texte"]


def test_opening_says_what_is_missing_and_where(client, diane):
    questionnaire = QuestionnaireFactory(etat="brouillon")
    vide = QuestionFactory(questionnaire=questionnaire, type="choix", libelle="", options=["Oui", "oui"])
    client.force_login(diane)
    answer = client.post(url("questionnaire-ouvrir", questionnaire), follow=True)
    texte = answer.content.decode()
    assert "Question 1 : écrivez la question." in texte.replace("\xa0", " ")
    assert "deux réponses possibles sont les mêmes" in texte
    assert f'href="#question-{vide.cle}"' in texte
    questionnaire.refresh_from_db()
    assert questionnaire.is_brouillon


def test_once_opened_questions_no_longer_change_and_a_version_keeps_the_keys(alice):
    questionnaire = QuestionnaireFactory()
    question = QuestionFactory(questionnaire=questionnaire)
    with pytest.raises(services.QuestionnaireRefuse, match="ne changent plus"):
        services.add_question(questionnaire=questionnaire, type_="texte")
    version = services.new_version(questionnaire=questionnaire, by=alice)
    copy = version.questions.get()
    assert (version.version, copy.cle) == (2, question.cle)
    assert [o.cle for o in copy.options.all()] == [o.cle for o in question.options.all()]
    with pytest.raises(services.QuestionnaireRefuse, match="déjà en préparation"):
        services.new_version(questionnaire=questionnaire, by=alice)
    services.open_questionnaire(questionnaire=version)
    questionnaire.refresh_from_db()
    assert questionnaire.etat == EtatQuestionnaire.CLOS


def test_nobody_rewrites_questions_that_were_answered():
    questionnaire = QuestionnaireFactory()
    vague = VagueFactory(questionnaire=questionnaire)
    services.back_to_brouillon(questionnaire=questionnaire)
    Questionnaire.objects.update(etat="ouvert")
    FeuilleFactory(vague=vague)
    with pytest.raises(services.QuestionnaireRefuse, match="nouvelle version"):
        services.back_to_brouillon(questionnaire=questionnaire)


def test_a_copy_may_ask_the_name_and_the_anonymous_one_never_will(alice):
    anonyme = QuestionnaireFactory(etat="brouillon", anonyme=True)
    copy = services.duplicate_questionnaire(questionnaire=anonyme, anonyme=False, by=alice)
    assert not copy.anonyme
    with pytest.raises(services.QuestionnaireRefuse, match="anonyme le reste"):
        services.save_brouillon(questionnaire=anonyme, entete={"anonyme": False}, questions={}, options={})


def test_a_counsellor_changes_his_or_her_own_questionnaires_only(client, alice, bruno, diane):
    questionnaire = QuestionnaireFactory(etat="brouillon", cree_par=alice)
    for who, status in ((alice, 200), (bruno, 404), (diane, 200)):
        client.force_login(who)
        assert client.get(url("questionnaire-update", questionnaire)).status_code == status
        assert client.get(url("questionnaire-detail", questionnaire)).status_code == 200


@pytest.mark.parametrize("nombre", [1, 10])
def test_the_list_asks_the_same_number_of_questions_for_one_and_ten(client, diane, nombre, django_assert_num_queries):
    for _ in range(nombre):
        VagueFactory(questionnaire__fiche_action=FicheActionFactory())
    client.force_login(diane)
    page = reverse("evaluation:questionnaire-list")
    client.get(page)
    with django_assert_num_queries(5):
        client.get(page)


# --- Ask --------------------------------------------------------------------------------------------------------------


def test_a_vague_takes_the_place_and_the_fiche_of_its_seance(alice):
    seance = SeanceFactory(fiche_action=FicheActionFactory())
    vague = services.open_vague(
        vague=Vague(
            questionnaire=QuestionnaireFactory(), libelle="Après", du=timezone.localdate(), au=timezone.localdate(),
            seance=seance,
        ),
        by=alice,
    )  # fmt: skip
    assert (vague.lieu, vague.fiche_action) == (seance.lieu, seance.fiche_action)
    assert len(vague.jeton) >= 16


def test_a_vague_shows_its_link_its_code_its_poster_and_its_sheet(client, alice):
    vague = VagueFactory()
    QuestionFactory(questionnaire=vague.questionnaire)
    client.force_login(alice)
    page = client.get(url("vague-detail", vague)).content.decode()
    assert f"http://testserver/q/{vague.jeton}/" in page
    assert '<svg class="qr"' in page
    assert "style=" not in page[page.index('<svg class="qr"') :]
    assert client.get(url("vague-qr", vague))["Content-Type"] == "image/svg+xml"
    assert f"testserver/q/{vague.jeton}/" in client.get(url("vague-affiche", vague)).content.decode()
    assert "Ne signez pas" in client.get(url("vague-feuille", vague)).content.decode()


# --- Answer -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def vague(db):
    vague = VagueFactory()
    QuestionFactory(questionnaire=vague.questionnaire, obligatoire=True, libelle="Content ou contente ?")
    QuestionFactory(questionnaire=vague.questionnaire, type="choix_multiples", options=["A", "B", "C"])
    QuestionFactory(questionnaire=vague.questionnaire, type="texte", libelle="Que changer ?")
    return vague


def test_anybody_answers_by_the_link_without_an_account(client, vague):
    faces, choix, texte = vague.questionnaire.questions.all()
    a, _b, c = choix.options.all()
    data = sheet(faces, 4, **{name_of(choix): [a.pk, c.pk], name_of(texte): "  Plus   de dates "})
    assert client.get(link(vague)).status_code == 200
    answer = client.post(link(vague), data, follow=True)
    assert "Votre réponse est bien arrivée" in answer.content.decode()
    reponse = Feuille.objects.get()
    assert (reponse.anonyme, reponse.jour, reponse.canal) == (True, timezone.localdate(), "en_ligne")
    assert {str(ligne) for ligne in reponse.lignes.all()} == {"5", "A", "C", "Plus de dates"}


def test_a_signed_in_person_leaves_no_name_on_an_anonymous_sheet(client, zoe, vague):
    client.force_login(zoe)
    client.post(link(vague), sheet(vague.questionnaire.questions.first(), 1))
    reponse = Feuille.objects.get()
    assert (reponse.jeune, reponse.saisie_par, reponse.repondant) == (None, None, "")


def test_the_same_form_sent_twice_is_one_sheet(client, vague):
    data = sheet(vague.questionnaire.questions.first(), 0)
    assert [client.post(link(vague), data).status_code for _ in range(3)] == [302, 302, 302]
    assert Feuille.objects.count() == 1


def test_what_is_refused_keeps_everything_typed(client, vague):
    _faces, _choix, texte = vague.questionnaire.questions.all()
    jeton = uuid.uuid4().hex
    answer = client.post(link(vague), {"jeton": jeton, name_of(texte): "Rester ouvert le soir"})
    page = answer.content.decode()
    assert "Choisissez une réponse." in page
    assert "Rester ouvert le soir" in page
    assert jeton in page
    assert not Feuille.objects.exists()


def test_an_option_of_another_questionnaire_is_refused(client, vague):
    faces = vague.questionnaire.questions.first()
    stranger = QuestionFactory().options.first()
    answer = client.post(link(vague), {"jeton": uuid.uuid4().hex, name_of(faces): stranger.pk})
    assert "Choisissez une réponse de la liste." in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "mots"),
    [
        ({"du": 3, "au": 9}, "Vous pourrez répondre"),
        ({"du": -9, "au": -1}, "ne reçoit plus de réponses"),
        ({"fermee_le": 0}, "ne reçoit plus de réponses"),
    ],
)
def test_a_closed_or_expired_link_says_so_and_takes_nothing(client, vague, change, mots):
    today = timezone.localdate()
    days = {
        nom: timezone.now() if nom == "fermee_le" else today + datetime.timedelta(days=jours)
        for nom, jours in change.items()
    }
    Vague.objects.filter(pk=vague.pk).update(**days)
    for answer in (client.get(link(vague)), client.post(link(vague), sheet(vague.questionnaire.questions.first(), 0))):
        assert answer.status_code == 200
        assert mots in answer.content.decode()
    assert not Feuille.objects.exists()


def test_an_unknown_link_is_not_found(client):
    assert client.get("/q/inconnu/").status_code == 404


def test_a_storm_from_one_connection_waits_and_no_address_is_kept(client, vague, monkeypatch):
    monkeypatch.setattr(debit, "FEUILLES", 2)
    faces = vague.questionnaire.questions.first()
    codes = [client.post(link(vague), sheet(faces, 0)).status_code for _ in range(3)]
    assert codes == [302, 302, 429]
    assert not any("127.0.0.1" in str(key) for key in getattr(cache, "_cache", {}))


def test_the_log_says_neither_who_nor_whence_a_sheet_came(client, zoe, vague, caplog):
    client.force_login(zoe)
    with caplog.at_level("INFO", logger="django_structlog"):
        client.post(link(vague), sheet(vague.questionnaire.questions.first(), 0), headers={"user-agent": "Telephone"})
        lines = [str(record.msg) for record in caplog.records]
    assert any(link(vague) in line for line in lines)
    assert not any("127.0.0.1" in line or str(zoe.pk) in line or "Telephone" in line for line in lines)


def test_by_name_a_youth_answers_once_from_his_or_her_space(client, zoe, alice):
    vague = VagueFactory(questionnaire__anonyme=False)
    faces = QuestionFactory(questionnaire=vague.questionnaire)
    assert client.get(link(vague)).url.startswith("/compte/connexion/")
    client.force_login(alice)
    assert "depuis leur propre espace" in client.get(link(vague)).content.decode()
    client.force_login(zoe)
    mine = reverse("evaluation:mes-questionnaires")
    assert link(vague) in client.get(mine).content.decode()
    client.post(link(vague), sheet(faces, 2))
    client.post(link(vague), sheet(faces, 3))
    reponse = Feuille.objects.get()
    assert reponse.jeune.compte == zoe
    assert "Vous avez répondu" in client.get(mine).content.decode()
    assert "déjà répondu" in client.get(link(vague)).content.decode()


def test_the_vague_of_a_seance_is_offered_to_who_is_signed_up_for_it(client, zoe):
    vague = VagueFactory(seance=SeanceFactory())
    client.force_login(zoe)
    mine = reverse("evaluation:mes-questionnaires")
    assert link(vague) not in client.get(mine).content.decode()
    InscriptionFactory(seance=vague.seance, jeune=zoe.jeune)
    assert link(vague) in client.get(mine).content.decode()


def test_a_partner_answers_by_name_without_an_account(client):
    vague = VagueFactory(questionnaire__anonyme=False, questionnaire__public="partenaires")
    faces = QuestionFactory(questionnaire=vague.questionnaire)
    answer = client.post(link(vague), sheet(faces, 2))
    assert "Écrivez votre nom" in answer.content.decode()
    client.post(link(vague), sheet(faces, 2, repondant="Jeanne Roux, mairie"))
    assert Feuille.objects.get().repondant == "Jeanne Roux, mairie"


def test_sheets_of_paper_are_typed_by_the_team_and_stay_anonymous(client, alice, vague):
    client.force_login(alice)
    page = url("vague-saisir", vague)
    texte = vague.questionnaire.questions.last()
    data = {"jeton": uuid.uuid4().hex, "jour": timezone.localdate().isoformat(), name_of(texte): "Rien"}
    assert client.post(page, data).status_code == 302  # a blank on paper stays a blank
    reponse = Feuille.objects.get()
    assert (reponse.canal, reponse.saisie_par) == (CanalReponse.PAPIER, None)
    late = {**data, "jeton": uuid.uuid4().hex, "jour": (vague.du - datetime.timedelta(days=1)).isoformat()}
    assert "Choisissez un jour entre" in client.post(page, late).content.decode()
    assert (
        "Répondez à une question"
        in client.post(page, {"jeton": uuid.uuid4().hex, "jour": data["jour"]}).content.decode()
    )


def test_who_types_paper_reads_what_the_first_and_last_points_mean(client, alice, vague):
    bouts = {"bout_bas": "pas du tout", "bout_haut": "beaucoup"}
    QuestionFactory(questionnaire=vague.questionnaire, type="echelle", options=[*"123"], **bouts)
    client.force_login(alice)
    page = " ".join(client.get(url("vague-saisir", vague)).content.decode().replace("&nbsp;", " ").split())
    assert [mot in page for mot in ("1 : pas du tout", "2 :", "3 : beaucoup")] == [True, False, True]


def test_paper_is_typed_after_the_last_day_until_the_vague_is_over(client, alice, vague):
    client.force_login(alice)
    after = timezone.now() + datetime.timedelta(days=10)
    with time_machine.travel(after):
        client.force_login(alice)
        assert client.get(url("vague-saisir", vague)).status_code == 200
        assert "Papier à saisir" in client.get(url("vague-detail", vague)).content.decode()
    services.close_vague(vague=vague, now=timezone.now())
    assert client.get(url("vague-saisir", vague)).status_code == 302


# --- Read -------------------------------------------------------------------------------------------------------------


def answer_many(vague, *rangs):
    """Send sheets that choose these faces."""
    question = vague.questionnaire.questions.order_by("ordre").first()
    options = list(question.options.all())
    for rang in rangs:
        reponses.record_reponse(
            vague=vague, saisie=Saisie([options[rang]]), jeton=uuid.uuid4().hex, canal="en_ligne",
            today=timezone.localdate(),
        )  # fmt: skip


def lire(vague, seule=None):
    return resultats.lire(vague.questionnaire, vague=seule, today=timezone.localdate()).questions[0]


def test_nothing_is_shown_under_five_answers(client, diane, vague):
    answer_many(vague, 0, 1, 2, 3)
    assert lire(vague).lecture is None
    client.force_login(diane)
    page = client.get(url("questionnaire-resultats", vague.questionnaire)).content.decode()
    assert "Moins de 5 réponses" in page
    answer_many(vague, 4)
    assert [ligne.nombre for ligne in lire(vague).lecture.lignes] == [1, 1, 1, 1, 1]
    assert lire(vague).lecture.favorable == 40


def test_while_a_vague_is_open_results_grow_by_lots_of_five(vague):
    answer_many(vague, 0, 0, 0, 0, 0, 4, 4)
    assert lire(vague).lecture.feuilles == 5
    services.close_vague(vague=vague, now=timezone.now())
    assert lire(vague).lecture.feuilles == 7


def test_a_small_vague_is_not_found_by_subtracting_the_others(vague):
    small = VagueFactory(questionnaire=vague.questionnaire, fermee_le=timezone.now())
    answer_many(vague, 4, 4, 4, 4, 4)
    FeuilleFactory(vague=small, choix=[vague.questionnaire.questions.first().options.first()])
    assert lire(vague).lecture.feuilles == 5  # the one sheet of the small vague is in no figure
    assert lire(vague, seule=small).lecture is None
    other = VagueFactory(questionnaire=vague.questionnaire, fermee_le=timezone.now())
    for _ in range(4):
        FeuilleFactory(vague=other, choix=[vague.questionnaire.questions.first().options.first()])
    assert lire(vague).lecture.feuilles == 10  # 1 and 4, together five


def test_waves_of_two_versions_compare_by_question(alice, vague):
    answer_many(vague, 0, 0, 0, 4, 4)
    version = services.new_version(questionnaire=vague.questionnaire, by=alice)
    services.open_questionnaire(questionnaire=version)
    suite = VagueFactory(
        questionnaire=Questionnaire.objects.get(pk=version.pk),
        libelle="Suite",
        au=vague.au + datetime.timedelta(days=1),
    )
    answer_many(suite, 4, 4, 4, 4, 0)
    resultat = lire(suite)
    assert [lecture.favorable for _, lecture in resultat.par_vague] == [40, 80]
    assert dict(resultat.comparaison)["5"] == ["40\xa0%", "80\xa0%"]
    assert resultat.evolution


def test_texts_are_read_by_the_team_and_by_the_commission_once_reviewed(client, alice, carole, vague):
    texte = vague.questionnaire.questions.last()
    for n in range(5):
        FeuilleFactory(vague=vague, textes={texte: f"Avis numéro {n}"}, montree=True)
    page = url("questionnaire-resultats", vague.questionnaire)
    client.force_login(carole)
    assert "Avis numéro" not in client.get(page).content.decode()
    client.force_login(alice)
    assert "Avis numéro 3" in client.get(page).content.decode()
    ligne = Feuille.objects.filter(lignes__texte="Avis numéro 3").get().lignes.get()
    client.post(url("texte-relire", ligne), {"relecture": "relu"})
    client.force_login(carole)
    said = client.get(page).content.decode()
    assert "Avis numéro 3" in said
    assert "5\xa0textes reçus, dont 1 relu et montré par l’équipe." in said
    assert client.post(url("texte-relire", ligne), {"relecture": "masque"}).status_code == 404


def test_an_export_holds_what_is_shown_without_texts_nor_formula(client, diane, vague):
    faces, _choix, texte = vague.questionnaire.questions.all()
    Question.objects.filter(pk=faces.pk).update(libelle="=1+1")
    for n in range(5):
        FeuilleFactory(vague=vague, choix=[faces.options.first()], textes={texte: f"Secret {n}"}, montree=True)
    client.force_login(diane)
    page = url("questionnaire-export", vague.questionnaire)
    csv = client.get(f"{page}?format=csv").content.decode("utf-8-sig")
    assert "'=1+1;1;non;Ensemble;5;5;100" in csv
    assert "Secret" not in csv
    classeur = load_workbook(io.BytesIO(client.get(page).content))
    cells = {str(cell.value): cell.data_type for row in classeur.active.iter_rows() for cell in row if cell.value}
    assert cells["=1+1"] == "s"  # a text, which no spreadsheet runs
    assert "f" not in cells.values()
    assert not any("Secret" in cell for cell in cells)


@pytest.mark.parametrize("nombre", [1, 8])
def test_results_cost_the_same_for_one_and_eight_vagues(client, diane, nombre, django_assert_max_num_queries):
    questionnaire = QuestionnaireFactory()
    questions = [QuestionFactory(questionnaire=questionnaire) for _ in range(4)]
    for _ in range(nombre):
        vague = VagueFactory(questionnaire=questionnaire, fermee_le=timezone.now())
        for _ in range(5):
            FeuilleFactory(vague=vague, choix=[question.options.first() for question in questions])
    client.force_login(diane)
    client.get(url("questionnaire-resultats", questionnaire))
    with django_assert_max_num_queries(12):
        client.get(url("questionnaire-resultats", questionnaire))
