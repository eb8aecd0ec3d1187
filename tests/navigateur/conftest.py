"""A real browser on the real pages: Debian's Chromium, the test's own database, nobody else's network."""

import os
import shutil

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import expect

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in the thread that uses the ORM
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-default-apps"]  # fmt: skip
# How long a fault takes to be seen, not how long a test takes: a busy machine may answer late, never wrongly.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
TAILLES = {"telephone": {"width": 360, "height": 780}, "bureau": {"width": 1280, "height": 900}}


def pytest_collection_modifyitems(items):
    """Mark every test of this folder."""
    for item in items:
        if "/navigateur/" in str(item.path):
            item.add_marker(pytest.mark.navigateur)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use the machine's Chromium; a missing one is an error with one clear line, never a skip."""
    # The headless shell first: the same engine, without the window that each test would open and draw.
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    path = os.getenv("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert path, "Chromium manque : sudo apt-get install chromium (ou CHROMIUM=/chemin)"
    return {**browser_type_launch_args, "executable_path": path, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """People here read French, in Paris."""
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture(scope="session")
def browser(django_db_setup, django_db_blocker, browser):
    """Close what Django opened inside the event loop of the browser before the loop ends: nothing reaches it later."""
    yield browser
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def connecter(live_server, context):
    """Sign a person in without the screens: `connecter(user)` gives a page of the live server as that person."""

    def sign_in(user, *, taille="bureau"):
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_viewport_size(TAILLES[taille])
        page.set_default_timeout(PATIENCE)
        return page

    return sign_in
