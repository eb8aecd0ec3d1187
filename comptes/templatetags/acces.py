"""Links that appear only for who may open them. Documented in docs/composants.md."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, reverse

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
    if not permissions.allows(role, nom):
        return ""
    try:
        return reverse(nom, args=args)
    except NoReverseMatch:
        return ""


@register.inclusion_tag("composants/lien_nav.html", takes_context=True)
def lien_nav(context: Context, nom: str, libelle: str, icone: str, actif: str = "", badge: int = 0) -> dict[str, Any]:
    """
    Return one entry of the navigation, nothing when the role may not open it.

    `actif` holds beginnings of view names, separated by commas, for which the entry is the current one.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    vue = match.view_name if match else ""
    debuts = [debut.strip() for debut in (actif or nom).split(",")]
    return {
        "url": adresse(context, nom),
        "libelle": libelle,
        "icone": icone,
        "badge": badge,
        "courant": bool(vue) and any(vue.startswith(debut) for debut in debuts),
    }


@register.inclusion_tag("comptes/_brouillon.html", takes_context=True)
def brouillon(context: Context, ouvert: BrouillonOuvert) -> dict[str, Any]:
    """Return what keeps what is typed in a form: `{% brouillon brouillon %}` after its CSRF token."""
    return {"brouillon": ouvert, "retour": context["request"].get_full_path()}
