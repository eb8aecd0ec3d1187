"""What is typed in the document of the projet associatif."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinValueValidator

from commun.formulaires import FormulaireMixin
from commun.noms import normalise_nom
from plans_action.models import (
    ExerciceBudget,
    MoyenProjet,
    ObjectifOperationnel,
    PointAnalyse,
    PrincipeProjet,
    ProjetAssociatif,
    RessourceProjet,
)
from plans_action.projet.elements import Sorte
from structure.choix import TypePartenaire
from structure.models import Lieu, Partenaire

LONGUEUR_TEXTE = 20_000


class TexteProjetForm(FormulaireMixin, forms.Form):
    """The text of a chapter."""

    texte = forms.CharField(
        label="Texte",
        required=False,
        max_length=LONGUEUR_TEXTE,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Une ligne vide sépare deux paragraphes. Une ligne qui commence par un tiret devient un point "
        "d’une liste.",
    )


class PrincipeForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A value or an article of the charter."""

    class Meta:
        model = PrincipeProjet
        fields = ("titre", "texte")
        widgets = {"texte": forms.Textarea(attrs={"rows": 5})}


class MoyenForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A vehicle, a room, a piece of equipment."""

    class Meta:
        model = MoyenProjet
        fields = ("genre", "libelle", "nombre", "lieu", "precision")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lieu: forms.ModelChoiceField[Lieu] = self.fields["lieu"]  # type: ignore[assignment]
        lieu.queryset = Lieu.objects.actifs()
        lieu.empty_label = "Aucun en particulier"


class PointForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A strength or a point to improve, and what answers it."""

    class Meta:
        model = PointAnalyse
        fields = ("theme", "sens", "texte", "atelier", "atelier_le", "objectif")
        widgets = {"texte": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "atelier": "Par exemple « Atelier de juillet avec toute l’équipe ».",
            "objectif": "Un point à améliorer sans objectif est signalé dans le document.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        objectifs = (
            ObjectifOperationnel.objects.filter(objectif_general__projet=self.instance.projet_id)
            .select_related("objectif_general")
            .order_by("objectif_general__numero", "numero", "pk")
        )
        champ: forms.ModelChoiceField[ObjectifOperationnel] = self.fields["objectif"]  # type: ignore[assignment]
        champ.queryset = objectifs
        groupes: dict[str, list[tuple[int, str]]] = {}
        for objectif in objectifs:
            groupes.setdefault(str(objectif.objectif_general), []).append((objectif.pk, str(objectif)))
        champ.choices = [("", "Aucun pour l’instant"), *groupes.items()]


class ExerciceForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A year of the budget."""

    class Meta:
        model = ExerciceBudget
        fields = ("annee", "total_vote", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "total_vote": "En euros, adopté par le conseil d’administration : le document dit si les lignes "
            "s’additionnent au même montant.",
        }

    def clean_annee(self) -> int:
        """Refuse a year that the budget has already."""
        annee: int = self.cleaned_data["annee"]
        autres = ExerciceBudget.objects.filter(projet=self.instance.projet_id, annee=annee)
        if autres.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Cette année est déjà dans le budget.")
        return annee


class RessourceForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """What a financeur brings in a year."""

    reprise = forms.DecimalField(
        label="Fonds reportés de l’année précédente",
        required=False,
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(0, "Écrivez un montant positif.")],
        help_text="En euros.",
    )
    subvention = forms.DecimalField(
        label="Subvention ou produit de l’année",
        required=False,
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(0, "Écrivez un montant positif.")],
        help_text="En euros. Le total est calculé.",
    )

    class Meta:
        model = RessourceProjet
        fields = ("financeur", "libelle", "reprise", "subvention", "emploi")
        help_texts = {
            "libelle": "Pour une ressource sans financeur (produits financiers…), ou pour préciser.",
            "emploi": "En quelques mots ; les lignes de budget des fiches-action s’ajoutent d’elles-mêmes.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: forms.ModelChoiceField[Partenaire] = self.fields["financeur"]  # type: ignore[assignment]
        partenaires = sorted(Partenaire.objects.actifs(), key=lambda p: normalise_nom(p.nom))
        first = [(p.pk, p.nom) for p in partenaires if p.type in (TypePartenaire.FINANCEUR, TypePartenaire.ETAT)]
        others = [(p.pk, p.nom) for p in partenaires if p.type not in (TypePartenaire.FINANCEUR, TypePartenaire.ETAT)]
        current = self.instance.financeur
        if current is not None and not current.actif:
            others.append((current.pk, current.nom))
        champ.choices = [("", "Aucun financeur"), ("Financeurs et État", first), ("Autres partenaires", others)]

    def clean(self) -> dict[str, Any]:
        """Ask for a name, and for an amount."""
        cleaned = super().clean() or {}
        for nom in ("reprise", "subvention"):
            if nom not in self.errors and cleaned.get(nom) is None:
                cleaned[nom] = Decimal(0)
        nommee = cleaned.get("financeur") or cleaned.get("libelle") or {"financeur", "libelle"} & set(self.errors)
        if not nommee:
            self.add_error("libelle", "Choisissez un financeur, ou écrivez d’où vient cette ressource.")
        if not self.errors and not cleaned["reprise"] and not cleaned["subvention"]:
            self.add_error("subvention", "Écrivez au moins un montant.")
        return cleaned


_FORMULAIRES: dict[type[Any], type[forms.ModelForm[Any]]] = {
    PrincipeProjet: PrincipeForm,
    MoyenProjet: MoyenForm,
    PointAnalyse: PointForm,
    ExerciceBudget: ExerciceForm,
    RessourceProjet: RessourceForm,
}


def formulaire_of(sorte: Sorte) -> type[forms.ModelForm[Any]]:
    """Return the form of a kind of part."""
    return _FORMULAIRES[sorte.model]


def new_element(sorte: Sorte, *, projet: ProjetAssociatif, exercice: ExerciceBudget | None) -> Any:
    """Return an unsaved part of a projet."""
    if sorte.model is RessourceProjet:
        return RessourceProjet(exercice=exercice)
    element = sorte.model(projet=projet)  # type: ignore[misc]
    if isinstance(element, PrincipeProjet):
        element.genre = sorte.genre
    return element
