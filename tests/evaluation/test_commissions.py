"""Members of the two commissions."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.models import Convocation, MembreCommission
from tests.factories import MembreCommissionFactory, ProjetAssociatifFactory, ReunionFactory

pytestmark = pytest.mark.django_db


def membre(**reste):
    return {"commission": "suivi", "nom": "Odile Marchand", "college": "elus", "du": "2025-01-06", **reste}


@pytest.mark.parametrize(
    ("college", "voix"), [("elus", "deliberative"), ("administrations", "consultative"), ("jeunes", "consultative")]
)
def test_voice_follows_the_college_unless_it_is_said(client, diane, college, voix):
    client.force_login(diane)
    client.post(reverse("evaluation:membre-create"), membre(college=college))
    assert MembreCommission.objects.get().voix == voix


def test_direction_is_told_when_somebody_sits_in_both(client, diane):
    MembreCommissionFactory(commission="bilan", email="odile@example.org")
    client.force_login(diane)
    reponse = client.post(reverse("evaluation:membre-create"), membre(email="odile@example.org"), follow=True)
    page = reponse.content.decode()
    assert "siège aussi dans l’autre commission" in page
    assert page.count("Dans les deux commissions") == 2


def test_an_account_sits_once_in_a_commission(client, diane, carole):
    MembreCommissionFactory(compte=carole)
    client.force_login(diane)
    reponse = client.post(reverse("evaluation:membre-create"), membre(compte=str(carole.pk)))
    assert reponse.context["form"].errors["compte"]


@pytest.mark.parametrize("champ", ["du", "au"])
def test_bad_dates_are_answered_beside_the_field(client, diane, champ):
    client.force_login(diane)
    reponse = client.post(reverse("evaluation:membre-create"), membre(**{champ: "0000-99-99"}))
    assert reponse.context["form"].errors[champ]


def test_a_counsellor_s_account_opens_no_seat(client, diane, alice):
    client.force_login(diane)
    reponse = client.post(reverse("evaluation:membre-create"), membre(compte=str(alice.pk)))
    assert reponse.context["form"].errors["compte"]


def test_a_seat_ends_and_its_convocations_stay(client, diane):
    reste, part = MembreCommissionFactory(), MembreCommissionFactory()
    Convocation.objects.create(
        reunion=ReunionFactory(), membre=reste, nom=reste.nom, college=reste.college, voix=reste.voix
    )
    client.force_login(diane)
    for qui in (reste, part):
        client.post(reverse("evaluation:membre-retirer", args=[qui.pk]))
    [ancien] = MembreCommission.objects.all()
    assert ancien == reste
    assert ancien.au == timezone.localdate() - datetime.timedelta(days=1)
    assert "Anciens membres" in client.get(reverse("evaluation:commission-list")).content.decode()


@pytest.mark.parametrize(("who", "status"), [("diane", 200), ("carole", 200), ("alice", 404), ("adele", 404)])
def test_commissions_are_read_by_members_and_direction(client, request, who, status):
    MembreCommissionFactory()
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("evaluation:commission-list")).status_code == status


@pytest.mark.parametrize("nombre", [1, 10])
def test_page_asks_as_much_for_one_member_as_for_ten(client, diane, nombre, django_assert_num_queries):
    ReunionFactory.create_batch(nombre, projet=ProjetAssociatifFactory(actif=True))
    MembreCommissionFactory.create_batch(nombre)
    client.force_login(diane)
    client.get(reverse("evaluation:commission-list"))
    with django_assert_num_queries(6):
        client.get(reverse("evaluation:commission-list"))
