"""Read the environment, loudly: an odd value stops the start with a sentence."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def env_bool(name: str, default: str = "False") -> bool:
    """Return a boolean written True or False; raise ImproperlyConfigured for any other spelling."""
    if (value := os.getenv(name, default)) not in ("True", "False"):
        raise ImproperlyConfigured(f"{name}={value!r}: write True or False")
    return value == "True"


def env_int(name: str, default: int, *, least: int = 0, most: int = 1_000_000) -> int:
    """Return a whole number between two bounds; raise ImproperlyConfigured for anything else."""
    value = os.getenv(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number")
    if not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number from {least} to {most}")
    return int(value)


def env_url(name: str, *schemes: str) -> str:
    """Return an address of one of these kinds, without its last slash; raise ImproperlyConfigured for anything else."""
    value = env_required(name)
    parts = urlsplit(value)
    if parts.scheme not in schemes or not (parts.hostname or parts.path.strip("/")):
        raise ImproperlyConfigured(
            f"{name}: write an address that begins with {' or '.join(f'{s}://' for s in schemes)}"
        )
    return value.rstrip("/")


def env_list(name: str, default: str = "") -> list[str]:
    """Return the comma-separated values, without blanks."""
    return [part.strip() for part in os.getenv(name, default).split(",") if part.strip()]


def env_required(name: str) -> str:
    """Return a value that has no sensible default; raise ImproperlyConfigured when it is missing."""
    if not (value := os.getenv(name, "")):
        raise ImproperlyConfigured(f"{name} is missing: see the README, « Production »")
    return value
