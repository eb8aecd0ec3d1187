"""Rights as data: permissions.toml read once; a URL that is not declared there is closed to everyone."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

PUBLIC = "public"
CONNECTE = "connecte"


@lru_cache(maxsize=1)
def matrix() -> dict[str, Any]:
    """Return the whole declaration: permissions, urls, prefixes, admin."""
    return tomllib.loads(Path(__file__).with_name("permissions.toml").read_text(encoding="utf-8"))


def role_has(role: str, code: str) -> bool:
    """Tell whether a role has a permission; raise KeyError for a permission that is not declared."""
    return role in matrix()["permissions"][code]


def requirement(view_name: str) -> str | None:
    """
    Return what a URL asks for: "public", "connecte", the code of a permission, or None when it is not declared.

    Third-party URLs are declared by the beginning of their names, the longest first.
    """
    declared: dict[str, str] = matrix()["urls"]
    if view_name in declared:
        return declared[view_name]
    prefixes: dict[str, str] = matrix()["prefixes"]
    for prefix in sorted(prefixes, key=len, reverse=True):
        if view_name.startswith(prefix):
            return prefixes[prefix]
    return None


def allows(role: str | None, view_name: str) -> bool:
    """Tell whether a role (None: not signed in) may ask for a URL at all; its objects are scoped by `visible_to`."""
    needed = requirement(view_name)
    if needed is None:
        return False
    if needed == PUBLIC:
        return True
    return role is not None and (needed == CONNECTE or role_has(role, needed))


def admin_allows(perm: str) -> bool:
    """Tell whether Django's admin may do this: "app.action_model" with a model declared in [admin]."""
    app_label, _, codename = perm.partition(".")
    action, _, model = codename.partition("_")
    return action in matrix()["admin"].get(f"{app_label}.{model}", [])


def admin_shows(app_label: str) -> bool:
    """Tell whether any model of a room is declared for Django's admin."""
    return any(name.startswith(f"{app_label}.") for name in matrix()["admin"])
