"""A lost second factor, another address: one person asks, another agrees, the owner is told."""

import datetime
import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from comptes import demandes
from comptes.choix import Role
from comptes.models import DemandeCompte, JournalAcces
from tests.factories import UtilisateurFactory

FACTEUR = {"motif": "Téléphone volé, codes perdus", "reconnue": "on"}
ADRESSE = {"nouvelle_adresse": "Alice.Martin@Example.org", "motif": "Changement de nom"}


@pytest.fixture
def poste(client, django_capture_on_commit_callbacks):
    """Post as somebody, with the mails it queues."""

    def post(who, name, pk, data=None):
        if who:
            client.force_login(who)
        else:
            client.logout()
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse(f"comptes:{name}", args=[pk]), data or {}, follow=True)

    return post


@pytest.fixture
def avec_facteur(alice):
    """Alice, who has a second factor and its recovery codes."""
    for type in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=alice, type=type, data={})
    return alice


@pytest.fixture
def retrait(adele, diane, avec_facteur, poste):
    """What the administration has just asked: Alice's second factor is lost."""
    poste(adele, "compte-facteur", avec_facteur.pk, FACTEUR)
    return DemandeCompte.objects.get(compte=avec_facteur)


@pytest.fixture
def changement(adele, diane, alice, poste):
    """What the administration has just asked: Alice has another address."""
    poste(adele, "compte-adresse", alice.pk, ADRESSE)
    return DemandeCompte.objects.get(compte=alice)


def lien_de(message):
    return re.search(r"https?://[^/]+(/compte/\S+)", message.body)[1]


def motifs(compte):
    return [ligne.motif for ligne in JournalAcces.objects.filter(objet_id=str(compte.pk), action="droits")]


def test_nothing_changes_before_a_second_person_agrees_who_is_told(diane, avec_facteur, retrait):
    assert retrait.statut == "attente"
    assert Authenticator.objects.filter(user=avec_facteur).count() == 2
    assert [(m.to, m.subject) for m in mail.outbox] == [
        ([diane.email], "Une demande sur un compte attend votre accord")
    ]


def test_who_asked_cannot_agree(adele, avec_facteur, retrait, poste):
    page = poste(adele, "demande-accepter", retrait.pk).content.decode()
    assert "vous avez fait la demande" in page
    assert Authenticator.objects.filter(user=avec_facteur).exists()


def test_another_administration_does_not_replace_the_direction(avec_facteur, retrait, poste):
    page = poste(UtilisateurFactory(role=Role.ADMINISTRATION), "demande-accepter", retrait.pk).content.decode()
    assert "à la direction de donner son accord" in page
    assert Authenticator.objects.filter(user=avec_facteur).exists()


def test_once_agreed_sessions_end_and_the_way_back_is_the_mailbox_then_a_new_factor(
    client, client_autre, diane, avec_facteur, retrait, poste, settings
):
    client_autre.force_login(avec_facteur)
    poste(diane, "demande-accepter", retrait.pk)
    assert client_autre.get("/ma-journee/").status_code == 302
    assert not Authenticator.objects.filter(user=avec_facteur).exists()
    avec_facteur.refresh_from_db()
    assert not avec_facteur.has_usable_password()
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        [avec_facteur.email],
        "Votre second contrôle a été retiré",
    )
    client.logout()
    page = client.get(lien_de(mail.outbox[-1]), follow=True)
    phrase = "un parapluie orange au marché"
    client.post(page.request["PATH_INFO"], {"password1": phrase, "password2": phrase})
    settings.MFA_REQUIRED_FOR_STAFF = True
    client.post("/compte/connexion/equipe/", {"login": avec_facteur.email, "password": phrase})
    assert client.get("/ma-journee/").url == reverse("mfa_index")
    assert motifs(avec_facteur) == [
        "second contrôle retiré, nouveau mot de passe demandé",
        "demande : second contrôle à retirer (Téléphone volé, codes perdus)",
    ]


def test_a_request_has_one_answer(diane, retrait, poste):
    poste(diane, "demande-refuser", retrait.pk)
    assert "déjà reçu une réponse" in poste(diane, "demande-accepter", retrait.pk).content.decode()


def test_the_only_direction_gets_its_factor_back_from_two_administrations(adele, diane, poste):
    Authenticator.objects.create(user=diane, type=Authenticator.Type.TOTP, data={})
    autre = UtilisateurFactory(role=Role.ADMINISTRATION)
    poste(adele, "compte-facteur", diane.pk, FACTEUR)
    demande = DemandeCompte.objects.get(compte=diane)
    assert mail.outbox[-1].to == [autre.email]
    poste(adele, "demande-accepter", demande.pk)
    assert Authenticator.objects.filter(user=diane).exists()
    poste(autre, "demande-accepter", demande.pk)
    assert not Authenticator.objects.filter(user=diane).exists()


def test_where_nobody_else_can_agree_who_has_the_server_does_and_it_is_written(
    adele, diane, poste, django_capture_on_commit_callbacks
):
    Authenticator.objects.create(user=diane, type=Authenticator.Type.TOTP, data={})
    poste(adele, "compte-facteur", diane.pk, FACTEUR)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("retirer_second_controle", diane.email, stdout=StringIO())
    assert not Authenticator.objects.filter(user=diane).exists()
    assert motifs(diane)[0] == "second contrôle retiré depuis le serveur"
    assert mail.outbox[-1].to == [diane.email]
    for adresse in (diane.email, "personne@example.org"):
        with pytest.raises(CommandError):
            call_command("retirer_second_controle", adresse)


def test_nobody_asks_for_oneself_nor_twice(adele, avec_facteur, retrait, poste):
    Authenticator.objects.create(user=adele, type=Authenticator.Type.TOTP, data={})
    assert "pour vous-même" in poste(adele, "compte-facteur", adele.pk, FACTEUR).content.decode()
    assert "attend déjà une réponse" in poste(adele, "compte-facteur", avec_facteur.pk, FACTEUR).content.decode()
    assert DemandeCompte.objects.count() == 1


def test_the_new_address_is_confirmed_by_its_link_and_the_old_one_is_told(
    client, client_autre, diane, alice, changement, poste
):
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    poste(diane, "demande-accepter", changement.pk)
    confirmation, avis = mail.outbox[-2:]
    assert (confirmation.to, avis.to) == (["alice.martin@example.org"], ["alice@example.org"])
    client_autre.force_login(alice)
    client.logout()
    lien = lien_de(confirmation)
    assert "Confirmer cette adresse" in client.get(lien).content.decode()
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"  # opening the link is not enough
    client.post(lien)
    alice.refresh_from_db()
    assert alice.email == "alice.martin@example.org"
    assert not EmailAddress.objects.filter(email="alice@example.org").exists()
    assert client_autre.get("/ma-journee/").status_code == 302
    assert "Ce lien ne sert plus" in client.get(lien).content.decode()


def test_a_link_serves_three_days_and_not_after_the_request_is_given_up(client, diane, alice, changement, poste):
    poste(diane, "demande-accepter", changement.pk)
    changement.refresh_from_db()
    lien = demandes.confirmation_link(changement)
    poste(diane, "demande-refuser", changement.pk)
    assert "Ce lien ne sert plus" in client.post(lien.partition("8000")[2]).content.decode()
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"


def test_an_old_link_serves_no_more(diane, changement, poste, horloge):
    poste(diane, "demande-accepter", changement.pk)
    changement.refresh_from_db()
    jeton = lien_de(mail.outbox[-2]).split("/")[-2]
    assert demandes.read_link(jeton=jeton) == changement
    horloge.shift(datetime.timedelta(days=3, minutes=1))
    assert demandes.read_link(jeton=jeton) is None


def test_an_address_taken_in_the_meantime_is_said_without_an_error(client, diane, alice, changement, poste):
    poste(diane, "demande-accepter", changement.pk)
    UtilisateurFactory(email="alice.martin@example.org")
    client.logout()
    assert "Un compte existe déjà" in client.post(lien_de(mail.outbox[-2]), follow=True).content.decode()


@pytest.mark.parametrize(
    ("name", "saisie"),
    [
        ("compte-facteur", {}),
        ("compte-facteur", {"motif": "perdu"}),
        ("compte-facteur", {"motif": "x" * 10_000, "reconnue": "on"}),
        ("compte-adresse", {}),
        ("compte-adresse", {"nouvelle_adresse": "pas une adresse", "motif": "nom"}),
        ("compte-adresse", {"nouvelle_adresse": "ADELE@example.org", "motif": "nom"}),
        ("compte-adresse", {"nouvelle_adresse": "a\x00@example.org", "motif": "\x00"}),
    ],
    ids=["facteur_vide", "pas_reconnue", "long", "adresse_vide", "invalide", "connue", "nul"],
)
def test_what_is_wrong_is_said_beside_the_field(adele, avec_facteur, poste, name, saisie):
    answer = poste(adele, name, avec_facteur.pk, saisie)
    assert answer.status_code == 200
    assert "champ-erreur" in answer.content.decode()
    assert not DemandeCompte.objects.exists()


def test_a_youth_s_account_is_not_theirs_to_change(adele, zoe, poste):
    assert poste(adele, "compte-adresse", zoe.pk, ADRESSE).status_code == 404


def test_the_list_says_what_waits_and_finds_it(client, diane, alice, bruno, changement):
    client.force_login(diane)
    page = client.get(reverse("comptes:compte-list"), {"demande": "on"}).content.decode()
    assert "1\u00a0demande attend" in page
    assert alice.email in page
    assert bruno.email not in page


def test_mails_that_the_queue_lost_are_sent_once(adele, diane, avec_facteur):
    demandes.ask_facteur(compte=avec_facteur, motif="perdu", by=adele, now=timezone.now())
    mail.outbox.clear()
    for _twice in range(2):
        demandes.send_late_messages(now=timezone.now() + datetime.timedelta(minutes=10))
    assert [m.to for m in mail.outbox] == [[diane.email]]
