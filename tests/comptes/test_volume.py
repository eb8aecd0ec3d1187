"""Who opens far more files in a day than the work needs is shown to the direction; the journal says what was read."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from comptes import services, volume
from comptes.choix import ActionJournal, FenetreAlerte
from comptes.models import AlerteVolume
from tests.factories import JeuneFactory, UtilisateurFactory

JOURNAL = "/equipe/journal/"
MIDI = timezone.make_aware(datetime.datetime(2026, 3, 10, 12))


@pytest.fixture(autouse=True)
def _seuil(settings):
    settings.DOSSIERS_PAR_JOUR_ALERTE = 3


def lit(who, jeunes, *, now=MIDI, action=ActionJournal.LECTURE, motif=""):
    for jeune in jeunes:
        services.record_access(user=who, action=action, objet=jeune, motif=motif, now=now)


def test_above_the_threshold_the_direction_is_told_once_without_a_name(client, alice, diane):
    lit(alice, JeuneFactory.create_batch(4))
    for _twice in range(2):
        volume.check_volume(now=MIDI + datetime.timedelta(hours=1))
    assert [m.to for m in mail.outbox] == [[diane.email]]
    assert AlerteVolume.objects.get().fenetre == FenetreAlerte.JOUR
    assert alice.nom not in mail.outbox[0].body + mail.outbox[0].subject
    assert (AlerteVolume.objects.get().nombre, AlerteVolume.objects.get().seuil) == (4, 3)


def test_it_counts_files_of_the_day_not_openings(alice, diane):
    jeunes = JeuneFactory.create_batch(4)
    lit(alice, jeunes[:3])
    lit(alice, jeunes[:3])
    lit(alice, jeunes, now=MIDI - datetime.timedelta(days=1))
    assert volume.check_volume(now=MIDI + datetime.timedelta(hours=1)) == 0


def test_files_opened_with_a_reason_count_and_the_number_grows_without_another_mail(alice, diane):
    lit(alice, JeuneFactory.create_batch(4), action=ActionJournal.LECTURE_MOTIVEE, motif="relais")
    volume.check_volume(now=MIDI)
    lit(alice, JeuneFactory.create_batch(2))
    volume.check_volume(now=MIDI)
    assert AlerteVolume.objects.get().nombre == 6
    assert len(mail.outbox) == 1


def test_who_it_is_about_is_not_the_one_told_when_another_can_be(diane):
    autre = UtilisateurFactory(role="direction")
    lit(diane, JeuneFactory.create_batch(4))
    volume.check_volume(now=MIDI)
    assert [m.to for m in mail.outbox] == [[autre.email]]


def test_the_direction_reads_the_journal_with_reasons_and_unusual_days(client, alice, diane):
    lit(alice, JeuneFactory.create_batch(4), now=timezone.now())
    lit(alice, [JeuneFactory()], now=timezone.now(), action=ActionJournal.LECTURE_MOTIVEE, motif="relais de Bruno")
    volume.check_volume(now=timezone.now())
    client.force_login(diane)
    page = client.get(JOURNAL).content.decode()
    assert "Des journées inhabituelles" in page
    assert "relais de Bruno" in page
    filtered = client.get(JOURNAL, {"q": alice.email, "action": "lecture_motivee", "jour": str(timezone.localdate())})
    assert [line.motif for line, *_ in filtered.context["lignes"]] == ["relais de Bruno"]


@pytest.mark.parametrize("who", ["alice", "adele", "carole", "charlie", "zoe"])
def test_nobody_else_reads_it(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("comptes:journal-list")).status_code == 404


@pytest.mark.parametrize("valeur", ["\x00", "pas-un-dossier", "x" * 10_000, "9999-12-31", "0001-01-01", "-1"])
def test_odd_filters_are_never_an_error(client, diane, valeur):
    client.force_login(diane)
    assert client.get(JOURNAL, dict.fromkeys(["q", "action", "jour", "dossier", "page"], valeur)).status_code == 200


@pytest.mark.parametrize("lignes", [1, 10])
def test_the_journal_asks_the_same_number_of_queries(client, alice, diane, lignes, django_assert_num_queries):
    lit(alice, JeuneFactory.create_batch(lignes))
    client.force_login(diane)
    client.get(JOURNAL)
    with django_assert_num_queries(5):
        client.get(JOURNAL)


# --- Within an hour, and against one's own habit ----------------------------------------------------------------------


@pytest.fixture
def _a_l_heure(settings):
    settings.DOSSIERS_PAR_JOUR_ALERTE, settings.DOSSIERS_PAR_HEURE_ALERTE = 1000, 3


def minutes(*values):
    return [MIDI + datetime.timedelta(minutes=value) for value in values]


@pytest.mark.usefixtures("_a_l_heure")
@pytest.mark.parametrize(
    ("moments", "alertes"),
    [((0, 10, 20, 59), [4]), ((0, 10, 20, 60), []), ((0, 30, 40, 50, 70), [4])],
    ids=["within an hour", "an hour later", "a window that slides"],
)
def test_the_hour_slides(alice, diane, moments, alertes):
    for moment, jeune in zip(minutes(*moments), JeuneFactory.create_batch(len(moments)), strict=True):
        lit(alice, [jeune], now=moment)
    volume.check_volume(now=MIDI + datetime.timedelta(hours=5))
    assert list(AlerteVolume.objects.values_list("nombre", flat=True)) == alertes


@pytest.mark.usefixtures("_a_l_heure")
def test_the_same_files_opened_again_are_no_more_files(alice, diane):
    jeunes = JeuneFactory.create_batch(3)
    for moment in minutes(0, 10, 20):
        lit(alice, jeunes, now=moment)
    assert volume.check_volume(now=MIDI + datetime.timedelta(hours=1)) == 0


@pytest.mark.usefixtures("_a_l_heure")
def test_an_hour_across_midnight_is_told_once(alice, diane):
    minuit = MIDI + datetime.timedelta(hours=12)
    for minute in (-20, -10, 5, 10):
        lit(alice, [JeuneFactory()], now=minuit + datetime.timedelta(minutes=minute))
    assert volume.check_volume(now=minuit - datetime.timedelta(minutes=1)) == 0
    assert volume.check_volume(now=minuit + datetime.timedelta(minutes=20)) == 1
    alerte = AlerteVolume.objects.get()
    assert (alerte.fenetre, alerte.nombre, alerte.jour) == ("heure", 4, timezone.localdate(minuit))


@pytest.mark.parametrize(("jours", "alertes"), [(10, 1), (9, 0)], ids=["a habit", "too few days to speak of one"])
def test_three_times_one_s_own_median_is_unusual(alice, diane, settings, jours, alertes):
    settings.DOSSIERS_PAR_JOUR_ALERTE, jeunes = 1000, JeuneFactory.create_batch(25)
    for jour in range(1, jours + 1):
        lit(alice, jeunes[: 8 if jour % 2 else 7], now=MIDI - datetime.timedelta(days=jour))
    lit(alice, jeunes)
    assert volume.check_volume(now=MIDI) == alertes
    assert [(a.nombre, a.seuil, a.fenetre) for a in AlerteVolume.objects.all()] == [(25, 22, "habitude")] * alertes


def test_the_administration_is_told_and_sees_the_account_but_no_file(client, alice, diane, adele):
    lit(alice, JeuneFactory.create_batch(4), now=timezone.now())
    volume.check_volume(now=timezone.now())
    assert [m.to for m in mail.outbox] == [[diane.email], [adele.email]]
    assert "/equipe/journal/" not in mail.outbox[1].body
    client.force_login(adele)
    page = client.get(reverse("comptes:compte-list")).content.decode()
    assert "Activité inhabituelle" in page
    assert str(alice) in page


def test_an_alarm_says_over_how_long(client, alice, diane, settings):
    settings.DOSSIERS_PAR_HEURE_ALERTE = 2
    lit(alice, JeuneFactory.create_batch(4), now=timezone.now())
    volume.check_volume(now=timezone.now())
    client.force_login(diane)
    assert "en une heure (seuil\xa0: 2)" in client.get(JOURNAL).content.decode()


def test_the_journal_shows_who_opened_one_file(client, alice, bruno, diane):
    mien, autre = JeuneFactory.create_batch(2)
    lit(alice, [mien, autre], now=timezone.now())
    lit(bruno, [mien], now=timezone.now())
    client.force_login(diane)
    assert f"?dossier={mien.pk}" in client.get(JOURNAL).content.decode()
    page = client.get(JOURNAL, {"dossier": str(mien.pk)})
    assert {line.utilisateur for line, *_ in page.context["lignes"]} == {alice, bruno}
    assert {line.objet_id for line, *_ in page.context["lignes"]} == {str(mien.pk)}
    # The direction follows nobody: the way into the file is the one that asks why.
    acces = reverse("jeunes:jeune-acces", args=[mien.pk])
    assert f'href="{acces}"' in page.content.decode()
    assert client.get(acces).status_code == 200
