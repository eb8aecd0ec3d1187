"""Somebody who sits in a commission."""

import datetime
from typing import Any

from django import forms
from django.db.models import Q

from commun.formulaires import FormulaireMixin
from comptes.choix import Role
from comptes.models import Utilisateur
from evaluation.choix import (
    College,
    Voix,
)
from evaluation.models import MembreCommission
from evaluation.models.commissions import default_voix


class MembreForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """Somebody who sits in a commission."""

    voix = forms.ChoiceField(
        label="Voix",
        choices=[("", "Selon le collège"), *Voix.choices],
        required=False,
        help_text="Sans choix de votre part : délibérative pour les élus, les associations et les partenaires sociaux "
        "et économiques, consultative pour les autres.",
    )

    class Meta:
        model = MembreCommission
        fields = ("commission", "nom", "qualite", "college", "voix", "preside", "email", "compte", "du", "au")
        help_texts = {
            "preside": "Qui préside la commission de suivi peut transmettre la lecture des fiches.",
            "email": "Pour les convocations. Laissée vide, l’adresse du compte est utilisée.",
            "compte": "Un compte ouvre la lecture des fiches et les chiffres. Sans compte, la personne est convoquée "
            "par e-mail et lit sur papier.",
            "au": "À remplir quand la personne quitte la commission.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        comptes: Any = self.fields["compte"]
        ouverts = Q(is_active=True, role__in=[Role.COMMISSION, Role.DIRECTION])
        comptes.queryset = Utilisateur.objects.filter(ouverts | Q(pk=self.instance.compte_id)).order_by("nom", "prenom")
        comptes.empty_label = "Pas de compte"

    def clean(self) -> dict[str, Any]:
        """Refuse a seat that ends before it begins, and a second seat of one account."""
        cleaned = super().clean() or {}
        du, au = cleaned.get("du"), cleaned.get("au")
        if du and au and au < du:
            self.add_error("au", "Cette date vient avant le début.")
        if not cleaned.get("voix"):
            cleaned["voix"] = default_voix(cleaned.get("college", ""))
        autres = MembreCommission.objects.filter(commission=cleaned.get("commission"), au=None).exclude(
            pk=self.instance.pk
        )
        if not au and cleaned.get("compte") and autres.filter(compte=cleaned["compte"]).exists():
            self.add_error("compte", "Ce compte siège déjà dans cette commission.")
        if not au and cleaned.get("email") and autres.filter(email__iexact=cleaned["email"]).exists():
            self.add_error("email", "Un membre de cette commission a déjà cette adresse.")
        return cleaned


def default_membre(commission: str, today: datetime.date) -> dict[str, Any]:
    """Return what a new member starts from."""
    return {"commission": commission, "du": today, "college": College.ELUS, "voix": ""}
