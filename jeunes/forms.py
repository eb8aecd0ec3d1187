"""What is typed about a person; the fields here serve the forms of the front desk too."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone

from commun.dates import age_at
from commun.formulaires import DateSaisie, FormulaireMixin
from commun.noms import normalise_telephone, write_nom
from jeunes import vigilance
from jeunes.choix import CanalSur, Niveau, Sexe, TypeSituation
from jeunes.models import Jeune, Programme
from structure.forms import CommuneField, FiltreField, ReferenceField
from structure.models import Lieu

LONGUEUR_NOTE = 1000
AGE_MAXIMUM = 80
MESSAGE_DATE = "Écrivez la date sous la forme jj/mm/aaaa, par exemple 03/05/2008."
MESSAGE_LONG = "%(show_value)s caractères : c’est trop long, %(limit_value)s au plus."
valide_nom = RegexValidator(r"[^\W\d_]", "Écrivez un nom avec des lettres.")
valide_caracteres = RegexValidator(
    # Signs of programs, and the arrows, symbols and emojis of telephones with the marks that join them.
    r"[<>{}\[\]|\\^=@\t\r\n\u200d\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]",
    "Retirez les caractères qui ne font pas partie d’un nom.",
    inverse_match=True,
)
_TELEPHONE = re.compile(r"\+?[\d\s.()\-]{8,20}")


def valide_telephone(value: str) -> None:
    """Refuse what is no telephone number; a number of here has ten digits, whatever is typed between them."""
    digits = normalise_telephone(value)
    of_here = digits.startswith("0") and not digits.startswith("00")
    if not _TELEPHONE.fullmatch(value) or len(digits) < 8 or (of_here and len(digits) != 10):
        raise ValidationError("Écrivez un numéro avec tous ses chiffres, par exemple 06 12 34 56 78.")


class NomField(forms.CharField):
    """A name or a first name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=80,
            validators=[valide_nom, valide_caracteres],
            widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words", "spellcheck": "false"}),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """Give their capitals back to names typed in haste."""
        return write_nom(super().clean(value) or "")


class NaissanceField(forms.DateField):
    """A birth date that somebody living and received here may have."""

    juge_ses_annees = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Date de naissance")
        super().__init__(widget=DateSaisie(), error_messages={"invalid": MESSAGE_DATE}, **kwargs)

    def clean(self, value: Any) -> Any:
        """Refuse what is not a birth date; an age out of 16 to 25 is flagged elsewhere, never refused."""
        day = super().clean(value)
        if day is None:
            return None
        today = timezone.localdate()
        if day > today:
            raise ValidationError("Cette date est dans le futur. Vérifiez l’année.")
        if age_at(day, today) > AGE_MAXIMUM:
            raise ValidationError(f"Cette date donne plus de {AGE_MAXIMUM} ans. Vérifiez l’année.")
        return day


class NoteMixin(forms.Form):
    """
    A short note, read before it is kept.

    Numbers that identify are refused; sensitive words ask to be said otherwise, and a box keeps the text all the same.
    """

    note = forms.CharField(
        label="Note",
        required=False,
        max_length=LONGUEUR_NOTE,
        help_text="1 000 caractères au plus. La personne peut la lire. N’écrivez rien sur la santé, la justice, "
        "les violences, la religion ou la vie intime.",
        widget=forms.Textarea(attrs={"rows": 3, "data-compteur": str(LONGUEUR_NOTE)}),
    )
    note_gardee = forms.BooleanField(
        label="Je garde ce texte : il est nécessaire au suivi et ne peut pas être dit autrement.",
        required=False,
    )

    def clean_note(self) -> str:
        """Return the note; its warnings come with `clean`, once the box is known."""
        note: str = self.cleaned_data["note"]
        avis = vigilance.examine(note)
        if avis.refuse:
            raise ValidationError(
                f"Cette note contient un {' et un '.join(avis.refuse)}. Retirez-le : il n’a pas sa place ici."
            )
        if avis.a_reformuler and not self.data.get(self.add_prefix("note_gardee")):
            # Shown from now on: an unneeded box is one more thing to read.
            self.a_reformuler = True
            raise ValidationError(
                f"Cette note semble parler de : {', '.join(avis.a_reformuler)}. Dites-le autrement, par exemple "
                "« frein à lever avec un partenaire », ou cochez la case pour garder ce texte."
            )
        return note

    @property
    def montre_garde(self) -> bool:
        """Tell whether the box that keeps the note is shown."""
        return getattr(self, "a_reformuler", False) or bool(self.data.get(self.add_prefix("note_gardee")))


class IdentiteMixin(forms.Form):
    """Who the person is and how to reach him or her."""

    nom = NomField(label="Nom")
    prenom = NomField(label="Prénom")
    date_naissance = NaissanceField(required=False)
    telephone = forms.CharField(
        label="Téléphone",
        required=False,
        max_length=20,
        validators=[valide_telephone],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    sexe = forms.ChoiceField(label="Sexe", required=False, choices=[("", "Non renseigné"), *Sexe.choices])
    niveau = forms.ChoiceField(
        label="Niveau de formation", required=False, choices=[("", "Non renseigné"), *Niveau.choices]
    )
    commune = CommuneField(required=False)
    email = forms.EmailField(
        label="Adresse e-mail",
        required=False,
        max_length=254,
        error_messages={"invalid": "Écrivez une adresse complète, par exemple prenom.nom@exemple.fr."},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class OuiNonSelect(forms.Select):
    """A list of "true" and "false" that shows what is recorded: True is the choice "true", not nothing."""

    def format_value(self, value: Any) -> list[str]:
        """Return the choice of a recorded value; what was typed is a choice already."""
        return super().format_value({True: "true", False: "false"}.get(value, value))


class JeuneForm(FormulaireMixin, IdentiteMixin):
    """The file's own fields."""

    adresse = forms.CharField(label="Adresse", required=False, max_length=200)
    qpv = forms.NullBooleanField(
        label="Habite un quartier prioritaire",
        required=False,
        widget=OuiNonSelect(choices=[("", "Non renseigné"), ("true", "Oui"), ("false", "Non")]),
    )
    canal_sur = forms.ChoiceField(
        label="Moyen de contact sûr",
        choices=CanalSur.choices,
        help_text="Demandez-le à la personne : un message peut être lu par quelqu’un d’autre.",
    )
    ne_pas_contacter_domicile = forms.BooleanField(label="Ne pas contacter le domicile", required=False)

    CHAMPS = (
        "nom",
        "prenom",
        "date_naissance",
        "telephone",
        "sexe",
        "niveau",
        "commune",
        "email",
        "adresse",
        "qpv",
        "canal_sur",
        "ne_pas_contacter_domicile",
    )

    def __init__(self, *args: Any, jeune: Jeune, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(jeune, name) for name in self.CHAMPS}, **kwargs)
        self.fields["commune"].suggest_territory()  # type: ignore[attr-defined]
        self.order_fields(self.CHAMPS)


class AccesForm(FormulaireMixin, forms.Form):
    """Why a file outside one's portfolio is opened."""

    motif = forms.CharField(
        label="Pourquoi ouvrez-vous ce dossier ?",
        min_length=8,
        max_length=200,
        help_text="Par exemple : « remplacement de sa conseillère », « reçue à l’accueil ce matin ».",
        error_messages={"min_length": "Dites-le en quelques mots : la direction lit ces motifs chaque semaine."},
    )


class SituationForm(FormulaireMixin, forms.Form):
    """What the person does, since when."""

    type = forms.ChoiceField(label="Situation", choices=[("", "Choisissez"), *TypeSituation.choices])
    jour = forms.DateField(label="Depuis le", error_messages={"invalid": MESSAGE_DATE})
    fin_prevue = forms.DateField(label="Fin prévue le", required=False, error_messages={"invalid": MESSAGE_DATE})
    lieu = ReferenceField(Lieu.objects.none(), label="Annoncée à", required=False, empty_label="Lieu non précisé")

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["lieu"].queryset = Lieu.objects.actifs()  # type: ignore[attr-defined]

    def clean_jour(self) -> datetime.date:
        """Refuse dates that no follow-up can hold."""
        jour: datetime.date = self.cleaned_data["jour"]
        if not datetime.date(2000, 1, 1) <= jour <= self.today + datetime.timedelta(days=31):
            raise ValidationError("Cette date n’est pas plausible : un mois à l’avance au plus, et pas avant 2000.")
        return jour

    def clean(self) -> dict[str, Any]:
        """Keep the end after the start."""
        cleaned: dict[str, Any] = super().clean() or {}
        jour, fin = cleaned.get("jour"), cleaned.get("fin_prevue")
        if jour and fin and not jour <= fin <= jour + datetime.timedelta(days=3660):
            self.add_error("fin_prevue", "La fin prévue vient après le début, dans les dix ans.")
        return cleaned


class PortefeuilleForm(FormulaireMixin, forms.Form):
    """Filters of the list of youths; they stay in the address."""

    q = forms.CharField(label="Nom, prénom ou téléphone", required=False, max_length=100)
    lieu = FiltreField(Lieu.objects.actifs(), label="Vu à", required=False, empty_label="Tous les lieux")
    programme = FiltreField(Programme.objects.all(), label="Programme", required=False, empty_label="Tous")
    mineur = forms.BooleanField(label="Mineurs", required=False)
    sans_rdv = forms.BooleanField(label="Sans rendez-vous", required=False)
