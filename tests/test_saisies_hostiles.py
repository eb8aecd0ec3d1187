"""
Every form of every page, sent with what no form expects: never an error of the server, never a word that runs.

Some fields of each form get one hostile value by turns; `SAISIES_HOSTILES=toutes` sends every value to every field,
which takes half an hour: by hand, on SQLite and on PostgreSQL, before a release.
"""

import math
import os

import pytest
from django.db import transaction
from django.urls import reverse

from comptes import permissions
from tests.harnais import english_left
from tests.matrice import QUI, Monde, all_urls, arguments, in_scope
from tests.pages import JETON, formulaires

MARQUE = "<script>alert(771)</script>"
VALEURS = [
    "a\x00b", "x" * 10_000, MARQUE, "=1+1|cmd", "31/02/2026", "2026-02-31", "0001-01-01", "9999-12-31",
    "0001-01-01T00:00", "9999-12-31T23:59", "01/01/1850", "25:61", "9" * 40, "9223372036854775808", "-1", "1e400",
    "NaN", "00000000-0000-0000-0000-000000000000", "💥\u202eabc", "", "   ", "%_\\'\"; --",
]  # fmt: skip
# What a typed date may never become without a word.
IMPOSSIBLES = {"31/02/2026", "2026-02-31", "0001-01-01", "9999-12-31", "0001-01-01T00:00", "9999-12-31T23:59", "25:61"}
URLS = list(all_urls())
# Signed with the hour, where to come back to, or the browser’s own.
CHANGENT = ("brouillon_", "password", "points-TOTAL_FORMS", "form-TOTAL_FORMS")
LAISSES = ("logout", "/demo/")
CHAMPS_ESSAYES = 8

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def monde(django_db_setup, django_db_blocker):
    """One record of each kind, made once; each test forgets what it did to them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Monde().fill()
        transaction.set_rollback(True)


def forms_of(monde, name, adresse):
    """Yield the browser of whom a page opens to, with each form that the page shows, once."""
    seen = set()
    for who in QUI:
        if not permissions.allows(QUI[who], name) or not in_scope(name, who):
            continue
        client = monde.browser(who)
        page = client.get(adresse)
        if page.status_code != 200 or "html" not in page.headers.get("Content-Type", ""):
            continue
        for form in formulaires(page.content, adresse):
            key = (form.action.partition("?")[0], form.methode, frozenset(champ.nom for champ in form.champs))
            if key not in seen and not any(part in form.action for part in LAISSES):
                seen.add(key)
                yield client, form


def hostile_pairs(form, turn):
    """Yield each field with the values it gets."""
    names = sorted({champ.nom for champ in form.champs if champ.nom != JETON})
    if os.getenv("SAISIES_HOSTILES") == "toutes":
        yield from ((name, value) for name in names for value in VALEURS)
        return
    step = math.ceil(len(names) / CHAMPS_ESSAYES)
    for rank, name in enumerate(names[turn % step :: step] if names else ()):
        yield name, VALEURS[(7 * rank + turn) % len(VALEURS)]


def lost(sent, answer, adresse, name):
    """Return the fields whose content the page that refuses does not give back."""
    back = {}
    for form in formulaires(answer.content, adresse):
        for key, values in form.donnees().items():
            back.setdefault(key, []).extend(value.strip() for value in values)
    return [
        key
        for key, values in sent.items()
        if key != name and not any(part in key for part in CHANGENT)
        if any(value.strip() and value.strip() not in back.get(key, []) for value in values)
    ]


def refused(answer):
    """Tell whether a page says that something is to correct."""
    return b'aria-invalid="true"' in answer.content or b"resume-erreurs" in answer.content


@pytest.mark.parametrize("url", URLS, ids=[name for name, _ in URLS])
def test_a_hostile_value_is_answered(monde, url):
    name, wants_argument = url
    adresse = reverse(name, kwargs=arguments(name, monde) if wants_argument else {})
    for turn, (client, form) in enumerate(forms_of(monde, name, adresse), URLS.index(url)):
        sent = form.donnees()
        kinds = {champ.nom: champ.sorte for champ in form.champs}
        for field, value in hostile_pairs(form, turn):
            cookies, what = client.cookies.copy(), f"{form.action} {field}={value[:40]!r}"
            with transaction.atomic():
                send = client.post if form.methode == "post" else client.get
                answer = send(form.action, {**sent, field: [value]})  # an exception fails the test
                transaction.set_rollback(True)
            client.cookies = cookies
            assert answer.status_code < 500, what
            body = b"" if answer.streaming else answer.content
            assert MARQUE.encode() not in body, what
            assert english_left(answer) == [], what
            typed = kinds[field] != "hidden"  # what holds the form together is nobody's typing
            if form.methode == "post" and answer.status_code == 200 and typed and refused(answer):
                assert lost(sent, answer, adresse, field) == [], what
            if kinds[field] in ("date", "datetime-local", "time") and value in IMPOSSIBLES:
                assert form.methode == "get" or answer.status_code != 302, f"accepté : {what}"
