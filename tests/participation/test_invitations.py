"""Who is invited to a séance, and who comes: many at once, by category, without anybody's name."""

import pytest
from django.urls import reverse

from participation.choix import CategorieInvite
from participation.models import Invitation
from tests.factories import PartenaireFactory, SeanceFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seance():
    return SeanceFactory()


@pytest.fixture
def url(client, seance):
    client.force_login(UtilisateurFactory(role="conseiller"))
    return reverse("participation:invitation-list", args=[seance.pk])


def invite(client, url, **champs):
    return client.post(url, {"inviter": "1", "categorie": "elu", "libelles": "", **champs})


def test_many_guests_are_added_at_once(client, url, seance):
    hote = PartenaireFactory()
    invite(client, url, categorie="partenaire", partenaires=[hote.pk], libelles="Mairie de Dompierre\n\nFoyer rural")
    assert seance.invitations.count() == 3
    assert set(seance.invitations.values_list("categorie", flat=True)) == {CategorieInvite.PARTENAIRE}


def test_an_organisation_is_invited_once(client, url, seance):
    hote = PartenaireFactory()
    for _ in range(2):
        invite(client, url, partenaires=[hote.pk])
    assert seance.invitations.count() == 1


def test_a_phone_number_is_no_label(client, url, seance):
    page = invite(client, url, libelles="Le voisin 06 12 34 56 78").content.decode()
    assert "dit trop d’une personne" in page
    assert not seance.invitations.exists()


def test_answers_and_presences_are_noted_together_and_guests_taken_off(client, url, seance):
    invite(client, url, libelles="Mairie\nJournal\nÉcole")
    un, deux, trois = Invitation.objects.order_by("libelle")
    typed = {f"liste-{i.pk.hex}": "1" for i in (un, deux, trois)}
    typed |= {f"presence-{un.pk.hex}": "present", f"reponse-{un.pk.hex}": "vient", f"presence-{deux.pk.hex}": "oups"}
    client.post(url, {**typed, f"retirer-{trois.pk.hex}": "1"})
    un.refresh_from_db()
    assert (un.presence, un.reponse) == ("present", "vient")
    assert Invitation.objects.get(pk=deux.pk).presence == ""
    assert not Invitation.objects.filter(pk=trois.pk).exists()


@pytest.mark.parametrize("nombre", [1, 10])
def test_the_list_costs_the_same_for_many(client, url, nombre, django_assert_max_num_queries):
    invite(client, url, libelles="\n".join(f"Mairie {n}" for n in range(nombre)))
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200
