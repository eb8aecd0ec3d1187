"""What somebody wants to be reminded of."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commun.formulaires import FormulaireMixin
from commun.templatetags.ml import pluriel
from plans_action.models import FicheAction, ReglageRappels

DELAIS = (1, 3, 7, 14, 30)


class RappelsForm(FormulaireMixin, forms.Form):
    """Which dates, how long before, and of which fiches."""

    actifs = forms.BooleanField(
        label="Recevoir les rappels par e-mail", required=False, help_text="Un seul message par jour, et seulement "
        "quand une date approche. Chaque date n’est rappelée qu’une fois."
    )  # fmt: skip
    jours = forms.TypedChoiceField(label="Combien de temps avant ?", coerce=int, empty_value=None, required=False)
    etapes = forms.BooleanField(label="Les étapes à faire", required=False)
    evaluations = forms.BooleanField(label="Les dates d’évaluation", required=False)
    fins = forms.BooleanField(label="La fin des actions", required=False)
    fiches = forms.MultipleChoiceField(
        label="Pour quelles fiches ?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Décochez celles dont vous ne voulez rien recevoir.",
    )

    def __init__(self, data: Any, *, reglage: ReglageRappels, fiches: Sequence[FicheAction], maison: int) -> None:
        muettes = {fiche.pk for fiche in reglage.fiches_muettes.all()} if not reglage._state.adding else set()
        initial = {nom: getattr(reglage, nom) for nom in ("actifs", "etapes", "evaluations", "fins")}
        initial["jours"] = reglage.jours or ""
        initial["fiches"] = [str(fiche.pk) for fiche in fiches if fiche.pk not in muettes]
        super().__init__(data, initial=initial)
        self._fiches = fiches
        habitude = f"Comme toute l’équipe ({pluriel(maison, 'jour')})"
        delais = [(str(jours), pluriel(jours, "jour")) for jours in DELAIS]
        self.fields["jours"].choices = [("", habitude), *delais]  # type: ignore[attr-defined]
        self.fields["fiches"].choices = [(str(fiche.pk), str(fiche)) for fiche in fiches]  # type: ignore[attr-defined]
        if not fiches:
            del self.fields["fiches"]

    def chosen(self) -> dict[str, Any]:
        """Return what the service asks for."""
        kept = {nom: self.cleaned_data[nom] for nom in ("actifs", "jours", "etapes", "evaluations", "fins")}
        wanted = set(self.cleaned_data.get("fiches", ()))
        return {**kept, "muettes": [fiche for fiche in self._fiches if str(fiche.pk) not in wanted]}
