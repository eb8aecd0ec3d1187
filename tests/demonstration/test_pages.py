"""The doors of the demo, and the lock on them."""

import os
import subprocess
import sys

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import override_settings
from django.urls import reverse

from comptes.models import Utilisateur
from demonstration.essais import ESSAIS
from tests.demonstration.conftest import JOUR

FICHIERS = "django.core.mail.backends.filebased.EmailBackend"


@pytest.mark.usefixtures("demo")
class TestEssais:
    def test_everybody_shown_exists_with_the_role_said(self):
        roles = dict(Utilisateur.objects.values_list("email", "role"))
        assert [roles[essai.email] for essai in ESSAIS] == [
            "jeune", "jeune", "conseiller", "direction", "administration", "partenaire", "commission"
        ]  # fmt: skip

    @pytest.mark.parametrize("essai", ESSAIS, ids=[essai.code for essai in ESSAIS])
    def test_one_click_signs_in(self, client, db, essai):
        client.post(reverse("demonstration:entrer"), {"qui": essai.code})
        assert client.get(reverse("demonstration:depart")).context["user"].email == essai.email

    def test_the_conseillere_has_presences_to_note(self, client, db):
        client.post(reverse("demonstration:entrer"), {"qui": "conseillere"})
        page = client.get(reverse("participation:seance-gestion-list"), {"quand": "a_noter"})
        passees = [seance for seance in page.context["page"].object_list if seance.jour < JOUR]
        assert ["collectif" in seance.regroupement.titre for seance in passees] == [True]

    def test_changing_person_leaves_nothing_of_the_one_before(self, client, db):
        client.post(reverse("demonstration:entrer"), {"qui": "directrice"})
        client.session["trace"] = "x"
        before = client.session.session_key
        client.post(reverse("demonstration:entrer"), {"qui": "jeune"})
        assert client.session.session_key != before
        assert "trace" not in client.session

    def test_the_start_page_needs_three_queries_at_most(self, client, db, django_assert_max_num_queries):
        with django_assert_max_num_queries(3):
            page = client.get(reverse("demonstration:depart")).content.decode()
        assert all(essai.qui in page for essai in ESSAIS)


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "told"), [("2026-11-22", True), ("2026-11-11", True), ("2026-11-23", False)])
def test_on_a_closed_day_the_page_says_where_to_look(client, time_machine, day, told):
    time_machine.move_to(f"{day}T12:00:00+01:00")
    assert ("fermée aujourd’hui" in client.get(reverse("demonstration:depart")).content.decode()) is told


@pytest.mark.django_db
@pytest.mark.parametrize("qui", ["", "inconnu", "alice@example.org"])
def test_nobody_else_is_opened(client, alice, qui):
    assert client.post(reverse("demonstration:entrer"), {"qui": qui}).status_code == 404


@pytest.mark.django_db
def test_a_link_signs_nobody_in(client):
    assert client.get(reverse("demonstration:entrer"), {"qui": "directrice"}).status_code == 405


@pytest.mark.django_db
@override_settings(DEMO=False)
def test_without_demo_the_door_stays_shut_even_when_routed(client):
    assert client.post("/demo/entrer/", {"qui": "directrice"}).status_code == 404


def test_production_has_no_such_url_nor_such_app():
    script = (
        "import django; django.setup()\n"
        "from django.apps import apps; from django.urls import resolve, Resolver404\n"
        "assert not apps.is_installed('demonstration')\n"
        "for path in ('/demo/', '/demo/entrer/', '/demo/messages/'):\n"
        "    try: resolve(path)\n"
        "    except Resolver404: continue\n"
        "    raise SystemExit(path)\n"
    )
    environment = {
        **{key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ},
        "DJANGO_SETTINGS_MODULE": "mission_locale.settings.prod",
        "DJANGO_SECRET_KEY": "cle-assez-longue-pour-la-production-0123456789-abcdefghij",
        "ALLOWED_HOSTS": "ml.example.org",
        "SITE_URL": "https://ml.example.org",
        "DATABASE_URL": "postgres://ml:ml@127.0.0.1:5432/ml",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "EMAIL_HOST": "mail.example.org",
    }
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def send(folder, *, subject="Votre code", body="Voici votre code :\n\nAB12-CD34\n\nIl vaut dix minutes.", piece=None):
    message = EmailMessage(subject, body, "ml@example.org", ["zoe@example.org"])
    if piece:
        message.attach("seance.ics", piece, "text/calendar")
    get_connection(FICHIERS, file_path=str(folder)).send_messages([message])


@pytest.mark.django_db
class TestMessages:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path, settings):
        settings.EMAIL_FILE_PATH = str(tmp_path / "messages")
        return tmp_path / "messages"

    def test_without_a_message_the_page_says_what_to_do(self, client):
        assert "Aucun message pour le moment" in client.get(reverse("demonstration:messages")).content.decode()

    def test_a_message_is_shown_with_its_code_apart(self, client, folder):
        send(folder)
        (message,) = client.get(reverse("demonstration:messages")).context["messages_envoyes"]
        assert (message.a, message.objet, message.code) == ("zoe@example.org", "Votre code", "AB12-CD34")
        assert "Il vaut dix minutes." in message.texte

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ("Bonjour,\n\nVotre code\u00a0: 324\u00a0624\n\nMerci", "324\u00a0624"),
            ("Code: 324624.", "324624"),
            ("BONJOUR\n\nRien à taper.", ""),
        ],
        ids=["in two groups", "in one", "none"],
    )
    def test_the_code_is_found_where_messages_write_it(self, client, folder, body, code):
        send(folder, body=body)
        (message,) = client.get(reverse("demonstration:messages")).context["messages_envoyes"]
        assert message.code == code

    def test_the_newest_comes_first(self, client, folder):
        for number in range(3):
            send(folder, subject=f"Message {number}")
        page = client.get(reverse("demonstration:messages")).context["messages_envoyes"]
        assert {message.objet for message in page} == {"Message 0", "Message 1", "Message 2"}
        assert [message.le for message in page] == sorted((message.le for message in page), reverse=True)

    def test_htmx_gets_the_list_alone(self, client, folder):
        send(folder)
        answer = client.get(reverse("demonstration:messages"), headers={"HX-Request": "true"})
        assert "<html" not in answer.content.decode()

    def test_a_calendar_file_is_downloaded_as_it_was_attached(self, client, folder):
        send(folder, piece="BEGIN:VCALENDAR\nEND:VCALENDAR\n")
        (message,) = client.get(reverse("demonstration:messages")).context["messages_envoyes"]
        answer = client.get(reverse("demonstration:piece-jointe", args=[message.cle, 0]))
        assert answer["Content-Disposition"] == 'attachment; filename="seance.ics"'
        assert answer.content.startswith(b"BEGIN:VCALENDAR")

    @pytest.mark.parametrize("cle", ["..%2Fsecret.log.0", "absent.log.0", "n-importe-quoi"])
    def test_only_messages_are_read(self, client, folder, cle):
        send(folder)
        assert client.get(f"/demo/messages/{cle}/0/").status_code == 404

    def test_what_a_message_says_is_never_run(self, client, folder):
        send(folder, subject="<script>alert(1)</script>")
        assert b"<script>alert" not in client.get(reverse("demonstration:messages")).content
