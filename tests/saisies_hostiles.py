"""
What no form expects, sent to every form of every page (`test_matrice.py`, which has just read these pages).

Some fields of each form get one hostile value by turns; `SAISIES_HOSTILES=toutes` sends every value to every field,
which takes half an hour: by hand, on SQLite and on PostgreSQL, before a release.
"""

import math
import os

from tests.pages import JETON, formulaires

MARQUE = "<script>alert(771)</script>"
VALEURS = [
    "a\x00b", "x" * 10_000, MARQUE, "=1+1|cmd", "31/02/2026", "2026-02-31", "0001-01-01", "9999-12-31",
    "0001-01-01T00:00", "9999-12-31T23:59", "01/01/1850", "25:61", "9" * 40, "9223372036854775808", "-1", "1e400",
    "NaN", "00000000-0000-0000-0000-000000000000", "💥\u202eabc", "", "   ", "%_\\'\"; --",
]  # fmt: skip
# What a typed date may never become without a word.
IMPOSSIBLES = {"31/02/2026", "2026-02-31", "0001-01-01", "9999-12-31", "0001-01-01T00:00", "9999-12-31T23:59", "25:61"}
# Signed with the hour, where to come back to, or the browser’s own.
CHANGENT = ("brouillon_", "password", "points-TOTAL_FORMS", "form-TOTAL_FORMS")
LAISSES = ("logout", "/demo/")
CHAMPS_ESSAYES = 8


def forms_of(pages):
    """Yield who a page opens to, with each form that the page shows, once."""
    seen = set()
    for who, page, adresse in pages:
        for form in formulaires(page.content, adresse):
            key = (form.action.partition("?")[0], form.methode, frozenset(champ.nom for champ in form.champs))
            if key not in seen and not any(part in form.action for part in LAISSES):
                seen.add(key)
                yield who, form


def hostile_pairs(form, turn):
    """Yield each field with the values it gets."""
    names = sorted({champ.nom for champ in form.champs if champ.nom != JETON})
    if os.getenv("SAISIES_HOSTILES") == "toutes":
        yield from ((name, value) for name in names for value in VALEURS)
        return
    step = math.ceil(len(names) / CHAMPS_ESSAYES)
    for rank, name in enumerate(names[turn % step :: step] if names else ()):
        yield name, VALEURS[(7 * rank + turn) % len(VALEURS)]


def lost(sent, answer, adresse, name):
    """Return the fields whose content the page that refuses does not give back."""
    back = {}
    for form in formulaires(answer.content, adresse):
        for key, values in form.donnees().items():
            back.setdefault(key, []).extend(value.strip() for value in values)
    return [
        key
        for key, values in sent.items()
        if key != name and not any(part in key for part in CHANGENT)
        if any(value.strip() and value.strip() not in back.get(key, []) for value in values)
    ]


def refused(answer):
    """Tell whether a page says that something is to correct."""
    return b'aria-invalid="true"' in answer.content or b"resume-erreurs" in answer.content
