"""The widgets written without a template are Django's own, letter for letter."""

import datetime

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from commun.formulaires import DateCalendrier, DateHeureCalendrier, HeureSaisie, NombreSaisie
from commun.rendu import RenduDirect

CHOIX = [("", "Tous"), ("a", "L’été & <l'hiver>"), ('Groupe "1"', [(1, 2026), (2, mark_safe("<b>sûr</b>"))])]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput({"placeholder": "Nom & <prénom>", "autofocus": True, "hidden": False}), 'a"<b>'),
        (forms.TextInput(), None),
        (forms.EmailInput(), "a@exemple.fr"),
        (forms.HiddenInput(), 1234),
        (forms.CheckboxInput(), True),
        (forms.CheckboxInput(), False),
        (NombreSaisie(), 12.5),
        (DateCalendrier(), datetime.date(2026, 11, 24)),
        (DateHeureCalendrier(), datetime.datetime(2026, 11, 24, 14, 0)),
        (HeureSaisie(), datetime.time(14, 0)),
        (forms.Select(choices=CHOIX), "a"),
        (forms.Select({"class": "court"}, choices=CHOIX), 1),
        (forms.SelectMultiple(choices=CHOIX), ["a", "2"]),
        (forms.RadioSelect(choices=CHOIX), "a"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_widget_is_written_as_django_writes_it(widget, value):
    attrs = {"id": "id_champ", "aria-describedby": "aide"}
    ours = widget.render("champ", value, attrs, renderer=RenduDirect())
    assert ours == widget.render("champ", value, attrs, renderer=TemplatesSetting())
    assert hasattr(ours, "__html__")
