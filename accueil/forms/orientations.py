"""To or from which partner, why, and what came of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accueil.choix import StatutOrientation
from accueil.forms.communs import ReferencesMixin
from commun.formulaires import FormulaireMixin
from comptes.models import Utilisateur
from jeunes import vigilance
from jeunes.forms import MESSAGE_DATE
from plans_action.models import FicheAction
from structure.forms import ReferenceField
from structure.models import Lieu, Partenaire


class OrientationForm(FormulaireMixin, ReferencesMixin):
    """To or from which partner, why."""

    sens = forms.ChoiceField(
        label="Sens",
        choices=[("vers", "Vers le partenaire"), ("depuis", "Par le partenaire")],
        initial="vers",
        widget=forms.RadioSelect,
    )
    partenaire = ReferenceField(Partenaire.objects.none(), label="Partenaire", empty_label="Choisissez")
    motif = forms.CharField(
        label="Pour quoi faire", required=False, max_length=200, help_text="Ce texte reste dans la maison."
    )
    lieu = ReferenceField(Lieu.objects.none(), label="Lieu", required=False, empty_label="Non précisé")
    fiche_action = ReferenceField(
        FicheAction.objects.none(), label="Fiche-action", required=False, empty_label="Aucune"
    )

    def __init__(self, *args: Any, user: Utilisateur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fill_lists(user)


class OrientationSuiviForm(FormulaireMixin, forms.Form):
    """What the partner answered, since when, and what came of it."""

    statut = forms.ChoiceField(label="Où en est-elle", choices=StatutOrientation.choices, widget=forms.RadioSelect)
    le = forms.DateField(
        label="Depuis le",
        error_messages={"invalid": MESSAGE_DATE},
        help_text="Le jour où le partenaire l’a reçue, a répondu, ou celui où elle s’est terminée.",
    )
    issue = forms.CharField(
        label="Motif du refus, ou résultat",
        required=False,
        max_length=200,
        help_text="Demandé pour « Refusée » et « Terminée ». Ce texte reste dans la maison.",
    )

    ISSUE_MANQUE = {
        StatutOrientation.REFUSEE.value: "Dites pourquoi le partenaire a refusé.",
        StatutOrientation.TERMINEE.value: "Dites ce que cette orientation a donné.",
    }

    def clean_issue(self) -> str:
        """Ask for a word once the partner has refused, or once it is over; hold it to the rules of notes."""
        issue: str = self.cleaned_data["issue"].strip()
        if not issue and (manque := self.ISSUE_MANQUE.get(self.cleaned_data.get("statut", ""))):
            raise ValidationError(manque)
        if refuse := vigilance.examine(issue).refuse:
            raise ValidationError(f"Ce texte contient un {' et un '.join(refuse)}. Retirez-le.")
        return issue
