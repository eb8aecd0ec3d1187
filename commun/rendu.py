"""The widgets of every form written without a template: Django renders one per option and one per set of attributes."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

DOSSIER = "django/forms/widgets/"
SAISIES = {
    f"{DOSSIER}{nom}.html" for nom in ("checkbox", "date", "email", "hidden", "input", "number", "tel", "text", "time")
}
LISTE, CHOIX = f"{DOSSIER}select.html", f"{DOSSIER}select_option.html"


class RenduDirect(TemplatesSetting):
    """Django's own HTML for boxes and lists, letter for letter; its templates for every other widget."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Return the HTML of a widget or of a form."""
        if template_name in SAISIES:
            return mark_safe(_saisie(context["widget"]))  # noqa: S308  escaped piece by piece
        if template_name == LISTE:
            return mark_safe(_liste(context["widget"]))  # noqa: S308  escaped piece by piece
        return super().render(template_name, context, request)


def _texte(valeur: Any) -> str:
    """Return a value escaped, as `{{ valeur|stringformat:'s' }}` does."""
    return conditional_escape(valeur if isinstance(valeur, str) else str(valeur))


def _attributs(attributs: Mapping[str, Any]) -> str:
    return "".join(
        f" {_texte(nom)}" if valeur is True else f' {_texte(nom)}="{_texte(valeur)}"'
        for nom, valeur in attributs.items()
        if valeur is not False
    )


def _saisie(widget: dict[str, Any]) -> str:
    valeur = "" if widget["value"] is None else f' value="{_texte(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{_texte(widget["name"])}"{valeur}{_attributs(widget["attrs"])}>'


def _option(option: dict[str, Any]) -> str:
    mot = option["label"] if isinstance(option["label"], str) else localize(option["label"])
    return f'<option value="{_texte(option["value"])}"{_attributs(option["attrs"])}>{_texte(mot)}</option>\n'


def _liste(widget: dict[str, Any]) -> str:
    parts = [f'<select name="{_texte(widget["name"])}"{_attributs(widget["attrs"])}>']
    for groupe, options, _ in widget["optgroups"]:
        if groupe:
            parts.append(f'\n  <optgroup label="{_texte(groupe)}">')
        parts += [f"\n  {_option(option)}" for option in options]
        if groupe:
            parts.append("\n  </optgroup>")
    return "".join([*parts, "\n</select>"])
