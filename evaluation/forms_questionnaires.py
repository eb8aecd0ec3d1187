"""What people type about questionnaires: the builder, a vague, and the sheet itself."""

import datetime
import re
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.utils.functional import cached_property

from commun.formulaires import DateCalendrier, FormulaireMixin
from evaluation.choix import PublicQuestionnaire, TypeQuestion
from evaluation.modeles import modeles
from evaluation.models import Option, Question, Questionnaire, Vague
from evaluation.services.questionnaires import en_texte
from evaluation.services.reponses import Saisie
from participation.models import Seance
from plans_action.models import FicheAction
from structure.models import Lieu

JETON = re.compile(r"^[A-Za-z0-9_-]{16,64}$")
LONGUEUR_TEXTE = 500
SEL_DEPART = "evaluation.questionnaire.depart"
ANONYME = [
    ("oui", "Anonyme : personne ne saura jamais qui a répondu"),
    ("non", "Avec le nom de la personne"),
]


def _oui(valeur: Any) -> bool:
    return str(valeur) == "oui"


class NouveauQuestionnaireForm(FormulaireMixin, forms.Form):
    """Begin a questionnaire."""

    modele = forms.ChoiceField(label="Partir de…", required=False, widget=forms.RadioSelect)
    titre = forms.CharField(
        label="Titre",
        max_length=150,
        required=False,
        help_text="Les personnes interrogées le liront en haut de la page. Vide : celui du modèle.",
    )
    public = forms.ChoiceField(
        label="Qui répondra ?",
        required=False,
        choices=[("", "Comme le modèle le prévoit"), *PublicQuestionnaire.choices],
        widget=forms.RadioSelect,
    )
    anonyme = forms.TypedChoiceField(
        label="Réponses",
        choices=ANONYME,
        coerce=_oui,
        widget=forms.RadioSelect,
        help_text="Un questionnaire anonyme le reste pour toujours : l’application et sa base refusent le contraire.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(cle, f"{modele['nom']} — {modele['resume']}") for cle, modele in modeles().items()]
        self.fields["modele"].choices = [("", "Une page blanche"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take from the ready-made questionnaire what is left empty; a blank page has nothing to take."""
        saisi: dict[str, Any] = super().clean() or {}
        source = modeles().get(saisi.get("modele", ""), {})
        for nom, manque in (("titre", "Donnez un titre."), ("public", "Dites qui répondra.")):
            if nom not in self.errors and not saisi.get(nom):
                saisi[nom] = source.get(nom, "")
                if not saisi[nom]:
                    self.add_error(nom, manque)
        return saisi


class EnteteForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """What a questionnaire says around its questions."""

    class Meta:
        model = Questionnaire
        fields = ("titre", "introduction", "remerciement", "public", "fiche_action")
        labels = {"public": "Qui répond ?", "introduction": "Mot d’introduction", "remerciement": "Mot de fin"}
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 3}),
            "remerciement": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _les_fiches(self.fields["fiche_action"])
        if not self.instance.anonyme:
            self.fields["anonyme"] = forms.TypedChoiceField(
                label="Réponses", choices=ANONYME, coerce=_oui, initial="non", widget=forms.RadioSelect
            )


def _les_fiches(champ: Any) -> None:
    """Offer the fiches-action that a new fact may be linked to."""
    champ.queryset = FicheAction.objects.ouvertes().order_by("numero", "titre", "pk")
    champ.empty_label = "Aucune en particulier"


class QuestionForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """One question of a draft: lenient, for what is missing is said when one opens the questionnaire."""

    class Meta:
        model = Question
        fields = ("libelle", "aide", "obligatoire", "bout_bas", "bout_haut")
        labels = {
            "libelle": "La question",
            "aide": "Précision sous la question",
            "obligatoire": "Il faut répondre à cette question",
            "bout_bas": "Le plus petit nombre veut dire",
            "bout_haut": "Le plus grand nombre veut dire",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.type != TypeQuestion.ECHELLE:
            del self.fields["bout_bas"], self.fields["bout_haut"]


class OptionForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """One possible answer of a draft."""

    class Meta:
        model = Option
        fields = ("libelle", "favorable")
        labels = {"libelle": "Réponse possible", "favorable": "favorable"}


class Construction:
    """The whole builder: the header, each question, each of its options."""

    def __init__(self, questionnaire: Questionnaire, data: Any = None) -> None:
        self.questionnaire = questionnaire
        self.entete = EnteteForm(data, instance=questionnaire)
        self.questions = [
            Piece(
                question,
                QuestionForm(data, instance=question, prefix=f"q-{question.cle}"),
                [
                    (option, OptionForm(data, instance=option, prefix=f"o-{option.cle}"))
                    for option in question.options.all()
                ],
            )
            for question in questionnaire.questions.prefetch_related("options").order_by("ordre", "pk")
        ]

    def is_valid(self) -> bool:
        """Tell whether everything typed can be kept."""
        valid = [form.is_valid() for form in self.forms()]  # every form, so that every error is shown
        return all(valid)

    def forms(self) -> Iterator[Any]:
        """Yield every form."""
        yield self.entete
        for piece in self.questions:
            yield piece.form
            yield from (form for _, form in piece.options)

    @property
    def has_errors(self) -> bool:
        """Tell whether something typed was refused."""
        return any(form.is_bound and form.errors for form in self.forms())

    def content(self) -> dict[str, Any]:
        """Return what the service writes: what this person changed; a form absent from what was posted is left out."""
        return {
            "entete": self._changed(self.entete),
            "questions": {piece.question.cle: self._changed(piece.form) for piece in self.questions if piece.is_posted},
            "options": {
                option.cle: self._changed(form)
                for piece in self.questions
                if piece.is_posted
                for option, form in piece.options
                if form.add_prefix("libelle") in form.data
            },
            "depart": self.depart,
        }

    # --- Two people at once ---

    @cached_property
    def depart(self) -> dict[str, str]:
        """Return what each field said when the page was opened, as the page says it."""
        try:
            lu = signing.loads(self.entete.data.get("depart", ""), salt=SEL_DEPART)
        except signing.BadSignature:
            return {}
        return {str(nom): str(texte) for nom, texte in lu.items()}

    @property
    def jeton_depart(self) -> str:
        """Return what each field says now, signed, for the page that opens."""
        return signing.dumps(
            {
                form.add_prefix(nom): en_texte(form.get_initial_for_field(champ, nom))
                for form in self.forms()
                for nom, champ in form.fields.items()
                if nom != "anonyme"  # given once for all: nobody changes it back
            },
            salt=SEL_DEPART,
            compress=True,
        )

    def _changed(self, form: Any) -> dict[str, Any]:
        return {
            nom: valeur
            for nom, valeur in form.cleaned_data.items()
            if self.depart.get(form.add_prefix(nom)) != en_texte(valeur)
        }

    def show_conflicts(self, conflits: dict[str, str]) -> None:
        """Say beside each field what somebody else wrote in it; saving again keeps what is typed here."""
        for form in self.forms():
            for nom in form.fields:
                autre = conflits.get(form.add_prefix(nom))
                if autre is not None:
                    form.add_error(nom, f"{DEUX_TEXTES} {_cite(form, nom, autre)}")

    def lost(self) -> list[str]:
        """Return what was typed in questions and answers that somebody else removed meanwhile."""
        connus = {form.add_prefix("libelle") for form in self.forms() if form.prefix}
        donnees = self.entete.data
        return [
            donnees[nom]
            for nom, ouvert in self.depart.items()
            if nom.endswith("-libelle") and nom not in connus and en_texte(donnees.get(nom, "")) not in ("", ouvert)
        ]


DEUX_TEXTES = "Quelqu’un d’autre a changé ceci pendant que vous écriviez. Enregistrez à nouveau pour garder le vôtre."


def _cite(form: Any, nom: str, texte: str) -> str:
    """Return what the other person put, in words."""
    champ = form.fields[nom]
    if isinstance(champ, forms.BooleanField):
        return "L’autre choix\u00a0: case cochée." if texte else "L’autre choix\u00a0: case décochée."
    if isinstance(champ, forms.ModelChoiceField):
        objet = champ.queryset.filter(pk=texte).first() if texte and champ.queryset is not None else None
        return f"L’autre choix\u00a0: {objet or 'aucune'}."
    texte = dict(getattr(champ, "choices", ())).get(texte, texte)
    return f"L’autre texte\u00a0: «\u00a0{texte}\u00a0»." if texte else "L’autre texte est vide."


@dataclass(frozen=True)
class Piece:
    """One question of the builder."""

    question: Question
    form: QuestionForm
    options: list[tuple[Option, OptionForm]]

    @property
    def is_posted(self) -> bool:
        """Tell whether the page that was sent knew this question."""
        return self.form.add_prefix("libelle") in self.form.data


class VagueForm(FormulaireMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A time of asking."""

    class Meta:
        model = Vague
        fields = ("libelle", "du", "au", "lieu", "seance", "fiche_action")
        labels = {"libelle": "Nom de cette vague", "du": "Premier jour", "au": "Dernier jour"}
        help_texts = {
            "libelle": "Par exemple « Printemps 2027 » ou « Sortie du camion, Chevagnes ».",
            "seance": "Si l’on interroge les personnes d’une séance : le lieu et la fiche-action en viennent.",
        }

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lieu"].queryset = Lieu.objects.order_by("nom", "pk")  # type: ignore[attr-defined]
        self.fields["lieu"].empty_label = "Aucun en particulier"  # type: ignore[attr-defined]
        _les_fiches(self.fields["fiche_action"])
        near = Seance.objects.filter(
            annulee_le=None,
            jour__gte=today - datetime.timedelta(days=60),
            jour__lte=today + datetime.timedelta(days=60),
        )
        seances = near.select_related("regroupement").order_by("-jour", "pk")
        self.fields["seance"].queryset = seances  # type: ignore[attr-defined]
        self.fields["seance"].empty_label = "Aucune"  # type: ignore[attr-defined]
        self.fields["seance"].label_from_instance = _nom_seance  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        cleaned = super().clean() or {}
        du, au = cleaned.get("du"), cleaned.get("au")
        if du and au and au < du:
            self.add_error("au", "Le dernier jour vient avant le premier.")
        return cleaned


def _nom_seance(seance: Seance) -> str:
    return f"{seance.jour:%d/%m/%Y}, {seance.nom}"


@dataclass(frozen=True)
class Bloc:
    """One question as it is asked."""

    numero: int
    question: Question
    champ: forms.BoundField


class FeuilleForm(FormulaireMixin, forms.Form):
    """The sheet that somebody fills, made of the questions of a version."""

    jeton = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, *args: Any, questionnaire: Questionnaire, papier: bool = False, nom: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("jeton", secrets.token_urlsafe(18))
        self.questions = list(questionnaire.questions.prefetch_related("options").order_by("ordre", "pk"))
        self.options = {str(option.pk): option for question in self.questions for option in question.options.all()}
        for question in self.questions:
            self.fields[_nom(question)] = _champ(question, obligatoire=question.obligatoire and not papier)
        if nom:
            self.fields["repondant"] = forms.CharField(
                label="Votre nom et votre structure",
                max_length=120,
                required=not papier,
                error_messages={"required": "Écrivez votre nom : ce questionnaire n’est pas anonyme."},
            )

    def clean_jeton(self) -> str:
        """Refuse what this page did not make."""
        jeton = str(self.cleaned_data["jeton"])
        if not JETON.match(jeton):
            raise forms.ValidationError("Rechargez la page pour recommencer.")
        return jeton

    @property
    def blocs(self) -> list[Bloc]:
        """Return the questions in order."""
        return [Bloc(rang, question, self[_nom(question)]) for rang, question in enumerate(self.questions, start=1)]

    @property
    def saisie(self) -> Saisie:
        """Return what was answered."""
        options: list[Option] = []
        textes: dict[Question, str] = {}
        for question in self.questions:
            valeur = self.cleaned_data.get(_nom(question))
            if question.type == TypeQuestion.TEXTE:
                textes[question] = " ".join(str(valeur or "").split())
            else:
                options += [self.options[pk] for pk in (valeur if isinstance(valeur, list) else [valeur]) if pk]
        return Saisie(options, textes)

    @property
    def repondant(self) -> str:
        """Return the name that was given, if one was asked."""
        return str(self.cleaned_data.get("repondant", "")).strip()


def _nom(question: Question) -> str:
    return f"q-{uuid.UUID(str(question.cle)).hex}"


def _champ(question: Question, *, obligatoire: bool) -> forms.Field:
    """Return the field of a question."""
    common: dict[str, Any] = {
        "label": question.libelle,
        "help_text": question.aide,
        "required": obligatoire,
    }
    if question.type == TypeQuestion.TEXTE:
        message = {"required": "Écrivez une réponse.", "max_length": f"{LONGUEUR_TEXTE} caractères au plus."}
        widget = forms.Textarea(attrs={"rows": 3, "maxlength": LONGUEUR_TEXTE})
        return forms.CharField(max_length=LONGUEUR_TEXTE, widget=widget, error_messages=message, **common)
    choices = [(str(option.pk), option.libelle) for option in question.options.all()]
    message = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une réponse de la liste."}
    if question.type == TypeQuestion.CHOIX_MULTIPLES:
        message["required"] = "Cochez au moins une réponse."
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=message, **common
        )
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=message, **common)


class FeuillePapierForm(FeuilleForm):
    """A sheet of paper, typed: nothing is compulsory, for a blank on paper stays a blank."""

    jour = forms.DateField(label="Remplie le", widget=DateCalendrier)

    def __init__(self, *args: Any, vague: Vague, today: datetime.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("jour", min(today, vague.au))
        questionnaire = vague.questionnaire
        super().__init__(*args, questionnaire=questionnaire, papier=True, nom=not questionnaire.anonyme, **kwargs)
        self.vague, self.today = vague, today
        self.fields["jour"].widget.attrs |= {"min": vague.du.isoformat(), "max": min(today, vague.au).isoformat()}

    def clean_jour(self) -> datetime.date:
        """Refuse a day outside the vague."""
        jour: datetime.date = self.cleaned_data["jour"]
        last = min(self.today, self.vague.au)
        if not self.vague.du <= jour <= last:
            raise forms.ValidationError(f"Choisissez un jour entre le {self.vague.du:%d/%m/%Y} et le {last:%d/%m/%Y}.")
        return jour
