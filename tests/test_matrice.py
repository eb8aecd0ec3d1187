"""
Every URL, every role: what permissions.toml says is what happens, for GET and for POST.

Then every form of these pages, sent with what no form expects: never an error of the server, never a word that runs.
"""

import copy
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from comptes import permissions
from tests import saisies_hostiles as hostiles
from tests.harnais import english_left, made_once, writes
from tests.matrice import PARFOIS_404, QUI, Monde, all_urls, arguments, in_scope

URLS = list(all_urls())
NAMES = [name for name, _ in URLS]
# A page read may write that it was read, and the session; nothing else.
ECRITURES_PERMISES = ("django_session", "comptes_journalacces", "jeunes_accesmotive")
CONNEXION = "/compte/connexion/"


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def monde(django_db_setup, django_db_blocker):
    """One record of each kind and everybody signed in, made once; each test forgets what it did to them."""
    with made_once(django_db_blocker):
        yield Monde().fill()


@pytest.fixture(scope="module", params=URLS, ids=NAMES)
def url(request):
    """Each URL in turn: its tests follow each other."""
    return request.param


@pytest.fixture(scope="module")
def adresse(monde, url):
    """The address of a URL with its object."""
    name, wants_argument = url
    try:
        return reverse(name, kwargs=arguments(name, monde) if wants_argument else {})
    except KeyError as error:
        pytest.fail(error.args[0])


@dataclass(frozen=True)
class Visite:
    """What somebody got at an address, what it wrote, and what the browser keeps."""

    answer: Any
    written: list[str]
    cookies: Any


@pytest.fixture(scope="module")
def visites(monde, adresse, django_db_blocker):
    """Everybody's visit of an address, once for its tests."""
    with made_once(django_db_blocker):
        yield {who: visit(monde, who, adresse) for who in QUI}


def visit(monde, who, adresse):
    client = monde.browser(who)
    with writes(*ECRITURES_PERMISES) as written:
        answer = client.get(adresse)
    return Visite(answer, written, copy.deepcopy(client.cookies))


def allowed(name, who):
    return permissions.allows(QUI[who], name)


def test_every_url_is_declared_and_has_a_name():
    assert [name for name in NAMES if permissions.requirement(name) is None or "(sans nom)" in name] == []


def test_every_declaration_is_of_a_url_that_exists():
    assert sorted(set(permissions.matrix()["urls"]) - set(NAMES)) == []


def test_every_permission_is_declared_and_names_known_roles():
    needed = set(permissions.matrix()["urls"].values()) | set(permissions.matrix()["prefixes"].values())
    known = set(permissions.matrix()["permissions"])
    assert needed - known <= {permissions.PUBLIC, permissions.CONNECTE}
    assert {role for roles in permissions.matrix()["permissions"].values() for role in roles} <= set(QUI.values())


def test_get_opens_to_whom_the_matrix_says_and_writes_nothing(url, visites):
    name, _ = url
    for who, visite in visites.items():
        answer = visite.answer
        assert answer.status_code < 500 or name == "sante", who
        if not allowed(name, who):
            expected = 302 if who == "anonyme" else 404
            assert answer.status_code == expected, f"{who} : {answer.status_code}"
            assert expected == 404 or answer.url.startswith(CONNEXION)
        elif not in_scope(name, who):
            assert answer.status_code in (404, 405), f"{who}, sans le dossier : {answer.status_code}"
        else:
            accepted = {200, 302, 405} | ({404} if name.startswith(PARFOIS_404) else set())
            accepted |= {503} if name == "sante" else set()  # no worker in the suite
            assert answer.status_code in accepted, f"{who} : {answer.status_code}"
        assert visite.written == [], who
        assert english_left(answer) == [], who


def test_post_is_refused_to_whom_the_matrix_does_not_name(monde, url, adresse):
    name, _ = url
    for who in QUI:
        if allowed(name, who) and in_scope(name, who):
            continue
        with writes(*ECRITURES_PERMISES) as written:
            answer = monde.browser(who).post(adresse, {"titre": "Forcé", "nom": "Forcé", "texte": "Forcé"})
        refused = {302} if who == "anonyme" else {404, 405}
        assert answer.status_code in refused, f"{who} : {answer.status_code}"
        assert written == [], who


def test_post_without_its_token_is_refused(monde, url, adresse):
    name, _ = url
    who = next((who for who in reversed(QUI) if allowed(name, who) and in_scope(name, who)), "anonyme")
    answer = monde.browser(who, enforce_csrf_checks=True).post(adresse, {"titre": "Forcé"})
    assert answer.status_code == 403


def test_a_hostile_value_is_answered(monde, url, adresse, visites):
    name, _ = url
    for turn, (who, form) in enumerate(hostiles.forms_of(pages_with_forms(name, adresse, visites)), URLS.index(url)):
        client = monde.browser(who)
        sent = form.donnees()
        kinds = {champ.nom: champ.sorte for champ in form.champs}
        for field, value in hostiles.hostile_pairs(form, turn):
            client.cookies, what = copy.deepcopy(visites[who].cookies), f"{form.action} {field}={value[:40]!r}"
            with transaction.atomic():
                send = client.post if form.methode == "post" else client.get
                answer = send(form.action, {**sent, field: [value]})  # an exception fails the test
                transaction.set_rollback(True)
            assert answer.status_code < 500, what
            body = b"" if answer.streaming else answer.content
            assert hostiles.MARQUE.encode() not in body, what
            assert english_left(answer) == [], what
            typed = kinds[field] != "hidden"  # what holds the form together is nobody's typing
            if form.methode == "post" and answer.status_code == 200 and typed and hostiles.refused(answer):
                assert hostiles.lost(sent, answer, adresse, field) == [], what
            if kinds[field] in ("date", "datetime-local", "time") and value in hostiles.IMPOSSIBLES:
                assert form.methode == "get" or answer.status_code != 302, f"accepté : {what}"


def pages_with_forms(name, adresse, visites):
    """Yield the pages that open to somebody, with their address."""
    for who, visite in visites.items():
        answer = visite.answer
        opens = allowed(name, who) and in_scope(name, who) and answer.status_code == 200
        if opens and "html" in answer.headers.get("Content-Type", ""):
            yield who, answer, adresse


@pytest.mark.parametrize("who", [who for who in QUI if who != "administration"])
def test_django_s_admin_opens_to_the_administration_only(monde, who):
    client = monde.browser(who)
    for page in ("/admin/", "/admin/plans_action/ficheaction/", "/admin/login/"):
        assert client.get(page).status_code in (302, 404)


def test_django_s_admin_holds_no_person():
    from django.contrib import admin

    people = {"jeunes", "accueil", "comptes", "auth", "sessions", "account", "mfa"}
    shown = {
        model._meta.label_lower for model in admin.site._registry if permissions.admin_shows(model._meta.app_label)
    }
    assert {label for label in shown if label.split(".")[0] in people} == set()


def test_the_matrix_can_fail(monde):
    """The walk itself sees a role that got in: a URL declared for nobody but open would be reported."""
    assert not allowed("evaluation:bilan-create", "conseiller")
    assert allowed("evaluation:bilan-create", "direction")
    with pytest.raises(KeyError, match=r"tests/matrice\.py"):
        arguments("inconnue:page", monde)
    with pytest.raises(NoReverseMatch):
        reverse("inconnue:page")
    assert settings.DEMO
