"""What a youth types about himself or herself."""

from django import forms

from commun.formulaires import FormulaireMixin
from jeunes.choix import CanalSur
from jeunes.forms import NaissanceField, NomField, valide_telephone


class PresentationForm(FormulaireMixin, forms.Form):
    """First name, name and birth date: asked once, to who opened an account without a file."""

    prenom = NomField(label="Votre prénom")
    nom = NomField(label="Votre nom")
    date_naissance = NaissanceField(label="Votre date de naissance")


class ContactForm(FormulaireMixin, forms.Form):
    """How to reach the youth without putting him or her in difficulty."""

    telephone = forms.CharField(
        label="Votre téléphone",
        required=False,
        max_length=20,
        validators=[valide_telephone],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    canal_sur = forms.ChoiceField(
        label="Comment vous joindre sans vous gêner ?",
        choices=CanalSur.choices,
        widget=forms.RadioSelect,
        help_text="Personne d’autre ne doit lire vos messages ? Choisissez ce qui est sûr pour vous.",
    )
    ne_pas_contacter_domicile = forms.BooleanField(
        label="Ne rien envoyer chez moi et ne pas appeler le téléphone de la maison", required=False
    )
