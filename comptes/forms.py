"""What people type about their accounts."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from django import forms
from django.http import HttpRequest

from commun.formulaires import FormulaireMixin
from comptes.choix import ROLES_EXPLIQUES, ROLES_PROFESSIONNELS, ActionJournal, EtatCompte
from comptes.connexion import normalise_email
from comptes.models import Utilisateur


class ConnexionForm(FormulaireMixin, forms.Form):
    """The one screen of sign-in: an address."""

    email = forms.EmailField(
        label="Votre adresse e-mail",
        help_text="Nous vous envoyons un code à six chiffres. Pas de mot de passe à retenir.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": "Écrivez votre adresse e-mail.",
            "invalid": "Cette adresse n’est pas complète. Exemple : lea@exemple.fr",
        },
    )


class CodeForm(FormulaireMixin, forms.Form):
    """The code that was mailed."""

    code = forms.CharField(
        label="Le code à six chiffres",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


# What the four validators of the settings ask, as one would say it.
AIDE_MOT_DE_PASSE = (
    "Douze caractères au moins, pas seulement des chiffres, et rien que l’on devine : une phrase se retient mieux."
)


class FormulaireAllauth(FormulaireMixin):
    """The forms of allauth in the words and the look of the house."""

    libelles: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.libelles.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name == "password1":
                field.help_text = AIDE_MOT_DE_PASSE
            if name == "code":
                field.widget.attrs["inputmode"] = "text" if "secours" in str(field.label) else "numeric"


class ConnexionEquipeForm(FormulaireAllauth, LoginForm):  # type: ignore[misc]
    """Sign-in of people at work."""

    libelles = {"login": "Adresse e-mail professionnelle", "password": "Mot de passe"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the page has the same link, after the button


class OubliForm(FormulaireAllauth, ResetPasswordForm):  # type: ignore[misc]
    """Who forgot the password, or never had one."""

    libelles = {"email": "Adresse e-mail professionnelle"}
    users: list[Utilisateur]

    def clean_email(self) -> str:
        """Keep passwords to people at work: a youth's address gets the same page, and a mail that says how."""
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.is_professionnel]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Mail the link, or how to come in without a password."""
        if self.users:
            return str(super().save(request, **kwargs))
        email: str = self.cleaned_data["email"]
        get_adapter(request).send_mail("account/email/unknown_account", email, {})
        return email


class NouveauMotDePasseForm(FormulaireAllauth, ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password after a mailed link."""

    libelles = {"password1": "Nouveau mot de passe", "password2": "Le même, une seconde fois"}


class ChangementMotDePasseForm(FormulaireAllauth, ChangePasswordForm):  # type: ignore[misc]
    """Another password."""

    libelles = {
        "oldpassword": "Mot de passe actuel",
        "password1": "Nouveau mot de passe",
        "password2": "Le même, une seconde fois",
    }


class PremierMotDePasseForm(FormulaireAllauth, SetPasswordForm):  # type: ignore[misc]
    """A first password."""

    libelles = {"password1": "Nouveau mot de passe", "password2": "Le même, une seconde fois"}


class ConfirmationForm(FormulaireAllauth, ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    libelles = {"password": "Mot de passe"}


# --- Accounts of the team ---------------------------------------------------------------------------


class ComptesFiltreForm(FormulaireMixin, forms.Form):
    """Filters of the list of accounts."""

    q = forms.CharField(label="Nom ou adresse", required=False, max_length=100)
    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Tous"), *ROLES_PROFESSIONNELS])
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *EtatCompte.choices])
    sans_facteur = forms.BooleanField(label="Sans second contrôle", required=False)
    demande = forms.BooleanField(label="Demande en attente", required=False)


class JournalFiltreForm(FormulaireMixin, forms.Form):
    """Filters of the journal of accesses."""

    q = forms.CharField(label="Nom ou adresse", required=False, max_length=100)
    action = forms.ChoiceField(
        label="Ce qui s’est passé", required=False, choices=[("", "Tout"), *ActionJournal.choices]
    )
    jour = forms.DateField(label="Jour", required=False)
    # From a line of the journal: every opening of one file.
    dossier = forms.UUIDField(required=False, widget=forms.HiddenInput)


class CompteForm(FormulaireMixin, forms.Form):
    """An account of somebody at work, as the administration asks for it."""

    email = forms.EmailField(
        label="Adresse e-mail professionnelle",
        max_length=254,
        help_text="Une adresse que cette personne est seule à lire : le lien de son mot de passe y est envoyé.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    prenom = forms.CharField(label="Prénom", max_length=80)
    nom = forms.CharField(label="Nom", max_length=80)
    role = forms.ChoiceField(label="Rôle", choices=ROLES_EXPLIQUES, widget=forms.RadioSelect)

    def clean_email(self) -> str:
        """Refuse an address that already opens an account."""
        email = normalise_email(self.cleaned_data["email"])
        if Utilisateur.objects.filter(email=email).exists():
            raise forms.ValidationError("Un compte existe déjà à cette adresse.")
        return email


class RoleForm(FormulaireMixin, forms.Form):
    """Another role, said twice: chosen, then confirmed."""

    role = forms.ChoiceField(label="Nouveau rôle", choices=ROLES_EXPLIQUES, widget=forms.RadioSelect)
    confirmation = forms.BooleanField(
        label="Je confirme ce changement",
        error_messages={"required": "Cochez cette case pour confirmer le changement."},
    )

    def __init__(self, *args: Any, compte: Utilisateur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        autres = [choice for choice in ROLES_EXPLIQUES if choice[0] != compte.role]
        cast(forms.ChoiceField, self.fields["role"]).choices = autres


class FacteurForm(FormulaireMixin, forms.Form):
    """Why a second factor has to be taken away, and how the person was recognised."""

    motif = forms.CharField(
        label="Ce qui s’est passé",
        max_length=200,
        help_text="Par exemple : « téléphone volé samedi, codes de secours perdus ». La direction peut le lire.",
    )
    reconnue = forms.BooleanField(
        label="J’ai parlé à cette personne de vive voix et je l’ai reconnue",
        error_messages={"required": "Parlez d’abord à cette personne, de vive voix : un message ne suffit pas."},
    )


class AdresseForm(FormulaireMixin, forms.Form):
    """Another address for an account."""

    nouvelle_adresse = forms.EmailField(
        label="Nouvelle adresse e-mail professionnelle",
        max_length=254,
        help_text="Un lien de confirmation y est envoyé. L’ancienne adresse reste valable jusque-là.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    motif = forms.CharField(label="Pourquoi ce changement", max_length=200)

    def clean_nouvelle_adresse(self) -> str:
        """Refuse an address that already opens an account."""
        email = normalise_email(self.cleaned_data["nouvelle_adresse"])
        if Utilisateur.objects.filter(email=email).exists():
            raise forms.ValidationError("Un compte existe déjà à cette adresse.")
        return email
