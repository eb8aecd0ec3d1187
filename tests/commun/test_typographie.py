"""The no-break spaces of French, put in the text of templates and nowhere else."""

import importlib.util
from pathlib import Path

import pytest
from django.conf import settings

spec = importlib.util.spec_from_file_location("typographie", Path(settings.BASE_DIR) / "scripts/typographie.py")
typographie = importlib.util.module_from_spec(spec)
spec.loader.exec_module(typographie)


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("<p>Où ? Là : ici !</p>", "<p>Où\u202f? Là\u00a0: ici\u202f!</p>"),
        ("<p>{{ nom }} : {{ n }}</p>", "<p>{{ nom }}\u00a0: {{ n }}</p>"),
        ('{% if a %} <a title="x : y" hx-vals="a ; b">', '{% if a %} <a title="x : y" hx-vals="a ; b">'),
        ("{# a : b #}", "{# a : b #}"),
        ("à 10:30", "à 10:30"),
    ],
)
def test_only_the_text_is_corrected(avant, apres):
    assert typographie.corrige(avant) == apres
    assert typographie.corrige(apres) == apres
