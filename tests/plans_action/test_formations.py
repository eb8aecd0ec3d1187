"""The register of the team's training: a refusal and a cancellation say why."""

import pytest
from django.urls import reverse

from plans_action.models import DemandeFormation, Formation
from tests.factories import ConseillerFactory, DemandeFormationFactory, FormationFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def direction(client):
    client.force_login(UtilisateurFactory(role="direction"))


def ask(client, demande, **champs):
    url = reverse("plans_action:demande-update", args=[demande.pk])
    typed = {"conseiller": "", "intitule": "Écouter", "jour": "2026-01-15", "motif": "", "decidee_le": "", **champs}
    return client.post(url, typed)


def test_a_request_is_noted_for_somebody(client):
    qui = ConseillerFactory()
    typed = {"conseiller": qui.pk, "intitule": "Écouter", "jour": "2026-01-15", "statut": "demandee"}
    client.post(reverse("plans_action:demande-create"), typed)
    assert DemandeFormation.objects.get().conseiller == qui


def test_a_refusal_says_when_and_why(client):
    demande = DemandeFormationFactory()
    page = ask(client, demande, statut="refusee").content.decode()
    assert "Dites pourquoi la demande est refusée." in page
    assert "Dites quel jour" in page
    ask(client, demande, statut="refusee", decidee_le="2026-02-01", motif="budget")
    demande.refresh_from_db()
    assert (demande.statut, demande.motif) == ("refusee", "budget")


def test_a_request_without_answer_is_said_as_in_the_list(client):
    page = client.get(reverse("plans_action:demande-create")).content.decode()
    assert "Attend une réponse" in page
    assert ">Demandée<" not in page


def test_an_answer_does_not_come_before_the_request(client):
    page = ask(client, DemandeFormationFactory(), statut="acceptee", decidee_le="2026-01-01").content.decode()
    assert "précéder la demande" in page


def test_a_cancelled_session_says_why(client):
    formation = FormationFactory()
    url = reverse("plans_action:formation-update", args=[formation.pk])
    typed = {"intitule": "Écouter", "jour": "2026-01-15", "statut": "annulee", "motif": ""}
    assert "Dites pourquoi la formation" in client.post(url, typed).content.decode()
    client.post(url, {**typed, "motif": "participants"})
    assert Formation.objects.get().statut == "annulee"


@pytest.mark.parametrize("nombre", [1, 10])
def test_the_register_costs_the_same_for_many(client, nombre, django_assert_max_num_queries):
    for _ in range(nombre):
        DemandeFormationFactory(conseiller=ConseillerFactory())
        FormationFactory()
    with django_assert_max_num_queries(8):
        assert client.get(reverse("plans_action:formation-list")).status_code == 200
