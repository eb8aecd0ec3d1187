"""What people type about readings: one reading, its correction, how they are put together, a paste."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms

from commun.fichiers import EXTENSIONS
from commun.formulaires import DateCalendrier, FormulaireMixin
from evaluation.choix import Agregation
from evaluation.collage import NombreIllisible, read_number
from evaluation.models import ReglageReleve, Releve
from evaluation.services.releves import Lu, ReleveRefuse, check
from plans_action.models import Indicateur


class ReleveForm(FormulaireMixin, forms.Form):
    """One reading; a correction says why."""

    valeur = forms.CharField(
        label="Valeur", max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    )
    jour = forms.DateField(label="Relevé le", widget=DateCalendrier)
    source = forms.CharField(
        label="Où l’avez-vous lu ?", required=False, max_length=200, help_text="La page, l’outil ou la personne."
    )
    preuve_lien = forms.URLField(label="Lien vers la preuve", required=False, max_length=500, assume_scheme="https")
    preuve = forms.CharField(
        label="Référence de la preuve",
        required=False,
        max_length=300,
        help_text="Par exemple : capture d’écran du 31, dossier Communication.",
    )
    fichier = forms.FileField(
        label="Fichier de preuve",
        required=False,
        allow_empty_file=True,  # refused with the other faults of files, in the same words
        help_text="Une capture d’écran, un PDF… Rien qui nomme un jeune.",
        widget=forms.FileInput(attrs={"accept": EXTENSIONS}),
    )
    motif = forms.CharField(label="Pourquoi cette correction ?", max_length=100)

    def __init__(
        self, *args: Any, indicateur: Indicateur, releve: Releve | None, today: datetime.date, **kwargs: Any
    ) -> None:
        self.indicateur, self.today = indicateur, today
        super().__init__(*args, **kwargs)
        del self.fields["motif" if releve is None else "fichier"]

    def clean_valeur(self) -> Decimal:
        """Read the number as people write it."""
        try:
            return read_number(self.cleaned_data["valeur"])
        except NombreIllisible as erreur:
            raise forms.ValidationError(str(erreur)) from None

    def clean(self) -> dict[str, Any]:
        """Refuse what the indicateur cannot have, beside the number."""
        cleaned = super().clean() or {}
        if not {"valeur", "jour"} & set(self.errors):
            try:
                check(self.lu(), today=self.today)
            except ReleveRefuse as refus:
                self.add_error("jour" if self.cleaned_data["jour"] > self.today else "valeur", str(refus))
        return cleaned

    def lu(self) -> Lu:
        """Return the reading typed."""
        data = self.cleaned_data
        textes = {nom: data.get(nom, "") for nom in ("source", "preuve_lien", "preuve")}
        return Lu(self.indicateur, data["jour"], data["valeur"], **textes)


class RetraitForm(FormulaireMixin, forms.Form):
    """Why a reading is withdrawn."""

    motif = forms.CharField(
        label="Pourquoi ce relevé est-il retiré ?", max_length=100, help_text="Il ne comptera plus ; il reste lisible."
    )


class ReglageForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """How the readings of an indicateur are written and put together."""

    agregation = forms.ChoiceField(
        label="La valeur d’une période est…", choices=Agregation.choices, widget=forms.RadioSelect
    )
    unite = forms.CharField(
        label="Unité", required=False, max_length=40, help_text="Par exemple : personnes abonnées, visites, %."
    )
    decimales = forms.TypedChoiceField(
        label="Chiffres après la virgule",
        choices=[(0, "Aucun : un nombre entier"), (1, "Un"), (2, "Deux")],
        coerce=int,
    )
    source = forms.CharField(
        label="Où le lire d’habitude ?",
        required=False,
        max_length=200,
        help_text="Rappelé à la personne qui fait le relevé.",
    )

    class Meta:
        model = ReglageReleve
        fields = ("agregation", "unite", "decimales", "source")


class CollageForm(FormulaireMixin, forms.Form):
    """A text copied from a spreadsheet."""

    texte = forms.CharField(
        label="Collez ici les cases copiées",
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "texte-colle"}),
        error_messages={"required": "Collez d’abord les cases copiées de votre tableur."},
        strip=False,
    )
    source = forms.CharField(
        label="Où ces nombres ont-ils été lus ?", required=False, max_length=200, help_text="Vaut pour tout le collage."
    )
