"""What people type about the commissions: a member, a meeting and its agenda, presences, minutes."""

import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils import timezone

from commun.formulaires import DateHeureCalendrier, FormulaireMixin
from comptes.choix import Role
from comptes.models import Utilisateur
from evaluation.choix import (
    Appreciation,
    College,
    NatureSuite,
    PresenceReunion,
    ReponsePreconisation,
    TypeBilan,
    Voix,
)
from evaluation.commissions.grille import Question
from evaluation.models import MembreCommission, Preconisation, Reunion
from evaluation.models.commissions import default_voix
from evaluation.models.lectures import LONGUEUR_COMMENTAIRE
from evaluation.models.preconisations import LONGUEUR_AVIS
from evaluation.services.preconisations import Suite
from evaluation.services.reunions import PointVoulu
from plans_action.choix import StatutFiche
from plans_action.forms import operationnels
from plans_action.models import Etape, FicheAction, ObjectifGeneral, ObjectifOperationnel

LIGNES_VIDES = 3
POINTS_MAXIMUM = 40
ANNEES_AUTOUR = 10
LONGUEUR_RELEVE = 8_000


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


class ReunionForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A meeting of a commission."""

    duree_minutes = forms.IntegerField(
        label="Durée prévue, en minutes", min_value=15, max_value=720, initial=120, required=False
    )

    class Meta:
        model = Reunion
        fields = ("commission", "le", "duree_minutes", "lieu", "ordre_du_jour")
        labels = {"le": "Date et heure", "commission": "Commission", "ordre_du_jour": "Présentation"}
        help_texts = {"ordre_du_jour": "Une ou deux phrases : ce que la réunion doit permettre."}
        widgets = {"ordre_du_jour": forms.Textarea(attrs={"rows": 3}), "le": DateHeureCalendrier}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.convoquee_le is not None:
            self.fields["commission"].disabled = True

    def clean_duree_minutes(self) -> int:
        """Return two hours when nothing is said."""
        return int(self.cleaned_data.get("duree_minutes") or 120)

    def clean_le(self) -> datetime.datetime:
        """Refuse a slip in the year: everybody is convened for that day."""
        le: datetime.datetime = self.cleaned_data["le"]
        if "le" in self.changed_data and abs(le.year - timezone.localdate().year) > ANNEES_AUTOUR:
            raise forms.ValidationError("Vérifiez l’année : cette date est trop loin d’aujourd’hui.")
        return le


class PointForm(FormulaireMixin, forms.Form):
    """One item of the agenda; without a title it is left out."""

    cle = forms.IntegerField(required=False, widget=forms.HiddenInput)
    titre = forms.CharField(label="Point", max_length=300, required=False)
    duree_minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=480, required=False)
    fiches = forms.MultipleChoiceField(
        label="Fiches-action concernées", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choix_fiches: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: Any = self.fields["fiches"]
        champ.choices = choix_fiches

    @property
    def nombre_fiches(self) -> int:
        """Count the fiches ticked."""
        return len(self["fiches"].value() or [])


class BasePointFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The agenda."""

    def voulus(self) -> list[PointVoulu]:
        """Return the items that have a title, in their order on the page."""
        return [
            PointVoulu(
                data.get("cle"),
                data["titre"],
                data.get("duree_minutes"),
                tuple(UUID(cle) for cle in data.get("fiches") or ()),
            )
            for data in (form.cleaned_data for form in self.forms)
            if data.get("titre")
        ]


PointFormSet = forms.formset_factory(
    PointForm, formset=BasePointFormSet, extra=LIGNES_VIDES, max_num=POINTS_MAXIMUM, validate_max=True
)


def build_points(reunion: Reunion, data: Any = None) -> BasePointFormSet:
    """Return the agenda as a form: the items stored, then some empty lines."""
    fiches = FicheAction.objects.exclude(statut=StatutFiche.ABANDONNEE).order_by("numero", "titre", "pk")
    choix = [(str(fiche.pk), str(fiche)) for fiche in fiches.only("numero", "titre")]
    initial = []
    if not reunion._state.adding:
        initial = [
            {
                "cle": point.pk,
                "titre": point.titre,
                "duree_minutes": point.duree_minutes,
                "fiches": [str(fiche.pk) for fiche in point.fiches.all()],
            }
            for point in reunion.points.prefetch_related("fiches")
        ]
    points: BasePointFormSet = PointFormSet(  # type: ignore[assignment]
        data, initial=initial, prefix="points", form_kwargs={"choix_fiches": choix}
    )
    return points


class AnnulationForm(FormulaireMixin, forms.Form):
    """Why a meeting will not take place."""

    motif = forms.CharField(
        label="Pourquoi ?",
        max_length=300,
        required=False,
        help_text="Cette phrase est écrite aux personnes convoquées.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PresenceForm(FormulaireMixin, forms.Form):
    """Whether somebody came."""

    presence = forms.ChoiceField(choices=[("", "Pas noté"), *PresenceReunion.choices], required=False)
    par = forms.CharField(max_length=120, required=False)


class CompteRenduForm(FormulaireMixin, forms.Form):
    """The minutes: what was said of each item, then the rest."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, reunion: Reunion, points: list[Any], **kwargs: Any) -> None:
        initial = {"version": reunion.compte_rendu_version, "texte": reunion.compte_rendu}
        initial |= {f"releve-{point.pk}": point.releve for point in points}
        super().__init__(*args, initial=initial, **kwargs)
        self.points = points
        for rang, point in enumerate(points, start=1):
            self.fields[f"releve-{point.pk}"] = _texte(f"{rang}. {point.titre}", 4, LONGUEUR_RELEVE)
        self.fields["texte"] = _texte("Décisions et suites" if points else "Compte rendu", 8, 20_000)

    @property
    def releves(self) -> dict[int, str]:
        """Return what was typed of each item."""
        return {point.pk: self.cleaned_data[f"releve-{point.pk}"] for point in self.points}


def _texte(label: str, rows: int, maximum: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=maximum, required=False, widget=forms.Textarea(attrs={"rows": rows}))


def default_membre(commission: str, today: datetime.date) -> dict[str, Any]:
    """Return what a new member starts from."""
    return {"commission": commission, "du": today, "college": College.ELUS, "voix": ""}


# --- The reading ------------------------------------------------------------------------------------------------------


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


# --- The commission du bilan ------------------------------------------------------------------------------------------


class AvisForm(FormulaireMixin, forms.Form):
    """What the commission thinks of a fiche, or of the whole."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    depart = forms.CharField(required=False, widget=forms.HiddenInput)
    reussites = _texte("Réussites", 4, LONGUEUR_AVIS)
    ameliorations = _texte("Points à améliorer", 4, LONGUEUR_AVIS)
    objectifs = _texte("Nouveaux objectifs à se donner", 4, LONGUEUR_AVIS)

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
            "titre": "Par exemple : avancer l’ouverture du camion à 8 h 30 les jours de marché.",
            "nature": "Une fois acceptée par la direction, la préconisation devient cela, en un geste.",
            "fiche": "Pour une étape : la fiche qui la reçoit. Pour une nouvelle fiche : celle dont elle est issue.",
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
            champs["etape"].queryset = Etape.objects.filter(fiche=p.fiche).order_by("ordre", "pk")
            champs["etape"].help_text = "Ou choisissez l’étape à changer : son titre et sa date sont remplacés."
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
        label="Pourquoi ?",
        max_length=1000,
        help_text="Cette phrase reste à côté de la préconisation, et paraît dans le bilan.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReponseFinaleForm(FormulaireMixin, forms.Form):
    """What the final bilan answers to a préconisation of the intermediate one."""

    etat = forms.ChoiceField(
        label="A-t-elle été suivie ?", choices=ReponsePreconisation.choices, widget=forms.RadioSelect
    )
    texte = forms.CharField(label="Ce que l’on en dit", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
