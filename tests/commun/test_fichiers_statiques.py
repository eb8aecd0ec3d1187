"""The committed front-end files are those that VERSIONS names, and the tokens of the look can be read."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIQUES = Path(settings.BASE_DIR) / "static"
THEME = (STATIQUES / "css/theme.css").read_text(encoding="utf-8")
SOMMES = [
    line.split()
    for line in (STATIQUES / "vendor/VERSIONS").read_text().splitlines()
    if line and not line.startswith("#")
]
TEXTES = ["encre", "encre-douce", "action-texte", "corail-texte", "vert", "ambre", "rouge", "bleu"]
SUR_VOILE = """
    vert vert-voile, ambre ambre-voile, ambre soleil-voile, rouge rouge-voile, bleu bleu-voile, encre indigo-voile,
    encre corail-voile, encre-douce surface-creuse, encre-douce soleil-voile, corail-texte corail-voile,
    indigo-texte indigo-voile, rail-encre rail-fond, rail-douce rail-fond, rail-encre rail-ici, sur-action indigo,
    sur-action indigo-vif, sur-action corail, sur-action corail-vif
"""
FORMES = [
    ("trait-fort", "surface"),
    ("trait-fort", "fond"),
    ("vert", "surface"),
    ("ambre", "surface"),
    ("action-texte", "fond"),
]


def tokens(sombre: bool) -> dict[str, str]:
    """Return the colours of the light look, or of the dark one over it."""
    clair, nuit = re.findall(r":root(?:, \.sur-papier)? \{([^}]*)\}", THEME)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", clair))
    found["action-texte"] = found["indigo"]
    if sombre:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", nuit))
    found["indigo-texte"] = found["action-texte"]
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("somme", "chemin"), SOMMES, ids=[path for _, path in SOMMES])
def test_a_committed_file_is_the_one_that_versions_names(somme, chemin):
    assert hashlib.sha256((STATIQUES / chemin).read_bytes()).hexdigest() == somme


def test_no_file_came_without_a_sum():
    present = {
        str(path.relative_to(STATIQUES))
        for folder in ("vendor", "polices", "icones")
        for path in (STATIQUES / folder).rglob("*")
        if path.is_file() and path.name != "VERSIONS"
    }
    assert present == {path for _, path in SOMMES}


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
def test_every_text_colour_reads_on_its_ground(sombre):
    couleurs = tokens(sombre)
    pairs = [(texte, sol) for texte in TEXTES for sol in ("fond", "surface")] + [
        tuple(pair.split()) for pair in SUR_VOILE.split(",")
    ]
    weak = {pair: round(contrast(couleurs[pair[0]], couleurs[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
def test_every_shape_is_seen_on_its_ground(sombre):
    couleurs = tokens(sombre)
    weak = {pair: round(contrast(couleurs[pair[0]], couleurs[pair[1]]), 2) for pair in FORMES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (STATIQUES / "icones/sprite.svg").read_text(encoding="utf-8")))
    pages = [path.read_text(encoding="utf-8") for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")]
    named = {name for page in pages for name in re.findall(r'\{% icone "([\w-]+)"', page)}
    assert named - sprite == set()


def test_no_template_breaks_the_content_security_policy():
    pages = {path: path.read_text(encoding="utf-8") for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")}
    faults = [
        f"{path.name}: {found}"
        for path, page in pages.items()
        if "typst" not in path.parts
        for found in re.findall(r'\sstyle="|\son(?:click|change|submit|input)="|<script>|<style', page)
    ]
    assert faults == []


def test_colours_are_written_in_the_theme_and_nowhere_else():
    sheets = [path for path in (STATIQUES / "css").glob("*.css") if path.name not in {"theme.css", "imprime.css"}]
    faults = [
        f"{path.name}: {found}"
        for path in sheets
        for found in re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(", path.read_text(encoding="utf-8"))
    ]
    assert faults == []
