"""An interview, or another exchange with a known person."""

import datetime
from typing import Any

from django import forms

from accueil.choix import Canal, Modalite, Nature
from accueil.forms.communs import (
    BesoinsMixin,
    FicheMixin,
    JetonField,
    LieuDateMixin,
    ReferencesMixin,
    SuitesMixin,
)
from accueil.models import RendezVous
from commun.formulaires import FormulaireMixin
from comptes.models import Utilisateur
from jeunes.forms import NoteMixin
from jeunes.models import Jeune
from structure.forms import ReferenceField


class EntretienForm(FormulaireMixin, SuitesMixin, NoteMixin, BesoinsMixin, FicheMixin, LieuDateMixin, ReferencesMixin):
    """An interview or another exchange with a known person."""

    NATURES = tuple(
        (nature.value, nature.label) for nature in Nature if nature not in (Nature.PREMIER_ACCUEIL, Nature.CONTACT)
    )

    jeton = JetonField()
    nature = forms.ChoiceField(label="Nature", choices=NATURES, initial=Nature.ENTRETIEN)
    canal = forms.ChoiceField(label="Moyen", choices=Canal.choices, initial=Canal.PRESENCE)
    modalite = forms.ChoiceField(
        label="Venue", choices=Modalite.choices, initial=Modalite.RENDEZ_VOUS, widget=forms.RadioSelect
    )
    duree_minutes = forms.IntegerField(label="Durée en minutes", required=False, min_value=5, max_value=480)
    rendez_vous = ReferenceField(RendezVous.objects.none(), required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, user: Utilisateur, jeune: Jeune, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fill_lists(user)
        self.fields["rendez_vous"].queryset = RendezVous.objects.visible_to(user).filter(  # type: ignore[attr-defined]
            jeune=jeune
        )
