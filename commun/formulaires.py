"""What every form of the application shares: French dates, no browser pop-ups, no bare Django widget."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django import forms

_ESPACES = re.compile(r"(?<=\d)\s+(?=\d)")
_JOUR_MOIS_AN = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_AN_MOIS_JOUR = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_AVANT_SIGNE, _APRES_GUILLEMET = re.compile(r" (?=[»:;?!])"), re.compile(r"(?<=«) ")


class DateSaisie(forms.DateInput):
    """A date that the person knows by heart (birth): typed, "jj/mm/aaaa", also read as 3.5.2008 or 03052008."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            attrs={
                "placeholder": "jj/mm/aaaa",
                "inputmode": "numeric",
                "autocomplete": "off",
                "maxlength": "12",
                **(attrs or {}),
            },
            format="%d/%m/%Y",
        )


class DateCalendrier(forms.DateInput):
    """A date looked up in a calendar (séance, échéance, period): the browser's own picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DateHeureCalendrier(forms.DateTimeInput):
    """A date and an hour, with the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"step": "300", **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class HeureSaisie(forms.TimeInput):
    """An hour of the day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"step": "300", **(attrs or {})}, format="%H:%M")


class NombreSaisie(forms.TextInput):
    """A number typed as text: a number box drops what it cannot read, and the person would not see what to correct."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        kept = {key: value for key, value in (attrs or {}).items() if key not in {"min", "max", "step"}}
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", "size": "8", **kept})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Read "1 200" as it is written in French, whatever the kind of space."""
        typed = super().value_from_datadict(data, files, name)
        return _ESPACES.sub("", typed) if isinstance(typed, str) else typed


_REMPLACEMENTS: dict[type[forms.Widget], type[forms.Widget]] = {
    forms.DateInput: DateCalendrier,
    forms.DateTimeInput: DateHeureCalendrier,
    forms.TimeInput: HeureSaisie,
    forms.NumberInput: NombreSaisie,
}


ANNEES = (1900, 2100)
TIRETS = "---------"  # what Django shows for no choice

# Django's own sentences, said so that the person knows what to do. A message written in the form stays.
_PHRASES: dict[type[forms.Field], dict[str, str]] = {
    forms.DateField: {"invalid": "Cette date ne peut pas être lue\u00a0: écrivez-la comme 24/11/2026."},
    forms.DateTimeField: {"invalid": "Indiquez un jour et une heure, par exemple 24/11/2026 14:00."},
    forms.TimeField: {"invalid": "Indiquez une heure, par exemple 14:00."},
    forms.IntegerField: {"invalid": "Écrivez un nombre entier, en chiffres."},
    forms.DecimalField: {"invalid": "Écrivez un nombre, en chiffres."},
    forms.EmailField: {"invalid": "Écrivez une adresse complète, comme prenom@exemple.fr."},
    forms.ChoiceField: {"invalid_choice": "Choisissez une réponse de la liste."},
    forms.ModelChoiceField: {"invalid_choice": "Choisissez une réponse de la liste."},
}
# What validators say, by their code: a field that has a sentence of its own keeps it.
_LIMITES = {
    "max_length": "C’est trop long\u00a0: %(limit_value)d caractères au plus, et vous en avez écrit %(show_value)d.",
    "min_value": "C’est trop petit\u00a0: %(limit_value)s au moins.",
    "max_value": "C’est trop grand\u00a0: %(limit_value)s au plus.",
}


class FormulaireMixin:
    """
    First base of every form: `class X(FormulaireMixin, forms.Form)`.

    Errors are ours, beside the field and on top, so the browser's own pop-ups are off; the bare Django date widgets
    become pickers (write DateSaisie in the field for a birth date).
    """

    use_required_attribute = False
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            replace_bare_widget(field)
            say_it_plainly(field)
            name_the_blank(field)
            keep_signs_with_words(field)
            refuse_impossible_years(field)
            if isinstance(field.widget, forms.Textarea):
                # The browser would cut what is pasted without a word; the form says how much is too long.
                field.widget.attrs.pop("maxlength", None)
            if field.required and not isinstance(
                field.widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple
            ):
                field.widget.attrs.setdefault("aria-required", "true")

    def add_error(self, field: str | None, error: Any) -> None:
        """Say of a day that no calendar has that it does not exist: its writing was right."""
        if isinstance(self.fields.get(field or ""), forms.DateField) and getattr(error, "code", "") == "invalid":
            typed = str(self.data.get(self.add_prefix(field), "")).strip()  # type: ignore[attr-defined]
            if is_missing_from_calendars(typed):
                jour = _AN_MOIS_JOUR.sub(r"\3/\2/\1", typed)
                error = forms.ValidationError(f"Le {jour} n’existe pas\u00a0: vérifiez le jour et le mois.")
        super().add_error(field, error)  # type: ignore[misc]


def is_missing_from_calendars(typed: str) -> bool:
    """Tell whether a text is written as a date but names a day that does not exist: 31/02/2007."""
    if written := _AN_MOIS_JOUR.fullmatch(typed):
        an, mois, jour = written.groups()
    elif written := _JOUR_MOIS_AN.fullmatch(typed):
        jour, mois, an = written.groups()
    else:
        return False
    try:
        datetime.date(int(an), int(mois), int(jour))
    except ValueError:
        return True
    return False


def replace_bare_widget(field: forms.Field) -> None:
    """Give a field its French picker when it has Django's default widget."""
    remplacement = _REMPLACEMENTS.get(type(field.widget))
    if remplacement is None:
        return
    ancien = field.widget
    field.widget = remplacement(attrs=ancien.attrs)
    field.widget.is_required = ancien.is_required
    # "12,5": a French keyboard's own decimal key.
    field.localize = field.localize or isinstance(field, forms.DecimalField | forms.FloatField)
    field.widget.is_localized = field.localize


def name_the_blank(field: forms.Field) -> None:
    """Say in words what Django's row of dashes means, at the top of a list; a label written in the form stays."""
    mots = "Choisissez" if field.required else "Aucun choix"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == TIRETS:
            field.empty_label = mots
    elif isinstance(field, forms.ChoiceField):
        choix: list[Any] = list(field.choices)  # type: ignore[arg-type]
        if ("", TIRETS) in choix:
            field.choices = [("", mots) if row == ("", TIRETS) else row for row in choix]


def keep_signs_with_words(field: forms.Field) -> None:
    """Let no line begin with a sign or end with an opening quotation mark."""
    if field.help_text:
        field.help_text = _APRES_GUILLEMET.sub("\u00a0", _AVANT_SIGNE.sub("\u00a0", str(field.help_text)))
    if field.label:
        field.label = _APRES_GUILLEMET.sub("\u00a0", _AVANT_SIGNE.sub("\u00a0", str(field.label)))


def refuse_impossible_years(field: forms.Field) -> None:
    """Refuse a year that no record of ours can hold: a slip of the keyboard, and dates that no database stores."""
    if getattr(field, "juge_ses_annees", False):  # it says better what is wrong
        return
    if isinstance(field, forms.DateField | forms.DateTimeField) and plausible_year not in field.validators:
        field.validators = [*field.validators, plausible_year]


def plausible_year(value: datetime.date) -> None:
    """Raise ValidationError when the year is a slip."""
    if not ANNEES[0] <= value.year <= ANNEES[1]:
        raise forms.ValidationError(
            f"Vérifiez l’année : elle doit être entre {ANNEES[0]} et {ANNEES[1]}.", code="annee"
        )


def _django_message(field: forms.Field, code: str) -> Any:
    """Return the message that Django itself has for this kind of field."""
    for kind in type(field).__mro__:
        if code in (messages := vars(kind).get("default_error_messages", {})):
            return messages[code]
    return None


def say_it_plainly(field: forms.Field) -> None:
    """Replace Django's messages by ours where the form wrote none."""
    for kind, phrases in _PHRASES.items():
        if not isinstance(field, kind):
            continue
        for code, phrase in phrases.items():
            if field.error_messages.get(code) == _django_message(field, code):
                field.error_messages[code] = phrase
    own = {
        getattr(validator, "code", "")
        for validator in field.validators
        if "message" in getattr(validator, "__dict__", {})
    }
    for code in _LIMITES.keys() - own:  # a validator that has a sentence of its own keeps it
        field.error_messages.setdefault(code, _LIMITES[code])
