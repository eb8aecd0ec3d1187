"""Names of people, compared as a counsellor would: accents, case, hyphens and order aside."""

import re
import unicodedata

_SEPARATORS = re.compile(r"[^a-z0-9]+")


def normalise_nom(text: str) -> str:
    """
    Return the text in lower case, without accents, words separated by one space.

    >>> normalise_nom("  Élodie-Anne  D'ŒUVRE ")
    'elodie anne d oeuvre'
    """
    expanded = text.replace("Œ", "OE").replace("œ", "oe").replace("Æ", "AE").replace("æ", "ae").replace("ß", "ss")
    decomposed = unicodedata.normalize("NFKD", expanded)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SEPARATORS.sub(" ", bare.lower()).strip()


def write_nom(text: str) -> str:
    """
    Return a name as it is read: typed all in small letters or all in capitals, each part begins with a capital.

    >>> write_nom("jean-pierre"), write_nom("D'ŒUVRE"), write_nom("de La Tour")
    ('Jean-Pierre', "D'Œuvre", 'de La Tour')
    """
    if text != text.lower() and text != text.upper():
        return text
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), text)


def normalise_telephone(text: str) -> str:
    """Return a French phone number as ten digits where it can be read as one, else its digits and leading +."""
    digits = re.sub(r"[^0-9+]", "", text)
    for prefix in ("+33", "0033"):
        if digits.startswith(prefix):
            return "0" + digits[len(prefix) :].lstrip("0")
    return digits
