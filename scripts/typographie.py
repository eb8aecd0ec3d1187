"""Put French no-break spaces before : ; ? ! in the text of templates; with --corriger writes them, else lists them."""

import re
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
# What is not text that a person reads: comments, template tags and variables, HTML tags.
HORS_TEXTE = re.compile(r"(\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>)", re.DOTALL)
AVANT_SIGNE = re.compile(r" ([:;?!])(?=\s|$)")
ESPACES = {":": "\u00a0", ";": "\u202f", "?": "\u202f", "!": "\u202f"}


def corrige(source: str) -> str:
    """Return the template with its text corrected; tags, variables and attributes stay as they are."""
    morceaux = HORS_TEXTE.split(source)
    for rang in range(0, len(morceaux), 2):
        morceaux[rang] = AVANT_SIGNE.sub(lambda trouve: ESPACES[trouve[1]] + trouve[1], morceaux[rang])
    return "".join(morceaux)


def main(ecrire: bool) -> int:
    """Correct or list the templates; return how many had something to correct."""
    fautifs = 0
    for chemin in sorted((RACINE / "templates").rglob("*.html")):
        source = chemin.read_text(encoding="utf-8")
        if (propre := corrige(source)) == source:
            continue
        fautifs += 1
        sys.stdout.write(f"{chemin.relative_to(RACINE)}\n")
        if ecrire:
            chemin.write_text(propre, encoding="utf-8")
    return fautifs


if __name__ == "__main__":
    ecrire = "--corriger" in sys.argv
    sys.exit(1 if main(ecrire) and not ecrire else 0)
