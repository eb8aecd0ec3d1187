"""Accounts of people at work: one asks, another agrees, anybody in charge closes."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from comptes import equipe
from comptes.choix import EtatCompte, Role
from comptes.models import JournalAcces, Utilisateur
from tests.factories import UtilisateurFactory

SAISIE = {"email": "Nina@Example.org", "prenom": "Nina", "nom": "Prévost", "role": "conseiller"}
LISTE = "/equipe/comptes/"


@pytest.fixture
def decide(client, django_capture_on_commit_callbacks):
    """Post a decision about an account as somebody, with the mails it queues."""

    def post(who, action, compte, data=None):
        client.force_login(who)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse(f"comptes:compte-{action}", args=[compte.pk]), data or {}, follow=True)
        compte.refresh_from_db()
        return compte

    return post


@pytest.fixture
def nina(client, adele, django_capture_on_commit_callbacks):
    """An account that the administration has just asked for."""
    client.force_login(adele)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("comptes:compte-create"), SAISIE)
    return Utilisateur.objects.get(email="nina@example.org")


def motifs(compte):
    return [ligne.motif for ligne in JournalAcces.objects.filter(objet_id=str(compte.pk), action="droits")]


def test_an_account_asked_for_is_closed_without_password_and_the_direction_is_told(diane, nina):
    assert (nina.etat, nina.has_usable_password()) == (EtatCompte.A_APPROUVER, False)
    assert [(m.to, m.subject) for m in mail.outbox] == [
        ([diane.email], "Un compte professionnel attend votre accord"),
    ]
    assert motifs(nina) == ["compte demandé, rôle Conseil et accueil"]


def test_who_asked_cannot_approve(diane, adele, nina, decide):
    assert decide(adele, "approuver", nina).etat == EtatCompte.A_APPROUVER


def test_who_asked_cannot_approve_after_a_change_of_role(diane, adele, nina, decide):
    decide(diane, "role", adele, {"role": "direction", "confirmation": "on"})
    UtilisateurFactory(role=Role.DIRECTION)
    assert decide(adele, "approuver", nina).etat == EtatCompte.A_APPROUVER


def test_once_approved_the_link_sets_the_first_password_and_opens_the_account(client, diane, nina, decide, settings):
    decide(diane, "approuver", nina)
    assert nina.is_active
    assert mail.outbox[-1].to == ["nina@example.org"]
    client.logout()
    lien = re.search(r"https?://\S+?(/compte/\S+)", mail.outbox[-1].body)[1]
    page = client.get(lien, follow=True)
    phrase = "un parapluie orange au marché"
    client.post(page.request["PATH_INFO"], {"password1": phrase, "password2": phrase})
    settings.MFA_REQUIRED_FOR_STAFF = True
    client.post("/compte/connexion/equipe/", {"login": "nina@example.org", "password": phrase})
    assert client.session["_auth_user_id"] == str(nina.pk)
    assert client.get("/ma-journee/").url == reverse("mfa_index")


def test_the_link_serves_once(client, diane, nina, decide):
    decide(diane, "approuver", nina)
    lien = re.search(r"https?://\S+?(/compte/\S+)", mail.outbox[-1].body)[1]
    nina.set_password("un parapluie orange au marché")
    nina.save()
    assert "Ce lien ne sert plus" in client.get(lien, follow=True).content.decode()


def test_an_account_that_waits_cannot_ask_for_a_password(client, diane, nina):
    mail.outbox.clear()
    client.logout()
    client.post(reverse("account_reset_password"), {"email": nina.email})
    assert all("/nouveau/" not in message.body for message in mail.outbox)


def test_without_direction_the_administration_opens_its_first_account_and_no_other(client, adele, nina, decide):
    assert decide(adele, "approuver", nina).etat == EtatCompte.A_APPROUVER
    premier = equipe.create_compte(
        email="d@example.org", prenom="Dora", nom="Lang", role="direction", by=adele, now=timezone.now()
    )
    page = client.get(reverse("comptes:compte-detail", args=[premier.pk])).content.decode()
    assert "Sans seconde personne" in page
    assert decide(adele, "approuver", premier).is_active
    assert "premier compte de direction, ouvert sans seconde personne" in motifs(premier)
    second = equipe.create_compte(
        email="e@example.org", prenom="Eva", nom="Lang", role="direction", by=adele, now=timezone.now()
    )
    assert decide(adele, "approuver", second).etat == EtatCompte.A_APPROUVER


def test_the_administration_cannot_close_the_direction_to_be_alone(adele, decide):
    diane = UtilisateurFactory(role=Role.DIRECTION, last_login=timezone.now())
    UtilisateurFactory(role=Role.DIRECTION, last_login=None)
    assert decide(adele, "desactiver", diane).is_active


def test_a_direction_account_that_never_came_in_can_be_closed(adele, decide):
    mauvaise_adresse = UtilisateurFactory(role=Role.DIRECTION, last_login=None)
    assert not decide(adele, "desactiver", mauvaise_adresse).is_active


def test_the_last_administration_stays(diane, adele, decide):
    assert decide(diane, "desactiver", adele).is_active
    assert decide(diane, "role", adele, {"role": "direction", "confirmation": "on"}).role == Role.ADMINISTRATION
    autre = UtilisateurFactory(role=Role.ADMINISTRATION)
    assert not decide(diane, "desactiver", autre).is_active


def test_nobody_changes_one_s_own_rights(diane, adele, decide):
    UtilisateurFactory(role=Role.ADMINISTRATION)
    assert decide(adele, "desactiver", adele).is_active
    assert decide(diane, "role", diane, {"role": "administration", "confirmation": "on"}).role == Role.DIRECTION


def test_a_disabled_account_is_out_at_its_next_request(client_autre, diane, alice, decide):
    client_autre.force_login(alice)
    assert client_autre.get("/ma-journee/").status_code == 200
    decide(diane, "desactiver", alice)
    assert client_autre.get("/ma-journee/").status_code == 302
    assert decide(diane, "reactiver", alice).is_active
    assert motifs(alice) == ["compte réactivé", "compte désactivé"]


def test_a_session_of_before_the_closing_does_not_come_back_with_the_account(client_autre, diane, alice, decide):
    client_autre.force_login(alice)
    decide(diane, "desactiver", alice)
    decide(diane, "reactiver", alice)
    assert client_autre.get("/ma-journee/").status_code == 302


def test_asked_by_the_administration_a_reactivation_waits_for_the_direction(diane, adele, alice, decide):
    decide(adele, "desactiver", alice)
    assert decide(adele, "reactiver", alice).etat == EtatCompte.A_APPROUVER
    assert mail.outbox[-1].to == [diane.email]
    assert decide(diane, "approuver", alice).is_active
    assert mail.outbox[-1].to == [diane.email]  # the password is still there: no link


def test_who_has_the_server_can_approve_once_and_it_is_written_and_told(
    diane, nina, django_capture_on_commit_callbacks
):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("approuver_compte", "nina@example.org", stdout=StringIO())
    nina.refresh_from_db()
    assert nina.is_active
    assert motifs(nina)[0] == "compte approuvé depuis le serveur"
    assert {m.to[0] for m in mail.outbox} == {nina.email, diane.email}
    with pytest.raises(CommandError, match="n’attend pas"):
        call_command("approuver_compte", "nina@example.org")


def test_a_request_can_be_refused(diane, nina, decide):
    assert decide(diane, "refuser", nina).etat == EtatCompte.DESACTIVE


def test_a_new_role_is_confirmed_told_and_ends_the_sessions(client_autre, diane, alice, decide):
    client_autre.force_login(alice)
    assert decide(diane, "role", alice, {"role": "commission"}).role == Role.CONSEILLER
    assert decide(diane, "role", alice, {"role": "commission", "confirmation": "on"}).role == Role.COMMISSION
    assert client_autre.get(reverse("evaluation:tableau")).status_code == 302
    assert mail.outbox[-1].subject == "Un compte professionnel a changé"


def test_nobody_becomes_a_youth(diane, alice, decide):
    assert decide(diane, "role", alice, {"role": "jeune", "confirmation": "on"}).role == Role.CONSEILLER


@pytest.mark.parametrize(
    "saisie",
    [
        {},
        {**SAISIE, "email": "alice@example.org"},
        {**SAISIE, "email": " ALICE@example.org "},
        {**SAISIE, "role": "jeune"},
        {**SAISIE, "nom": "x" * 10_000, "prenom": "N\x00ina"},
    ],
    ids=["empty", "known", "known_upper", "jeune", "long_nul"],
)
def test_what_is_wrong_is_said_beside_the_field(client, alice, adele, saisie):
    client.force_login(adele)
    answer = client.post(reverse("comptes:compte-create"), saisie)
    assert answer.status_code == 200
    assert "champ-erreur" in answer.content.decode()
    assert Utilisateur.objects.count() == 2


def test_mails_that_the_queue_lost_are_sent_once(adele, diane):
    equipe.create_compte(**{**SAISIE, "email": "n@example.org"}, by=adele, now=timezone.now())
    mail.outbox.clear()
    later = timezone.now() + timezone.timedelta(minutes=10)
    for _twice in range(2):
        equipe.send_late_messages(now=later)
    assert [m.to for m in mail.outbox] == [[diane.email]]


def test_the_list_holds_people_at_work_only_and_its_filters_work(client, diane, alice, zoe, nina):
    client.force_login(diane)
    page = client.get(LISTE).content.decode()
    assert "Prévost" in page
    assert zoe.email not in page
    assert "alice@example.org" not in client.get(LISTE, {"etat": "a_approuver"}).content.decode()
    assert "alice@example.org" in client.get(LISTE, {"q": f"{alice.nom} CAMI", "role": "conseiller"}).content.decode()
    assert client.get(reverse("comptes:compte-detail", args=[zoe.pk])).status_code == 404


@pytest.mark.parametrize("valeur", ["\x00", "x" * 10_000, "-", "'; --"])
def test_odd_filters_are_never_an_error(client, diane, valeur):
    client.force_login(diane)
    assert client.get(LISTE, dict.fromkeys(["q", "role", "etat", "tri", "page"], valeur)).status_code == 200


@pytest.mark.parametrize("comptes", [1, 10])
def test_the_list_asks_the_same_number_of_queries(client, diane, comptes, django_assert_num_queries):
    UtilisateurFactory.create_batch(comptes)
    client.force_login(diane)
    client.get(LISTE)
    with django_assert_num_queries(8):
        client.get(LISTE)
