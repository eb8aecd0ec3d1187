"""One form per kind of item: step, line, critère, budget line, who carries the action, risk."""

from typing import Any

from django import forms

from plans_action import contenu as c
from plans_action.choix import NatureBudget, NiveauRisque, StatutEtape
from plans_action.saisie.piece import PieceForm, court, jour, montant, nombre, texte


class EtapeForm(PieceForm):
    """One step."""

    schema = c.ETAPE
    titre = court("Intitulé de l’étape", 200)
    echeance = jour("Pour le")
    statut = forms.ChoiceField(label="État", choices=StatutEtape.choices, initial=StatutEtape.A_VENIR)


class LigneForm(PieceForm):
    """One line of a step."""

    schema = c.LIGNE
    quoi = texte("Quoi ?", 2, longueur=5000)
    quand = texte("Quand ?", 2, longueur=5000)
    qui = texte("Qui ?", 2, longueur=5000)
    comment = texte("Comment ?", 2, longueur=5000)


class CritereForm(PieceForm):
    """What the judgement is about."""

    schema = c.CRITERE
    libelle = forms.CharField(
        label="Ce qui sera jugé",
        max_length=1000,
        error_messages={"required": "Écrivez ce qui sera jugé, ou retirez ce critère."},
    )
    determinant = forms.BooleanField(label="Critère déterminant pour l’action", required=False)


class LigneBudgetForm(PieceForm):
    """One line of the budget."""

    schema = c.BUDGET
    libelle = forms.CharField(
        label="Poste", max_length=200, error_messages={"required": "Nommez ce poste, ou retirez la ligne."}
    )
    nature = forms.ChoiceField(label="Calcul", choices=NatureBudget.choices, initial=NatureBudget.MONTANT)
    etp = nombre("ETP", 999)
    heures = nombre("Heures par an", 999_999)
    cout_horaire = nombre("Coût horaire (€)", 99_999)
    taux = nombre("Part des postes (%)", 999)
    financeur = forms.ChoiceField(label="Financeur", required=False)
    prevu = montant("Prévu (€)")
    depense = montant("Dépensé (€)")

    def complete(self) -> None:
        """Give the fields their choices."""
        self.fields["financeur"].choices = [("", "Non précisé"), *self.reserve.partenaires]  # type: ignore[attr-defined]

    def clean_prevu(self) -> Any:
        """Read nothing as zero."""
        return self.cleaned_data["prevu"] or 0

    def clean_depense(self) -> Any:
        """Read nothing as zero."""
        return self.cleaned_data["depense"] or 0


class PorteurForm(PieceForm):
    """Somebody who carries the action."""

    schema = c.PORTEUR
    nom = court("Nom", 200)
    role = court("Rôle", 200)
    conseiller = forms.ChoiceField(label="Membre de l’équipe", required=False)

    def complete(self) -> None:
        """Give the fields their choices."""
        self.fields["conseiller"].choices = [("", "Non"), *self.reserve.conseillers]  # type: ignore[attr-defined]


class PartiePrenanteForm(PieceForm):
    """A group or an organisation that takes part."""

    schema = c.PARTIE
    nom = court("Qui ?", 200)
    partenaire = forms.ChoiceField(label="Partenaire", required=False)
    roles = texte("Rôles", 2)

    def complete(self) -> None:
        """Give the fields their choices."""
        self.fields["partenaire"].choices = [("", "Non précisé"), *self.reserve.partenaires]  # type: ignore[attr-defined]


class RisqueForm(PieceForm):
    """Something that may go wrong."""

    schema = c.RISQUE
    libelle = forms.CharField(
        label="Ce qui peut arriver",
        max_length=300,
        error_messages={"required": "Écrivez ce qui peut arriver, ou retirez ce risque."},
    )
    probabilite = forms.ChoiceField(
        label="Probabilité", required=False, choices=[("", "Non estimée"), *NiveauRisque.choices]
    )
    gravite = forms.ChoiceField(label="Gravité", required=False, choices=[("", "Non estimée"), *NiveauRisque.choices])
    parade = texte("Ce qui est prévu", 2)
