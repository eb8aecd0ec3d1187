"""What the commission du bilan writes, and what becomes of it."""

from typing import Any

from django import forms

from commun.formulaires import FormulaireMixin
from evaluation.choix import (
    NatureSuite,
    ReponsePreconisation,
)
from evaluation.commissions.formulaires.textes import texte_long
from evaluation.models import Preconisation
from evaluation.models.preconisations import LONGUEUR_AVIS
from evaluation.services.preconisations import Suite
from plans_action.choix import StatutEtape, StatutFiche
from plans_action.forms import operationnels
from plans_action.models import Etape, FicheAction, ObjectifGeneral, ObjectifOperationnel

# What is done, or given up, is no longer there to be changed.
ENCORE_A_FAIRE = (StatutEtape.A_VENIR, StatutEtape.EN_COURS)


class AvisForm(FormulaireMixin, forms.Form):
    """What the commission thinks of a fiche, or of the whole."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    depart = forms.CharField(required=False, widget=forms.HiddenInput)
    reussites = texte_long("Réussites", 4, LONGUEUR_AVIS)
    ameliorations = texte_long("Points à améliorer", 4, LONGUEUR_AVIS)
    objectifs = texte_long("Nouveaux objectifs à se donner", 4, LONGUEUR_AVIS)

    @property
    def textes(self) -> dict[str, str]:
        """Return what was written."""
        return {nom: self.cleaned_data[nom] for nom in ("reussites", "ameliorations", "objectifs")}


class PreconisationForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """Something that the commission advises."""

    class Meta:
        model = Preconisation
        fields = ("titre", "texte", "nature", "fiche", "objectif", "responsable", "echeance")
        help_texts = {
            "titre": "Par exemple\u00a0: avancer l’ouverture du camion à 8\u00a0h\u00a030 les jours de marché.",
            "nature": "Une fois acceptée par la direction, la préconisation devient cela, en un geste.",
            "fiche": "Pour une étape\u00a0: la fiche qui la reçoit. "
            "Pour une nouvelle fiche\u00a0: celle dont elle est issue.",
        }
        widgets = {"texte": forms.Textarea(attrs={"rows": 4}), "nature": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nature: Any = self.fields["nature"]
        nature.choices = NatureSuite.choices
        fiches: Any = self.fields["fiche"]
        fiches.queryset = FicheAction.objects.exclude(statut=StatutFiche.ABANDONNEE).order_by("numero", "titre", "pk")
        fiches.empty_label = "Aucune en particulier"
        objectif: Any = self.fields["objectif"]
        objectif.choices = [("", "Aucun en particulier"), *operationnels()]

    def clean(self) -> dict[str, Any]:
        """Ask for the fiche that receives a step."""
        cleaned = super().clean() or {}
        if cleaned.get("nature") == NatureSuite.ETAPE and not cleaned.get("fiche"):
            self.add_error("fiche", "Choisissez la fiche-action qui reçoit l’étape.")
        return cleaned


class SuiteForm(FormulaireMixin, forms.Form):
    """What an accepted préconisation becomes; everything is filled from its words."""

    titre = forms.CharField(label="Titre", max_length=200)
    texte = forms.CharField(
        label="Ce qui est à faire", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    etape = forms.ModelChoiceField(
        Etape.objects.none(), label="Étape", required=False, empty_label="Ajouter une étape à la fin de la fiche"
    )
    fiche = forms.ModelChoiceField(
        FicheAction.objects.none(), label="Issue de la fiche", required=False, empty_label="Aucune"
    )
    objectif = forms.ModelChoiceField(ObjectifOperationnel.objects.all(), label="Objectif opérationnel", required=False)
    general = forms.ModelChoiceField(
        ObjectifGeneral.objects.none(), label="Sous l’objectif général", empty_label="Choisissez"
    )
    responsable = forms.CharField(label="Qui s’en charge", max_length=120, required=False)
    echeance = forms.DateField(label="Pour le", required=False)

    def __init__(self, *args: Any, preconisation: Preconisation, **kwargs: Any) -> None:
        p = preconisation
        initial: dict[str, Any] = {
            "titre": p.titre,
            "texte": p.texte,
            "responsable": p.responsable,
            "echeance": p.echeance,
        }
        initial |= {"fiche": p.fiche_id, "objectif": p.objectif_id}
        if p.objectif is not None:
            initial["general"] = p.objectif.objectif_general_id
        super().__init__(*args, initial=initial, **kwargs)
        self.preconisation = p
        for nom in set(self.fields) - set(_CHAMPS_SUITE[NatureSuite(p.nature)]):
            del self.fields[nom]
        self.order_fields(_CHAMPS_SUITE[NatureSuite(p.nature)])
        champs: dict[str, Any] = self.fields
        if "etape" in champs:
            restantes = Etape.objects.filter(fiche=p.fiche, statut__in=ENCORE_A_FAIRE)
            champs["etape"].queryset = restantes.order_by("ordre", "pk")
            champs["etape"].help_text = (
                "Ou choisissez l’étape à changer, parmi celles qui restent à faire\u00a0: "
                "son titre et sa date sont remplacés."
            )
        if "fiche" in champs:
            champs["fiche"].queryset = FicheAction.objects.order_by("numero", "titre", "pk")
        if "objectif" in champs:
            champs["objectif"].choices = [("", "Celui de la fiche dont elle est issue"), *operationnels()]
        if "general" in champs:
            projet = p.lecture.projet_id
            champs["general"].queryset = ObjectifGeneral.objects.filter(projet=projet).order_by("numero")

    @property
    def suite(self) -> Suite:
        """Return what was typed."""
        data = {"titre": self.preconisation.titre, **self.cleaned_data}
        if self.preconisation.nature == NatureSuite.ETAPE:
            data["fiche"] = self.preconisation.fiche
        return Suite(**data)


_COMMUNS = ("responsable", "echeance")
_CHAMPS_SUITE = {
    NatureSuite.ETAPE: ("etape", "titre", "texte", *_COMMUNS),
    NatureSuite.FICHE: ("titre", "fiche", "objectif", "texte", *_COMMUNS),
    NatureSuite.OBJECTIF: ("general", "titre", "texte", *_COMMUNS),
    NatureSuite.AUTRE: _COMMUNS,
}


class EcarterForm(FormulaireMixin, forms.Form):
    """Why a préconisation is set aside."""

    motif = forms.CharField(
        label="Pourquoi\u202f?",
        max_length=1000,
        help_text="Cette phrase reste à côté de la préconisation, et paraît dans le bilan.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReponseFinaleForm(FormulaireMixin, forms.Form):
    """What the final bilan answers to a préconisation of the intermediate one."""

    etat = forms.ChoiceField(
        label="A-t-elle été suivie\u202f?", choices=ReponsePreconisation.choices, widget=forms.RadioSelect
    )
    texte = forms.CharField(label="Ce que l’on en dit", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
