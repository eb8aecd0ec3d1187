"""The guides name what is on the screens: each label in bold or between « » exists in the application."""

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[1]
GUIDES = sorted((RACINE / "docs" / "guide").glob("*.md"))
ROOMS = ("accueil", "commun", "comptes", "evaluation", "jeunes", "participation", "plans_action", "structure")
# Not labels: what people write, what a count says, words that carry a sentence. A bold text that ends with a point is
# the title of a paragraph.
AUTRES = {
    "2e trimestre 2027", "4 mois avant", "Coordonnées changées", "Ctrl + Entrée",
    "deux demi-journées par mois : 1er et 3e mardis, 9 h – 12 h", "dont 1 ajoutée volontairement", "J-10",
    "indicateur ; date ; valeur", "La toute première fois", "Le lien du mot de passe", "Le modèle", "mars 2027",
    "Mettre à jour les champs", "Mineur, hors tranche d'âge, hors territoire", "moins de 5",
    "quoi, quand, qui, comment",
    "S'il reste quelque chose à corriger", "transmet", "Un fichier refusé",
    "une fois", "Une personne très ressemblante existe ?", "Vous êtes 2e sur la liste d'attente", "accompagné",
}  # fmt: skip


def _plain(text: str) -> str:
    """Return a text as it is compared: one kind of apostrophe and of space, no case."""
    return " ".join(html.unescape(text).replace("’", "'").split()).casefold()


def _texts() -> Iterator[str]:
    """Yield what templates, scripts and Python say, piece by piece."""
    for path in (RACINE / "templates").rglob("*.*"):
        source = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        yield from re.findall(r'"([^"]*)"', source)
        yield from re.split(r"{%.*?%}|{{.*?}}|<[^>]+>", source, flags=re.DOTALL)
    for path in (RACINE / "static" / "js").glob("*.js"):
        yield from re.findall(r'"([^"]*)"', path.read_text(encoding="utf-8"))
    for room in ROOMS:
        for path in (RACINE / room).rglob("*.py"):
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            yield from (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


@pytest.fixture(scope="module")
def said():
    """What the application says, whole or before its « : » or its number in brackets."""
    texts = {_plain(text) for text in _texts()}
    return texts | {text.partition(" : ")[0].rstrip(" :(") for text in texts}


def labels(guide: Path) -> set[str]:
    """Return what a guide says between « » or in bold, but titles of paragraphs."""
    found = re.findall(r"\*\*(.+?)\*\*|«(.+?)»", guide.read_text(encoding="utf-8"), flags=re.DOTALL)
    names = {_plain(bold or quoted).strip("«» ") for bold, quoted in found}
    return {name for name in names if not name.endswith(".")}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_label_of_a_guide_is_on_a_screen(guide, said):
    assert sorted(labels(guide) - said - {_plain(autre) for autre in AUTRES}) == []


def test_what_is_set_aside_is_still_in_a_guide_and_on_no_screen(said):
    written = set().union(*map(labels, GUIDES))
    assert {autre for autre in AUTRES if _plain(autre) not in written or _plain(autre) in said} == set()


def test_a_label_that_is_on_no_screen_is_seen(said, tmp_path):
    guide = tmp_path / "guide.md"
    guide.write_text("**Rien n’est perdu.** Cliquez sur **Bouton inventé**, puis « Enregistrer ».", encoding="utf-8")
    assert labels(guide) - said == {"bouton inventé"}
