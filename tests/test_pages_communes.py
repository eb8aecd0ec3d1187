"""The component page and the pages that nobody wants to see."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import reverse

from comptes import permissions


@pytest.mark.parametrize(("who", "status"), [("alice", 200), ("diane", 200), ("adele", 200)])
def test_the_component_page_opens_in_the_demo(client, request, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/composants/").status_code == status


@override_settings(DEMO=False)
@pytest.mark.parametrize(("who", "status"), [("alice", 404), ("zoe", 404), ("adele", 200)])
def test_outside_the_demo_only_the_administration_sees_it(client, request, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/composants/").status_code == status


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_nothing_and_says_what_to_do(page):
    html = render_to_string(f"{page}.html")
    assert '<html lang="fr">' in html
    assert "Revenir à l’accueil" in html


def test_an_unknown_address_is_answered_in_french(client, db):
    response = client.get("/cette/adresse/")
    assert response.status_code == 404
    assert "Cette page n’existe pas" in response.content.decode()


def test_every_entry_of_the_navigation_leads_somewhere():
    pages = [path.read_text(encoding="utf-8") for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")]
    names = {name for page in pages for name in re.findall(r'\{% lien_nav "([\w:-]+)"', page)}
    assert len(names) > 10
    assert {name for name in names if permissions.requirement(name) is None} == set()
    assert all(reverse(name) for name in names)


def test_a_note_of_a_template_never_shows_on_its_page():
    """Django's short comment ends with its line: a longer one is text for everybody."""
    paths = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    open_ended = [
        f"{path.name}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.count("{#") != line.count("#}")
    ]
    assert open_ended == []
