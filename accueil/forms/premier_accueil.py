"""The first interview, on one page."""

import datetime
from typing import Any

from django import forms

from accueil import services
from accueil.choix import Modalite, ModeConnaissance
from accueil.forms.communs import (
    BesoinsMixin,
    FicheMixin,
    JetonField,
    JeuneNommeField,
    LieuDateMixin,
    ReferencesMixin,
    SuitesMixin,
    is_uuid,
    read_rencontre,
)
from commun.formulaires import FormulaireMixin
from comptes.models import Utilisateur
from jeunes import doublons
from jeunes.forms import IdentiteMixin, NoteMixin
from jeunes.models import Jeune
from structure.forms import ReferenceField
from structure.models import Partenaire

# Modes of connaissance that name a partner, and the one that names a youth.
MODES_AVEC_PARTENAIRE = (
    ModeConnaissance.PARTENAIRE,
    ModeConnaissance.ECOLE,
    ModeConnaissance.FRANCE_TRAVAIL,
    ModeConnaissance.EVENEMENT,
)
IDENTITE = ("nom", "prenom", "date_naissance", "telephone", "sexe", "niveau", "commune", "email")


class PremierAccueilForm(
    FormulaireMixin, SuitesMixin, NoteMixin, BesoinsMixin, FicheMixin, LieuDateMixin, ReferencesMixin, IdentiteMixin
):
    """
    The whole first interview on one page: who, where and when, how the person came, needs, what follows.

    Either `jeune` names a known person, or the identity is typed and makes a file.
    """

    jeton = JetonField()
    jeune = ReferenceField(Jeune.objects.none(), required=False, widget=forms.HiddenInput())
    autre_personne = forms.BooleanField(label="C’est une autre personne : créer son dossier", required=False)
    modalite = forms.ChoiceField(
        label="Venue", choices=Modalite.choices, initial=Modalite.FLUX, widget=forms.RadioSelect
    )
    mode_connaissance = forms.ChoiceField(
        label="Comment la personne nous connaît-elle ?",
        required=False,
        choices=[("", "Non renseigné"), *ModeConnaissance.choices],
    )
    partenaire = ReferenceField(
        Partenaire.objects.none(), label="Envoyée par", required=False, empty_label="Non précisé"
    )
    jeune_referent = JeuneNommeField(
        liste="jeunes-referents",
        label="Jeune référent",
        required=False,
        help_text="Le prénom et le nom de la personne qui en a parlé.",
    )

    def __init__(self, *args: Any, user: Utilisateur, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        # Anybody of the house may be received: the file itself stays closed to who does not follow the person.
        self.fields["jeune"].queryset = Jeune.objects.order_by("pk")  # type: ignore[attr-defined]
        self.fields["commune"].suggest_territory()  # type: ignore[attr-defined]
        self.fill_lists(user)
        self.probables: list[doublons.Connu] = []

    def full_clean(self) -> None:
        """A known person needs no identity: what was typed to find him or her is not asked again."""
        if self.is_bound and is_uuid(self.data.get("jeune", "")):
            for name in IDENTITE:
                self.fields[name].required = False
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """Read either the known person or the new identity; ask once before a second file is made."""
        cleaned = super().clean()
        if cleaned.get("jeune"):
            self._forget(IDENTITE)
        elif not self.errors.keys() & set(IDENTITE) and not cleaned.get("autre_personne"):
            self.probables = [connu for connu in doublons.find_known(self.recherche()) if connu.est_probable]
            if self.probables:
                self.add_error(
                    "autre_personne",
                    "Cette personne semble déjà connue. Choisissez-la ci-dessus, ou cochez cette case.",
                )
        self._clean_origine(cleaned)
        return cleaned

    def _clean_origine(self, cleaned: dict[str, Any]) -> None:
        """Keep the partner and the jeune référent only where the mode names them."""
        mode = cleaned.get("mode_connaissance")
        if mode not in MODES_AVEC_PARTENAIRE:
            self._forget(("partenaire",))
        if mode != ModeConnaissance.JEUNE_REFERENT:
            self._forget(("jeune_referent",))
        elif cleaned.get("jeune_referent") and cleaned["jeune_referent"] == cleaned.get("jeune"):
            self.add_error("jeune_referent", "Une personne ne peut pas être son propre jeune référent.")

    def recherche(self) -> doublons.Recherche:
        """Return what was typed about the person."""
        data = self.cleaned_data
        return doublons.Recherche.of(
            nom=data.get("nom") or "",
            prenom=data.get("prenom") or "",
            date_naissance=data.get("date_naissance"),
            telephone=data.get("telephone") or "",
        )

    def personne(self) -> Jeune | services.NouveauJeune:
        """Return the known person, or the identity of the new one."""
        data = self.cleaned_data
        if data["jeune"]:
            jeune: Jeune = data["jeune"]
            return jeune
        autres = {name: data[name] for name in IDENTITE if name not in ("nom", "prenom")}
        return services.NouveauJeune(data["nom"].strip(), data["prenom"].strip(), autres)

    def rencontre(self) -> services.Rencontre:
        """Return where, when and how, as the services take it."""
        return read_rencontre(self.cleaned_data)

    def origine(self) -> services.Origine:
        """Return who sent the person."""
        data = self.cleaned_data
        return services.Origine(data["mode_connaissance"], data["partenaire"], data["jeune_referent"])
