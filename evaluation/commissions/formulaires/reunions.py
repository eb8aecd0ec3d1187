"""A meeting and its agenda, who came, what was said."""

import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from commun.formulaires import DateHeureCalendrier, FormulaireMixin
from evaluation.choix import (
    PresenceReunion,
)
from evaluation.commissions.formulaires.textes import texte_long
from evaluation.models import Reunion
from evaluation.services.reunions import PointVoulu
from plans_action.choix import StatutFiche
from plans_action.models import FicheAction

LIGNES_VIDES = 3
POINTS_MAXIMUM = 40
ANNEES_AUTOUR = 10
LONGUEUR_RELEVE = 8_000


class ReunionForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A meeting of a commission."""

    duree_minutes = forms.IntegerField(
        label="Durée prévue, en minutes", min_value=15, max_value=720, initial=120, required=False
    )

    class Meta:
        model = Reunion
        fields = ("commission", "le", "duree_minutes", "lieu", "ordre_du_jour")
        labels = {"le": "Date et heure", "commission": "Commission", "ordre_du_jour": "Présentation"}
        help_texts = {"ordre_du_jour": "Une ou deux phrases : ce que la réunion doit permettre."}
        widgets = {"ordre_du_jour": forms.Textarea(attrs={"rows": 3}), "le": DateHeureCalendrier}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.convoquee_le is not None:
            self.fields["commission"].disabled = True

    def clean_duree_minutes(self) -> int:
        """Return two hours when nothing is said."""
        return int(self.cleaned_data.get("duree_minutes") or 120)

    def clean_le(self) -> datetime.datetime:
        """Refuse a slip in the year: everybody is convened for that day."""
        le: datetime.datetime = self.cleaned_data["le"]
        if "le" in self.changed_data and abs(le.year - timezone.localdate().year) > ANNEES_AUTOUR:
            raise forms.ValidationError("Vérifiez l’année : cette date est trop loin d’aujourd’hui.")
        return le


class PointForm(FormulaireMixin, forms.Form):
    """One item of the agenda; without a title it is left out."""

    cle = forms.IntegerField(required=False, widget=forms.HiddenInput)
    titre = forms.CharField(label="Point", max_length=300, required=False)
    duree_minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=480, required=False)
    fiches = forms.MultipleChoiceField(
        label="Fiches-action concernées", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choix_fiches: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: Any = self.fields["fiches"]
        champ.choices = choix_fiches

    @property
    def nombre_fiches(self) -> int:
        """Count the fiches ticked."""
        return len(self["fiches"].value() or [])


class BasePointFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The agenda."""

    def voulus(self) -> list[PointVoulu]:
        """Return the items that have a title, in their order on the page."""
        return [
            PointVoulu(
                data.get("cle"),
                data["titre"],
                data.get("duree_minutes"),
                tuple(UUID(cle) for cle in data.get("fiches") or ()),
            )
            for data in (form.cleaned_data for form in self.forms)
            if data.get("titre")
        ]


PointFormSet = forms.formset_factory(
    PointForm, formset=BasePointFormSet, extra=LIGNES_VIDES, max_num=POINTS_MAXIMUM, validate_max=True
)


def build_points(reunion: Reunion, data: Any = None) -> BasePointFormSet:
    """Return the agenda as a form: the items stored, then some empty lines."""
    fiches = FicheAction.objects.exclude(statut=StatutFiche.ABANDONNEE).order_by("numero", "titre", "pk")
    choix = [(str(fiche.pk), str(fiche)) for fiche in fiches.only("numero", "titre")]
    initial = []
    if not reunion._state.adding:
        initial = [
            {
                "cle": point.pk,
                "titre": point.titre,
                "duree_minutes": point.duree_minutes,
                "fiches": [str(fiche.pk) for fiche in point.fiches.all()],
            }
            for point in reunion.points.prefetch_related("fiches")
        ]
    points: BasePointFormSet = PointFormSet(  # type: ignore[assignment]
        data, initial=initial, prefix="points", form_kwargs={"choix_fiches": choix}
    )
    return points


class AnnulationForm(FormulaireMixin, forms.Form):
    """Why a meeting will not take place."""

    motif = forms.CharField(
        label="Pourquoi ?",
        max_length=300,
        required=False,
        help_text="Cette phrase est écrite aux personnes convoquées.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PresenceForm(FormulaireMixin, forms.Form):
    """Whether somebody came."""

    presence = forms.ChoiceField(choices=[("", "Pas noté"), *PresenceReunion.choices], required=False)
    par = forms.CharField(max_length=120, required=False)


class CompteRenduForm(FormulaireMixin, forms.Form):
    """The minutes: what was said of each item, then the rest."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, reunion: Reunion, points: list[Any], **kwargs: Any) -> None:
        initial = {"version": reunion.compte_rendu_version, "texte": reunion.compte_rendu}
        initial |= {f"releve-{point.pk}": point.releve for point in points}
        super().__init__(*args, initial=initial, **kwargs)
        self.points = points
        for rang, point in enumerate(points, start=1):
            self.fields[f"releve-{point.pk}"] = texte_long(f"{rang}. {point.titre}", 4, LONGUEUR_RELEVE)
        self.fields["texte"] = texte_long("Décisions et suites" if points else "Compte rendu", 8, 20_000)

    @property
    def releves(self) -> dict[int, str]:
        """Return what was typed of each item."""
        return {point.pk: self.cleaned_data[f"releve-{point.pk}"] for point in self.points}
