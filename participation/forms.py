"""What the team and the youths type about séances."""

import datetime
import uuid
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Q

from commun.formulaires import DateCalendrier, FormulaireMixin, HeureSaisie
from comptes.models import Utilisateur
from jeunes.models import JeuneQuerySet
from participation.calculs import SEANCES_MAXIMUM, Creneau, creneau, jours_de_serie
from participation.choix import SEMAINES, Portee, Rythme, StatutIdee
from participation.models import PLACES_MAXIMUM, Idee, Regroupement, Seance
from plans_action.models import FicheAction
from structure.forms import FiltreField
from structure.models import Conseiller, Lieu

LONGUEUR_DESCRIPTION = 2000
DUREE_MAXIMALE_SERIE = datetime.timedelta(days=366)


class RegroupementForm(FormulaireMixin, forms.ModelForm[Regroupement]):
    """A standing group."""

    class Meta:
        model = Regroupement
        fields = ("titre", "description", "lieu", "fiche_action", "animateurs", "actif")
        labels = {"actif": "Ce regroupement a encore des séances"}
        help_texts = {
            "titre": "Ce titre est public. Évitez ce qui dirait pourquoi une personne vient.",
            "description": "Public. En mots de tous les jours : ce qu’on y fait, avec qui.",
            "lieu": "Proposé d’avance pour chaque séance.",
        }
        widgets = {"animateurs": forms.CheckboxSelectMultiple, "description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["description"].validators.append(MaxLengthValidator(LONGUEUR_DESCRIPTION))
        limit_to_choosable(self.fields, self.instance)


def limit_to_choosable(fields: dict[str, forms.Field], instance: Regroupement | Seance | None) -> None:
    """Offer the places, people and fiches that can still be chosen, and those already chosen."""
    lieu_id = instance.lieu_id if instance else None
    fiche_id = instance.fiche_action_id if instance else None
    chosen = instance.animateurs.values("pk") if instance is not None and not instance._state.adding else []
    choices: dict[str, Any] = {
        "lieu": Lieu.objects.filter(Q(actif=True) | Q(pk=lieu_id)),
        "fiche_action": FicheAction.objects.filter(
            Q(pk__in=FicheAction.objects.ouvertes().values("pk")) | Q(pk=fiche_id)
        ),
        "animateurs": Conseiller.objects.filter(Q(actif=True) | Q(pk__in=chosen)),
    }
    for name, queryset in choices.items():
        field = fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queryset
        if not isinstance(field, forms.ModelMultipleChoiceField):
            aucun = "Aucune" if name == "fiche_action" else "Aucun"
            field.empty_label = "Choisir…" if field.required else aucun


class HorairesForm(FormulaireMixin, forms.Form):
    """When, where, how many, with whom: common to a new séance and to a change."""

    jour = forms.DateField(label="Jour", widget=DateCalendrier)
    heure_debut = forms.TimeField(label="De", widget=HeureSaisie)
    heure_fin = forms.TimeField(label="À", widget=HeureSaisie)
    lieu = forms.ModelChoiceField(Lieu.objects.none(), label="Lieu")
    places = forms.IntegerField(label="Nombre de places", min_value=1, max_value=PLACES_MAXIMUM)
    titre = forms.CharField(
        label="Titre, s’il diffère de celui du regroupement",
        max_length=120,
        required=False,
        help_text="Public. Évitez ce qui dirait pourquoi une personne vient.",
    )
    fiche_action = forms.ModelChoiceField(FicheAction.objects.none(), label="Fiche-action", required=False)
    animateurs = forms.ModelMultipleChoiceField(
        Conseiller.objects.none(), label="Animée par", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, seance: Seance | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seance = seance
        limit_to_choosable(self.fields, seance)

    def clean(self) -> dict[str, Any]:
        """Refuse hours in the wrong order, hours that clocks skip, and new dates in the past."""
        cleaned = super().clean() or {}
        jour, debut, fin = (cleaned.get(name) for name in ("jour", "heure_debut", "heure_fin"))
        if jour is None or debut is None or fin is None:
            return cleaned
        if fin <= debut:
            self.add_error("heure_fin", "L’heure de fin vient après l’heure de début.")
        elif not 2000 <= jour.year <= 2100:
            self.add_error("jour", "Vérifiez l’année.")
        else:
            try:
                cleaned["creneau"] = creneau(jour, debut, fin)
            except ValueError as error:
                self.add_error("heure_debut", str(error))
        return cleaned


class SeanceUpdateForm(HorairesForm):
    """A change of one séance or, when others follow it in its series, of them too."""

    portee = forms.ChoiceField(
        label="Que voulez-vous modifier ?",
        choices=Portee.choices,
        initial=Portee.SEULE,
        widget=forms.RadioSelect,
        help_text="Seul ce que vous changez ici change dans les séances suivantes. Avant d’enregistrer, vous verrez "
        "ce qui change pour chacune.",
    )

    field_order = ("portee",)

    def __init__(self, *args: Any, seance: Seance, suivantes: int, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, seance=seance, **kwargs)
        self.now = now
        self.was_coming = seance.debut_le > now
        choice = self.fields["portee"]
        assert isinstance(choice, forms.ChoiceField)
        if suivantes:
            also = f"Cette séance et {'la suivante' if suivantes == 1 else f'les {suivantes} suivantes'} de la série"
            choice.choices = [(Portee.SEULE, Portee.SEULE.label), (Portee.SUIVANTES, also)]
        else:
            del self.fields["portee"]

    def clean(self) -> dict[str, Any]:
        """Refuse to send a coming séance into the past."""
        cleaned = super().clean()
        moved = cleaned.get("creneau")
        if moved and self.was_coming and moved.debut_le <= self.now:
            self.add_error("jour", "Cette date est passée.")
        return cleaned

    @property
    def with_suivantes(self) -> bool:
        """Tell whether the following séances change too."""
        return self.cleaned_data.get("portee") == Portee.SUIVANTES


class ChoisiesForm(forms.Form):
    """The séances kept in the preview of a series, and what that preview said."""

    choisies = forms.MultipleChoiceField(error_messages={"required": "Gardez au moins une séance."})
    empreinte = forms.CharField(max_length=64)

    def __init__(self, *args: Any, proposees: list[uuid.UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["choisies"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = [(str(pk), str(pk)) for pk in proposees]

    def clean_choisies(self) -> list[uuid.UUID]:
        """Return ids."""
        return [uuid.UUID(pk) for pk in self.cleaned_data["choisies"]]


class SeanceForm(HorairesForm):
    """One new séance, or a series."""

    regroupement = forms.ModelChoiceField(
        Regroupement.objects.filter(actif=True), label="Regroupement", empty_label="Choisir…"
    )
    rythme = forms.ChoiceField(label="Rythme", choices=[("", "Une seule fois"), *Rythme.choices], required=False)
    jusqu_au = forms.DateField(
        label="Répéter jusqu’au", required=False, widget=DateCalendrier, help_text="Un an au plus."
    )
    publier = forms.BooleanField(label="Montrer tout de suite et ouvrir les inscriptions", required=False, initial=True)

    field_order = ("regroupement", "jour", "heure_debut", "heure_fin", "rythme", "jusqu_au", "lieu", "places")

    def __init__(self, *args: Any, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        fiche = self.fields["fiche_action"]
        assert isinstance(fiche, forms.ModelChoiceField)
        fiche.empty_label = "Celle du regroupement"

    def sans_regroupement(self) -> bool:
        """Tell whether there is nothing to give a date to."""
        return not Regroupement.objects.filter(actif=True).exists()

    def clean(self) -> dict[str, Any]:
        """Refuse the past, and a series without its end."""
        cleaned = super().clean()
        first = cleaned.get("creneau")
        if first and first.debut_le <= self.now:
            self.add_error("jour", "Cette date est passée.")
        end, jour = cleaned.get("jusqu_au"), cleaned.get("jour")
        if cleaned.get("rythme") and "jusqu_au" not in self.errors and jour:
            if end is None:
                self.add_error("jusqu_au", "Jusqu’à quand la séance revient-elle ?")
            elif end < jour:
                self.add_error("jusqu_au", "Cette date vient avant la première séance.")
            elif end - jour > DUREE_MAXIMALE_SERIE:
                self.add_error("jusqu_au", "Une série dure un an au plus.")
        return cleaned

    def jours(self) -> list[datetime.date]:
        """Return the days of the séance or of the series."""
        data = self.cleaned_data
        if not data["rythme"]:
            return [data["jour"]]
        return jours_de_serie(premier=data["jour"], dernier=data["jusqu_au"], semaines=SEMAINES[data["rythme"]])

    def creneaux(self, jours: list[datetime.date]) -> list[Creneau]:
        """Return the moments of the days kept in the preview."""
        data = self.cleaned_data
        return [creneau(jour, data["heure_debut"], data["heure_fin"]) for jour in jours]


class JoursForm(forms.Form):
    """The days of a series that were kept in its preview."""

    jours = forms.MultipleChoiceField(error_messages={"required": "Gardez au moins une date."})

    def __init__(self, *args: Any, proposes: list[datetime.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["jours"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = [(jour.isoformat(), jour.isoformat()) for jour in proposes[:SEANCES_MAXIMUM]]

    def clean_jours(self) -> list[datetime.date]:
        """Return days."""
        return [datetime.date.fromisoformat(jour) for jour in self.cleaned_data["jours"]]


class PlacesEnPlusForm(FormulaireMixin, forms.Form):
    """Overbooking on purpose."""

    nombre = forms.IntegerField(
        label="Places à ajouter", min_value=1, max_value=50, help_text="Elles vont d’abord aux personnes qui attendent."
    )


class FiltresSeancesForm(FormulaireMixin, forms.Form):
    """Filters of the list, kept in the URL."""

    quand = forms.ChoiceField(
        label="Quand",
        required=False,
        choices=[("", "À venir"), ("passees", "Passées"), ("a_noter", "Présences à noter"), ("toutes", "Toutes")],
    )
    regroupement = FiltreField(Regroupement.objects.all(), required=False, empty_label="Tous")
    lieu = FiltreField(Lieu.objects.all(), required=False, empty_label="Tous")
    qui = forms.ChoiceField(label="Animées par", required=False, choices=[("", "Toute l’équipe"), ("moi", "Moi")])


class RechercheJeuneForm(FormulaireMixin, forms.Form):
    """Whom to sign up, or to invite."""

    q = forms.CharField(label="Nom ou prénom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def find(self, visible: JeuneQuerySet) -> JeuneQuerySet:
        """Return the youths that the typed words name, among those that one may open; none before anything is typed."""
        found = visible.recherche(self.cleaned_data["q"]) if self.is_valid() else visible.none()
        return found.order_by("cle_nom", "pk")


class IdeeForm(FormulaireMixin, forms.ModelForm[Idee]):
    """What a youth wants to say."""

    class Meta:
        model = Idee
        fields = ("texte",)
        labels = {"texte": "Votre idée"}
        help_texts = {"texte": "Une envie, une sortie, un atelier, une remarque… Avec vos mots."}
        widgets = {"texte": forms.Textarea(attrs={"rows": 4, "maxlength": 1000})}


class IdeeReponseForm(FormulaireMixin, forms.Form):
    """What the team answers."""

    reponse = forms.CharField(
        label="Votre réponse",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="La personne la lira dans son espace. Vouvoyez-la et signez de votre prénom.",
    )
    retenue = forms.BooleanField(label="Nous allons en faire quelque chose", required=False)
    fiche_action = forms.ModelChoiceField(
        FicheAction.objects.none(), label="Fiche-action concernée", required=False, help_text="Pour votre suivi."
    )

    def __init__(self, *args: Any, idee: Idee, **kwargs: Any) -> None:
        initial = {
            "reponse": idee.reponse,
            "retenue": idee.statut == StatutIdee.RETENUE,
            "fiche_action": idee.fiche_action_id,
        }
        super().__init__(*args, initial=initial, **kwargs)
        choice = self.fields["fiche_action"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.empty_label = "Aucune"
        choice.queryset = FicheAction.objects.filter(
            Q(pk__in=FicheAction.objects.ouvertes().values("pk")) | Q(pk=idee.fiche_action_id)
        )


def initial_of(seance: Seance, local: tuple[datetime.datetime, datetime.datetime]) -> dict[str, Any]:
    """Return what a change of a séance starts from, its moments being local."""
    debut, fin = local
    return {
        "jour": debut.date(),
        "heure_debut": debut.time(),
        "heure_fin": fin.time(),
        "lieu": seance.lieu_id,
        "places": seance.places,
        "titre": seance.titre,
        "fiche_action": seance.fiche_action_id,
        "animateurs": list(seance.animateurs.values_list("pk", flat=True)),
    }


def default_seance(user: Utilisateur, regroupement: Regroupement | None) -> dict[str, Any]:
    """Return sensible values for a new séance: those of the last one of the same regroupement."""
    conseiller = Conseiller.objects.filter(utilisateur=user).first()
    initial: dict[str, Any] = {"places": 12, "animateurs": [conseiller.pk] if conseiller else []}
    if regroupement is None:
        return initial
    initial |= {"regroupement": regroupement.pk, "lieu": regroupement.lieu_id}
    initial["animateurs"] = list(regroupement.animateurs.values_list("pk", flat=True)) or initial["animateurs"]
    return initial
