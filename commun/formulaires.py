"""What every form of the application shares: French dates, no browser pop-ups, no bare Django widget."""

from typing import Any

from django import forms


class DateSaisie(forms.DateInput):
    """A date that the person knows by heart (birth): typed, "jj/mm/aaaa", also read as 3.5.2008 or 03052008."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            attrs={"placeholder": "jj/mm/aaaa", "inputmode": "numeric", "autocomplete": "off", "maxlength": "12", **(attrs or {})},
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


_REMPLACEMENTS: dict[type[forms.Widget], type[forms.Widget]] = {
    forms.DateInput: DateCalendrier,
    forms.DateTimeInput: DateHeureCalendrier,
    forms.TimeInput: HeureSaisie,
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
            if field.required and not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
                field.widget.attrs.setdefault("aria-required", "true")


def replace_bare_widget(field: forms.Field) -> None:
    """Give a field its French picker when it has Django's default widget."""
    remplacement = _REMPLACEMENTS.get(type(field.widget))
    if remplacement is None:
        return
    ancien = field.widget
    field.widget = remplacement(attrs=ancien.attrs)
    field.widget.is_required = ancien.is_required
    field.widget.is_localized = ancien.is_localized
