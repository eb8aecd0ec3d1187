"""The journal of accesses: added to, read, never changed, purged after twelve months."""

import datetime

import pytest
from django.utils import timezone

from comptes import services
from comptes.choix import ActionJournal
from comptes.models import JournalAcces, JournalFerme
from tests.factories import JeuneFactory


@pytest.fixture
def ligne(alice):
    return services.record_access(user=alice, action=ActionJournal.LECTURE, objet=JeuneFactory(), motif="relais")


def test_a_line_says_who_opened_which_file_and_why_without_its_content(ligne, alice):
    assert (ligne.utilisateur, ligne.action, ligne.objet_type, ligne.motif) == (
        alice,
        "lecture",
        "jeunes.jeune",
        "relais",
    )


@pytest.mark.parametrize(
    "attempt",
    [
        lambda ligne: ligne.save(),
        lambda ligne: ligne.delete(),
        lambda ligne: JournalAcces.objects.filter(pk=ligne.pk).update(motif="autre"),
        lambda ligne: JournalAcces.objects.filter(pk=ligne.pk).delete(),
    ],
    ids=["save", "delete", "update", "delete_many"],
)
def test_a_line_is_never_changed(ligne, attempt):
    with pytest.raises(JournalFerme):
        attempt(ligne)
    assert JournalAcces.objects.get(pk=ligne.pk).motif == "relais"


def test_a_line_outlives_the_account(ligne, alice):
    alice.conseiller.delete()
    alice.delete()
    assert JournalAcces.objects.get(pk=ligne.pk).utilisateur is None


def test_only_lines_older_than_twelve_months_are_purged_and_twice_is_once(alice):
    now = timezone.now()
    for days in (10, 364, 366):
        objet = alice
        services.record_access(
            user=alice, action=ActionJournal.EXPORT, objet=objet, now=now - datetime.timedelta(days=days)
        )
    assert [services.purge_journal(now=now), services.purge_journal(now=now)] == [1, 0]
    assert JournalAcces.objects.count() == 2
