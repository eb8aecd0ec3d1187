"""What every form of a part of the fiche shares, and the fields they are made of."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from commun.formulaires import DateCalendrier, FormulaireMixin
from plans_action import contenu as c
from plans_action.forms import LONGUEUR_TEXTE
from plans_action.saisie.reserve import Reserve


class PieceForm(FormulaireMixin, forms.Form):
    """A part of the fiche's form."""

    schema: c.Schema

    def __init__(self, *args: Any, reserve: Reserve, **kwargs: Any) -> None:
        self.reserve = reserve
        super().__init__(*args, **kwargs)
        self.complete()

    def complete(self) -> None:
        """Give the fields their choices."""

    def fill(self, data: QueryDict) -> None:
        """Show what was typed without judging it: a draft, or a form that only changes shape."""
        for nom, champ in self.fields.items():
            if not champ.widget.value_omitted_from_data(data, MultiValueDict(), self.add_prefix(nom)):
                self.initial[nom] = champ.widget.value_from_datadict(data, MultiValueDict(), self.add_prefix(nom))

    @classmethod
    def initial_of(cls, item: c.Contenu) -> dict[str, Any]:
        """Return what the fields show of a stored item."""
        return {
            champ.nom: as_typed(item[champ.nom]) if champ.genre == "nombre" else item[champ.nom]
            for champ in cls.schema.champs
            if champ.genre != "liaison"
        }

    def content(self) -> c.Contenu:
        """Return the cleaned fields as content."""
        return {champ.nom: c.canonical(self.cleaned_data[champ.nom], champ.genre) for champ in self.schema.champs}


def as_typed(nombre: str | None) -> str:
    """Return a number as a French person types it: "1234,5", "12"."""
    return nombre.rstrip("0").rstrip(".").replace(".", ",") if nombre else ""


def texte(label: str, rows: int = 3, aide: str = "", longueur: int = LONGUEUR_TEXTE) -> forms.CharField:
    """Return an optional text of several lines."""
    return forms.CharField(
        label=label, required=False, max_length=longueur, help_text=aide, widget=forms.Textarea(attrs={"rows": rows})
    )


def court(label: str, longueur: int, aide: str = "", *, required: bool = False) -> forms.CharField:
    """Return a text of one line."""
    return forms.CharField(label=label, required=required, max_length=longueur, help_text=aide)


def jour(label: str) -> forms.DateField:
    """Return an optional day between sane years."""
    return forms.DateField(label=label, required=False, widget=DateCalendrier, validators=[check_annee])


def check_annee(valeur: Any) -> None:
    """Refuse a year that is a slip of the finger."""
    if not 2000 <= valeur.year <= 2100:
        raise ValidationError("Vérifiez l’année : elle doit être entre 2000 et 2100.")


def nombre(label: str, maximum: int, aide: str = "") -> forms.DecimalField:
    """Return an optional number, of two decimals at most."""
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=maximum, decimal_places=2, localize=True,
        help_text=aide, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip


def montant(label: str) -> forms.DecimalField:
    """Return an amount in euros, empty for zero."""
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=12, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
