"""Pieces of form that several nouns of the front desk share."""

import datetime
import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.urls import reverse_lazy

from accueil import services
from accueil.choix import Canal, Suite, TypeBesoin
from comptes.models import Utilisateur
from jeunes import doublons
from jeunes.forms import MESSAGE_DATE
from plans_action.models import FicheAction
from structure.choix import Fonction
from structure.forms import ListeSaisie, ReferenceField
from structure.models import Conseiller, Lieu, Partenaire

MESSAGE_HEURE = "Écrivez l’heure sous la forme 14:30."
ANCIENNETE_MAXIMUM = datetime.timedelta(days=400)
AVANCE_TOLEREE = datetime.timedelta(minutes=30)
HORIZON_RENDEZ_VOUS = datetime.timedelta(days=366)


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
