"""The forms of a page as a browser would send them, and what the page answers beside each field."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import html

JETON = "csrfmiddlewaretoken"


@dataclass
class Champ:
    """One control of a form: its name, its kind, what it holds."""

    nom: str
    sorte: str
    valeurs: list[str]


@dataclass
class Formulaire:
    """One form: where it goes, how, and its controls."""

    action: str
    methode: str
    champs: list[Champ] = field(default_factory=list)

    def donnees(self) -> dict[str, list[str]]:
        """Return what a browser would send if nothing was touched, the token aside."""
        sent: dict[str, list[str]] = {}
        for champ in self.champs:
            if champ.nom != JETON:
                sent.setdefault(champ.nom, []).extend(champ.valeurs)
        return {nom: valeurs for nom, valeurs in sent.items() if valeurs}


def formulaires(contenu: bytes, adresse: str) -> Iterator[Formulaire]:
    """Yield each form of a page."""
    if not contenu.strip():
        return
    page = html.fromstring(contenu)
    for pattern in page.xpath("//template"):  # what a script copies is not sent
        pattern.drop_tree()
    outside = {}
    for element in page.xpath("//*[@form][@name]"):
        outside.setdefault(element.get("form"), []).append(element)
    for form in page.iter("form"):
        found = Formulaire(urljoin(adresse, form.get("action") or adresse), (form.get("method") or "get").lower())
        elements = [*form.xpath(".//input|.//select|.//textarea|.//button"), *outside.get(form.get("id"), [])]
        found.champs = [champ for element in elements if (champ := _champ(element)) is not None]
        yield found


def _champ(element) -> Champ | None:
    name, kind = element.get("name"), element.get("type") or element.tag
    if not name or "disabled" in element.attrib:
        return None
    if element.tag == "textarea":
        return Champ(name, "textarea", [(element.text or "").removeprefix("\n")])
    if element.tag == "select":
        options = element.xpath(".//option")
        chosen = [option for option in options if "selected" in option.attrib]
        if not chosen and "multiple" not in element.attrib:
            chosen = options[:1]
        return Champ(name, "select", [option.get("value", option.text or "") for option in chosen])
    if kind in ("checkbox", "radio"):
        return Champ(name, kind, [element.get("value", "on")] if "checked" in element.attrib else [])
    if kind in ("submit", "button", "image", "reset"):
        return Champ(name, "bouton", [])
    if kind == "file":
        return Champ(name, "file", [])
    return Champ(name, kind, [element.get("value", "")])
