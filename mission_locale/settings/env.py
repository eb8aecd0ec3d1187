"""Read the environment, loudly: an odd value stops the start with a sentence."""

import os

from django.core.exceptions import ImproperlyConfigured


def env_bool(name: str, default: str = "False") -> bool:
    """Return a boolean written True or False; raise ImproperlyConfigured for any other spelling."""
    if (value := os.getenv(name, default)) not in ("True", "False"):
        raise ImproperlyConfigured(f"{name}={value!r}: write True or False")
    return value == "True"


def env_int(name: str, default: int) -> int:
    """Return a whole number; raise ImproperlyConfigured for anything else."""
    value = os.getenv(name, str(default))
    if not value.lstrip("-").isdigit():
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number")
    return int(value)


def env_list(name: str, default: str = "") -> list[str]:
    """Return the comma-separated values, without blanks."""
    return [part.strip() for part in os.getenv(name, default).split(",") if part.strip()]


def env_required(name: str) -> str:
    """Return a value that has no sensible default; raise ImproperlyConfigured when it is missing."""
    if not (value := os.getenv(name, "")):
        raise ImproperlyConfigured(f"{name} is missing: see the README, « Production »")
    return value
