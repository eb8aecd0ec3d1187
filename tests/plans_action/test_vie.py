"""The life of a fiche: decisions in order, dated notes."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from plans_action import services
from plans_action.choix import StatutFiche
from plans_action.historique import build_historique
from plans_action.models import FicheAction
from plans_action.transitions import TRANSITIONS
from tests.factories import FicheActionFactory


def decide(client, fiche, statut, **data):
    """Send the form of the state."""
    data = {"version": fiche.version, "statut": statut, "motif": "Adoptée.", **data}
    return client.post(reverse("plans_action:fiche-statut", args=[fiche.pk]), data)


@pytest.fixture
def idee(db):
    return FicheActionFactory(statut="idee")


def test_every_state_can_be_reached_and_left():
    assert set(TRANSITIONS) == set(StatutFiche)
    assert {apres for suites in TRANSITIONS.values() for apres in suites} == set(StatutFiche)
    assert all(avant not in suites for avant, suites in TRANSITIONS.items())


@pytest.mark.parametrize("avant", StatutFiche.values)
def test_only_the_states_that_may_follow_are_offered(client, diane, avant):
    fiche = FicheActionFactory(statut=avant)
    client.force_login(diane)
    page = client.get(reverse("plans_action:fiche-statut", args=[fiche.pk]))
    assert [code for code, _ in page.context["form"].fields["statut"].choices] == ["", *TRANSITIONS[avant]]


@pytest.mark.parametrize("avant", StatutFiche.values)
@pytest.mark.parametrize("apres", StatutFiche.values)
def test_the_service_keeps_to_the_table(adele, avant, apres):
    fiche = FicheActionFactory(statut=avant)
    change = {"fiche": fiche, "statut": apres, "motif": "x", "version": 1, "by": adele, "now": timezone.now()}
    if apres in TRANSITIONS[avant]:
        assert services.change_statut(**change).statut == apres
    else:
        with pytest.raises(services.PlanRefuse, match="ne peut pas devenir"):
            services.change_statut(**change)
        assert FicheAction.objects.get(pk=fiche.pk).statut == avant


def test_a_decision_says_who_when_and_why(client, diane, idee):
    client.force_login(diane)
    decide(
        client, idee, "validee", decidee_par="Commission de suivi", decidee_le="2026-03-03", motif="Besoin <b>réel</b>"
    )
    decision = idee.decisions.get()
    assert (decision.avant, decision.apres, decision.decidee_par) == ("idee", "validee", "Commission de suivi")
    assert (decision.decidee_le, decision.saisie_par) == (datetime.date(2026, 3, 3), diane)
    page = client.get(idee.get_absolute_url()).content.decode()
    assert "Commission de suivi" in page
    assert "Besoin &lt;b&gt;réel&lt;/b&gt;" in page
    assert "Commission de suivi" in build_historique(idee)[0].motif


def test_left_empty_the_decision_is_mine_and_of_today(client, diane, idee):
    client.force_login(diane)
    decide(client, idee, "proposee")
    decision = idee.decisions.get()
    assert (decision.decidee_par, decision.decidee_le) == (str(diane), timezone.localdate())


def test_a_state_that_cannot_follow_or_a_day_to_come_is_refused(client, diane, idee):
    client.force_login(diane)
    assert "ne peut pas suivre" in decide(client, idee, "realisee").content.decode()
    assert "dans l’avenir" in decide(client, idee, "validee", decidee_le="2090-01-01").content.decode()
    assert not idee.decisions.exists()


def test_notes_are_dated_signed_and_leave_the_fiche_as_it_is(client, alice, idee):
    client.force_login(alice)
    url = reverse("plans_action:fiche-noter", args=[idee.pk])
    client.post(url, {"jour": "2026-01-05", "texte": "La salle est trop petite"})
    page = client.get(idee.get_absolute_url()).content.decode()
    assert "La salle est trop petite" in page
    assert page.count(str(alice)) > 1
    assert FicheAction.objects.get().version == idee.version


@pytest.mark.parametrize("who", ["charlie", "zoe"])
def test_notes_stay_between_professionals(client, request, alice, idee, who):
    services.add_note(fiche=idee, texte="Entre nous", jour=timezone.localdate(), by=alice, now=timezone.now())
    client.force_login(request.getfixturevalue(who))
    assert "Entre nous" not in client.get(idee.get_absolute_url()).content.decode()
    assert client.post(reverse("plans_action:fiche-noter", args=[idee.pk]), {"texte": "x"}).status_code == 404


def test_an_empty_note_or_one_of_tomorrow_is_refused(client, alice, idee):
    client.force_login(alice)
    url = reverse("plans_action:fiche-noter", args=[idee.pk])
    client.post(url, {"jour": "2090-01-01", "texte": "x"})
    client.post(url, {"jour": "2026-01-01", "texte": " "})
    assert not idee.notes.exists()
