"""The dates of the bilans: computed from the start of the projet, movable with a reason."""

import datetime

import pytest
from django.urls import reverse

from plans_action.dates_bilans import moved_dates
from tests.factories import ProjetAssociatifFactory

pytestmark = pytest.mark.django_db
DEBUT = datetime.date(2025, 6, 1)


@pytest.fixture
def projet():
    return ProjetAssociatifFactory(debut=DEBUT, actif=True)


def save(client, projet, **champs):
    said = {"titre": projet.titre, "debut": projet.debut.isoformat(), "actif": "on", **champs}
    return client.post(reverse("plans_action:projet-update", args=[projet.pk]), said, follow=True)


def test_a_date_is_not_moved_without_a_reason(client, adele, projet):
    client.force_login(adele)
    page = save(client, projet, bilan_intermediaire_le="2026-12-15")
    assert "Dites pourquoi" in page.content.decode()
    projet.refresh_from_db()
    assert projet.bilan_intermediaire_le is None


@pytest.mark.parametrize("champs", [{"titre": "Autre titre"}, {"bilan_intermediaire_le": "2026-12-01"}])
def test_what_moves_no_date_asks_for_nothing(client, adele, projet, champs):
    client.force_login(adele)
    assert "est enregistré" in save(client, projet, **champs).content.decode()
    assert moved_dates(projet) == {}


def test_a_moved_date_says_why_when_and_by_whom(client, adele, diane, projet):
    client.force_login(adele)
    save(client, projet, bilan_intermediaire_le="2026-12-15", motif="La commission se réunit plus tard.")
    save(client, projet, bilan_intermediaire_le="2026-12-15", titre="Nouveau titre")
    moved = moved_dates(projet)
    assert set(moved) == {"intermediaire"}
    assert (moved["intermediaire"].motif, moved["intermediaire"].par) == (
        "La commission se réunit plus tard.",
        str(adele),
    )
    client.force_login(diane)
    page = client.get(reverse("evaluation:bilan-list")).content.decode()
    assert "La commission se réunit plus tard." in page
    assert "au lieu du mardi 1er décembre" in page.replace("\u00a0", " ")


def test_another_start_moves_both_and_the_history_keeps_it(client, adele, projet):
    client.force_login(adele)
    assert "Dites pourquoi" in save(client, projet, debut="2025-07-01").content.decode()
    save(client, projet, debut="2025-07-01", motif="Voté en juin")
    assert set(moved_dates(projet)) == {"intermediaire", "final"}
    page = client.get(reverse("plans_action:projet-historique", args=[projet.pk])).content.decode()
    assert "Voté en juin" in page
