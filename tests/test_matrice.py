"""Every URL, every role: what permissions.toml says is what happens, for GET and for POST."""

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from comptes import permissions
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


@pytest.fixture
def adresse(monde, url):
    """The address of a URL with its object."""
    name, wants_argument = url
    try:
        return reverse(name, kwargs=arguments(name, monde) if wants_argument else {})
    except KeyError as error:
        pytest.fail(error.args[0])


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


@pytest.mark.parametrize("url", URLS, ids=NAMES)
def test_get_opens_to_whom_the_matrix_says_and_writes_nothing(monde, url, adresse):
    name, _ = url
    for who in QUI:
        with writes(*ECRITURES_PERMISES) as written:
            answer = monde.browser(who).get(adresse)
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
        assert written == [], who
        assert english_left(answer) == [], who


@pytest.mark.parametrize("url", URLS, ids=NAMES)
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


@pytest.mark.parametrize("url", URLS, ids=NAMES)
def test_post_without_its_token_is_refused(monde, url, adresse):
    name, _ = url
    who = next((who for who in reversed(QUI) if allowed(name, who) and in_scope(name, who)), "anonyme")
    answer = monde.browser(who, enforce_csrf_checks=True).post(adresse, {"titre": "Forcé"})
    assert answer.status_code == 403


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
