"""Reminders: who hears of which date, once; what the person chooses; what two workers at once do not do."""

import datetime
import threading

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from plans_action import rappels, tasks
from plans_action.models import EnvoiRappels, Rappel, ReglageRappels
from structure.models import MissionLocale
from tests.factories import ConseillerFactory, EtapeFactory, FicheActionFactory, UtilisateurFactory
from tests.serveurs import wait_until

TODAY = datetime.date(2026, 11, 23)
NOW = datetime.datetime(2026, 11, 23, 7, tzinfo=datetime.UTC)


def dans(jours):
    return TODAY + datetime.timedelta(days=jours)


@pytest.fixture
def fiche(alice):
    fiche = FicheActionFactory(titre="Aller vers", numero=4)
    fiche.coordinateurs.add(alice.conseiller)
    return fiche


@pytest.fixture
def matin(django_capture_on_commit_callbacks):
    """Let a morning come, and its worker work."""

    def come(jour=TODAY):
        ecart = jour - TODAY
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "localdate", lambda value=None, tz=None: jour)
            patch.setattr(timezone, "now", lambda: NOW + ecart)
            with django_capture_on_commit_callbacks(execute=True):
                return tasks.preparer_rappels()

    return come


def test_who_coordinates_is_told_a_week_before(matin, fiche, mailoutbox):
    EtapeFactory(fiche=fiche, ordre=3, titre="Réunir les partenaires", echeance=dans(7))
    EtapeFactory(fiche=fiche, ordre=4, titre="Trop loin", echeance=dans(8))
    assert matin() == 1
    [mail] = mailoutbox
    assert mail.to == ["alice@example.org"]
    assert mail.subject == "Rappel : 1\u00a0date approche dans vos fiches-action"
    assert "Lundi 30 novembre\n  Étape 3 : Réunir les partenaires\n  Fiche 4. Aller vers\n" in mail.body
    assert f"{fiche.get_absolute_url()}#etape-" in mail.body
    assert "Trop loin" not in mail.body


def test_all_the_dates_of_a_day_come_in_one_message(matin, fiche, alice, mailoutbox):
    autre = FicheActionFactory(titre="Mobilité", evaluation_quand="25/11/2026", echeance=dans(4))
    autre.coordinateurs.add(alice.conseiller)
    EtapeFactory(fiche=fiche, ordre=1, echeance=dans(1))
    EtapeFactory(fiche=fiche, ordre=2, echeance=dans(0))
    matin()
    [mail] = mailoutbox
    assert mail.subject.startswith("Rappel : 4\u00a0dates approchent")
    assert [mot in mail.body for mot in ("Évaluation", "Fin de l’action", "Étape 1", "Étape 2")] == [True] * 4


def test_a_date_is_told_once_and_a_moved_date_again(matin, fiche, mailoutbox):
    etape = EtapeFactory(fiche=fiche, ordre=1, echeance=dans(5))
    matin()
    matin()
    matin(dans(1))
    assert len(mailoutbox) == 1
    etape.echeance = dans(6)
    etape.save()
    matin(dans(2))
    assert len(mailoutbox) == 2
    assert "Dimanche 29 novembre" in mailoutbox[1].body


def test_what_is_new_after_the_message_of_the_day_waits_for_tomorrow(matin, fiche, mailoutbox):
    EtapeFactory(fiche=fiche, ordre=1, echeance=dans(5))
    matin()
    EtapeFactory(fiche=fiche, ordre=2, titre="Ajoutée à midi", echeance=dans(2))
    assert matin() == 0
    matin(dans(1))
    assert len(mailoutbox) == 2
    assert "Ajoutée à midi" in mailoutbox[1].body
    assert "Étape 1" not in mailoutbox[1].body


@pytest.mark.parametrize("statut", ["idee", "proposee", "suspendue", "realisee", "abandonnee"])
def test_a_fiche_that_does_not_run_reminds_nobody(matin, fiche, mailoutbox, statut):
    EtapeFactory(fiche=fiche, echeance=dans(2))
    type(fiche).objects.update(statut=statut)
    matin()
    assert mailoutbox == []


@pytest.mark.parametrize("statut", ["faite", "abandonnee"])
def test_a_step_that_is_over_reminds_nobody(matin, fiche, mailoutbox, statut):
    EtapeFactory(fiche=fiche, echeance=dans(2), statut=statut)
    matin()
    assert mailoutbox == []


def test_a_step_done_between_the_preparation_and_the_mail_is_left_out(fiche, mailoutbox):
    etape = EtapeFactory(fiche=fiche, ordre=1, echeance=dans(2))
    rappels.prepare_rappels(today=TODAY, now=NOW)
    etape.statut = "faite"
    etape.save()
    envoi = EnvoiRappels.objects.get()
    assert rappels.send_rappels(envoi_id=envoi.pk, now=NOW, today=TODAY) is False
    assert mailoutbox == []
    assert not Rappel.objects.exists()  # reopened, it would be told


@pytest.mark.parametrize("depart", ["plus dans l’équipe", "compte fermé", "compte détaché", "personne de désigné"])
def test_when_nobody_who_coordinates_is_left_the_direction_hears(matin, fiche, alice, diane, mailoutbox, depart):
    EtapeFactory(fiche=fiche, ordre=1, echeance=dans(2))
    conseiller = alice.conseiller
    if depart == "plus dans l’équipe":
        conseiller.actif = False
    elif depart == "compte détaché":
        conseiller.utilisateur = None
    elif depart == "compte fermé":
        alice.is_active = False
        alice.save()
    else:
        fiche.coordinateurs.clear()
    conseiller.save()
    matin()
    [mail] = mailoutbox
    assert mail.to == [diane.email]
    assert "Personne ne coordonne plus ces fiches" in mail.body
    assert ("Alice Bertin" in mail.body) == (depart != "personne de désigné")


def test_one_who_left_beside_one_who_stays_leaves_the_direction_in_peace(matin, fiche, diane, mailoutbox):
    fiche.coordinateurs.add(ConseillerFactory(actif=False))
    EtapeFactory(fiche=fiche, echeance=dans(2))
    matin()
    assert [mail.to for mail in mailoutbox] == [["alice@example.org"]]


def test_late_steps_are_said_beside_what_comes_but_make_no_message(matin, fiche, mailoutbox):
    EtapeFactory(fiche=fiche, ordre=1, echeance=dans(-3))
    matin()
    assert mailoutbox == []
    EtapeFactory(fiche=fiche, ordre=2, echeance=dans(3))
    matin(dans(1))
    assert "1\u00a0étape est en retard dans vos fiches" in mailoutbox[0].body


# --- Choosing --------------------------------------------------------------------------------------


def test_the_house_sets_how_long_before(matin, fiche, mailoutbox):
    MissionLocale.objects.update_or_create(pk=1, defaults={"nom": "Mission Locale", "jours_rappel": 14})
    EtapeFactory(fiche=fiche, echeance=dans(13))
    matin()
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("choix", "recus"),
    [({"jours": 3}, 0), ({"jours": 30}, 1), ({"etapes": False}, 0), ({"fins": False}, 1), ({"actifs": False}, 0)],
)
def test_a_person_chooses(matin, fiche, alice, mailoutbox, choix, recus):
    ReglageRappels.objects.create(compte=alice, **choix)
    EtapeFactory(fiche=fiche, echeance=dans(5))
    matin()
    assert len(mailoutbox) == recus


def test_a_fiche_may_be_muted(client, matin, fiche, alice, mailoutbox):
    autre = FicheActionFactory(titre="Mobilité")
    autre.coordinateurs.add(alice.conseiller)
    for une in (fiche, autre):
        EtapeFactory(fiche=une, echeance=dans(5))
    client.force_login(alice)
    posted = {"actifs": "on", "etapes": "on", "evaluations": "on", "fins": "on", "jours": "", "fiches": [str(autre.pk)]}
    answer = client.post(reverse("plans_action:rappel-reglages"), posted, follow=True)
    assert "Vos rappels sont réglés" in answer.content.decode()
    matin()
    assert "Mobilité" in mailoutbox[0].body
    assert "Aller vers" not in mailoutbox[0].body


def test_the_link_of_a_message_stops_them_without_signing_in(client, matin, fiche, alice, mailoutbox):
    EtapeFactory(fiche=fiche, echeance=dans(5))
    matin()
    lien = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    assert lien in mailoutbox[0].body
    chemin = lien.split("8000")[-1] if "8000" in lien else lien[lien.index("/rappels/") :]
    assert "Arrêter les rappels" in client.get(chemin).content.decode()
    assert not ReglageRappels.objects.exists()  # a mail reader that opens links stops nothing
    assert "Vos rappels sont arrêtés" in client.post(chemin).content.decode()
    EtapeFactory(fiche=fiche, ordre=9, echeance=dans(6))
    matin(dans(1))
    assert len(mailoutbox) == 1
    client.force_login(alice)
    assert "Vos rappels sont arrêtés" in client.get(reverse("plans_action:mes-echeances")).content.decode()


@pytest.mark.parametrize("jeton", ["faux", "d’un autre usage", "\x00"])
def test_a_link_that_is_not_ours_stops_nothing(client, alice, jeton):
    jeton = signing.dumps(str(alice.pk), salt="autre") if " " in jeton else jeton
    answer = client.post(reverse("plans_action:rappel-arreter", kwargs={"jeton": jeton}))
    assert "Ce lien ne sert plus" in answer.content.decode()
    assert not ReglageRappels.objects.exists()


# --- Pages -----------------------------------------------------------------------------------------


def test_one_s_dates_are_on_a_page_the_late_ones_first(client, fiche, alice):
    today = timezone.localdate()
    EtapeFactory(fiche=fiche, ordre=1, titre="Passée", echeance=today - datetime.timedelta(days=2))
    EtapeFactory(fiche=fiche, ordre=2, titre="Proche", echeance=today + datetime.timedelta(days=2))
    EtapeFactory(fiche=fiche, ordre=3, titre="Lointaine", echeance=today + datetime.timedelta(days=90))
    EtapeFactory(titre="D’une autre", echeance=today)
    client.force_login(alice)
    context = client.get(reverse("plans_action:mes-echeances")).context
    assert [[repere.etape.titre for repere in context[cle]] for cle in ("retards", "bientot", "ensuite")] == [
        ["Passée"],
        ["Proche"],
        ["Lointaine"],
    ]


def test_the_direction_sees_the_fiches_that_nobody_coordinates(client, diane):
    EtapeFactory(fiche=FicheActionFactory(titre="Orpheline"), echeance=timezone.localdate())
    client.force_login(diane)
    assert "Orpheline" in client.get(reverse("plans_action:mes-echeances")).content.decode()


@pytest.mark.parametrize("fiches", [1, 10])
def test_the_page_costs_the_same_for_one_fiche_and_ten(client, alice, fiches, django_assert_max_num_queries):
    for _ in range(fiches):
        une = FicheActionFactory()
        une.coordinateurs.add(alice.conseiller)
        EtapeFactory(fiche=une, echeance=timezone.localdate())
    client.force_login(alice)
    client.get("/composants/")
    with django_assert_max_num_queries(8):
        assert len(client.get(reverse("plans_action:mes-echeances")).context["bientot"]) == fiches


def test_my_day_shows_the_steps_of_my_fiches_late_and_soon(client, fiche, alice, bruno):
    today = timezone.localdate()
    EtapeFactory(fiche=fiche, ordre=1, titre="Passée", echeance=today - datetime.timedelta(days=2))
    EtapeFactory(fiche=fiche, ordre=2, titre="Proche", echeance=today + datetime.timedelta(days=13))
    EtapeFactory(fiche=fiche, ordre=3, titre="Lointaine", echeance=today + datetime.timedelta(days=15))
    client.force_login(alice)
    journee = client.get("/ma-journee/").context["journee"]
    assert [etape.titre for etape in journee.etapes] == ["Passée", "Proche"]
    client.force_login(bruno)
    assert client.get("/ma-journee/").context["journee"].etapes == []


# --- Twice, at once, killed ------------------------------------------------------------------------


@pytest.mark.lent
def test_two_workers_at_once_prepare_and_send_each_reminder_once(en_parallele, mailoutbox, alice):
    fiche = FicheActionFactory()
    fiche.coordinateurs.add(alice.conseiller)
    for ordre in range(6):
        EtapeFactory(fiche=fiche, ordre=ordre, echeance=dans(ordre))
    answers = en_parallele(lambda _: rappels.prepare_rappels(today=TODAY, now=NOW), range(8))
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    [(envoi, nombre)] = en_parallele(lambda _: (EnvoiRappels.objects.get().pk, Rappel.objects.count()), [0])
    assert nombre == 6
    sent = en_parallele(lambda _: rappels.send_rappels(envoi_id=envoi, now=NOW, today=TODAY), range(8))
    assert sorted(sent) == [False] * 7 + [True]
    assert len(mailoutbox) == 1


@pytest.mark.lent
def test_this_very_test_sees_a_message_sent_twice_when_the_lease_is_taken_out(en_parallele, alice, monkeypatch):
    fiche = FicheActionFactory()
    fiche.coordinateurs.add(alice.conseiller)
    EtapeFactory(fiche=fiche, echeance=dans(1))
    rappels.prepare_rappels(today=TODAY, now=NOW)
    envoi = EnvoiRappels.objects.get().pk
    together, sent = threading.Barrier(2), []
    monkeypatch.setattr(rappels, "BAIL", datetime.timedelta(days=-1))  # nobody holds anything
    monkeypatch.setattr(rappels, "send_rappels_email", lambda **_: (together.wait(30), sent.append(envoi)))
    en_parallele(lambda _: rappels.send_rappels(envoi_id=envoi, now=NOW, today=TODAY), range(2))
    assert sent == [envoi, envoi]


def test_a_message_held_by_a_worker_that_died_leaves_again(fiche, mailoutbox):
    EtapeFactory(fiche=fiche, echeance=dans(2))
    rappels.prepare_rappels(today=TODAY, now=NOW)
    EnvoiRappels.objects.update(reserve_le=NOW)
    assert rappels.late_envois(now=NOW + datetime.timedelta(minutes=1)) == []
    later = NOW + datetime.timedelta(minutes=6)
    [envoi] = rappels.late_envois(now=later)
    assert rappels.send_rappels(envoi_id=envoi, now=later, today=TODAY)
    assert len(mailoutbox) == 1


def test_a_mail_server_that_does_not_answer_loses_nothing(fiche, mailoutbox, monkeypatch):
    EtapeFactory(fiche=fiche, echeance=dans(2))
    rappels.prepare_rappels(today=TODAY, now=NOW)
    [envoi] = rappels.late_envois(now=NOW)
    with monkeypatch.context() as patch:
        patch.setattr("plans_action.rappels.send_rappels_email", lambda **_: (_ for _ in ()).throw(OSError("panne")))
        with pytest.raises(OSError, match="panne"):
            rappels.send_rappels(envoi_id=envoi, now=NOW, today=TODAY)
    assert rappels.send_rappels(envoi_id=envoi, now=NOW, today=TODAY)
    assert rappels.send_rappels(envoi_id=envoi, now=NOW, today=TODAY) is False
    assert len(mailoutbox) == 1


@pytest.mark.worker
@pytest.mark.lent
def test_the_real_worker_sends_what_the_clock_asks_for(travailleur, transactional_db):
    diane = UtilisateurFactory(role="direction", email="diane@example.org")
    EtapeFactory(fiche=FicheActionFactory(), echeance=timezone.localdate())
    travailleur()
    tasks.preparer_rappels.delay()
    tasks.preparer_rappels.delay()
    wait_until(lambda: EnvoiRappels.objects.exclude(envoye_le=None).exists(), seconds=60)
    assert EnvoiRappels.objects.get().compte == diane
    assert Rappel.objects.count() == 1
