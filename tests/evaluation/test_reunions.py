import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.models import Reunion
from tests.factories import ProjetAssociatifFactory, ReunionFactory

pytestmark = pytest.mark.django_db
DEMAIN = (timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%dT14:00")


def test_direction_plans_a_meeting_that_becomes_the_next_one(client, diane):
    ProjetAssociatifFactory(actif=True)
    client.force_login(diane)
    client.post(reverse("evaluation:reunion-create"), {"commission": "suivi", "le": DEMAIN, "lieu": "Siège"})
    assert Reunion.objects.get().lieu == "Siège"
    assert "Siège" in client.get(reverse("evaluation:tableau")).content.decode()


def test_direction_moves_then_removes_a_meeting(client, diane):
    reunion = ReunionFactory()
    client.force_login(diane)
    adresse = reverse("evaluation:reunion-update", args=[reunion.pk])
    client.post(adresse, {"commission": "bilan", "le": DEMAIN, "lieu": "Mairie"})
    reunion.refresh_from_db()
    assert reunion.lieu == "Mairie"
    client.post(reverse("evaluation:reunion-delete", args=[reunion.pk]))
    assert not Reunion.objects.exists()


@pytest.mark.parametrize("le", ["", "demain", "9999-99-99T99:99", "\x00"])
def test_bad_dates_are_answered_beside_the_field(client, diane, le):
    ProjetAssociatifFactory(actif=True)
    client.force_login(diane)
    reponse = client.post(reverse("evaluation:reunion-create"), {"commission": "suivi", "le": le, "lieu": "<b>"})
    assert reponse.context["form"].errors["le"]
    assert "<b>" not in reponse.content.decode()


@pytest.mark.parametrize(
    ("who", "voir", "modifier"), [("diane", 200, 200), ("carole", 200, 404), ("alice", 404, 404), ("adele", 404, 404)]
)
def test_commission_reads_and_direction_writes(client, request, who, voir, modifier):
    reunion = ReunionFactory()
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("evaluation:reunion-list")).status_code == voir
    assert client.get(reverse("evaluation:reunion-update", args=[reunion.pk])).status_code == modifier


@pytest.mark.parametrize("nombre", [1, 10])
def test_list_asks_as_much_for_one_as_for_ten(client, diane, nombre, django_assert_num_queries):
    projet = ProjetAssociatifFactory(actif=True)
    ReunionFactory.create_batch(nombre, projet=projet)
    ReunionFactory.create_batch(nombre, projet=projet, le=timezone.now() - datetime.timedelta(days=9))
    client.force_login(diane)
    client.get(reverse("evaluation:reunion-list"))
    with django_assert_num_queries(5):
        client.get(reverse("evaluation:reunion-list"))
