"""The forms of the second factor, in the words of the house."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm

from comptes.forms import FormulaireAllauth

NOM_CLE = "Nom de cette clé"
AIDE_CLE = "Pour la reconnaître plus tard\u00a0: «\u00a0téléphone\u00a0», «\u00a0ordinateur du bureau\u00a0»."


class CodeSecondForm(FormulaireAllauth, AuthenticateForm):  # type: ignore[misc]
    """The code of the telephone, or one kept on paper."""

    libelles = {"code": "Code de l’application, ou code de secours"}


class CodeConfirmationForm(FormulaireAllauth, ReauthenticateForm):  # type: ignore[misc]
    """The same, before something that matters."""

    libelles = {"code": "Code de l’application, ou code de secours"}


class ApplicationForm(FormulaireAllauth, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an application that was just set up."""

    libelles = {"code": "Les six chiffres affichés"}


class CleForm(FormulaireAllauth, AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey."""

    libelles = {"name": NOM_CLE, "passwordless": "Me connecter avec cette clé seule, sans mot de passe"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = AIDE_CLE
        if "passwordless" in self.fields:
            self.fields[
                "passwordless"
            ].help_text = "L’appareil demande alors l’empreinte, le visage ou son propre code."


class NomCleForm(FormulaireAllauth, EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    libelles = {"name": NOM_CLE}
