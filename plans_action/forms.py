"""What is typed about the plan itself: objectives, the opening of a fiche, its state, the filters of the tree."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from commun.fichiers import EXTENSIONS
from commun.formulaires import FormulaireMixin
from comptes.choix import Role
from comptes.models import Utilisateur
from plans_action.choix import MotifCible, StatutEtape, StatutFiche
from plans_action.dates_bilans import ECHEANCES
from plans_action.models import Etape, FicheAction, ObjectifGeneral, ObjectifOperationnel, ProjetAssociatif
from plans_action.transitions import choices_after
from structure.models import Conseiller, Lieu

LONGUEUR_TEXTE = 10_000


class ProjetForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """The projet associatif and the dates of its bilans."""

    motif = forms.CharField(
        label="Pourquoi une date de bilan change-t-elle ?",
        max_length=100,
        required=False,
        help_text="À remplir seulement si une date change. Cette phrase paraît à côté de la date.",
    )

    class Meta:
        model = ProjetAssociatif
        fields = (
            "titre", "sous_titre", "debut", "annee_chiffres", "bilan_intermediaire_le", "bilan_final_le", "actif",
        )  # fmt: skip
        help_texts = {
            "sous_titre": "Écrit sous le titre, sur la couverture du document.",
            "annee_chiffres": "L’année que décrit le document ; la dernière année complète si vous n’écrivez rien.",
            "debut": "Les deux bilans sont placés 18 mois et 3 ans après ce jour.",
            "bilan_intermediaire_le": "À remplir seulement si la date a été déplacée.",
            "bilan_final_le": "À remplir seulement si la date a été déplacée.",
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a bilan before the start of the projet."""
        cleaned = super().clean() or {}
        debut = cleaned.get("debut")
        for nom in ("bilan_intermediaire_le", "bilan_final_le"):
            if debut and cleaned.get(nom) and cleaned[nom] <= debut:
                self.add_error(nom, "Le bilan vient après le début du projet.")
        if debut and not self.errors and not cleaned.get("motif") and self._moves_a_date(cleaned):
            self.add_error("motif", "Dites pourquoi la date d’un bilan change : cette phrase reste à côté d’elle.")
        return cleaned

    def _moves_a_date(self, cleaned: dict[str, Any]) -> bool:
        """Tell whether a bilan would come on another day than the one that holds, computed for a new projet."""
        holds = ProjetAssociatif(debut=cleaned["debut"]) if self.instance._state.adding else self.instance
        asked = ProjetAssociatif(**{nom: cleaned[nom] for nom in ("debut", "bilan_intermediaire_le", "bilan_final_le")})
        return any(getattr(holds, nom) != getattr(asked, nom) for nom in ECHEANCES.values())


class ObjectifForm(FormulaireMixin, forms.Form):
    """The words of an objective, general or operational."""

    titre = forms.CharField(max_length=200, label="Intitulé")
    description = forms.CharField(
        max_length=LONGUEUR_TEXTE, label="Description", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class OperationnelForm(ObjectifForm):
    """The words of an operational objective, and the general one it serves."""

    objectif_general = forms.ModelChoiceField(
        ObjectifGeneral.objects.none(), label="Objectif général", empty_label=None
    )

    def __init__(self, *args: Any, objectif: ObjectifOperationnel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        generaux = ObjectifGeneral.objects.filter(projet=objectif.objectif_general.projet_id)
        champ: forms.ModelChoiceField[ObjectifGeneral] = self.fields["objectif_general"]  # type: ignore[assignment]
        champ.queryset = generaux.order_by("numero")


def operationnels(projet: ProjetAssociatif | None = None) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the operational objectives, of one projet or all, as choices grouped by general objective."""
    groupes: dict[str, list[tuple[int, str]]] = {}
    objectifs = ObjectifOperationnel.objects.select_related("objectif_general__projet").order_by(
        "-objectif_general__projet__debut", "objectif_general__numero", "numero", "pk"
    )
    if projet is not None:
        objectifs = objectifs.filter(objectif_general__projet=projet)
    projets = {objectif.objectif_general.projet_id for objectif in objectifs}
    for objectif in objectifs:
        general = str(objectif.objectif_general)
        groupe = f"{objectif.objectif_general.projet} · {general}" if len(projets) > 1 else general
        groupes.setdefault(groupe, []).append((objectif.pk, str(objectif)))
    return list(groupes.items())


class ObjectifChoisiMixin:
    """A choice of an operational objective, grouped; « no objective yet » is allowed."""

    fields: dict[str, forms.Field]

    def group_objectifs(self) -> None:
        """Group the choices by general objective: the same numbers may exist below two of them."""
        self.fields["objectif"].choices = [("", "Pas encore placée"), *operationnels()]  # type: ignore[attr-defined]


class FicheCreateForm(ObjectifChoisiMixin, FormulaireMixin, forms.Form):
    """Open a fiche: a title is enough."""

    titre = forms.CharField(
        max_length=200,
        label="Titre de la fiche-action",
        help_text="Le titre suffit pour commencer : le reste se remplit quand vous voulez.",
    )
    objectif = forms.ModelChoiceField(ObjectifOperationnel.objects.all(), label="Objectif opérationnel", required=False)
    parente = forms.ModelChoiceField(
        FicheAction.objects.order_by("numero", "titre", "pk"),
        label="Issue d’une autre fiche",
        required=False,
        empty_label="Non",
        help_text="Un projet né d’une action peut avoir sa propre fiche.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group_objectifs()


class FicheJsonForm(FormulaireMixin, forms.Form):
    """A fiche taken out of this application, or of another Mission Locale's."""

    fichier = forms.FileField(
        label="Fichier JSON de la fiche",
        help_text="Un fichier « .json » donné par « Exporter » sur la page d’une fiche.",
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )


class FicheDeplacerForm(ObjectifChoisiMixin, FormulaireMixin, forms.Form):
    """Place a fiche under another objective."""

    objectif = forms.ModelChoiceField(
        ObjectifOperationnel.objects.all(), label="Nouvel objectif opérationnel", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group_objectifs()


def check_not_future(jour: datetime.date) -> None:
    """Refuse a day to come: what is told has happened."""
    if jour > timezone.localdate():
        raise ValidationError("Cette date est dans l’avenir.")


class StatutForm(FormulaireMixin, forms.Form):
    """Change the state of a fiche: who decided, when, why."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    statut = forms.ChoiceField(
        label="Nouvel état",
        error_messages={"invalid_choice": "Cet état ne peut pas suivre celui d’aujourd’hui."},
    )
    decidee_par = forms.CharField(
        max_length=200,
        label="Qui a décidé ?",
        required=False,
        help_text="Une personne ou une instance : la direction, le conseil d’administration, la commission de suivi. "
        "Laissé vide : vous.",
    )
    decidee_le = forms.DateField(
        label="Décidée le", required=False, help_text="Laissé vide : aujourd’hui.", validators=[check_not_future]
    )
    motif = forms.CharField(
        max_length=1000,
        label="Pourquoi ?",
        help_text="Une phrase, gardée dans l’historique.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, fiche: FicheAction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statut"].choices = [("", "Choisissez"), *choices_after(fiche.statut)]  # type: ignore[attr-defined]


class NoteForm(FormulaireMixin, forms.Form):
    """A dated note about a fiche."""

    jour = forms.DateField(label="Le", initial=timezone.localdate, validators=[check_not_future])
    texte = forms.CharField(
        label="Note",
        max_length=5000,
        help_text="Un fait, une difficulté, une piste. Ne nommez pas de jeune.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RestaurerForm(FormulaireMixin, forms.Form):
    """Bring a version of a fiche back: why; and why targets change, when they do."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    motif = forms.CharField(
        max_length=1000,
        label="Pourquoi rétablir cette version ?",
        help_text="Une phrase, gardée dans l’historique.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    motif_cible = forms.ChoiceField(
        label="Raison du changement de cible",
        choices=[("", "Choisir…"), *MotifCible.choices],
        help_text="Cette version porte une autre cible que celle d’aujourd’hui.",
    )

    def __init__(self, *args: Any, cible: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not cible:
            del self.fields["motif_cible"]


class EtapeFaiteForm(FormulaireMixin, forms.Form):
    """Who did a step, and on which day."""

    faite_par = forms.ModelChoiceField(
        Utilisateur.objects.none(),
        label="Faite par",
        empty_label="Choisir…",
        help_text="Toute personne qui a un compte au travail, vous comprise ou compris.",
    )
    faite_le = forms.DateField(label="Le", validators=[check_not_future])
    fichier = forms.FileField(
        label="Un fichier qui le montre",
        required=False,
        allow_empty_file=True,  # refused with the other faults of files, in the same words
        help_text="Affiche, compte rendu, photo de l’action. Rien qui nomme un jeune : ni liste, ni émargement.",
        widget=forms.FileInput(attrs={"accept": EXTENSIONS}),
    )

    def __init__(self, *args: Any, etape: Etape, depot: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not depot:
            del self.fields["fichier"]
        au_travail = Q(is_active=True) & ~Q(role=Role.JEUNE)
        champ: forms.ModelChoiceField[Utilisateur] = self.fields["faite_par"]  # type: ignore[assignment]
        # Whoever is already named stays offered, even gone.
        champ.queryset = Utilisateur.objects.filter(au_travail | Q(pk=etape.faite_par_id)).order_by("email")


class EtapeStatutForm(forms.Form):
    """Where a step stands."""

    statut = forms.ChoiceField(choices=StatutEtape.choices)


class FiltrePlanForm(FormulaireMixin, forms.Form):
    """What to keep of the plan: the same filters for the tree, the table, the timeline and the calendar."""

    q = forms.CharField(label="Titre contenant", max_length=100, required=False)
    objectif = forms.ChoiceField(label="Objectif", required=False)
    statut = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *StatutFiche.choices])
    conseiller = forms.ModelChoiceField(
        Conseiller.objects.filter(actif=True), label="Coordonnée par", required=False, empty_label="Toute l’équipe"
    )
    lieu = forms.ModelChoiceField(Lieu.objects.actifs(), label="Lieu", required=False, empty_label="Tous les lieux")
    etapes = forms.ChoiceField(
        label="Étapes", required=False, choices=[("", "Toutes"), ("retard", "Au moins une en retard")]
    )
    miennes = forms.BooleanField(label="Mes fiches", required=False)
    projet = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    # How the other views are set, so that filtering or changing view forgets nothing.
    tri = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    zoom = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    du = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    mois = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)
    REGLAGES = ("projet", "tri", "zoom", "du", "mois")

    def __init__(
        self, data: QueryDict, *, user: Utilisateur, objectifs: list[tuple[str, list[tuple[int, str]]]]
    ) -> None:
        super().__init__(data)
        self.user = user
        self.fields["objectif"].choices = [("", "Tous"), *objectifs]  # type: ignore[attr-defined]
        if not user.has_permission("fiche.coordonner"):
            del self.fields["miennes"]  # nobody outside the team coordinates a fiche

    def retenues(self, today: datetime.date) -> Q | None:
        """Return the condition of the filters typed, None when nothing is filtered."""
        self.is_valid()  # what cannot be read filters nothing; the rest still does
        kept = {nom: valeur for nom, valeur in self.cleaned_data.items() if valeur and nom not in self.REGLAGES}
        condition = Q()
        if "q" in kept:
            condition &= Q(titre__icontains=kept["q"])
        if "objectif" in kept:
            condition &= Q(objectif=kept["objectif"])
        if "statut" in kept:
            condition &= Q(statut=kept["statut"])
        if "conseiller" in kept:
            condition &= Q(coordinateurs=kept["conseiller"])
        if "lieu" in kept:
            condition &= Q(lieux=kept["lieu"])
        if "etapes" in kept:
            condition &= Q(etapes__echeance__lt=today, etapes__statut__in=[StatutEtape.A_VENIR, StatutEtape.EN_COURS])
        if "miennes" in kept:
            # Asked apart: « coordonnée par » somebody else and mine are two persons of the same fiche.
            mine = FicheAction.objects.filter(coordinateurs__utilisateur=self.user)
            condition &= Q(pk__in=mine.values("pk"))
        return condition if kept else None

    def query(self, **reglages: str) -> str:
        """Return the filters as an address keeps them, without what is empty; `reglages` replaces some."""
        kept = QueryDict(mutable=True)
        for nom in self.fields:
            valeur = reglages.get(nom, self.data.get(nom, ""))
            if valeur and nom not in self.errors:
                kept[nom] = valeur
        return kept.urlencode()
