"""A youth's account, file and own pages; where each role's day starts."""

import re

import pytest
from django.test import override_settings
from django.utils import timezone

from comptes import connexion, services
from comptes.choix import ActionJournal, Role
from jeunes import rattachement
from jeunes.models import Jeune, Programme
from tests.factories import (
    AccompagnementFactory,
    EvenementFactory,
    InscriptionFactory,
    JeuneFactory,
    LieuFactory,
    RendezVousFactory,
    SeanceFactory,
    UtilisateurFactory,
)


def open_with_code(email):
    now = timezone.now()
    demande = connexion.ask_code(email=email, now=now)
    return connexion.open_account(code_id=demande.pk, code=connexion.code_of(demande), now=now)


@pytest.mark.django_db
def test_the_one_file_that_carries_the_proven_address_is_linked():
    jeune = JeuneFactory(email="Lea@Example.org", prenom="Léa")
    compte = open_with_code("lea@example.org")
    jeune.refresh_from_db()
    assert (jeune.compte, compte.prenom) == (compte, "Léa")


@pytest.mark.django_db
def test_with_several_files_none_is_opened_and_the_team_is_told():
    JeuneFactory.create_batch(2, email="famille@example.org")
    compte = open_with_code("famille@example.org")
    assert not Jeune.objects.filter(compte=compte).exists()
    assert compte.a_verifier == rattachement.A_VERIFIER


@pytest.mark.django_db
def test_a_file_that_has_an_account_is_never_given_to_another():
    jeune = JeuneFactory(avec_compte=True)
    Jeune.objects.filter(pk=jeune.pk).update(email="partage@example.org")
    compte = open_with_code("partage@example.org")
    assert not Jeune.objects.filter(compte=compte).exists()


@pytest.fixture
def sans_dossier(db):
    return UtilisateurFactory(role=Role.JEUNE, email="nouvelle@example.org")


def test_who_opens_an_account_alone_says_who_it_is_once_and_goes_on(client, sans_dossier):
    client.force_login(sans_dossier)
    assert "Faisons connaissance" in client.get("/moi/?next=/seances/").content.decode()
    typed = {"prenom": "Inès", "nom": "N'Diaye", "date_naissance": "03/05/2008", "next": "/seances/"}
    for _twice in range(2):
        answer = client.post("/moi/", typed)
    jeune = Jeune.objects.get()
    assert (jeune.compte, jeune.prenom, jeune.email) == (sans_dossier, "Inès", "nouvelle@example.org")
    assert answer.status_code == 200  # the second time shows the page of the file that exists


def test_an_address_of_elsewhere_is_not_followed_from_the_presentation(client, sans_dossier):
    client.force_login(sans_dossier)
    typed = {"prenom": "Inès", "nom": "Da", "date_naissance": "03/05/2008", "next": "https://ailleurs.example/"}
    assert client.post("/moi/", typed).url == "/moi/"


@pytest.mark.parametrize(
    "typed",
    [
        {"prenom": "", "nom": "", "date_naissance": ""},
        {"prenom": "x" * 10_000, "nom": "Da", "date_naissance": "03/05/2008"},
        {"prenom": "In\x00ès", "nom": "<script>", "date_naissance": "31/02/2008"},
        {"prenom": "=1+1", "nom": "@SUM", "date_naissance": "01/01/2999"},
    ],
    ids=["empty", "long", "nul_html", "formula"],
)
def test_bad_input_is_said_beside_the_field_and_kept(client, sans_dossier, typed):
    client.force_login(sans_dossier)
    answer = client.post("/moi/", typed)
    assert answer.status_code == 200
    assert "champ-erreur" in answer.content.decode()
    assert not Jeune.objects.exists()


def test_a_youth_chooses_how_to_be_reached(client, zoe):
    client.force_login(zoe)
    client.post("/moi/contact/", {"telephone": "06 12 34 56 78", "canal_sur": "sms", "ne_pas_contacter_domicile": "on"})
    jeune = Jeune.objects.get(compte=zoe)
    assert (jeune.telephone_normalise, jeune.canal_sur, jeune.ne_pas_contacter_domicile) == ("0612345678", "sms", True)


def test_a_youth_reads_everything_written_about_her_and_nothing_of_others(client, zoe, alice):
    client.force_login(zoe)
    jeune = zoe.jeune
    EvenementFactory(jeune=jeune, note="Projet de permis", conseiller=alice.conseiller)
    EvenementFactory(note="Secret d’une autre personne")
    services.record_access(user=alice, action=ActionJournal.LECTURE, objet=jeune)
    page = client.get("/moi/dossier/").content.decode()
    assert "Projet de permis" in page
    assert "Dossier ouvert" in page
    assert "Secret" not in page


def test_who_accompanies_is_named_once_with_each_role(client, zoe, alice):
    programme = Programme.objects.create(code="essai", libelle="Contrat d’engagement jeune (CEJ)")
    AccompagnementFactory(jeune=zoe.jeune, conseiller=alice.conseiller)
    AccompagnementFactory(jeune=zoe.jeune, conseiller=alice.conseiller, type="programme", programme=programme)
    client.force_login(zoe)
    page = client.get("/moi/").content.decode()
    assert (page.count(str(alice.conseiller)), "Votre contact principal" in page) == (1, True)


def test_a_youth_reads_the_words_of_every_day_where_the_team_uses_its_own(client, zoe):
    client.force_login(zoe)
    EvenementFactory(jeune=zoe.jeune, nature="prestation").besoins.create(besoin="remobilisation")
    zoe.jeune.situations.create(type="pmsmp", jour=timezone.localdate())
    page = client.get("/moi/dossier/").content.decode()
    for words in ("Action avec un autre organisme", "reprendre confiance", "Immersion en entreprise"):
        assert words in page
    for jargon in ("Prestation", "emobilisation", "PMSMP"):
        assert jargon not in page


@pytest.mark.parametrize("lignes", [1, 10])
def test_own_pages_ask_the_same_number_of_queries(client, zoe, lignes, django_assert_max_num_queries):
    client.force_login(zoe)
    for _ in range(lignes):
        EvenementFactory(jeune=zoe.jeune)
        AccompagnementFactory(jeune=zoe.jeune, type="programme")
        InscriptionFactory(jeune=zoe.jeune)
        RendezVousFactory(jeune=zoe.jeune, statut="fixe", prevu_le=timezone.now() + timezone.timedelta(days=2))
    client.get("/moi/")
    for page in ("/", "/moi/", "/moi/dossier/"):
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200


def test_home_tells_who_comes_by_what_is_next_and_where(client, db):
    SeanceFactory(titre="Atelier permis", publiee_le=timezone.now())
    SeanceFactory(titre="Pas encore annoncée", publiee_le=None)
    LieuFactory(nom="Antenne de la Gare", type="antenne")
    page = client.get("/?visite=1").content.decode()
    assert "Atelier permis" in page
    assert "Antenne de la Gare" in page
    assert "Pas encore annoncée" not in page


def test_a_youth_s_home_shows_what_comes_next_then_other_seances(client, zoe):
    client.force_login(zoe)
    now = timezone.now()
    RendezVousFactory(jeune=zoe.jeune, statut="fixe", prevu_le=now + timezone.timedelta(days=5))
    InscriptionFactory(jeune=zoe.jeune, seance__titre="Le collectif", seance__debut_le=now + timezone.timedelta(days=2))
    SeanceFactory(titre="Atelier permis", publiee_le=now, debut_le=now + timezone.timedelta(days=1))
    page = client.get("/").content.decode()
    assert page.index("Le collectif") < page.index("Rendez-vous") < page.index("D’autres séances")
    assert page.index("D’autres séances") < page.index("Atelier permis")
    assert "Votre place est réservée" in page


def test_a_youth_with_nothing_planned_is_offered_the_seances(client, sans_dossier):
    client.force_login(sans_dossier)
    SeanceFactory(titre="Atelier permis", publiee_le=timezone.now())
    page = client.get("/").content.decode()
    assert "Rien de prévu pour le moment" in page
    assert "Atelier permis" in page


@pytest.mark.parametrize(
    ("who", "debut"),
    [
        ("zoe", None),
        ("alice", "/ma-journee/"),
        ("diane", "/tableau/"),
        ("carole", "/tableau/"),
        ("adele", "/plan/"),
        ("charlie", None),
    ],
)
def test_each_role_s_day_starts_on_its_page(client, request, who, debut):
    client.force_login(request.getfixturevalue(who))
    answer = client.get("/")
    assert answer.status_code == (302 if debut else 200)
    if debut:
        assert re.match(r"/[a-z-]+/", answer.url)
        assert client.get(answer.url).status_code == 200


def test_a_partenaire_goes_to_the_seances_from_any_page_and_is_told_of_no_file(client, charlie):
    client.force_login(charlie)
    page = client.get("/mon-compte/").content.decode()
    assert 'href="/seances/"' in page
    assert ("entrer à votre place" in page, "dossiers que vous suivez" in page) == (True, False)


def test_in_the_demo_one_first_chooses_whom_to_be_then_may_look_around_without_an_account(client, db):
    assert client.get("/").url == "/demo/"
    assert client.get("/?visite=1").status_code == 200
    assert client.get("/").status_code == 200


@override_settings(DEMO=False)
def test_in_production_home_is_home(client, db):
    assert client.get("/").status_code == 200
