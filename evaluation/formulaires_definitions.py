"""What people type of a definition: a new version, a commission's decision."""

import datetime
from typing import Any

from django import forms

from commun.formulaires import DateCalendrier, FormulaireMixin
from evaluation.choix import TypeCommission
from jeunes.choix import LECTURES, ObjetDefinition, TypeSituation
from jeunes.models import Definition

# The fields that each reading reads; the others are not asked.
CHAMPS: dict[str, tuple[str, ...]] = {
    ObjetDefinition.SORTIE_POSITIVE: ("situations", "duree_minimale_jours"),
    ObjetDefinition.ACCOMPAGNE: ("mois",),
    ObjetDefinition.SANS_RENDEZ_VOUS: ("jours", "mois"),
}


class DefinitionForm(FormulaireMixin, forms.Form):
    """A new version of a word, prefilled with the version that it starts from."""

    libelle = forms.CharField(
        label="Nom court",
        max_length=160,
        help_text="Il accompagne le chiffre partout : « Emploi durable, tenu trois mois ».",
    )
    lecture = forms.ChoiceField(label="Lecture", widget=forms.RadioSelect)
    situations = forms.MultipleChoiceField(
        label="Situations retenues", choices=TypeSituation.choices, widget=forms.CheckboxSelectMultiple
    )
    duree_minimale_jours = forms.IntegerField(
        label="Durée minimale, en jours",
        min_value=0,
        max_value=730,
        help_text="0 : la situation compte dès son premier jour.",
    )
    mois = forms.IntegerField(
        label="Nombre de mois observés",
        min_value=1,
        max_value=24,
        help_text="Pour les lectures qui regardent les derniers mois seulement.",
    )
    jours = forms.IntegerField(label="Nombre de jours", min_value=1, max_value=120)
    note = forms.CharField(
        label="Pourquoi cette lecture",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="D’où elle vient, ce qu’elle laisse de côté.",
    )

    def __init__(self, *args: Any, objet: str, depuis: Definition | None = None, **kwargs: Any) -> None:
        initial = {} if depuis is None else {nom: getattr(depuis, nom) for nom in ("lecture", *CHAMPS[objet])}
        super().__init__(*args, initial={"duree_minimale_jours": 0, "mois": 5, "jours": 15, **initial}, **kwargs)
        for nom in {"situations", "duree_minimale_jours", "mois", "jours"} - set(CHAMPS[objet]):
            del self.fields[nom]
        choix = [(lecture.value, lecture.label) for lecture in LECTURES[objet]]
        self.fields["lecture"].choices = choix  # type: ignore[attr-defined]
        if depuis is None:
            self.initial["lecture"] = choix[0][0]


class DecisionForm(FormulaireMixin, forms.Form):
    """Which version a commission picks, when, and why."""

    version = forms.TypedChoiceField(label="Version retenue", coerce=int, widget=forms.RadioSelect)
    commission = forms.ChoiceField(label="Qui a décidé ?", choices=TypeCommission.choices, widget=forms.RadioSelect)
    le = forms.DateField(label="Date de la décision", widget=DateCalendrier)
    motif = forms.CharField(label="Pourquoi", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self,
        *args: Any,
        versions: list[tuple[Any, str]],
        today: datetime.date,
        version: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"le": today, "version": version}, **kwargs)
        self.today = today
        self.fields["version"].choices = versions  # type: ignore[attr-defined]
        self.fields["le"].widget.attrs["max"] = today.isoformat()

    def clean_le(self) -> datetime.date:
        """Refuse a decision that is not taken yet."""
        jour: datetime.date = self.cleaned_data["le"]
        if jour > self.today:
            raise forms.ValidationError("Cette date est dans le futur : choisissez aujourd’hui ou un jour passé.")
        return jour
