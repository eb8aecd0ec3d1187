"""What is typed about the training of the team."""

from typing import Any

from django import forms

from commun.formulaires import FormulaireMixin
from plans_action.choix import StatutDemandeFormation, StatutFormation
from plans_action.models import DemandeFormation, FicheAction, Formation
from structure.models import Conseiller


class FormationForm(FormulaireMixin, forms.ModelForm[Formation]):
    """A training session; a cancelled one says why."""

    class Meta:
        model = Formation
        fields = ("intitule", "organisme", "jour", "statut", "motif", "fiche_action")
        widgets = {"statut": forms.RadioSelect}
        help_texts = {"motif": "Demandée pour une formation annulée."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statut"].choices = StatutFormation.choices  # type: ignore[attr-defined]
        self.fields["fiche_action"].queryset = FicheAction.objects.ouvertes()  # type: ignore[attr-defined]
        self.fields["fiche_action"].empty_label = "Aucune en particulier"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask why a session is cancelled; forget the reason otherwise."""
        cleaned = super().clean() or {}
        if cleaned.get("statut") != StatutFormation.ANNULEE:
            cleaned["motif"] = ""
        elif not cleaned.get("motif"):
            self.add_error("motif", "Dites pourquoi la formation est annulée.")
        return cleaned


# What is asked for has no answer yet: the list says the same.
REPONSES = [
    (statut.value, "Attend une réponse" if statut == StatutDemandeFormation.DEMANDEE else statut.label)
    for statut in StatutDemandeFormation
]


class DemandeFormationForm(FormulaireMixin, forms.ModelForm[DemandeFormation]):
    """A request for training, and its answer."""

    class Meta:
        model = DemandeFormation
        fields = ("conseiller", "intitule", "formation", "jour", "statut", "decidee_le", "motif", "fiche_action")
        widgets = {"statut": forms.RadioSelect}
        help_texts = {"motif": "Demandée pour un refus."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statut"].choices = REPONSES  # type: ignore[attr-defined]
        self.fields["conseiller"].queryset = Conseiller.objects.filter(actif=True)  # type: ignore[attr-defined]
        self.fields["conseiller"].required = self.instance._state.adding
        self.fields["fiche_action"].queryset = FicheAction.objects.ouvertes()  # type: ignore[attr-defined]
        self.fields["fiche_action"].empty_label = "Aucune en particulier"  # type: ignore[attr-defined]
        self.fields["formation"].empty_label = "Aucune pour le moment"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask when a request was answered, after it was made, and why it was refused."""
        cleaned = super().clean() or {}
        statut, decidee, jour = cleaned.get("statut"), cleaned.get("decidee_le"), cleaned.get("jour")
        if statut == StatutDemandeFormation.DEMANDEE:
            cleaned["decidee_le"] = None
        elif not decidee and "decidee_le" not in self.errors:
            self.add_error("decidee_le", "Dites quel jour la réponse a été donnée.")
        elif decidee and jour and decidee < jour:
            self.add_error("decidee_le", "La réponse ne peut pas précéder la demande.")
        if statut != StatutDemandeFormation.REFUSEE:
            cleaned["motif"] = ""
        elif not cleaned.get("motif"):
            self.add_error("motif", "Dites pourquoi la demande est refusée.")
        return cleaned
