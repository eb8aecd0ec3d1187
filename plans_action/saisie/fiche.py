"""The fields of the fiche itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plans_action import contenu as c
from plans_action.choix import ModeleFiche, PhaseDemarche, Recurrence, TypeParticipation
from plans_action.models import FicheAction
from plans_action.saisie.piece import PieceForm, court, jour, texte

LONGUEUR_A_RANGER = 50_000
LONGUEUR_CHAMP = 80


class FicheForm(PieceForm):
    """The fields of the three templates; the page shows those of the chosen one first."""

    schema = c.FICHE
    titre = court("Titre", 300, required=True)
    modele = forms.ChoiceField(
        label="Modèle de la fiche",
        choices=ModeleFiche.choices,
        help_text="Il choisit les rubriques ouvertes et la mise en page. Changer de modèle n’efface rien.",
    )
    numero = forms.IntegerField(label="Numéro", required=False, min_value=1, max_value=9999)
    objectif = forms.ChoiceField(label="Objectif opérationnel", required=False)
    parente = forms.ChoiceField(
        label="Issue d’une autre fiche",
        required=False,
        help_text="Un projet né d’une action peut avoir sa propre fiche.",
    )
    but = texte("Objectif de l’action", 3)
    resume = texte("Résumé de l’action", 5)
    debut = jour("Début")
    echeance = jour("Échéance")
    date_action = jour("Jour de l’action")
    calendrier = texte(
        "Calendrier de l’action", 2, "En toutes lettres, même approximatif : « 2e trimestre », « à définir »."
    )
    type_recurrence = forms.ChoiceField(
        label="Type d’action", required=False, choices=[("", "Non précisé"), *Recurrence.choices]
    )
    recurrence = texte("Récurrence", 2, "Par exemple : mensuelle, un mardi sur deux.")
    coordonne = texte("Qui coordonne ?", 2, "Une fonction ou un service, si ce n’est pas une personne de l’équipe.")
    coordinateurs = forms.MultipleChoiceField(
        label="Membres de l’équipe qui coordonnent", required=False, widget=forms.CheckboxSelectMultiple
    )
    realise = texte("Qui réalise ?", 2)
    partenaires = forms.MultipleChoiceField(
        label="Partenaires associés", required=False, widget=forms.CheckboxSelectMultiple
    )
    partenaires_texte = texte("Autres partenaires, en toutes lettres", 2)
    lieux = forms.MultipleChoiceField(label="Lieux", required=False, widget=forms.CheckboxSelectMultiple)
    constat = texte("Constat", 4, "Ce qui a conduit à l’action.")
    finalite = texte("Finalité", 3)
    public_cible = texte("Public visé", 3, "Les participantes et participants attendus.")
    implantation = texte("Implantation", 3, "Où l’action a lieu, et pourquoi là.")
    pilotage = texte("Pilotage", 2)
    intentions = texte("Intentions", 3, "Ce que l’on cherche au-delà de l’objectif.")
    description = texte("Description", 6)
    resultats = texte("Résultats attendus", 4, "Un par ligne.")
    duree_projet = texte("Durée du projet", 2)
    duree_action = texte("Durée de l’action", 2)
    preparation = texte("Préparation", 2)
    type_participation = forms.ChoiceField(
        label="Type de participation des jeunes",
        required=False,
        choices=[("", "Non précisé"), *TypeParticipation.choices],
    )
    champs_action = forms.MultipleChoiceField(
        label="Champs d’action", required=False, widget=forms.CheckboxSelectMultiple
    )
    autres_champs = court("Autres champs d’action", 500, "Séparés par des virgules.")
    besoins_materiels = texte("Besoins matériels", 3)
    contacts = texte("Contacts", 3)
    demarche_reflexion = texte("Réflexion", 2)
    demarche_ciblage = texte("Ciblage", 2)
    demarche_communication = texte("Communication", 2)
    demarche_regroupement = texte("Regroupement", 2)
    demarche_ajustement = texte("Ajustement de la stratégie", 2)
    demarche_phase = forms.ChoiceField(
        label="Phase en cours", required=False, choices=[("", "Non précisée"), *PhaseDemarche.choices]
    )
    demarche_tour = forms.IntegerField(
        label="Tour de la démarche",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Combien de fois les cinq phases ont commencé.",
    )
    premiere_etape = forms.IntegerField(
        label="Numéro de la première étape", required=False, min_value=0, max_value=99, initial=0
    )
    evaluation_quoi = texte("Qu’évalue-t-on ?", 2)
    evaluation_quand = texte("Quand évalue-t-on ?", 2)
    evaluation_qui = texte("Qui évalue ?", 2)
    evaluation_comment = texte("Comment évalue-t-on ?", 3)
    vigilance = texte("Points de vigilance", 3)
    perspectives = texte("Perspectives et évolutions", 3)
    perspectives_quand = texte("Quand ?", 2)
    perspectives_qui = texte("Qui ?", 2)
    perspectives_comment = texte("Comment ?", 2)
    a_ranger = texte(
        "À ranger",
        6,
        "Ce que l’import n’a pas su placer. Déplacez chaque passage dans sa rubrique, puis effacez-le d’ici.",
        LONGUEUR_A_RANGER,
    )

    def complete(self) -> None:
        """Give the fields their choices."""
        for nom, choix in (
            ("objectif", self.reserve.objectifs),
            ("parente", self.reserve.fiches),
            ("coordinateurs", self.reserve.conseillers),
            ("partenaires", self.reserve.partenaires),
            ("lieux", self.reserve.lieux),
            ("champs_action", [(nom, nom[:1].upper() + nom[1:]) for nom in self.reserve.champs_action]),
        ):
            self.fields[nom].choices = choix  # type: ignore[attr-defined]

    def clean_autres_champs(self) -> list[str]:
        """Return the domains typed, each once; refuse one that is a sentence."""
        noms = [" ".join(nom.split()) for nom in self.cleaned_data["autres_champs"].split(",")]
        if any(len(nom) > LONGUEUR_CHAMP for nom in noms):
            raise ValidationError(
                f"Un champ d’action tient en {LONGUEUR_CHAMP} caractères : séparez-les par des virgules."
            )
        return [nom[:1].lower() + nom[1:] for nom in noms if nom]

    def clean_premiere_etape(self) -> int:
        """Read nothing as zero, as most authors number their steps."""
        return self.cleaned_data["premiere_etape"] or 0

    def clean_objectif(self) -> int | None:
        """Return the key as the database holds it."""
        valeur = self.cleaned_data["objectif"]
        return int(valeur) if valeur else None

    def clean_parente(self) -> str:
        """Refuse a parent that is below the fiche: the tree would have no root."""
        parente = self.cleaned_data["parente"]
        fiches = FicheAction.objects.exclude(parente=None).order_by("pk") if parente else FicheAction.objects.none()
        parents = {str(fille): str(mere) for fille, mere in fiches.values_list("pk", "parente")}
        pk: str = parente
        seen: set[str] = set()
        while pk in parents and pk not in seen:
            seen.add(pk)
            pk = parents[pk]
            if pk == str(self.reserve.fiche.pk):
                raise ValidationError("Cette fiche est elle-même issue de celle que vous modifiez.")
        return str(parente)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        cleaned = super().clean() or {}
        if cleaned.get("debut") and cleaned.get("echeance") and cleaned["echeance"] < cleaned["debut"]:
            self.add_error("echeance", "L’échéance est avant le début de l’action.")
        return cleaned

    def content(self) -> c.Contenu:
        """Return the cleaned fields as content; the domains ticked and typed are one list."""
        contenu = super().content()
        noms = [*self.cleaned_data["champs_action"], *self.cleaned_data["autres_champs"]]
        contenu["champs_action"] = c.canonical(noms, "noms")
        return contenu
