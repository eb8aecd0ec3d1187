"""Sign-in by mailed code: the same for a known and an unknown address, closed to who works here."""

import datetime
import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from comptes import connexion
from comptes.choix import Role
from comptes.models import CodeConnexion, JournalAcces, Utilisateur
from tests.factories import MOT_DE_PASSE

CONNEXION, CODE, EQUIPE = "/compte/connexion/", "/compte/connexion/code/", "/compte/connexion/equipe/"


def code_in(mail):
    return re.search(r"\d{3} \d{3}", mail.body).group()


def ask(client, email, **extra):
    return client.post(CONNEXION, {"email": email, **extra})


def without_token(answer):
    return re.sub(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', b"", answer.content)


@pytest.mark.django_db
def test_an_unknown_address_gets_a_code_and_its_account_opens_only_with_it(client, mailoutbox):
    answer = ask(client, " Nadia@Example.org ")
    assert (answer.status_code, answer.url) == (302, CODE)
    assert not Utilisateur.objects.exists()
    assert (mailoutbox[0].to, mailoutbox[0].subject) == (["nadia@example.org"], "Votre code")
    client.post(CODE, {"code": code_in(mailoutbox[0])})
    compte = Utilisateur.objects.get()
    assert (compte.email, compte.role, compte.has_usable_password()) == ("nadia@example.org", Role.JEUNE, False)
    assert client.session["_auth_user_id"] == str(compte.pk)


def test_a_known_youth_comes_in_with_the_code_and_goes_where_he_wanted(client, zoe, mailoutbox):
    ask(client, zoe.email, next="/seances/")
    answer = client.post(CODE, {"code": code_in(mailoutbox[0]).replace(" ", ""), "next": "/seances/"})
    assert answer.url == "/seances/"
    assert Utilisateur.objects.count() == 1
    assert JournalAcces.objects.filter(action="connexion", utilisateur=zoe).exists()


@pytest.mark.parametrize(
    "next_", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", "/\\ailleurs"]
)
def test_no_address_of_elsewhere_is_followed_after_sign_in(client, zoe, mailoutbox, next_):
    ask(client, zoe.email, next=next_)
    answer = client.post(CODE, {"code": code_in(mailoutbox[0]), "next": next_})
    assert answer.url == "/"


def test_both_screens_are_the_same_for_a_known_and_an_unknown_address(client, zoe, alice, mailoutbox):
    pages = []
    for email in (zoe.email, "inconnue@example.org", alice.email):
        client.cookies.clear()
        asked = ask(client, email)
        page = client.get(asked.url)
        wrong = client.post(CODE, {"code": "000 000"})
        pages.append([asked.url, *(without_token(p).replace(email.encode(), b"@") for p in (page, wrong))])
    assert pages[0] == pages[1] == pages[2]
    assert len(mailoutbox) == 3


@pytest.mark.parametrize("who", ["alice", "diane", "adele", "charlie", "carole"])
def test_who_works_here_gets_no_code_and_is_told_by_mail_only(client, db, request, mailoutbox, who):
    compte = request.getfixturevalue(who)
    ask(client, compte.email)
    demande = CodeConnexion.objects.get()
    answer = client.post(CODE, {"code": connexion.code_of(demande)})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    code = connexion.code_of(demande)
    assert f"{code[:3]} {code[3:]}" not in mailoutbox[0].body
    assert EQUIPE in mailoutbox[0].body


def test_a_closed_account_gets_no_code(client, zoe, mailoutbox):
    Utilisateur.objects.filter(pk=zoe.pk).update(is_active=False)
    ask(client, zoe.email)
    assert "fermé" in mailoutbox[0].body
    assert client.post(CODE, {"code": connexion.code_of(CodeConnexion.objects.get())}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_code_serves_once_and_not_after_a_quarter_of_an_hour(zoe):
    now = timezone.now()
    demande = connexion.ask_code(email=zoe.email, now=now)
    code = connexion.code_of(demande)
    with pytest.raises(connexion.CodeEpuise):
        connexion.open_account(code_id=demande.pk, code=code, now=now + datetime.timedelta(minutes=15, seconds=1))
    assert connexion.open_account(code_id=demande.pk, code=code, now=now) == zoe
    with pytest.raises(connexion.CodeEpuise):
        connexion.open_account(code_id=demande.pk, code=code, now=now)


def test_the_right_code_does_not_open_after_five_wrong_ones(zoe):
    now = timezone.now()
    demande = connexion.ask_code(email=zoe.email, now=now)
    for _ in range(connexion.ESSAIS_MAXIMUM):
        with pytest.raises(connexion.CodeRefuse):
            connexion.open_account(code_id=demande.pk, code="abc", now=now)
    with pytest.raises(connexion.CodeEpuise):
        connexion.open_account(code_id=demande.pk, code=connexion.code_of(demande), now=now)


def test_the_mail_leaves_once_even_if_its_task_runs_twice(zoe, mailoutbox):
    now = timezone.now()
    demande = connexion.ask_code(email=zoe.email, now=now)
    connexion.send_code(code_id=demande.pk, now=now)
    assert len(mailoutbox) == 1


def test_a_broker_that_is_down_loses_no_code(zoe, mailoutbox, monkeypatch):
    monkeypatch.setattr(connexion, "enqueue", lambda *args, **kwargs: False)
    connexion.ask_code(email=zoe.email, now=timezone.now())
    assert len(mailoutbox) == 1


def test_guessing_stops_for_the_account_whatever_the_session_and_the_computer(client, zoe, mailoutbox):
    for turn in range(7):
        client.cookies.clear()
        client.post(CONNEXION, {"email": zoe.email}, REMOTE_ADDR=f"10.0.0.{turn}")
        answer = client.post(CODE, {"code": "000000"}, REMOTE_ADDR=f"10.0.0.{turn}")
    assert "Plusieurs codes" in client.post(CONNEXION, {"email": zoe.email.upper()}).content.decode()
    assert answer.status_code == 302  # no code was given any more: nothing to try


def test_a_forged_proxy_header_does_not_reset_the_count_of_a_computer(client, db):
    statuses = [
        client.post(CONNEXION, {"email": f"x{n}@example.org"}, headers={"x-forwarded-for": f"10.1.1.{n}"}).status_code
        for n in range(21)
    ]
    assert statuses == [302] * 20 + [200]


def test_passwords_are_limited_under_every_spelling(client, alice):
    for n, spelling in enumerate([alice.email, alice.email.upper(), f" {alice.email}", alice.email, alice.email]):
        client.post(EQUIPE, {"login": spelling, "password": "faux"}, REMOTE_ADDR=f"10.0.1.{n}")
    answer = client.post(EQUIPE, {"login": alice.email, "password": MOT_DE_PASSE}, REMOTE_ADDR="10.0.2.1")
    assert "Trop d’essais" in answer.content.decode()


def test_the_team_comes_in_with_a_password_and_the_second_factor(client, alice, settings):
    settings.MFA_REQUIRED_FOR_STAFF = True
    client.post(EQUIPE, {"login": alice.email, "password": MOT_DE_PASSE})
    assert client.get("/mon-compte/").url == "/compte/securite/"
    assert client.get("/mon-compte/", headers={"hx-request": "true"}).headers["HX-Redirect"] == "/compte/securite/"
    client.post("/compte/confirmation/", {"password": MOT_DE_PASSE})
    assert client.get("/compte/securite/totp/activate/").status_code == 200
    Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get("/mon-compte/").status_code == 200
    client.logout()
    answer = client.post(EQUIPE, {"login": alice.email, "password": MOT_DE_PASSE})
    assert answer.url == "/compte/securite/authenticate/"
    assert "_auth_user_id" not in client.session


def test_django_s_own_sign_in_page_is_no_way_round_the_second_factor(client, adele, alice):
    credentials = {"username": adele.email, "password": MOT_DE_PASSE}
    assert client.get("/admin/login/").url.startswith(CONNEXION)
    assert client.post("/admin/login/", credentials).url.startswith(CONNEXION)
    client.force_login(alice)
    assert client.post("/admin/login/", credentials).url == "/"
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_nobody_signs_up_with_a_password(client, db):
    assert client.get("/compte/signup/").status_code == 404


def test_a_youth_gets_no_password_but_the_same_page(client, zoe, alice, mailoutbox):
    pages = [client.post("/compte/mot-de-passe/oublie/", {"email": e}).url for e in (zoe.email, alice.email, "x@y.fr")]
    assert len(set(pages)) == 1
    assert ["/nouveau/" in mail.body for mail in mailoutbox] == [False, True, False]
    assert all("votre mot de passe" in mail.subject.lower() for mail in mailoutbox)


def test_a_disabled_account_is_refused_at_its_next_request(client, alice):
    client.force_login(alice)
    assert client.get("/mon-compte/").status_code == 200
    Utilisateur.objects.filter(pk=alice.pk).update(is_active=False)
    assert client.get("/mon-compte/").url.startswith(CONNEXION)


@pytest.mark.parametrize("change", ["role", "password", "elsewhere"])
def test_a_change_of_rights_ends_the_other_sessions(client, client_autre, alice, change):
    client.force_login(alice)
    client_autre.force_login(alice)
    if change == "elsewhere":
        client.post(reverse("comptes:sessions-fermer"))
        assert client.get("/mon-compte/").status_code == 200
    elif change == "role":
        Utilisateur.objects.filter(pk=alice.pk).update(role=Role.DIRECTION)
    else:
        alice.set_password("un-autre-mot-de-passe")
        alice.save()
    assert client_autre.get("/mon-compte/").status_code == 302


@pytest.mark.parametrize(
    ("who", "minutes", "kept"),
    [("adele", 29, True), ("adele", 31, False), ("alice", 31, True), ("alice", 8 * 60 + 1, False)],
)
def test_a_session_left_alone_ends(client, request, horloge, who, minutes, kept):
    client.force_login(request.getfixturevalue(who))
    client.get("/mon-compte/")
    horloge.shift(datetime.timedelta(minutes=minutes))
    assert (client.get("/mon-compte/").status_code == 200) is kept


def test_a_busy_session_ends_after_twelve_hours(client, alice, horloge):
    client.force_login(alice)
    statuses = []
    for _hour in range(14):
        statuses.append(client.get("/mon-compte/").status_code)
        horloge.shift(datetime.timedelta(hours=1))
    assert statuses == [200] * 12 + [302] * 2


def test_personal_pages_stay_in_no_cache(client, alice):
    client.force_login(alice)
    assert "no-store" in client.get("/mon-compte/")["Cache-Control"]


def test_a_part_of_a_page_moves_the_whole_page_to_sign_in(client, db):
    answer = client.get(
        "/mon-compte/", headers={"hx-request": "true", "hx-current-url": "http://testserver/jeunes/?q=a"}
    )
    assert answer.headers["HX-Redirect"] == "/compte/connexion/equipe/?next=%2Fjeunes%2F%3Fq%3Da"


@pytest.mark.django_db
def test_old_requests_are_purged():
    now = timezone.now()
    connexion.ask_code(email="a@example.org", now=now - datetime.timedelta(days=2))
    connexion.ask_code(email="b@example.org", now=now)
    assert connexion.purge_codes(now=now) == 1


@pytest.mark.parametrize(
    ("page", "connexion"),
    [
        ("/ma-journee/", "/compte/connexion/equipe/?next=/ma-journee/"),
        ("/plan/", "/compte/connexion/equipe/?next=/plan/"),
        ("/mes-seances/", "/compte/connexion/?next=/mes-seances/"),
        ("/moi/", "/compte/connexion/?next=/moi/"),
    ],
)
def test_each_is_led_to_the_sign_in_of_the_page_that_was_asked_for(client, db, page, connexion):
    assert client.get(page).url == connexion
