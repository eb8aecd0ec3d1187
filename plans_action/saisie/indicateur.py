"""One indicateur: bound to a measure when the application computes it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from commun.mesures import DemandeInvalide
from plans_action import contenu as c
from plans_action.choix import MotifCible, SensCible, TypeIndicateur
from plans_action.libelles import find_mesure
from plans_action.saisie.piece import PieceForm


class IndicateurForm(PieceForm):
    """One indicateur; a computed one is bound to a measure, whose filters and parameters become fields."""

    schema = c.INDICATEUR
    libelle = forms.CharField(
        label="Signe que l’on pourra observer",
        max_length=1000,
        error_messages={"required": "Écrivez le signe que l’on pourra observer, ou retirez cet indicateur."},
    )
    type = forms.ChoiceField(
        label="D’où vient sa valeur ?", choices=TypeIndicateur.choices, initial=TypeIndicateur.QUALITATIF
    )
    mesure = forms.ChoiceField(
        label="Mesure",
        required=False,
        error_messages={"invalid_choice": "Cette mesure n’existe pas ou n’existe plus : choisissez-en une autre."},
    )
    sens_cible = forms.ChoiceField(label="Sens de la cible", choices=SensCible.choices, initial=SensCible.AU_MOINS)
    cible = forms.DecimalField(
        label="Cible", required=False, max_digits=12, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    motif_cible = forms.ChoiceField(
        label="Pourquoi la cible change-t-elle ?",
        required=False,
        choices=[("", "Elle n’a pas changé"), *MotifCible.choices],
    )

    def complete(self) -> None:
        """Add the filters and parameters of the measure that is chosen."""
        self.fields["mesure"].choices = self.reserve.mesures  # type: ignore[attr-defined]
        posted = self.data.get(self.add_prefix("mesure")) if self.is_bound else None
        self.show_mesure(posted if posted is not None else self.initial.get("mesure", ""))

    def fill(self, data: QueryDict) -> None:
        """Show what was typed, with the fields of the measure typed."""
        self.show_mesure(data.get(self.add_prefix("mesure"), ""))
        super().fill(data)

    def show_mesure(self, cle: str) -> None:
        """Make a measure's filters and parameters the form's fields."""
        for nom in [nom for nom in self.fields if nom.startswith(("filtre_", "param_"))]:
            del self.fields[nom]
        self.mesure_choisie = find_mesure(cle)
        if self.mesure_choisie is None:
            return
        for nom, filtre in self.mesure_choisie.filtres.items():
            self.fields[f"filtre_{nom}"] = forms.MultipleChoiceField(
                label=filtre.libelle,
                required=False,
                choices=self.reserve.filtre(filtre),
                widget=forms.CheckboxSelectMultiple,
            )
        for nom, parametre in self.mesure_choisie.parametres.items():
            if nom in self.mesure_choisie.sans_effet:
                continue
            if nom != "definition":
                self.fields[f"param_{nom}"] = _parametre_field(parametre)
            elif self.mesure_choisie.definie is not None:  # else it is only one of the parameters shared by a family
                versions = [("", "Celle en vigueur"), *self.reserve.versions(self.mesure_choisie.definie)]
                self.fields[f"param_{nom}"] = forms.ChoiceField(
                    label=parametre.libelle, required=False, choices=versions
                )

    @property
    def cible_connue(self) -> tuple[Any, str, str] | None:
        """Return the stored target, its side and why it last changed; None while there is no target."""
        known = self.reserve.cibles.get(str(self.prefix).rsplit("-indicateurs-", 1)[-1])
        return known if known is not None and known[0] is not None else None

    def cible_change(self) -> bool:
        """Tell whether a known target is being changed."""
        known, cleaned = self.cible_connue, self.cleaned_data
        return known is not None and known[:2] != (cleaned.get("cible"), cleaned.get("sens_cible"))

    @property
    def champs_filtre(self) -> list[tuple[forms.BoundField, int]]:
        """Return the fields of the filters, with how many values each keeps."""
        return [(self[nom], len(self[nom].value() or [])) for nom in self.fields if nom.startswith("filtre_")]

    @property
    def champs_parametre(self) -> list[forms.BoundField]:
        """Return the fields of the parameters."""
        return [self[nom] for nom in self.fields if nom.startswith("param_")]

    @classmethod
    def initial_of(cls, item: c.Contenu) -> dict[str, Any]:
        """Return what the fields show of a stored indicateur."""
        liaison = item["liaison"]
        return {
            **super().initial_of(item),
            "motif_cible": "",
            "type": liaison["type"],
            "mesure": liaison["mesure"],
            **{f"filtre_{nom}": valeurs for nom, valeurs in liaison["filtres"].items()},
            **{f"param_{nom}": valeur for nom, valeur in liaison["parametres"].items()},
        }

    def clean(self) -> dict[str, Any]:
        """Ask for a measure when the application computes; check its parameters as the engine will."""
        cleaned = super().clean() or {}
        if not {"cible", "sens_cible"} & set(self.errors) and self.cible_change() and not cleaned.get("motif_cible"):
            self.add_error("motif_cible", "Dites pourquoi la cible change : la raison est gardée dans l’historique.")
        computed = self._is_bound(cleaned)
        if cleaned.get("type") == TypeIndicateur.CALCULE and not cleaned.get("mesure") and "mesure" not in self.errors:
            self.add_error("mesure", "Choisissez la mesure qui donnera la valeur.")
        if computed and self.mesure_choisie is not None:
            for nom, parametre in self.mesure_choisie.parametres.items():
                try:
                    cleaned[f"param_{nom}"] = parametre.clean(cleaned.get(f"param_{nom}"))
                except DemandeInvalide as refus:
                    self.add_error(f"param_{nom}", str(refus).replace("'", "’"))
        return cleaned

    def _is_bound(self, cleaned: Mapping[str, Any]) -> bool:
        """Tell whether a measure gives the value: any of them, or one of answers for a questionnaire."""
        asked = cleaned.get("type") == TypeIndicateur.QUESTIONNAIRE
        if asked:
            return self.mesure_choisie is not None and self.mesure_choisie.enquete
        return cleaned.get("type") == TypeIndicateur.CALCULE

    def content(self) -> c.Contenu:
        """Return the cleaned fields, the measure with its filters and parameters as one thing."""
        cleaned = self.cleaned_data
        computed = self._is_bound(cleaned)
        liaison = {
            "type": cleaned["type"],
            "mesure": cleaned["mesure"] if computed else "",
            "filtres": _begin_with("filtre_", cleaned),
            "parametres": {
                nom: list(valeur) if isinstance(valeur, tuple) else valeur
                for nom, valeur in _begin_with("param_", cleaned).items()
                if valeur is not None
            },
        }
        return {
            "libelle": c.canonical(cleaned["libelle"], "texte"),
            "liaison": c.canonical_liaison(liaison),
            "sens_cible": cleaned["sens_cible"],
            "cible": c.canonical(cleaned["cible"], "nombre"),
            "motif_cible": self._motif(),
        }

    def _motif(self) -> str:
        """Return why the target changes; while it does not, why it last did."""
        if self.cible_connue is not None and not self.cible_change():
            return self.cible_connue[2]
        return str(self.cleaned_data["motif_cible"]) if self.cible_connue is not None else ""


def _begin_with(debut: str, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    return {nom.removeprefix(debut): valeur for nom, valeur in cleaned.items() if nom.startswith(debut)}


def _parametre_field(parametre: Any) -> forms.Field:
    """Return the field of a measure's parameter; left empty, it takes its default."""
    choix = [(str(cle), str(label)) for cle, label in parametre.choix()] if parametre.choix else []
    common = {"label": parametre.libelle, "required": False, "help_text": parametre.aide}
    if parametre.type == "choix_multiple":
        return forms.MultipleChoiceField(choices=choix, widget=forms.CheckboxSelectMultiple, **common)
    if parametre.type == "choix":
        defaut = [] if parametre.defaut is not None else [("", "Celle en vigueur")]
        return forms.ChoiceField(choices=[*defaut, *choix], initial=parametre.defaut, **common)
    return forms.IntegerField(
        min_value=parametre.minimum, max_value=parametre.maximum, initial=parametre.defaut, **common
    )
