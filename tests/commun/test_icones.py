"""Every icon that a template names is drawn."""

import re
from pathlib import Path

from django.conf import settings

NOMMEE = re.compile(r"""\{% icone "([a-z-]+)"|icone(?:_nom)?="([a-z-]+)\"""")


def test_every_icon_that_a_template_names_is_in_the_sprite():
    racine = Path(settings.BASE_DIR)
    dessins = "".join(chemin.read_text(encoding="utf-8") for chemin in (racine / "static").rglob("*.svg"))
    connues = set(re.findall(r'<symbol[^>]*id="(?:i-)?([^"]+)"', dessins))
    nommees = {
        (chemin.name, first or second)
        for chemin in (racine / "templates").rglob("*.html")
        for first, second in NOMMEE.findall(chemin.read_text(encoding="utf-8"))
    }
    assert {(page, nom) for page, nom in nommees if nom not in connues} == set()
