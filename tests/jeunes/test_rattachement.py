"""Several files carry the address of an account: somebody of the team looks at each and chooses."""

import pytest
from django.urls import reverse
from django.utils import timezone

from comptes.choix import Role
from comptes.models import JournalAcces
from jeunes import rattachement, services
from jeunes.models import Jeune
from tests.factories import AccompagnementFactory, JeuneFactory, UtilisateurFactory

LISTE = "/jeunes/comptes-a-relier/"


def shared_address(adresse="famille@example.org"):
    """An account and the two files of its address."""
    soeurs = [JeuneFactory(email=adresse.title(), prenom=prenom) for prenom in ("Ana", "Eva")]
    compte = UtilisateurFactory(email=adresse, role=Role.JEUNE, a_verifier=rattachement.A_VERIFIER)
    return compte, *soeurs


@pytest.fixture
def famille(db):
    return shared_address()


def choose(client, compte, jeune):
    url = reverse("jeunes:rattachement-choisir", args=[compte.pk])
    return client.post(url, {"jeune": getattr(jeune, "pk", jeune)}, follow=True).content.decode()


def test_nothing_is_chosen_before_each_file_was_looked_at(client, alice, famille):
    compte, ana, _eva = famille
    AccompagnementFactory(jeune=ana, conseiller=alice.conseiller)
    client.force_login(alice)
    assert "C’est ce dossier" not in client.get(LISTE).content.decode()
    assert "Ouvrez d’abord" in choose(client, compte, ana)
    assert not Jeune.objects.filter(compte=compte).exists()


def test_once_both_were_looked_at_the_one_chosen_opens_and_it_is_written(client, alice, famille):
    compte, ana, eva = famille
    AccompagnementFactory(jeune=ana, conseiller=alice.conseiller)
    services.open_with_reason(jeune=eva, by=alice, motif="Même adresse", now=timezone.now())
    client.force_login(alice)
    assert "C’est ce dossier" in client.get(LISTE).content.decode()
    choose(client, compte, eva)
    compte.refresh_from_db()
    assert (compte.jeune, compte.prenom, compte.a_verifier) == (eva, "Eva", "")
    assert JournalAcces.objects.filter(action="droits", utilisateur=alice).count() == 2


@pytest.mark.parametrize("autre", ["x", "", "00000000-0000-0000-0000-000000000000"])
def test_a_file_of_another_address_is_refused(client, diane, famille, autre):
    compte, ana, eva = famille
    for jeune in (ana, eva):
        services.open_with_reason(jeune=jeune, by=diane, motif="Même adresse", now=timezone.now())
    client.force_login(diane)
    for refused in (autre, JeuneFactory()):
        choose(client, compte, refused)
    assert not Jeune.objects.filter(compte=compte).exists()


def test_an_account_that_began_its_own_file_is_not_in_the_list(client, diane, famille):
    compte, *_ = famille
    JeuneFactory(compte=compte)
    client.force_login(diane)
    assert "Aucun compte à relier" in client.get(LISTE).content.decode()


@pytest.mark.parametrize("comptes", [1, 10])
def test_the_list_asks_the_same_number_of_queries(client, alice, comptes, django_assert_num_queries):
    for numero in range(comptes):
        shared_address(f"famille{numero}@example.org")
    client.force_login(alice)
    client.get(LISTE)
    with django_assert_num_queries(6):
        client.get(LISTE)
