"""Fields about places, shared by the forms of the rooms above; filters of the lists."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.urls import reverse_lazy

from commun.formulaires import FormulaireMixin
from commun.memoire import Memoire
from commun.noms import normalise_nom
from comptes.models import Utilisateur
from structure.choix import Fonction, TypePartenaire
from structure.models import Commune, Conseiller, Convention, Lieu, Partenaire, cle_commune
from structure.referentiel import find_elsewhere

SUGGESTIONS_MAXIMUM = 12


class ListeSaisie(forms.TextInput):
    """
    A text box with the browser's own list of suggestions, filled as one types when htmx is there.

    The text alone is enough: without JavaScript the server reads it. `liste` is the id of the <datalist> of the page.
    """

    template_name = "structure/liste_saisie.html"

    def __init__(self, *, liste: str, url: Any, attrs: dict[str, Any] | None = None) -> None:
        self.liste, self.url = liste, url
        super().__init__(attrs={"autocomplete": "off", "maxlength": "120", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what the template needs to ask for suggestions."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = self.liste
        context["liste"], context["url"] = self.liste, self.url
        context["options"] = getattr(self, "options", ())
        return context


class ReferenceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice in a list of records; whatever else arrives is "not in the list", never a technical sentence."""

    def to_python(self, value: Any) -> Any:
        """Return the record, or say that it is not in the list."""
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            raise forms.ValidationError("Choisissez une réponse de la liste.", code="invalid_choice") from error


class ChoixGardes(ModelChoiceIterator):  # type: ignore[type-arg]
    """The choices of a filter, read once in a while."""

    field: "FiltreField"

    def __iter__(self) -> Iterator[Any]:
        # Django looks at the first choice alone beforehand: that needs no reading.
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from self.field.memoire.get(lambda: [self.choice(record) for record in self.queryset])


class FiltreField(ReferenceField):
    """A filter by a record of a short list: what it offers may be a moment old, what it takes is checked at once."""

    iterator = ChoixGardes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Shared by the copies that each form makes of its fields.
        self.memoire: Memoire[list[Any]] = Memoire()
        super().__init__(*args, **kwargs)


class CommuneField(forms.CharField):
    """
    A commune typed as one says it: its name, its postal code, or « Nom (03) » when two have the same name.

    One that the installation did not load is found in the country's referential and comes back not written: who saves
    it calls `structure.referentiel.keep_commune` first.
    """

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"placeholder": "Nom ou code postal"}
        widget = ListeSaisie(liste="communes", url=reverse_lazy("structure:commune-suggestions"), attrs=attrs)
        kwargs.setdefault("label", "Commune")
        super().__init__(widget=widget, max_length=120, **kwargs)

    def suggest_territory(self) -> None:
        """Offer the communes of the territory in the page itself, so that choosing needs no request."""
        self.widget.options = Commune.objects.filter(du_territoire=True)  # type: ignore[attr-defined]

    def prepare_value(self, value: Any) -> Any:
        """Show a commune as it is typed."""
        return str(value) if isinstance(value, Commune) else value

    def clean(self, value: Any) -> Any:
        """Return the Commune, or a sentence that helps to type it."""
        texte = super().clean(value)
        if not texte:
            return None
        chosen = communes_of(texte)
        if len(chosen) == 1:
            return chosen[0]
        if not chosen:
            raise forms.ValidationError(
                "Aucune commune de France ne porte ce nom ou ce code postal. "
                "Vérifiez l’orthographe ; pour une adresse à l’étranger, laissez la case vide."
            )
        noms = ", ".join(str(commune) for commune in chosen[:6])
        raise forms.ValidationError(f"Plusieurs communes correspondent : {noms}. Écrivez-en une en entier.")


def communes_of(texte: str) -> list[Commune]:
    """Return the communes that a person may mean; of that very name when there is one, wherever it is."""
    found = list(Commune.objects.recherche(texte)[:SUGGESTIONS_MAXIMUM])
    nom = cle_commune(texte.partition("(")[0])
    if exact := [commune for commune in found if commune.nom_normalise == nom]:
        return exact
    # « Saint-Étienne » is a town, not only the beginning of one of ours.
    elsewhere = find_elsewhere(texte, limit=SUGGESTIONS_MAXIMUM)
    if found:
        elsewhere = [commune for commune in elsewhere if nom and commune.nom_normalise == nom]
    return [*found, *elsewhere]


class PartenaireFiltreForm(FormulaireMixin, forms.Form):
    """Filters of the list of partners."""

    q = forms.CharField(label="Nom ou commune", required=False, max_length=100)
    type = forms.ChoiceField(label="Type", required=False, choices=[("", "Tous"), *TypePartenaire.choices])


class RattachementForm(FormulaireMixin, forms.Form):
    """Which person of the team an account is."""

    conseiller = ReferenceField(
        Conseiller.objects.none(),
        label="Cette personne, dans l’équipe",
        required=False,
        empty_label="Pas encore dans l’équipe : l’ajouter",
    )
    fonction = forms.ChoiceField(
        label="Fonction",
        choices=Fonction.choices,
        initial=Fonction.CONSEILLER,
        required=False,
        help_text="Seulement pour une personne à ajouter.",
    )
    lieu = ReferenceField(
        Lieu.objects.none(),
        label="Lieu habituel",
        required=False,
        empty_label="Aucun en particulier",
        help_text="Seulement pour une personne à ajouter.",
    )

    def __init__(self, *args: Any, compte: Utilisateur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        libres = Conseiller.objects.filter(actif=True, utilisateur=None)
        cast(ReferenceField, self.fields["conseiller"]).queryset = libres
        cast(ReferenceField, self.fields["lieu"]).queryset = Lieu.objects.actifs()
        same = [libre for libre in libres if normalise_nom(str(libre)) == normalise_nom(compte.get_full_name())]
        if len(same) == 1:
            self.fields["conseiller"].initial = same[0]


class ConventionForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """What was signed with a partner."""

    class Meta:
        model = Convention
        fields = ("partenaire", "objet", "debut", "fin")
        help_texts = {"fin": "Laissez vide si la convention n’a pas de terme. Un rappel paraît trois mois avant."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = cast("forms.ModelChoiceField[Partenaire]", self.fields["partenaire"])
        champ.queryset = Partenaire.objects.filter(Q(actif=True) | Q(pk=self.instance.partenaire_id))
        champ.empty_label = "Choisissez un partenaire"

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean() or {}
        debut, fin = cleaned.get("debut"), cleaned.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", "La fin vient après le début.")
        return cleaned


class ConventionFiltreForm(FormulaireMixin, forms.Form):
    """Filters of the list of conventions."""

    ETATS = (("", "En cours"), ("bientot", "Se terminent bientôt"), ("a_venir", "À venir"), ("finies", "Terminées"))

    q = forms.CharField(label="Partenaire ou objet", required=False, max_length=100)
    etat = forms.ChoiceField(label="État", required=False, choices=ETATS)
