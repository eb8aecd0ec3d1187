"""What people type: a bilan to launch, the filters of the dashboard and of a figure."""

import datetime
from typing import Any

from django import forms

from commun.formulaires import DateCalendrier, FormulaireMixin
from evaluation.choix import TypeBilan
from plans_action.choix import StatutFiche
from plans_action.models import ProjetAssociatif


class BilanForm(FormulaireMixin, forms.Form):
    """Which reading, of which projet, up to which day."""

    type = forms.ChoiceField(label="Quel bilan ?", choices=TypeBilan.choices, widget=forms.RadioSelect)
    arrete_au = forms.DateField(
        label="Arrêté au",
        help_text="Les faits jusqu’à ce jour compris sont comptés, même s’ils ont été saisis plus tard.",
        widget=DateCalendrier,
    )

    def __init__(self, *args: Any, projet: ProjetAssociatif, today: datetime.date, **kwargs: Any) -> None:
        self.projet, self.today = projet, today
        initial = {"type": next_type(projet, today=today), "arrete_au": today}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["arrete_au"].widget.attrs |= {"min": projet.debut.isoformat(), "max": today.isoformat()}

    def clean_arrete_au(self) -> datetime.date:
        """Refuse a day before the projet starts, and one that is not over."""
        jour: datetime.date = self.cleaned_data["arrete_au"]
        if jour < self.projet.debut:
            raise forms.ValidationError(
                f"Le projet commence le {self.projet.debut:%d/%m/%Y} : choisissez une date plus tardive."
            )
        if jour > self.today:
            raise forms.ValidationError("Cette date est dans le futur : choisissez aujourd’hui ou un jour passé.")
        return jour


def next_type(projet: ProjetAssociatif, *, today: datetime.date) -> str:
    """Return which bilan comes next: the final one once the half-way date is more than six months behind."""
    passed = today > projet.echeance_intermediaire + datetime.timedelta(days=183)
    return TypeBilan.FINAL if passed else TypeBilan.INTERMEDIAIRE


class TableauForm(forms.Form):
    """The filters of the dashboard, kept in the address; an odd value filters nothing."""

    objectif = forms.ChoiceField(label="Objectif", required=False)
    statut = forms.ChoiceField(
        label="État de la fiche",
        required=False,
        choices=[("", "Tous"), *(c for c in StatutFiche.choices if c[0] != StatutFiche.ABANDONNEE)],
    )
    a_regarder = forms.BooleanField(label="En retard ou en deçà de la cible seulement", required=False)

    def __init__(self, *args: Any, objectifs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objectif"].choices = [("", "Tous"), *objectifs]  # type: ignore[attr-defined]
