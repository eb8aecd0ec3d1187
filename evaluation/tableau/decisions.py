"""What needs a decision before the next commission, kind by kind."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from commun.templatetags.ml import date_courte, pluriel
from evaluation import cibles
from evaluation.appreciations import A_DECIDER, PAS_ENCORE, lire_etat
from evaluation.choix import StatutPreconisation
from evaluation.models import Preconisation
from evaluation.tableau.echeances import EcheanceBilan
from evaluation.tableau.fiches import LigneFiche
from plans_action.choix import StatutFiche
from plans_action.models import Etape, FicheAction, Indicateur

# A running fiche without any fact for that long is asked about.
SILENCE = datetime.timedelta(days=90)
STATUTS_SUIVIS = (StatutFiche.VALIDEE, StatutFiche.EN_COURS, StatutFiche.SUSPENDUE)
DECISIONS_MONTREES = 5


@dataclass(frozen=True)
class Decision:
    """Something to decide: about which fiche, why, and where to go."""

    fiche: FicheAction | None
    texte: str
    precision: str = ""
    indicateur: Indicateur | None = None
    lien: str = ""
    bilan: str = ""  # which bilan to launch, for who may


@dataclass(frozen=True)
class Sujet:
    """A kind of decision with its cases."""

    titre: str
    icone: str
    decisions: list[Decision]
    feminin: bool = False

    @property
    def premieres(self) -> list[Decision]:
        """Return what is shown at once."""
        return self.decisions[:DECISIONS_MONTREES]

    @property
    def suivantes(self) -> list[Decision]:
        """Return what unfolds."""
        return self.decisions[DECISIONS_MONTREES:]

    @property
    def voir_la_suite(self) -> str:
        """Return the words that unfold the others, agreed with what they are."""
        combien = len(self.suivantes)
        if combien == 1:
            return "Voir la suivante" if self.feminin else "Voir le suivant"
        return f"Voir les {combien} {'suivantes' if self.feminin else 'suivants'}"


def list_sujets(
    *,
    fiches: list[LigneFiche],
    echeances: list[EcheanceBilan],
    today: datetime.date,
    preconisations: Sequence[Preconisation] = (),
) -> list[Sujet]:
    """Return what needs a decision, the most pressing first; a kind without any case is left out."""
    suivies = [ligne for ligne in fiches if ligne.fiche.statut in STATUTS_SUIVIS]
    sujets = [
        Sujet("Bilans à préparer", "bilan", _bilans_a_preparer(echeances)),
        Sujet("Fiches proposées, à valider ou à écarter", "plan", _proposees(fiches), feminin=True),
        Sujet("Préconisations à décider", "idee", _a_decider(preconisations), feminin=True),
        Sujet("Préconisations en retard", "idee", _preconisations_en_retard(preconisations, today=today), feminin=True),
        Sujet("Étapes en retard", "etapes", _etapes_en_retard(fiches, today=today), feminin=True),
        Sujet("Indicateurs en deçà de la cible", "cible", _indicateurs_en_deca(fiches)),
        Sujet("Appréciations à discuter", "commission", _a_discuter(fiches), feminin=True),
        Sujet("Indicateurs sans mesure", "graphique", _indicateurs_sans_mesure(fiches) + _sans_indicateur(suivies)),
        Sujet("Fiches sans personne pour les coordonner", "personne", _sans_coordinateur(suivies), feminin=True),
        Sujet("Fiches sans activité récente", "horloge", _silencieuses(suivies, today=today), feminin=True),
    ]
    return [sujet for sujet in sujets if sujet.decisions]


def _bilans_a_preparer(echeances: list[EcheanceBilan]) -> list[Decision]:
    return [
        Decision(None, echeance.libelle, f"{date_courte(echeance.le)}, {echeance.delai}", bilan=echeance.type)
        for echeance in echeances
        if echeance.approche
    ]


def _proposees(fiches: list[LigneFiche]) -> list[Decision]:
    return [
        Decision(ligne.fiche, "Fiche proposée", "elle attend une décision")
        for ligne in fiches
        if ligne.fiche.statut == StatutFiche.PROPOSEE
    ]


def _a_decider(preconisations: Sequence[Preconisation]) -> list[Decision]:
    return [
        Decision(row.fiche, str(row), row.get_nature_display().lower(), lien=row.get_absolute_url())
        for row in preconisations
        if row.statut == StatutPreconisation.A_DECIDER
    ]


def _preconisations_en_retard(preconisations: Sequence[Preconisation], *, today: datetime.date) -> list[Decision]:
    return [
        Decision(row.fiche, str(row), f"prévue le {date_courte(row.echeance)}", lien=row.get_absolute_url())
        for row in preconisations
        if row.is_late(today=today)
    ]


def _etapes_en_retard(fiches: list[LigneFiche], *, today: datetime.date) -> list[Decision]:
    """Return the late steps, the latest of all first."""
    retards = sorted(
        ((etape, ligne.fiche) for ligne in fiches for etape in ligne.en_retard),
        key=lambda cas: (cas[0].echeance or today, cas[0].pk),
    )
    return [
        Decision(fiche, str(etape), f"prévue le {date_courte(etape.echeance)}, {_retard(etape, today)}")
        for etape, fiche in retards
    ]


def _retard(etape: Etape, today: datetime.date) -> str:
    """Say for how long a step is late."""
    jours = (today - etape.echeance).days if etape.echeance else 0
    return f"{pluriel(jours // 30, 'mois', 'mois')} de retard" if jours >= 60 else f"{pluriel(jours, 'jour')} de retard"


def _indicateurs_en_deca(fiches: list[LigneFiche]) -> list[Decision]:
    return [
        Decision(ligne.fiche, i.indicateur.libelle, f"{i.texte}\u202f; cible\u00a0: {i.cible}", i.indicateur)
        for ligne in fiches
        for i in ligne.indicateurs
        if i.lecture.en_deca
    ]


def _indicateurs_sans_mesure(fiches: list[LigneFiche]) -> list[Decision]:
    return [
        Decision(ligne.fiche, i.indicateur.libelle, i.texte or i.lecture.mot.lower(), i.indicateur)
        for ligne in fiches
        for i in ligne.indicateurs
        if i.lecture in (cibles.NON_MESUREE, PAS_ENCORE)
    ]


def _a_discuter(fiches: list[LigneFiche]) -> list[Decision]:
    """Return what people judged not reached, or want to talk about."""
    graves = [lire_etat(etat) for etat in A_DECIDER]
    return [
        Decision(ligne.fiche, i.indicateur.libelle, f"{i.texte.lower()}, {i.precision}", i.indicateur)
        for ligne in fiches
        for i in ligne.apprecies
        if i.lecture in graves
    ]


def _sans_indicateur(suivies: list[LigneFiche]) -> list[Decision]:
    return [
        Decision(ligne.fiche, "Aucun indicateur", "la fiche ne dit pas comment elle sera jugée")
        for ligne in suivies
        if not ligne.indicateurs
    ]


def _sans_coordinateur(suivies: list[LigneFiche]) -> list[Decision]:
    return [Decision(ligne.fiche, "Personne n’est désigné") for ligne in suivies if not ligne.a_coordinateur]


def _silencieuses(suivies: list[LigneFiche], *, today: datetime.date) -> list[Decision]:
    """Return the fiches whose last fact is old; one that never had any has not started yet."""
    return [
        Decision(ligne.fiche, "Dernier fait enregistré", f"le {date_courte(ligne.dernier_fait)}")
        for ligne in suivies
        if ligne.dernier_fait is not None and ligne.dernier_fait < today - SILENCE
    ]
