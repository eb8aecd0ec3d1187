"""What the team types about an enterprise: a contact, an application, what came of it."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from accueil.choix import NatureContactEntreprise, SuiteCandidature
from commun.formulaires import DateCalendrier, FormulaireMixin
from comptes.models import Utilisateur
from jeunes import vigilance
from jeunes.models import Jeune
from plans_action.models import FicheAction


class FaitEntrepriseForm(FormulaireMixin, forms.Form):
    """What both forms share: a day that has come, a fiche."""

    jour = forms.DateField(label="Le", initial=timezone.localdate, widget=DateCalendrier)
    fiche_action = forms.ModelChoiceField(
        FicheAction.objects.none(), label="Fiche-action", required=False, empty_label="Aucune"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fiche_action"].queryset = FicheAction.objects.ouvertes()  # type: ignore[attr-defined]

    def clean_jour(self) -> datetime.date:
        """Refuse a day to come, and a slip in the year."""
        jour: datetime.date = self.cleaned_data["jour"]
        if jour > timezone.localdate():
            raise forms.ValidationError("Cette date est dans l’avenir.")
        if jour.year < 2000:
            raise forms.ValidationError("Vérifiez l’année : cette date est trop ancienne.")
        return jour


class ContactEntrepriseForm(FaitEntrepriseForm):
    """A contact with the enterprise."""

    nature = forms.ChoiceField(label="Nature", choices=NatureContactEntreprise.choices)
    note = forms.CharField(
        label="Ce qui s’est dit", required=False, max_length=300, help_text="Ne nommez pas de jeune."
    )
    field_order = ("nature", "jour", "fiche_action", "note")

    def clean_note(self) -> str:
        """Refuse identifying numbers."""
        note: str = self.cleaned_data["note"]
        if refuse := vigilance.examine(note).refuse:
            raise forms.ValidationError(f"Ce texte contient un {' et un '.join(refuse)}. Retirez-le.")
        return note


class CandidatureForm(FaitEntrepriseForm):
    """An application sent to the enterprise, of a youth one follows or of nobody named."""

    jeune = forms.ModelChoiceField(
        Jeune.objects.none(), label="Jeune", required=False, empty_label="Personne non nommée"
    )
    suite = forms.ChoiceField(label="Suite", choices=SuiteCandidature.choices)
    field_order = ("jeune", "jour", "fiche_action", "suite")

    def __init__(self, *args: Any, user: Utilisateur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jeune"].queryset = Jeune.objects.visible_to(user)  # type: ignore[attr-defined]
