"""What puts right an événement that is logged."""

from typing import Any

from django import forms

from commun.formulaires import FormulaireMixin
from jeunes.forms import NoteMixin


class ComplementForm(FormulaireMixin, NoteMixin):
    """What is added to a note."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = "Ce qu’il faut corriger ou ajouter"
        self.fields["note"].required = True


class AnnulationForm(FormulaireMixin, forms.Form):
    """Why an événement should never have been logged."""

    motif = forms.CharField(
        label="Pourquoi l’annuler",
        max_length=200,
        help_text="Par exemple : « saisi dans le mauvais dossier », « saisi deux fois ». Ce texte reste lisible.",
    )
