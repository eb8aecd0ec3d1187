"""What is typed at the front desk."""

import datetime
import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.urls import reverse_lazy
from django.utils import timezone

from accueil import services
from accueil.choix import (
    Canal,
    Modalite,
    ModeConnaissance,
    Nature,
    Suite,
    TypeBesoin,
    TypeDemande,
)
from accueil.models import RendezVous
from commun.formulaires import FormulaireMixin
from comptes.models import Utilisateur
from jeunes import doublons
from jeunes.forms import MESSAGE_DATE, IdentiteMixin, NoteMixin
from jeunes.models import Jeune
from plans_action.models import FicheAction
from structure.choix import Fonction
from structure.forms import ListeSaisie, ReferenceField
from structure.models import Conseiller, Lieu, Partenaire

MESSAGE_HEURE = "Écrivez l’heure sous la forme 14:30."
ANCIENNETE_MAXIMUM = datetime.timedelta(days=400)
AVANCE_TOLEREE = datetime.timedelta(minutes=30)
HORIZON_RENDEZ_VOUS = datetime.timedelta(days=366)
CONTACTS_MAXIMUM = 50
# Modes of connaissance that name a partner, and the one that names a youth.
MODES_AVEC_PARTENAIRE = (
    ModeConnaissance.PARTENAIRE,
    ModeConnaissance.ECOLE,
    ModeConnaissance.FRANCE_TRAVAIL,
    ModeConnaissance.EVENEMENT,
)
IDENTITE = ("nom", "prenom", "date_naissance", "telephone", "sexe", "niveau", "commune", "email")


def moment(jour: datetime.date, heure: datetime.time) -> datetime.datetime:
    """Return a local day and hour as a moment; refuse an hour that a clock change skips or repeats."""
    try:
        return from_current_timezone(datetime.datetime.combine(jour, heure))
    except (ValidationError, OverflowError) as error:
        raise ValidationError(
            "Cette heure n’existe pas ce jour-là (changement d’heure). Choisissez-en une autre."
        ) from error


class JetonField(forms.UUIDField):
    """What makes a form sent twice one record: the record's own id, drawn when the form is shown."""

    def __init__(self) -> None:
        super().__init__(
            widget=forms.HiddenInput(),
            initial=uuid.uuid4,
            error_messages={"invalid": "Ce formulaire a expiré.", "required": "Ce formulaire a expiré."},
        )


class JeuneNommeField(forms.CharField):
    """A youth typed by name, with suggestions; the birth date tells two of the same name apart."""

    def __init__(self, *, liste: str, **kwargs: Any) -> None:
        widget = ListeSaisie(liste=liste, url=reverse_lazy("accueil:jeune-suggestions"))
        super().__init__(widget=widget, max_length=170, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the Jeune, or a sentence that helps to name one."""
        texte = super().clean(value)
        if not texte:
            return None
        nom, _, naissance = texte.partition(doublons.SEPARATEUR)
        found = list(doublons.named(nom, naissance)[:3])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError("Personne n’est connu sous ce nom. Écrivez le prénom et le nom.")
        raise ValidationError(
            "Plusieurs personnes portent ce nom. Choisissez dans la liste, ou ajoutez la date de naissance : "
            f"{nom.strip()}{doublons.SEPARATEUR}03/05/2006."
        )


# --- Shared pieces -------------------------------------------------------------------------------------------------


class LieuDateMixin(forms.Form):
    """Where and when; prefilled from the permanence of the day."""

    lieu = ReferenceField(Lieu.objects.none(), label="Lieu", empty_label="Choisissez")
    jour = forms.DateField(label="Date", error_messages={"invalid": MESSAGE_DATE})
    heure = forms.TimeField(label="Heure", error_messages={"invalid": MESSAGE_HEURE})

    now: datetime.datetime

    def clean(self) -> dict[str, Any]:
        """Join day and hour: what happened is neither to come nor very old."""
        cleaned: dict[str, Any] = super().clean() or {}
        jour, heure = cleaned.get("jour"), cleaned.get("heure")
        if jour and heure:
            try:
                cleaned["fait_le"] = self.check_past(moment(jour, heure))
            except ValidationError as error:
                self.add_error("jour", error)
        return cleaned

    def check_past(self, fait_le: datetime.datetime) -> datetime.datetime:
        """Refuse a moment to come (a few minutes are a clock's) or more than a year old."""
        if fait_le > self.now + AVANCE_TOLEREE:
            raise ValidationError("Cette date est dans le futur : pour plus tard, fixez un rendez-vous.")
        if fait_le < self.now - ANCIENNETE_MAXIMUM:
            raise ValidationError("Cette date remonte à plus d’un an. Vérifiez l’année.")
        return fait_le


class FicheMixin(forms.Form):
    """The fiche-action that the fact serves."""

    fiche_action = ReferenceField(
        FicheAction.objects.none(), label="Fiche-action", required=False, empty_label="Aucune"
    )


class BesoinsMixin(forms.Form):
    """What the person needs."""

    besoins = forms.MultipleChoiceField(
        label="Besoins exprimés", required=False, choices=TypeBesoin.choices, widget=forms.CheckboxSelectMultiple
    )


class SuitesMixin(forms.Form):
    """What follows; only the fields of the chosen one are read."""

    suite = forms.ChoiceField(
        label="Et ensuite", choices=Suite.choices, initial=Suite.INFORMATION, widget=forms.RadioSelect
    )
    rdv_jour = forms.DateField(
        label="Date du rendez-vous", error_messages={"invalid": MESSAGE_DATE, "required": "Choisissez la date."}
    )
    rdv_heure = forms.TimeField(
        label="Heure du rendez-vous", error_messages={"invalid": MESSAGE_HEURE, "required": "Choisissez l’heure."}
    )
    rdv_lieu = ReferenceField(
        Lieu.objects.none(), label="Lieu du rendez-vous", required=False, empty_label="Le même lieu"
    )
    rdv_conseiller = ReferenceField(Conseiller.objects.none(), label="Avec", required=False, empty_label="Moi")
    orientation_partenaire = ReferenceField(
        Partenaire.objects.none(),
        label="Partenaire",
        empty_label="Choisissez",
        error_messages={"required": "Choisissez le partenaire."},
    )
    orientation_motif = forms.CharField(
        label="Pour quoi faire",
        required=False,
        max_length=200,
        help_text="En quelques mots ; reste dans la maison.",
    )

    now: datetime.datetime
    RENDEZ_VOUS = ("rdv_jour", "rdv_heure", "rdv_lieu", "rdv_conseiller")
    ORIENTATION = ("orientation_partenaire", "orientation_motif")

    NECESSAIRES = {
        Suite.RENDEZ_VOUS.value: ("rdv_jour", "rdv_heure"),
        Suite.ORIENTATION.value: ("orientation_partenaire",),
    }

    def full_clean(self) -> None:
        """Require what the chosen suite needs, and that alone."""
        chosen = self.NECESSAIRES.get(self.data.get(self.add_prefix("suite"), ""), ())
        conditional = [name for names in self.NECESSAIRES.values() for name in names]
        for name in conditional:
            self.fields[name].required = name in chosen
        super().full_clean()
        for name in conditional:  # as they are shown: needed once their suite is chosen
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """Forget what belongs to another suite; join day and hour of the rendez-vous."""
        cleaned: dict[str, Any] = super().clean() or {}
        suite = cleaned.get("suite")
        if suite != Suite.RENDEZ_VOUS:
            self._forget(self.RENDEZ_VOUS)
        elif cleaned.get("rdv_jour") and cleaned.get("rdv_heure"):
            self._join_rendez_vous(cleaned)
        if suite != Suite.ORIENTATION:
            self._forget(self.ORIENTATION)
        return cleaned

    def _forget(self, names: tuple[str, ...]) -> None:
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = None

    def _join_rendez_vous(self, cleaned: dict[str, Any]) -> None:
        """Make one moment of the day and the hour."""
        try:
            cleaned["rdv_le"] = check_future(moment(cleaned["rdv_jour"], cleaned["rdv_heure"]), now=self.now)
        except ValidationError as error:
            self.add_error("rdv_jour", error)

    def suites(self, *, lieu: Lieu | None, conseiller: Conseiller | None) -> services.Suites:
        """Return what follows, as the services take it."""
        data = self.cleaned_data
        rendez_vous = orientation = None
        if data["suite"] == Suite.RENDEZ_VOUS:
            rendez_vous = services.RendezVousVoulu(
                prevu_le=data["rdv_le"],
                lieu=data["rdv_lieu"] or lieu,
                conseiller=data["rdv_conseiller"] or conseiller,
            )
        if data["suite"] == Suite.ORIENTATION:
            orientation = services.OrientationVoulue(data["orientation_partenaire"], data["orientation_motif"] or "")
        return services.Suites(data["suite"], rendez_vous, orientation)


def check_future(prevu_le: datetime.datetime, *, now: datetime.datetime) -> datetime.datetime:
    """Refuse a rendez-vous that is over, or more than a year away."""
    if prevu_le < now:
        raise ValidationError("Cette date est passée. Choisissez une date à venir.")
    if prevu_le > now + HORIZON_RENDEZ_VOUS:
        raise ValidationError("Cette date est dans plus d’un an. Vérifiez l’année.")
    return prevu_le


class ReferencesMixin(forms.Form):
    """Fill the lists that a form has, from what is open today."""

    def fill_lists(self, user: Utilisateur) -> None:
        """Give each list its choices, in a deterministic order."""
        lists: dict[str, Any] = {
            "lieu": Lieu.objects.actifs(),
            "rdv_lieu": Lieu.objects.actifs(),
            "rdv_conseiller": receiving_team(),
            "conseiller": receiving_team(),
            "partenaire": Partenaire.objects.actifs(),
            "orientation_partenaire": Partenaire.objects.actifs(),
            "fiche_action": FicheAction.objects.visible_to(user).ouvertes(),
        }
        for name, queryset in lists.items():
            if name in self.fields:
                self.fields[name].queryset = queryset  # type: ignore[attr-defined]


def receiving_team() -> Any:
    """Return who of the team may have a rendez-vous."""
    return Conseiller.objects.filter(actif=True).exclude(fonction__in=[Fonction.DIRECTION, Fonction.ADMINISTRATIF])


# --- Premier accueil -----------------------------------------------------------------------------------------------


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


def read_rencontre(data: dict[str, Any]) -> services.Rencontre:
    """Return the common part of an événement from cleaned data."""
    return services.Rencontre(
        lieu=data.get("lieu"),
        fait_le=data["fait_le"],
        modalite=data.get("modalite") or "",
        canal=data.get("canal") or Canal.PRESENCE,
        duree_minutes=data.get("duree_minutes"),
        fiche_action=data.get("fiche_action"),
        note=data.get("note") or "",
        note_gardee=bool(data.get("note") and data.get("note_gardee")),
        besoins=tuple(data.get("besoins") or ()),
    )


def is_uuid(text: str) -> bool:
    """Tell whether a text is a UUID."""
    try:
        UUID(text)
    except (ValueError, AttributeError, TypeError):
        return False
    return True


# --- Entretien, contact, rendez-vous, orientation ------------------------------------------------------------------


class EntretienForm(FormulaireMixin, SuitesMixin, NoteMixin, BesoinsMixin, FicheMixin, LieuDateMixin, ReferencesMixin):
    """An interview or another exchange with a known person."""

    NATURES = tuple(
        (nature.value, nature.label) for nature in Nature if nature not in (Nature.PREMIER_ACCUEIL, Nature.CONTACT)
    )

    jeton = JetonField()
    nature = forms.ChoiceField(label="Nature", choices=NATURES, initial=Nature.ENTRETIEN)
    canal = forms.ChoiceField(label="Moyen", choices=Canal.choices, initial=Canal.PRESENCE)
    modalite = forms.ChoiceField(
        label="Venue", choices=Modalite.choices, initial=Modalite.RENDEZ_VOUS, widget=forms.RadioSelect
    )
    duree_minutes = forms.IntegerField(label="Durée en minutes", required=False, min_value=5, max_value=480)
    rendez_vous = ReferenceField(RendezVous.objects.none(), required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, user: Utilisateur, jeune: Jeune, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fill_lists(user)
        self.fields["rendez_vous"].queryset = RendezVous.objects.visible_to(user).filter(  # type: ignore[attr-defined]
            jeune=jeune
        )


class ContactForm(FormulaireMixin, NoteMixin, FicheMixin, LieuDateMixin, ReferencesMixin):
    """Somebody met or passing by, named or not."""

    jeton = JetonField()
    type_demande = forms.ChoiceField(
        label="Demande", choices=TypeDemande.choices, initial=TypeDemande.INFORMATION, widget=forms.RadioSelect
    )
    canal = forms.ChoiceField(label="Moyen", choices=Canal.choices, initial=Canal.PRESENCE)
    jeune = JeuneNommeField(
        liste="jeunes-contact",
        label="Personne",
        required=False,
        help_text="Laissez vide si la personne ne dit pas son nom.",
    )
    nombre = forms.IntegerField(
        label="Nombre de personnes",
        initial=1,
        min_value=1,
        max_value=CONTACTS_MAXIMUM,
    )

    def __init__(self, *args: Any, user: Utilisateur, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fill_lists(user)

    def clean(self) -> dict[str, Any]:
        """A name counts once."""
        cleaned = super().clean()
        if cleaned.get("jeune") and (cleaned.get("nombre") or 1) > 1:
            self.add_error("nombre", "Une personne nommée compte pour un seul contact.")
        return cleaned


class RattacherForm(FormulaireMixin, forms.Form):
    """Whose contact it was."""

    jeune = JeuneNommeField(liste="jeunes-rattacher", label="Personne", help_text="Son prénom et son nom.")


class RendezVousForm(FormulaireMixin, ReferencesMixin):
    """When, where and with whom; asked for on which day."""

    demande_le = forms.DateField(
        label="Demandé le",
        error_messages={"invalid": MESSAGE_DATE},
        help_text="Le délai entre la demande et le rendez-vous est suivi par la commission.",
    )
    jour = forms.DateField(label="Date du rendez-vous", error_messages={"invalid": MESSAGE_DATE})
    heure = forms.TimeField(label="Heure", error_messages={"invalid": MESSAGE_HEURE})
    duree_minutes = forms.IntegerField(label="Durée en minutes", initial=45, min_value=5, max_value=480)
    lieu = ReferenceField(Lieu.objects.none(), label="Lieu", empty_label="Choisissez")
    conseiller = ReferenceField(Conseiller.objects.none(), label="Avec", empty_label="Choisissez")

    def __init__(self, *args: Any, user: Utilisateur, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fill_lists(user)

    def clean(self) -> dict[str, Any]:
        """Join day and hour; the request comes before."""
        cleaned: dict[str, Any] = super().clean() or {}
        jour, heure = cleaned.get("jour"), cleaned.get("heure")
        if jour and heure:
            try:
                cleaned["prevu_le"] = check_future(moment(jour, heure), now=self.now)
            except ValidationError as error:
                self.add_error("jour", error)
        demande = cleaned.get("demande_le")
        today = timezone.localdate(self.now)
        if demande and not today - ANCIENNETE_MAXIMUM <= demande <= today:
            self.add_error("demande_le", "La demande date d’aujourd’hui ou d’avant, d’un an au plus.")
        return cleaned

    def voulu(self) -> services.RendezVousVoulu:
        """Return the rendez-vous, as the services take it."""
        data = self.cleaned_data
        return services.RendezVousVoulu(data["prevu_le"], data["lieu"], data["conseiller"], data["duree_minutes"])

    def asked_at(self) -> datetime.datetime:
        """Return when it was asked for: now when it is today, noon of an earlier day."""
        demande: datetime.date = self.cleaned_data["demande_le"]
        return self.now if demande == timezone.localdate(self.now) else moment(demande, datetime.time(12))


class OrientationForm(FormulaireMixin, ReferencesMixin):
    """To or from which partner, why."""

    sens = forms.ChoiceField(
        label="Sens",
        choices=[("vers", "Vers le partenaire"), ("depuis", "Par le partenaire")],
        initial="vers",
        widget=forms.RadioSelect,
    )
    partenaire = ReferenceField(Partenaire.objects.none(), label="Partenaire", empty_label="Choisissez")
    motif = forms.CharField(
        label="Pour quoi faire", required=False, max_length=200, help_text="Ce texte reste dans la maison."
    )
    lieu = ReferenceField(Lieu.objects.none(), label="Lieu", required=False, empty_label="Non précisé")
    fiche_action = ReferenceField(
        FicheAction.objects.none(), label="Fiche-action", required=False, empty_label="Aucune"
    )

    def __init__(self, *args: Any, user: Utilisateur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fill_lists(user)
