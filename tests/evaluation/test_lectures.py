"""The reading of the fiches by the commission de suivi: facts, answers of several people, transmission."""

import datetime
import hashlib
import json
import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from evaluation.commissions import fusion
from evaluation.commissions.faits import load_dossiers
from evaluation.commissions.grille import questions
from evaluation.commissions.reperes import reperes
from evaluation.models import Lecture, LectureFiche, Reponse
from evaluation.services import lectures as services
from tests.factories import (
    CritereFactory,
    EtapeFactory,
    EvenementFactory,
    FicheActionFactory,
    IndicateurFactory,
    LectureFactory,
    LectureFicheFactory,
    MembreCommissionFactory,
    ProjetAssociatifFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db
GRILLE = questions(1)
HIER = timezone.localdate() - datetime.timedelta(days=1)


@pytest.fixture
def projet():
    debut = timezone.localdate() - datetime.timedelta(days=500)
    return ProjetAssociatifFactory(actif=True, debut=debut, titre="Aller vers")


@pytest.fixture
def fiche(projet):
    return FicheActionFactory(
        objectif__objectif_general__projet=projet, titre="Camion mobile", numero=1, statut="en_cours"
    )


@pytest.fixture
def lecture(projet, fiche, diane):
    return services.open_lecture(projet=projet, type="intermediaire", by=diane, now=timezone.now())


@pytest.fixture
def row(lecture):
    return lecture.fiches.get()


@pytest.fixture
def membre(carole):
    MembreCommissionFactory(compte=carole, preside=True)
    return carole


def reponses(row, **reste):
    """Return a whole posted grid, everything answered « oui »."""
    stored = services.read_grille(row, 1)
    data = {f"{q.code}-{nom}": "" for q in GRILLE for nom in ("appreciation", "commentaire")}
    return {**data, "version": row.version, "depart": fusion.seal(stored), **reste}


TOUT_OUI = {f"{q.code}-appreciation": "oui" for q in GRILLE}


# --- Open -----------------------------------------------------------------------------------------


def test_grid_asks_seven_questions_of_result_and_eight_of_process():
    familles = [question.famille for question in GRILLE]
    assert (familles.count("resultats"), familles.count("conduite")) == (7, 8)


def test_direction_opens_the_reading_of_running_fiches(client, diane, projet, fiche):
    FicheActionFactory(objectif=fiche.objectif, statut="idee")
    client.force_login(diane)
    client.post(reverse("evaluation:lecture-create"), {"type": "intermediaire"})
    assert [row.fiche for row in LectureFiche.objects.all()] == [fiche]
    again = client.post(reverse("evaluation:lecture-create"), {"type": "intermediaire"})
    assert again.context["form"].errors["type"]


def test_a_fiche_validated_since_joins_the_reading(client, diane, lecture, fiche):
    FicheActionFactory(objectif=fiche.objectif, statut="validee", titre="Vis ma vie")
    client.force_login(diane)
    assert "Des fiches manquent" in client.get(lecture.get_absolute_url()).content.decode()
    client.post(reverse("evaluation:lecture-completer", args=[lecture.pk]))
    assert lecture.fiches.count() == 2


# --- Facts ----------------------------------------------------------------------------------------


def test_facts_say_what_was_done_late_and_spent(projet, fiche):
    today = timezone.localdate()
    EtapeFactory(fiche=fiche, ordre=0, statut="faite", echeance=HIER, faite_le=HIER)
    EtapeFactory(fiche=fiche, ordre=1, titre="Annoncer", echeance=HIER)
    fiche.budget.create(libelle="Carburant", prevu=1000, depense=1300)
    EvenementFactory.create_batch(6, fiche_action=fiche)
    vus = reperes(load_dossiers(projet=projet, fiches=[fiche], today=today)[fiche.pk])
    assert vus["calendrier"].appreciation == "en_partie"
    assert any("Annoncer" in fait.libelle for fait in vus["calendrier"].faits)
    assert vus["budget"].appreciation == "non"
    assert "6 personnes" in vus["nombre"].phrase.replace("\xa0", " ")


def test_somebody_who_gave_no_name_is_a_person_too(projet, fiche):
    EvenementFactory.create_batch(
        6, fiche_action=fiche, jeune=None, nature="contact", modalite="hors_les_murs", mode_connaissance="site"
    )
    vus = reperes(load_dossiers(projet=projet, fiches=[fiche], today=timezone.localdate())[fiche.pk])
    assert "6 personnes" in vus["nombre"].phrase.replace("\xa0", " ")
    assert vus["communication"].faits[0].texte == "6\xa0personnes"


def test_few_people_are_not_counted_out_loud(projet, fiche):
    EvenementFactory.create_batch(3, fiche_action=fiche, hors_age=True)
    vus = reperes(load_dossiers(projet=projet, fiches=[fiche], today=timezone.localdate())[fiche.pk])
    assert "moins de 5" in vus["nombre"].phrase.lower()
    assert any(fait.texte.startswith("moins de 5") for fait in vus["public"].faits)


@pytest.mark.parametrize("nombre", [1, 10])
def test_facts_cost_the_same_for_one_fiche_and_ten(projet, fiche, nombre, django_assert_num_queries):
    fiches = [fiche, *FicheActionFactory.create_batch(nombre - 1, objectif=fiche.objectif)]
    for une in fiches:
        EtapeFactory(fiche=une)
        EvenementFactory(fiche_action=une)
    with django_assert_num_queries(16):
        load_dossiers(projet=projet, fiches=fiches, today=timezone.localdate())


# --- Answer ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("nombre", [1, 10])
def test_a_fiche_is_answered_at_the_same_cost_for_one_of_each_and_ten(
    client, membre, fiche, row, nombre, django_assert_max_num_queries
):
    critere = CritereFactory(fiche=fiche)
    for _ in range(nombre):
        EtapeFactory(fiche=fiche)
        EvenementFactory(fiche_action=fiche)
        IndicateurFactory(critere=critere)
        fiche.budget.create(libelle="Carburant", prevu=150)
    client.force_login(membre)
    client.get(row.get_absolute_url())
    # One question for each kind of fact beside the questions of the grid, whatever their number.
    with django_assert_max_num_queries(25):
        assert client.get(row.get_absolute_url()).status_code == 200


def test_a_member_of_the_commission_answers(client, membre, row):
    client.force_login(membre)
    client.post(row.get_absolute_url(), reponses(row, **TOUT_OUI))
    assert row.reponses.filter(appreciation="oui").count() == 15
    assert "1 fiche lue sur 1" in client.get(row.lecture.get_absolute_url()).content.decode()


@pytest.mark.parametrize("texte", ["x" * 4001, "\x00"])
def test_bad_comments_are_answered_beside_the_question(client, membre, row, texte):
    client.force_login(membre)
    reponse = client.post(row.get_absolute_url(), reponses(row, **{"budget-commentaire": texte}))
    assert reponse.context["form"].errors["budget-commentaire"]


def test_two_people_who_answer_different_questions_are_put_together(client, diane, membre, row):
    depart = reponses(row)
    for qui, question in ((diane, "budget"), (membre, "temps")):
        client.force_login(qui)
        client.post(row.get_absolute_url(), depart | {f"{question}-appreciation": "non"})
    assert set(row.reponses.exclude(appreciation="").values_list("question", flat=True)) == {"budget", "temps"}


def test_two_people_who_answer_the_same_question_choose(client, diane, membre, row):
    depart = reponses(row)
    client.force_login(diane)
    client.post(row.get_absolute_url(), depart | {"budget-commentaire": "Tenu", "temps-appreciation": "oui"})
    client.force_login(membre)
    page = client.post(row.get_absolute_url(), depart | {"budget-commentaire": "<b>Dépassé</b>"})
    assert page.status_code == 409
    assert "Tenu" in page.content.decode()
    assert "&lt;b&gt;Dépassé" in page.content.decode()
    sent = {nom: page.context[nom] for nom in ("miens", "leurs", "depart", "version")}
    empty = client.post(row.get_absolute_url(), sent)
    assert empty.status_code == 409
    client.post(row.get_absolute_url(), sent | {"choix-budget-commentaire": "miens"})
    assert row.reponses.get(question="budget").commentaire == "<b>Dépassé</b>"
    assert row.reponses.get(question="temps").appreciation == "oui"


# --- Who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "status"), [("diane", 200), ("membre", 200), ("carole", 404), ("alice", 404)])
def test_the_grid_is_of_the_commission_de_suivi(client, request, row, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(row.get_absolute_url()).status_code == status
    assert client.get(row.lecture.get_absolute_url()).status_code == status


def test_commission_du_bilan_reads_once_it_is_transmitted(client, diane, lecture, row):
    autre = UtilisateurFactory(role="commission")
    MembreCommissionFactory(compte=autre, commission="bilan")
    client.force_login(autre)
    adresse = reverse("evaluation:lecture-transmise", args=[lecture.pk])
    assert client.get(adresse).status_code == 404
    services.transmit(lecture=lecture, by=diane, now=timezone.now())
    assert client.get(adresse).status_code == 200


def test_only_who_presides_transmits(client, carole, lecture):
    MembreCommissionFactory(compte=carole)
    client.force_login(carole)
    assert client.get(reverse("evaluation:lecture-transmettre", args=[lecture.pk])).status_code == 404


# --- Transmit -------------------------------------------------------------------------------------


@pytest.fixture
def transmise(client, membre, lecture, row):
    client.force_login(membre)
    client.post(row.get_absolute_url(), reponses(row, **TOUT_OUI, **{"budget-commentaire": "Tenu"}))
    client.post(reverse("evaluation:lecture-transmettre", args=[lecture.pk]), {"confirme": "on"})
    lecture.refresh_from_db()
    return lecture


def test_transmission_freezes_the_answers_with_the_facts(client, transmise):
    assert transmise.empreinte == hashlib.sha256(transmise.contenu.encode()).hexdigest()
    [fiche] = json.loads(transmise.contenu)["fiches"]
    budget = next(reponse for reponse in fiche["reponses"] if reponse["question"] == "budget")
    assert (budget["libelle"], budget["commentaire"]) == ("Oui", "Tenu")
    assert budget["faits"]
    page = client.get(reverse("evaluation:lecture-transmise", args=[transmise.pk])).content.decode()
    assert "Intacte" in page
    donnees = client.get(reverse("evaluation:lecture-donnees", args=[transmise.pk]))
    assert donnees.content.decode() == transmise.contenu


def test_an_unread_fiche_asks_for_a_second_word(client, membre, lecture, row):
    client.force_login(membre)
    adresse = reverse("evaluation:lecture-transmettre", args=[lecture.pk])
    assert client.post(adresse, {"confirme": "on"}).context["form"].errors["incomplet"]
    assert list(client.get(adresse).context["form"].fields) == ["incomplet", "confirme"]  # as the page shows them
    client.post(adresse, {"confirme": "on", "incomplet": "on"})
    lecture.refresh_from_db()
    assert "Pas de réponse" in lecture.contenu
    page = client.get(lecture.get_absolute_url()).content.decode()
    assert "Pas lue" in page
    assert "À lire" not in page  # nothing can be read any more


def test_no_form_writes_after_the_transmission(client, transmise, row):
    client.post(row.get_absolute_url(), reponses(row, **{"budget-commentaire": "Autre chose"}))
    assert row.reponses.get(question="budget").commentaire == "Tenu"


def test_no_service_writes_after_the_transmission(transmise, row, diane):
    row.refresh_from_db()
    with pytest.raises(services.LectureTransmise):
        services.save_grille(lecture_fiche=row, textes={}, version=row.version, by=diane, now=timezone.now())
    with pytest.raises(services.LectureTransmise):
        services.add_fiches(lecture=transmise)
    before = transmise.empreinte
    with pytest.raises(services.LectureTransmise):
        services.transmit(lecture=transmise, by=diane, now=timezone.now())
    transmise.refresh_from_db()
    assert transmise.empreinte == before


@pytest.mark.parametrize(
    "write",
    [
        lambda lecture, row: Lecture.objects.filter(pk=lecture.pk).update(contenu="{}"),
        lambda lecture, row: Lecture.objects.filter(pk=lecture.pk).update(
            transmise_le=None, contenu="", empreinte="", transmise_par=None
        ),
        lambda lecture, row: Reponse.objects.update(commentaire="Réécrit"),
        lambda lecture, row: Reponse.objects.create(lecture_fiche=row, question="autre", appreciation="oui"),
        lambda lecture, row: LectureFiche.objects.create(lecture=lecture, fiche=FicheActionFactory()),
        lambda lecture, row: LectureFiche.objects.update(version=9),
    ],
    ids=["contenu", "reouverture", "reponse", "nouvelle reponse", "nouvelle fiche", "version"],
)
def test_the_database_itself_refuses_to_change_it(transmise, row, write):
    with pytest.raises(DatabaseError, match="transmise"), transaction.atomic():
        write(transmise, row)


def test_who_transmitted_may_be_erased(transmise, membre):
    membre.delete()
    transmise.refresh_from_db()
    assert transmise.transmise_par is None
    assert services.verify(transmise)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_transmit_once(diane):
    row = LectureFicheFactory(lecture=LectureFactory(projet=ProjetAssociatifFactory(actif=True)))
    start, results = threading.Barrier(2), []

    def click():
        start.wait()
        try:
            services.transmit(lecture=row.lecture, by=diane, now=timezone.now())
            results.append("transmise")
        except services.LectureTransmise:
            results.append("refusee")
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["refusee", "transmise"]


# --- Queries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("nombre", [1, 10])
def test_progress_asks_as_much_for_one_fiche_as_for_ten(client, membre, lecture, nombre, django_assert_num_queries):
    for fiche in FicheActionFactory.create_batch(nombre, statut="en_cours"):
        LectureFicheFactory(lecture=lecture, fiche=fiche)
    client.force_login(membre)
    client.get(lecture.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(lecture.get_absolute_url())
