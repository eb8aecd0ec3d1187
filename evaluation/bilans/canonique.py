"""
The canonical text of a frozen content, and its digest.

Keys sorted, UTF-8, no blank, no float (numbers are whole, or decimals written as text): one content, one spelling.
"""

import hashlib
import json
from decimal import Decimal
from typing import Any


def dump(contenu: Any) -> str:
    """Return the canonical text; a float is a mistake: it has no single spelling."""
    _refuse_floats(contenu)
    return json.dumps(contenu, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _refuse_floats(objet: Any) -> None:
    if isinstance(objet, float):
        raise TypeError("a float has no place in a frozen content")
    for element in objet.values() if isinstance(objet, dict) else objet if isinstance(objet, list | tuple) else ():
        _refuse_floats(element)


def texte_decimal(valeur: Decimal | None) -> str | None:
    """Return a number in one spelling: "12", "16.3"; never an exponent."""
    if valeur is None:
        return None
    texte = f"{valeur:f}"
    return (texte.rstrip("0").rstrip(".") if "." in texte else texte) or "0"


def empreinte(contenu: str) -> str:
    """Return the SHA-256 of the frozen bytes."""
    return hashlib.sha256(contenu.encode()).hexdigest()
