"""What is typed at the centre de ressources."""

from typing import Any

from django import forms

from commun.formulaires import FormulaireMixin
from plans_action.choix import Recurrence
from plans_action.models import Partage
from plans_action.ressources import RUBRIQUES


class PartagerForm(FormulaireMixin, forms.Form):
    """What leaves of a fiche."""

    rubriques = forms.MultipleChoiceField(
        label="Que partagez-vous, avec le titre, le résumé et les objectifs ?",
        choices=list(RUBRIQUES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    presentation = forms.CharField(
        label="Présentation pour les autres Missions Locales",
        required=False,
        max_length=2000,
        help_text="Ce qui a marché, ce qu’il faut savoir avant de se lancer. Ne nommez personne.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CatalogueForm(FormulaireMixin, forms.Form):
    """What to keep of the catalogue."""

    q = forms.CharField(label="Rechercher", max_length=100, required=False)
    champ = forms.ChoiceField(label="Champ d’action", required=False)
    type = forms.ChoiceField(label="Type d’action", required=False, choices=[("", "Tous"), *Recurrence.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Of what was published, not of the fiches as they are today.
        listes = Partage.objects.en_ligne().order_by().values_list("contenu__champs_action", flat=True)
        noms = sorted({nom for liste in listes for nom in liste})
        choix = [(nom, nom[:1].upper() + nom[1:]) for nom in noms]
        self.fields["champ"].choices = [("", "Tous"), *choix]  # type: ignore[attr-defined]


class EssaimerForm(FormulaireMixin, forms.Form):
    """The shared fiche of another Mission Locale, by its address or its file."""

    adresse = forms.URLField(
        label="Adresse de la fiche",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Cette adresse ne se lit pas : copiez celle de la page, telle qu’elle s’affiche."},
        help_text="L’adresse de la page de la fiche dans le centre de ressources de l’autre Mission Locale.",
    )
    fichier = forms.FileField(
        label="Ou son fichier JSON",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("adresse")) == bool(cleaned.get("fichier")):
            self.add_error("adresse", "Donnez une adresse ou un fichier : l’un des deux.")
        return cleaned
