"""Pilote or collaborateur: chosen by the team for each séance, said to the youth, kept from one séance to the next."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from participation import services
from participation.mesures import VENTILATIONS_INSCRIPTION
from tests.factories import AccompagnementFactory, InscriptionFactory, RegroupementFactory, SeanceFactory

pytestmark = pytest.mark.django_db


def presence_url(seance):
    return reverse("participation:presence", kwargs={"pk": seance.pk})


def roles(seance):
    return dict(seance.inscriptions.values_list("pk", "participation"))


@pytest.fixture
def pro(client, alice):
    client.force_login(alice)
    return client


def test_the_team_says_who_leads_before_the_day_comes(pro, inscrire, petite_seance):
    lead, join = inscrire(petite_seance), inscrire(petite_seance)
    page = pro.get(presence_url(petite_seance)).content.decode()
    assert "Qui pilote la séance" in page
    assert "presence-" not in page
    data = {"participant": [lead.pk, join.pk], "pilote": [lead.pk]}
    assert "Les rôles sont enregistrés" in pro.post(presence_url(petite_seance), data, follow=True).content.decode()
    assert roles(petite_seance) == {lead.pk: "pilote", join.pk: "collaborateur"}
    pro.post(presence_url(petite_seance), {"participant": [lead.pk, join.pk], "pilote": [join.pk]})
    assert roles(petite_seance) == {lead.pk: "collaborateur", join.pk: "pilote"}


def test_the_day_s_presences_and_roles_are_saved_together(pro):
    seance = SeanceFactory(debut_le=timezone.now() - datetime.timedelta(minutes=5), places_prises=2)
    lead, join = InscriptionFactory.create_batch(2, seance=seance)
    data = {"participant": [lead.pk, join.pk], "pilote": [lead.pk], f"presence-{join.pk}": "absent", "tous": "1"}
    pro.post(presence_url(seance), data)
    assert roles(seance) == {lead.pk: "pilote", join.pk: "collaborateur"}
    assert dict(seance.inscriptions.values_list("pk", "presence")) == {lead.pk: "present", join.pk: "absent"}
    pro.post(presence_url(seance), {"participant": [lead.pk, join.pk], "defaire": "1"})
    assert roles(seance)[lead.pk] == "pilote"


def test_who_was_not_on_the_screen_keeps_the_role(inscrire, petite_seance):
    shown, promoted = inscrire(petite_seance), inscrire(petite_seance, participation="pilote")
    assert services.record_pilotes(seance=petite_seance, among=[shown.pk], pilotes=[]) == 0
    assert roles(petite_seance)[promoted.pk] == "pilote"


@pytest.mark.parametrize("invented", ["x", "00000000-0000-0000-0000-000000000000"])
def test_an_invented_person_is_ignored(pro, inscrire, petite_seance, invented):
    one = inscrire(petite_seance)
    pro.post(presence_url(petite_seance), {"participant": [invented, one.pk], "pilote": [invented]})
    assert roles(petite_seance) == {one.pk: "collaborateur"}


def test_a_cancelled_seance_changes_no_role(pro, inscrire, petite_seance, maintenant):
    one = inscrire(petite_seance)
    services.cancel_seance(seance=petite_seance, now=maintenant)
    answer = pro.post(presence_url(petite_seance), {"participant": [one.pk], "pilote": [one.pk]}, follow=True)
    assert "les rôles ne changent plus" in answer.content.decode()
    assert roles(petite_seance) == {one.pk: "collaborateur"}


@pytest.fixture
def lead_of_last_time(zoe):
    """Zoé led the group's last séance, after having joined the one before."""
    groupe = RegroupementFactory()
    for jours, role in ((60, "collaborateur"), (30, "pilote")):
        past = SeanceFactory(regroupement=groupe, debut_le=timezone.now() - datetime.timedelta(days=jours))
        InscriptionFactory(seance=past, jeune=zoe.jeune, participation=role, presence="present")
    return SeanceFactory(regroupement=groupe)


def test_the_role_of_last_time_comes_back(client, zoe, lead_of_last_time):
    client.force_login(zoe)
    url = reverse("participation:inscription-create", kwargs={"pk": lead_of_last_time.pk})
    page = client.post(url, follow=True).content.decode()
    assert lead_of_last_time.inscriptions.get().participation == "pilote"
    assert "Vous pilotez cette séance" in page
    assert "Vous pilotez" in client.get(reverse("participation:mes-seances")).content.decode()


def test_the_role_of_last_time_comes_back_when_the_team_signs_up(pro, alice, zoe, lead_of_last_time):
    AccompagnementFactory(jeune=zoe.jeune, conseiller=alice.conseiller)
    url = reverse("participation:inscription-equipe-create", kwargs={"pk": lead_of_last_time.pk})
    pro.post(url, {"jeune": zoe.jeune.pk})
    assert lead_of_last_time.inscriptions.get().participation == "pilote"


def test_another_group_starts_anew(client, zoe, lead_of_last_time):
    other = SeanceFactory()
    client.force_login(zoe)
    page = client.post(reverse("participation:inscription-create", kwargs={"pk": other.pk}), follow=True)
    assert other.inscriptions.get().participation == "collaborateur"
    assert "Vous participez" in page.content.decode()


def test_figures_break_down_by_role():
    assert VENTILATIONS_INSCRIPTION["participation"].libelle == "Type de participation"
