import datetime
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.management import call_command
from django.utils import timezone
from icalendar import Calendar

from participation import services, tasks
from participation.models import Inscription
from tests.factories import JeuneFactory, LieuFactory, SeanceFactory

pytestmark = pytest.mark.django_db

MOTS_SENSIBLES = ("violence", "santé", "justice", "CEJ", "addiction", "atelier")


@pytest.fixture
def partir(django_capture_on_commit_callbacks):
    """Run what a service queues."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def agenda(mail):
    [(_, contenu, _)] = mail.attachments
    calendrier = Calendar.from_ical(contenu)
    return calendrier, next(c for c in calendrier.subcomponents if c.name == "VEVENT")


def test_a_place_is_confirmed_with_its_calendar_file(partir, inscrire, mailoutbox, petite_seance):
    with partir():
        inscription = inscrire(petite_seance)
    [mail] = mailoutbox
    assert mail.to == [inscription.jeune.email]
    assert "Votre place est réservée" in mail.body
    calendrier, event = agenda(mail)
    assert calendrier["method"] == "PUBLISH"
    assert event["dtstart"].dt == petite_seance.debut_le.replace(microsecond=0)
    assert "VTIMEZONE" in [c.name for c in calendrier.subcomponents]
    assert str(inscription.pk) in event["uid"]


def test_who_waits_gets_no_calendar_file(partir, inscrire, mailoutbox):
    seance = SeanceFactory(places=1)
    inscrire(seance)
    with partir():
        inscrire(seance)
    assert "liste d’attente" in mailoutbox[-1].body
    assert mailoutbox[-1].attachments == []


def test_a_place_that_falls_to_somebody_is_told_once(partir, inscrire, mailoutbox, maintenant):
    seance = SeanceFactory(places=1)
    with partir():
        first, second = inscrire(seance), inscrire(seance)
    with partir():
        services.cancel_inscription(inscription=first, now=maintenant)
    assert [m.to[0] for m in mailoutbox[2:]] == [second.jeune.email, first.jeune.email]
    assert "s’est libérée" in mailoutbox[2].subject
    assert agenda(mailoutbox[2])[1]["uid"].startswith(str(second.pk))
    tasks.send_message(inscription_id=str(second.pk))
    assert len(mailoutbox) == 4


@pytest.mark.parametrize("encore", [0, 1])
def test_a_place_that_falls_says_that_others_wait_only_when_they_do(partir, inscrire, mailoutbox, maintenant, encore):
    seance = SeanceFactory(places=1)
    first = inscrire(seance)
    for _ in range(1 + encore):
        inscrire(seance)
    with partir():
        services.cancel_inscription(inscription=first, now=maintenant)
    told = next(mail for mail in mailoutbox if "s’est libérée" in mail.subject)
    assert ("d’autres attendent" in told.body) is bool(encore)


def test_leaving_takes_the_rendez_vous_out_of_the_calendar(partir, inscrire, mailoutbox, petite_seance, maintenant):
    with partir():
        inscription = inscrire(petite_seance)
    with partir():
        services.cancel_inscription(inscription=inscription, now=maintenant)
    (_, before), (calendrier, after) = agenda(mailoutbox[0]), agenda(mailoutbox[1])
    assert (calendrier["method"], after["status"]) == ("CANCEL", "CANCELLED")
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]


def test_a_move_is_told_to_those_on_the_list_with_a_later_sequence(partir, inscrire, mailoutbox, maintenant):
    seance = SeanceFactory(places=1)
    with partir():
        inscrire(seance), inscrire(seance)
    with partir():
        services.update_seance(
            seance=seance,
            debut_le=seance.debut_le,
            fin_le=seance.fin_le,
            lieu=LieuFactory(nom="Mairie annexe"),
            places=1,
            titre="",
            fiche_action=None,
            animateurs=[],
            now=maintenant,
        )
    moved = mailoutbox[2:]
    assert ["Mairie annexe" in mail.body for mail in moved] == [True, True]
    assert agenda(moved[0])[1]["sequence"] == 2
    assert moved[1].attachments == []


def test_a_cancelled_seance_is_told_to_everybody_on_the_list_only(partir, inscrire, mailoutbox, maintenant):
    seance = SeanceFactory(places=1)
    left = inscrire(seance)
    services.cancel_inscription(inscription=left, now=maintenant)
    inscriptions = [inscrire(seance), inscrire(seance)]
    with partir():
        services.cancel_seance(seance=seance, now=maintenant)
    assert {mail.to[0] for mail in mailoutbox} == {i.jeune.email for i in inscriptions}
    assert {mail.subject.split(" :")[0] for mail in mailoutbox} == {"Annulé"}


@pytest.mark.parametrize("canal", ["aucun", "sms", "appel"])
def test_no_mail_leaves_to_who_must_not_be_written_to(partir, inscrire, mailoutbox, petite_seance, canal):
    with partir():
        inscription = inscrire(petite_seance, JeuneFactory(avec_compte=True, canal_sur=canal))
    assert mailoutbox == []
    assert inscription.a_appeler


def test_no_message_says_why_somebody_comes(partir, inscrire, mailoutbox, maintenant, db):
    seance = SeanceFactory(places=1, titre="Atelier santé et violences", regroupement__titre="Atelier justice")
    with partir():
        first, _ = inscrire(seance), inscrire(seance)
    with partir():
        services.cancel_inscription(inscription=first, now=maintenant)
    with partir():
        services.cancel_seance(seance=seance, now=maintenant)
    assert len(mailoutbox) == 5
    written = " ".join(f"{m.subject} {m.body} {[c for _, c, _ in m.attachments]}" for m in mailoutbox).lower()
    assert [mot for mot in MOTS_SENSIBLES if mot.lower() in written] == []


def test_a_server_that_fails_leaves_the_message_to_be_sent(inscrire, petite_seance, mailoutbox, monkeypatch):
    inscription = inscrire(petite_seance)
    with monkeypatch.context() as down:
        down.setattr("django.core.mail.EmailMessage.send", _raise(SMTPServerDisconnected("down")))
        with pytest.raises(SMTPServerDisconnected):
            tasks._tell(str(inscription.pk), timezone.now())
    call_command("envoyer_messages")
    assert len(mailoutbox) == 1
    call_command("envoyer_messages")
    assert len(mailoutbox) == 1


def test_an_address_that_does_not_exist_is_not_tried_for_ever(inscrire, petite_seance, monkeypatch):
    inscription = inscrire(petite_seance)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", _raise(SMTPRecipientsRefused({})))
    tasks.send_message(inscription_id=str(inscription.pk))
    assert not Inscription.objects.with_message_du(now=timezone.now()).exists()


def test_a_worker_killed_while_it_wrote_is_replaced_after_its_lease(inscrire, petite_seance, mailoutbox):
    inscription = inscrire(petite_seance)
    row = Inscription.objects.filter(pk=inscription.pk)
    row.update(envoi_reserve_le=timezone.now())
    tasks.send_message(inscription_id=str(inscription.pk))
    assert mailoutbox == []
    row.update(envoi_reserve_le=timezone.now() - tasks.BAIL - datetime.timedelta(seconds=1))
    tasks.send_message(inscription_id=str(inscription.pk))
    assert len(mailoutbox) == 1


def _raise(error):
    def send(*args, **kwargs):
        raise error

    return send
