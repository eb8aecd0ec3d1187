"""Which person of the team an account is."""

import pytest
from django.core import mail
from django.urls import reverse

from comptes.choix import Role
from comptes.models import JournalAcces
from structure.models import Conseiller
from tests.factories import AccompagnementFactory, ConseillerFactory, UtilisateurFactory


@pytest.fixture
def nina(db):
    return UtilisateurFactory(prenom="Nina", nom="Prévost", role=Role.CONSEILLER)


@pytest.fixture
def page(nina):
    return reverse("structure:equipe-rattacher", args=[nina.pk])


@pytest.fixture
def en_adele(client, adele):
    client.force_login(adele)
    return client


def test_an_account_linked_to_somebody_of_the_team_opens_the_youths_followed(
    en_adele, diane, nina, page, django_capture_on_commit_callbacks
):
    personne = ConseillerFactory(prenom="Nina", nom="Prevost", utilisateur=None)
    suivi = AccompagnementFactory(conseiller=personne)
    assert f'value="{personne.pk}" selected' in en_adele.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        en_adele.post(page, {"conseiller": personne.pk})
    en_adele.force_login(nina)
    assert en_adele.get(reverse("jeunes:jeune-detail", args=[suivi.jeune.pk])).status_code == 200
    assert mail.outbox[-1].to == [diane.email]
    assert JournalAcces.objects.filter(objet_id=str(nina.pk), action="droits").count() == 1


def test_who_is_not_in_the_team_yet_is_added(en_adele, nina, page):
    en_adele.post(page, {"conseiller": "", "fonction": "accueil", "lieu": ""})
    assert (nina.conseiller.nom, nina.conseiller.fonction) == ("Prévost", "accueil")


def test_a_person_who_has_an_account_is_not_given_to_another(en_adele, alice, nina, page):
    answer = en_adele.post(page, {"conseiller": alice.conseiller.pk})
    assert "champ-erreur" in answer.content.decode()
    assert not Conseiller.objects.filter(utilisateur=nina).exists()


def test_an_account_is_linked_once(en_adele, nina, page):
    for _twice in range(2):
        answer = en_adele.post(page, {})
    assert "déjà relié" in answer.content.decode()
    assert Conseiller.objects.count() == 1


def test_one_does_not_link_one_s_own_account(en_adele, adele):
    en_adele.post(reverse("structure:equipe-rattacher", args=[adele.pk]), {})
    assert not Conseiller.objects.exists()


def test_a_link_made_by_mistake_is_undone(en_adele, alice):
    en_adele.post(reverse("structure:equipe-detacher", args=[alice.pk]))
    assert not Conseiller.objects.filter(utilisateur=alice).exists()
    assert "n’est relié à personne" in en_adele.get(reverse("comptes:compte-detail", args=[alice.pk])).content.decode()
