"""Who is invited to a séance, and who comes: organisations by category, youths by name."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from participation import services
from participation.choix import CategorieInvite
from participation.models import Invitation
from participation.services.invitations import invite_jeunes
from tests.factories import (
    AccompagnementFactory,
    ConseillerFactory,
    InscriptionFactory,
    JeuneFactory,
    PartenaireFactory,
    SeanceFactory,
    UtilisateurFactory,
)

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


# --- Youths, by name -------------------------------------------------------------------------------------------------


@pytest.fixture
def conseillere(client):
    conseillere = ConseillerFactory()
    client.force_login(conseillere.utilisateur)
    return conseillere


@pytest.fixture
def suivi(conseillere):
    """Return a function that makes a youth whom the counsellor follows."""
    return lambda **champs: AccompagnementFactory(conseiller=conseillere, jeune=JeuneFactory(**champs)).jeune


@pytest.fixture
def page(seance):
    return reverse("participation:invitation-list", args=[seance.pk])


@pytest.mark.parametrize("texte", ["duchemin", "Éloïse", "eloise duchemin"])
def test_a_youth_is_found_by_name_and_invited(client, page, seance, suivi, texte):
    jeune = suivi(nom="Duchemin", prenom="Éloïse")
    assert str(jeune.pk) in client.get(page, {"q": texte}).content.decode()
    reponse = client.post(page, {"inviter_jeunes": "1", "jeunes": [str(jeune.pk)]}, follow=True)
    assert "1 invitation ajoutée" in reponse.content.decode().replace("\xa0", " ")
    invitation = seance.invitations.get()
    assert (invitation.jeune, invitation.categorie) == (jeune, CategorieInvite.JEUNE)


def test_a_youth_whom_one_does_not_follow_is_neither_found_nor_invited(client, page, seance, conseillere):
    autre = JeuneFactory(nom="Duchemin")
    assert "Personne de ce nom" in client.get(page, {"q": "duchemin"}).content.decode()
    reponse = client.post(page, {"inviter_jeunes": "1", "jeunes": [str(autre.pk)]})
    assert "n’est plus parmi les jeunes que vous suivez" in reponse.content.decode()
    assert not seance.invitations.exists()


@pytest.mark.parametrize("jeunes", [[], ["pas-un-identifiant"], ["\x00"]])
def test_a_choice_that_is_none_is_said_beside_the_list(client, page, seance, suivi, jeunes):
    suivi(nom="Duchemin")
    assert client.post(page, {"inviter_jeunes": "1", "jeunes": jeunes}).status_code == 200
    assert not seance.invitations.exists()


def test_a_youth_is_invited_once_and_said_to_be_on_the_list(client, page, seance, suivi):
    jeune = suivi(nom="Duchemin")
    for _ in range(2):
        client.post(page, {"inviter_jeunes": "1", "jeunes": [str(jeune.pk)]})
    assert seance.invitations.count() == 1
    assert "(sur la liste)" in client.get(page, {"q": "duchemin"}).content.decode()


def test_those_who_came_to_the_regroupement_are_proposed_without_a_search(client, page, seance, suivi):
    venue, absente_du_groupe = suivi(nom="Venue"), suivi(nom="Ailleurs")
    InscriptionFactory(seance=SeanceFactory(regroupement=seance.regroupement), jeune=venue)
    content = client.get(page).content.decode()
    assert "Jeunes déjà venus à ce regroupement" in content
    assert str(venue.pk) in content
    assert str(absente_du_groupe.pk) not in content


def test_the_presence_of_the_list_is_the_presence_of_the_invitation(suivi):
    hier = timezone.now() - datetime.timedelta(days=1)
    seance, now = SeanceFactory(debut_le=hier), timezone.now()
    venue, absente, libre = suivi(nom="A"), suivi(nom="B"), suivi(nom="C")
    inscrites = [InscriptionFactory(seance=seance, jeune=jeune) for jeune in (venue, absente)]
    by = UtilisateurFactory()
    invite_jeunes(seance=seance, jeunes=[venue, absente, libre], by=by, now=now)
    typed = {inscrites[0].pk: "present", inscrites[1].pk: "excuse"}
    before = services.record_presences(seance=seance, presences=typed, now=now)
    presences = dict(seance.invitations.values_list("jeune__nom", "presence"))
    assert presences == {"A": "present", "B": "absent", "C": ""}
    services.record_presences(seance=seance, presences=before, now=now)
    assert set(seance.invitations.values_list("presence", flat=True)) == {""}
    services.register_sur_place(jeune=libre, seance=seance, by=by, now=now)
    assert seance.invitations.get(jeune=libre).presence == "present"


def test_an_erased_youth_stays_counted_without_a_name(suivi, seance):
    jeune = suivi(nom="Duchemin")
    invite_jeunes(seance=seance, jeunes=[jeune], by=UtilisateurFactory(), now=timezone.now())
    jeune.delete()
    assert seance.invitations.get().qui == "Jeune"


@pytest.mark.parametrize("nombre", [1, 10])
def test_invited_youths_cost_the_same_for_many(client, page, seance, suivi, nombre, django_assert_max_num_queries):
    jeunes = [suivi(nom=f"Duchemin {n}") for n in range(2 * nombre)]
    invite_jeunes(seance=seance, jeunes=jeunes[:nombre], by=UtilisateurFactory(), now=timezone.now())
    with django_assert_max_num_queries(12):
        assert client.get(page, {"q": "duchemin"}).status_code == 200
