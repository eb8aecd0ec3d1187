"""What the team types about the guests of a séance."""

from django import forms

from commun.formulaires import FormulaireMixin
from jeunes import vigilance
from jeunes.models import Jeune, JeuneQuerySet
from participation.choix import CategorieInvite
from structure.models import Partenaire

LIGNES_MAXIMUM = 200
# What leads to a person; words on health or justice are often the name of an organisation.
D_UNE_PERSONNE = {*vigilance.REFUSES, vigilance.Motif.TELEPHONE, vigilance.Motif.EMAIL}


class InviterForm(FormulaireMixin, forms.Form):
    """Organisations of the list, and others, one a line."""

    categorie = forms.ChoiceField(
        label="Catégorie", choices=CategorieInvite.choices, initial=CategorieInvite.PARTENAIRE
    )
    partenaires = forms.ModelMultipleChoiceField(
        Partenaire.objects.none(),
        label="Organismes de la liste",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    libelles = forms.CharField(
        label="Autres invités, un par ligne",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Un organisme ou une qualité (mairie de Dompierre, jeune du groupe), jamais le nom d’une personne.",
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)
        self.fields["partenaires"].queryset = Partenaire.objects.actifs()  # type: ignore[attr-defined]

    def clean_libelles(self) -> list[str]:
        """Return the lines; refuse numbers and addresses of people."""
        lignes = [ligne.strip()[:120] for ligne in self.cleaned_data["libelles"].splitlines() if ligne.strip()]
        if len(lignes) > LIGNES_MAXIMUM:
            raise forms.ValidationError(f"Pas plus de {LIGNES_MAXIMUM} lignes à la fois.")
        for ligne in lignes:
            if set(vigilance.examine(ligne).motifs) & D_UNE_PERSONNE:
                raise forms.ValidationError(f"« {ligne} » dit trop d’une personne : écrivez l’organisme ou la qualité.")
        return lignes

    def clean(self) -> dict[str, object]:
        """Ask for at least one guest."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("partenaires") and not cleaned.get("libelles"):
            self.add_error("partenaires", "Choisissez un organisme, ou écrivez au moins une ligne.")
        return cleaned


class InviterJeunesForm(FormulaireMixin, forms.Form):
    """Youths by name, among those that one may open."""

    jeunes = forms.ModelMultipleChoiceField(
        Jeune.objects.none(),
        label="Jeunes à inviter",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Cochez au moins une personne.",
            "invalid_choice": "Cette personne n’est plus parmi les jeunes que vous suivez : cherchez-la de nouveau.",
        },
    )

    def __init__(self, data: object = None, *, visible: JeuneQuerySet) -> None:
        super().__init__(data)
        self.fields["jeunes"].queryset = visible  # type: ignore[attr-defined]
