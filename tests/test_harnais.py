"""The faults that the suite refuses are really refused, and none is in the templates."""

import re
import socket

import pytest
from django.core.paginator import Paginator, UnorderedObjectListWarning
from django.http import HttpResponse
from django.template import Context, Engine, engines
from django.template.loader import get_template

from jeunes.models import Jeune
from tests.factories import JeuneFactory, UtilisateurFactory
from tests.harnais import GABARITS, RACINE, NetworkAccess, UndefinedVariable, english_left, writes

FILES = sorted(GABARITS.rglob("*.html")) + sorted(GABARITS.rglob("*.txt"))
NAMES = [str(path.relative_to(GABARITS)) for path in FILES]
# They stand in for a template of somebody else, under its name.
REPLACED = (
    "account/",
    "allauth/",
    "mfa/",
    "bootstrap5/",
    "admin/",
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "500.html",
)
ROOMS = (
    "mission_locale",
    "demonstration",
    "evaluation",
    "participation",
    "accueil",
    "plans_action",
    "jeunes",
    "structure",
    "comptes",
    "commun",
)
_FORM = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>(.*?)</form>", re.DOTALL | re.IGNORECASE)


@pytest.fixture(scope="module")
def sources():
    """All that may name a template."""
    code = [path.read_text() for room in ROOMS for path in (RACINE / room).rglob("*.py")]
    return "\n".join([*code, *(path.read_text() for path in FILES)])


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith(REPLACED)])
def test_every_template_is_used(sources, name):
    folder, _, file = name.rpartition("/")
    called = name in sources or f'"{file}"' in sources or f'"{folder}/{{' in sources
    assert called, f"{name} n'est appelé nulle part"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_form_that_posts_carries_its_token(path):
    for body in _FORM.findall(path.read_text()):
        assert "{% csrf_token %}" in body or "include" in body


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_template_holds_inline_style_script_or_handler(path):
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle=\"", text)
    assert not re.search(r"\son(?:click|change|submit|input|load|keydown)=", text)
    assert not re.search(r"<script(?![^>]*(?:\bsrc=|application/json))", text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//(?!meteofrance)", text)


def test_an_undefined_variable_of_ours_fails():
    template = engines["django"].from_string("{{ inconnue }}")
    template.template.nodelist[0].origin.name = str(GABARITS / "essai.html")
    with pytest.raises(UndefinedVariable, match="inconnue"):
        template.render({})


def test_an_undefined_variable_of_somebody_else_does_not():
    assert engines["django"].from_string("[{{ inconnue }}]").render({}) == "[]"
    assert Engine().from_string("[{{ inconnue }}]").render(Context()) == "[]"
    assert get_template("admin/404.html").render({}) is not None


def test_a_test_reaches_no_other_machine():
    with pytest.raises(NetworkAccess):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_a_read_that_writes_is_seen(db):
    with writes() as found, writes("jeunes_jeune") as others:
        JeuneFactory(commune=None)
        Jeune.objects.update(adresse="")
        Jeune.objects.first()
    assert (found, others) == (["jeunes_jeune", "jeunes_jeune"], [])


def test_a_naive_datetime_fails(db):
    import datetime

    with pytest.raises(RuntimeWarning, match="naive"):
        UtilisateurFactory(cree_le=datetime.datetime(2030, 1, 1))


def test_a_list_in_no_order_fails(db):
    with pytest.raises(UnorderedObjectListWarning):
        Paginator(Jeune.objects.order_by(), 10).page(1)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<button>Save</button>", ["Save"]),
        ('<input placeholder="Enter a name">', ["Enter a"]),
        ("<p>Valeur : None</p>", ["None"]),
        ("<script>const Save = 1</script><p>Enregistrer, ajouter, mot de passe</p>", []),
    ],
)
def test_an_english_word_left_in_a_page_is_seen(html, found):
    assert english_left(HttpResponse(html)) == found
