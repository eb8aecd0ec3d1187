"""Links that appear only for who may open them. Documented in docs/composants.md."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from commun.templatetags.ml import dessine
from comptes import permissions
from comptes.brouillons import BrouillonOuvert

register = template.Library()


@register.simple_tag(takes_context=True)
def adresse(context: Context, nom: str, *args: Any) -> str:
    """
    Return the address of a URL that the person's role may open, else the empty string.

    `{% adresse "jeunes:jeune-list" as url %}{% if url %}<a href="{{ url }}">…</a>{% endif %}`
    """
    user = getattr(context.get("request"), "user", None)
    role = user.role if user is not None and user.is_authenticated else None
    if not args:
        return _adresse(role, nom)
    return _reverse(nom, args) if permissions.allows(role, nom) else ""


@lru_cache(maxsize=1024)
def _adresse(role: str | None, nom: str) -> str:
    """Return an address without argument: the same for a role as long as a process lives."""
    return _reverse(nom, ()) if permissions.allows(role, nom) else ""


def _reverse(nom: str, args: tuple[Any, ...]) -> str:
    try:
        return reverse(nom, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def lien_nav(context: Context, nom: str, libelle: str, icone: str, actif: str = "", badge: int = 0) -> SafeString:
    """
    Return one entry of the navigation, nothing when the role may not open it.

    `actif` holds beginnings of view names, separated by commas, for which the entry is the current one.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    vue = match.view_name if match else ""
    debuts = tuple(debut.strip() for debut in (actif or nom).split(","))
    return _entree(adresse(context, nom), libelle, icone, badge, vue.startswith(debuts))


@lru_cache(maxsize=1024, typed=True)
def _entree(url: str, libelle: str, icone: str, badge: int, courant: bool) -> SafeString:
    """Return an entry once made: every page shows the same eleven."""
    if not url:
        return SafeString()
    return format_html(
        '<li><a class="nav-lien" href="{}"{} title="{}">{}<span class="nav-mot">{}</span>{}</a></li>',
        url,
        mark_safe(' aria-current="page"') if courant else "",
        libelle,
        dessine(icone),
        libelle,
        format_html('<span class="nav-nombre">{}</span>', badge) if badge else "",
    )


@register.inclusion_tag("comptes/_brouillon.html", takes_context=True)
def brouillon(context: Context, ouvert: BrouillonOuvert) -> dict[str, Any]:
    """Return what keeps what is typed in a form: `{% brouillon brouillon %}` after its CSRF token."""
    return {"brouillon": ouvert, "retour": context["request"].get_full_path()}
