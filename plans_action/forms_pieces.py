"""What is typed beside a file."""

from django import forms

from commun.formulaires import FormulaireMixin
from plans_action.models import Etape, FicheAction


class DepotForm(FormulaireMixin, forms.Form):
    """What a file shows, and of which step."""

    etape = forms.ModelChoiceField(
        Etape.objects.none(), label="Pour quelle étape ?", required=False, empty_label="Toute l’action"
    )
    legende = forms.CharField(
        label="Ce que le fichier montre",
        max_length=200,
        required=False,
        help_text="Par exemple : l’affiche de la réunion du 12 octobre.",
    )

    def __init__(self, *args: object, fiche: FicheAction, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["etape"].queryset = fiche.etapes.order_by("ordre", "pk")  # type: ignore[attr-defined]


class RetraitPieceForm(FormulaireMixin, forms.Form):
    """Why a file is removed."""

    motif = forms.CharField(
        label="Pourquoi ce fichier est-il retiré ?",
        max_length=200,
        help_text="Le fichier est effacé. Son nom, son empreinte et cette raison restent dans l’historique.",
    )
