"""When, where and with whom."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accueil import services
from accueil.forms.communs import ANCIENNETE_MAXIMUM, MESSAGE_HEURE, ReferencesMixin, check_future, moment
from commun.formulaires import FormulaireMixin
from comptes.models import Utilisateur
from jeunes.forms import MESSAGE_DATE
from structure.forms import ReferenceField
from structure.models import Conseiller, Lieu


class RendezVousForm(FormulaireMixin, ReferencesMixin):
    """When, where and with whom; asked for on which day."""

    demande_le = forms.DateField(
        label="Demandé le",
        error_messages={"invalid": MESSAGE_DATE},
        help_text="Le délai entre la demande et le rendez-vous est suivi par la commission.",
    )
    jour = forms.DateField(label="Date du rendez-vous", error_messages={"invalid": MESSAGE_DATE})
    heure = forms.TimeField(label="Heure", error_messages={"invalid": MESSAGE_HEURE})
    duree_minutes = forms.IntegerField(label="Durée en minutes", initial=45, min_value=5, max_value=480)
    lieu = ReferenceField(Lieu.objects.none(), label="Lieu", empty_label="Choisissez")
    conseiller = ReferenceField(Conseiller.objects.none(), label="Avec", empty_label="Choisissez")

    def __init__(self, *args: Any, user: Utilisateur, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fill_lists(user)

    def clean(self) -> dict[str, Any]:
        """Join day and hour; the request comes before."""
        cleaned: dict[str, Any] = super().clean() or {}
        jour, heure = cleaned.get("jour"), cleaned.get("heure")
        if jour and heure:
            try:
                cleaned["prevu_le"] = check_future(moment(jour, heure), now=self.now)
            except ValidationError as error:
                self.add_error("jour", error)
        demande = cleaned.get("demande_le")
        today = timezone.localdate(self.now)
        if demande and not today - ANCIENNETE_MAXIMUM <= demande <= today:
            self.add_error("demande_le", "La demande date d’aujourd’hui ou d’avant, d’un an au plus.")
        return cleaned

    def voulu(self) -> services.RendezVousVoulu:
        """Return the rendez-vous, as the services take it."""
        data = self.cleaned_data
        return services.RendezVousVoulu(data["prevu_le"], data["lieu"], data["conseiller"], data["duree_minutes"])

    def asked_at(self) -> datetime.datetime:
        """Return when it was asked for: now when it is today, noon of an earlier day."""
        demande: datetime.date = self.cleaned_data["demande_le"]
        return self.now if demande == timezone.localdate(self.now) else moment(demande, datetime.time(12))
