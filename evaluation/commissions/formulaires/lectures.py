"""The reading of the fiches: opened, answered, transmitted; two versions of one text."""

from typing import Any

from django import forms

from commun.formulaires import FormulaireMixin
from evaluation.choix import (
    Appreciation,
    TypeBilan,
)
from evaluation.commissions.grille import Question
from evaluation.models.lectures import LONGUEUR_COMMENTAIRE


class LectureForm(FormulaireMixin, forms.Form):
    """For which bilan the fiches are read."""

    type = forms.ChoiceField(label="Pour quel bilan ?", choices=TypeBilan.choices, widget=forms.RadioSelect)


class GrilleForm(FormulaireMixin, forms.Form):
    """The answers of one fiche: an appreciation and a comment to each question."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    depart = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, grille: tuple[Question, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grille = grille
        for question in grille:
            self.fields[f"{question.code}-appreciation"] = forms.ChoiceField(
                label="Votre réponse",
                choices=[*Appreciation.choices, ("", "Pas encore répondu")],
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"{question.code}-commentaire"] = forms.CharField(
                label="Pourquoi ?",
                max_length=LONGUEUR_COMMENTAIRE,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def textes(self) -> dict[str, str]:
        """Return what was answered."""
        return {
            f"{question.code}-{nom}": self.cleaned_data[f"{question.code}-{nom}"]
            for question in self.grille
            for nom in ("appreciation", "commentaire")
        }


class DeuxVersionsForm(forms.Form):
    """One choice for each text that two people changed."""

    use_required_attribute = False

    def __init__(self, conflits: list[str], data: Any = None) -> None:
        super().__init__(data)
        for cle in conflits:
            self.fields[f"choix-{cle}"] = forms.ChoiceField(
                choices=[("leurs", "Garder la version enregistrée"), ("miens", "Garder la vôtre")],
                widget=forms.RadioSelect,
                error_messages={"required": "Choisissez la version à garder."},
            )

    def choose(self, fusion: dict[str, str], leurs: dict[str, str]) -> dict[str, str]:
        """Return the texts made of what was chosen; `fusion` holds mine where both changed."""
        chosen = dict(fusion)
        for nom, cote in self.cleaned_data.items():
            if cote == "leurs":
                chosen[nom.removeprefix("choix-")] = leurs[nom.removeprefix("choix-")]
        return chosen


class TransmissionForm(FormulaireMixin, forms.Form):
    """The hand-over, confirmed."""

    confirme = forms.BooleanField(
        label="Je transmets cette lecture : elle ne pourra plus être modifiée.",
        error_messages={"required": "Cochez cette case pour transmettre."},
    )

    def __init__(self, *args: Any, incompletes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if incompletes:
            phrase = (
                "une fiche n’est pas entièrement lue"
                if incompletes == 1
                else (f"{incompletes} fiches ne sont pas entièrement lues")
            )
            self.fields["incomplet"] = forms.BooleanField(
                label=f"Je sais que {phrase} : leurs questions restent sans réponse."
                if incompletes > 1
                else f"Je sais qu’{phrase} : ses questions restent sans réponse.",
                error_messages={"required": "Cochez cette case, ou terminez la lecture."},
            )
            self.order_fields(["incomplet", "confirme"])  # as the page shows them, errors too
