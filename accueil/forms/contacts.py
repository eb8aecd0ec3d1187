"""Somebody met or passing by."""

import datetime
from typing import Any

from django import forms

from accueil.choix import Canal, TypeDemande
from accueil.forms.communs import FicheMixin, JetonField, JeuneNommeField, LieuDateMixin, ReferencesMixin
from commun.formulaires import FormulaireMixin
from comptes.models import Utilisateur
from jeunes.forms import NoteMixin

CONTACTS_MAXIMUM = 50


class ContactForm(FormulaireMixin, NoteMixin, FicheMixin, LieuDateMixin, ReferencesMixin):
    """Somebody met or passing by, named or not."""

    jeton = JetonField()
    type_demande = forms.ChoiceField(
        label="Demande", choices=TypeDemande.choices, initial=TypeDemande.INFORMATION, widget=forms.RadioSelect
    )
    canal = forms.ChoiceField(label="Moyen", choices=Canal.choices, initial=Canal.PRESENCE)
    jeune = JeuneNommeField(
        liste="jeunes-contact",
        label="Personne",
        required=False,
        help_text="Laissez vide si la personne ne dit pas son nom.",
    )
    nombre = forms.IntegerField(
        label="Nombre de personnes",
        initial=1,
        min_value=1,
        max_value=CONTACTS_MAXIMUM,
    )

    def __init__(self, *args: Any, user: Utilisateur, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fill_lists(user)

    def clean(self) -> dict[str, Any]:
        """A name counts once."""
        cleaned = super().clean()
        if cleaned.get("jeune") and (cleaned.get("nombre") or 1) > 1:
            self.add_error("nombre", "Une personne nommée compte pour un seul contact.")
        return cleaned


class RattacherForm(FormulaireMixin, forms.Form):
    """Whose contact it was."""

    jeune = JeuneNommeField(liste="jeunes-rattacher", label="Personne", help_text="Son prénom et son nom.")
