"""
The facts that a commission looks at before it answers: what the house recorded of a fiche, in figures.

Counted for several fiches at once, in a number of statements that depends neither on the fiches nor on the rows. Counts
of few people are hidden: a reading is shared, then leaves the house.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from accueil.choix import ModeConnaissance
from accueil.models import Evenement
from evaluation.chiffres import Regard
from evaluation.models import Calcul, Feuille, PointOrdreDuJour
from evaluation.tableau.indicateurs import Lecteur, LigneIndicateur, indicateurs_by_fiche
from participation.choix import Presence
from participation.models import Idee, Inscription, Seance
from plans_action.choix import NatureBudget, StatutEtape, TypeIndicateur
from plans_action.models import Etape, FicheAction, LigneBudget, LigneEtape, NoteFiche, ProjetAssociatif
from structure.models import Conseiller, Partenaire

# Somebody who gave no name counts once each time.
PERSONNES = Count("personne", distinct=True) + Count("pk", filter=Q(personne=None))


@dataclass
class Dossier:
    """What is recorded of one fiche until a day."""

    fiche: FicheAction
    etapes: list[Etape] = field(default_factory=list)
    lignes: int = 0
    lignes_attribuees: int = 0
    indicateurs: list[LigneIndicateur] = field(default_factory=list)
    rencontres: int = 0
    personnes: int = 0
    hors_age: int = 0
    hors_territoire: int = 0
    minutes: int = 0
    modes: list[tuple[str, int]] = field(default_factory=list)
    seances: int = 0
    presences: int = 0
    participants: int = 0
    inscrits: int = 0
    partenaires_prevus: list[str] = field(default_factory=list)
    partenaires_rencontres: int = 0
    reunions: int = 0
    minutes_reunions: int = 0
    coordination: list[str] = field(default_factory=list)
    questionnaires: list[tuple[UUID, str, int]] = field(default_factory=list)  # key, title, sheets filled
    idees: int = 0
    notes: int = 0
    prevu: Decimal = Decimal(0)
    depense: Decimal = Decimal(0)
    materiel_prevu: Decimal = Decimal(0)
    materiel_depense: Decimal = Decimal(0)
    lignes_budget: int = 0
    today: datetime.date = datetime.date.min

    @property
    def suivies(self) -> list[Etape]:
        """Return the steps that are to be done."""
        return [etape for etape in self.etapes if etape.statut != StatutEtape.ABANDONNEE]

    @property
    def faites(self) -> list[Etape]:
        """Return the steps that are done."""
        return [etape for etape in self.etapes if etape.statut == StatutEtape.FAITE]

    @property
    def faites_apres(self) -> list[Etape]:
        """Return the steps that were done after their date."""
        return [etape for etape in self.faites if etape.echeance and etape.faite_le and etape.faite_le > etape.echeance]

    @property
    def en_retard(self) -> list[Etape]:
        """Return the steps whose date is past and that are not done."""
        return [etape for etape in self.etapes if etape.is_late(today=self.today)]

    @property
    def calcules(self) -> list[LigneIndicateur]:
        """Return the indicateurs that have a figure to show."""
        return [ligne for ligne in self.indicateurs if ligne.texte]

    @property
    def a_apporter(self) -> list[LigneIndicateur]:
        """Return the indicateurs that people bring: questionnaires, readings, opinions."""
        return [
            ligne
            for ligne in self.indicateurs
            if ligne.mesure is None and ligne.indicateur.type != TypeIndicateur.CALCULE
        ]

    @property
    def avec_cible(self) -> list[LigneIndicateur]:
        """Return the indicateurs that can be held against a target."""
        return [ligne for ligne in self.indicateurs if ligne.lecture.en_deca or ligne.lecture.en_bonne_voie]


def cut_off(projet: ProjetAssociatif, *, today: datetime.date) -> datetime.date:
    """Return the day until which the stored figures were counted, today when they never were."""
    calcul = Calcul.objects.filter(projet=projet, termine_le__isnull=False).order_by("-demande_le", "pk").first()
    return calcul.arrete_au if calcul else today


def load_dossiers(
    *, projet: ProjetAssociatif, fiches: Sequence[FicheAction], today: datetime.date
) -> dict[UUID, Dossier]:
    """Return what is recorded of each fiche."""
    dossiers = {fiche.pk: Dossier(fiche, today=today) for fiche in fiches}
    _etapes(dossiers)
    _indicateurs(dossiers, projet, today)
    _rencontres(dossiers, today)
    _seances(dossiers, today)
    _partenaires(dossiers)
    _reunions(dossiers, today)
    _budget(dossiers)
    _paroles(dossiers)
    return dossiers


def _etapes(dossiers: dict[UUID, Dossier]) -> None:
    for etape in Etape.objects.filter(fiche__in=dossiers).order_by("ordre", "pk"):
        dossiers[etape.fiche_id].etapes.append(etape)
    lignes = LigneEtape.objects.filter(etape__fiche__in=dossiers).order_by()
    for pk, total, attribuees in lignes.values_list("etape__fiche").annotate(
        total=Count("pk"), attribuees=Count("pk", filter=~Q(qui=""))
    ):
        dossiers[pk].lignes, dossiers[pk].lignes_attribuees = total, attribuees


def _indicateurs(dossiers: dict[UUID, Dossier], projet: ProjetAssociatif, today: datetime.date) -> None:
    par_fiche = indicateurs_by_fiche([dossier.fiche for dossier in dossiers.values()])
    lecteur = Lecteur(projet, arrete_au=cut_off(projet, today=today), regard=Regard(exact=False))
    lecteur.load([indicateur for groupe in par_fiche.values() for indicateur in groupe])
    for pk, groupe in par_fiche.items():
        dossiers[pk].indicateurs = [lecteur.lire(indicateur) for indicateur in groupe]


def _rencontres(dossiers: dict[UUID, Dossier], today: datetime.date) -> None:
    """Count the événements linked to the fiches, and how the persons heard of the house."""
    evenements = Evenement.objects.filter(fiche_action__in=dossiers, jour__lte=today).order_by()
    counted = evenements.values("fiche_action").annotate(
        rencontres=Count("pk"),
        personnes=PERSONNES,
        hors_age=Count("pk", filter=Q(hors_age=True)),
        hors_territoire=Count("pk", filter=Q(hors_territoire=True)),
        minutes=Sum("duree_minutes"),
        partenaires_rencontres=Count("partenaire", distinct=True),
    )
    for row in counted:
        valeurs: dict[str, Any] = dict(row)
        _put(dossiers[valeurs.pop("fiche_action")], valeurs)
    modes = evenements.exclude(mode_connaissance="").values_list("fiche_action", "mode_connaissance")
    for pk, mode, combien in modes.annotate(combien=PERSONNES):
        dossiers[pk].modes.append((str(ModeConnaissance(mode).label), combien))
    for dossier in dossiers.values():
        dossier.modes.sort(key=lambda paire: (-paire[1], paire[0]))


def _seances(dossiers: dict[UUID, Dossier], today: datetime.date) -> None:
    seances = Seance.objects.filter(fiche_action__in=dossiers, annulee_le=None, jour__lte=today).order_by()
    for pk, combien in seances.values_list("fiche_action").annotate(Count("pk")):
        dossiers[pk].seances = combien
    inscriptions = Inscription.objects.filter(seance__in=seances.values("pk")).order_by()
    present = Q(presence=Presence.PRESENT)
    counted = inscriptions.values(fiche=F("seance__fiche_action")).annotate(
        presences=Count("pk", filter=present),
        participants=Count("personne", filter=present, distinct=True),
        inscrits=Count("pk", filter=~Q(presence="")),
    )
    for row in counted:
        valeurs: dict[str, Any] = dict(row)
        _put(dossiers[valeurs.pop("fiche")], valeurs)


def _put(dossier: Dossier, row: dict[str, Any]) -> None:
    for nom, valeur in row.items():
        setattr(dossier, nom, valeur or 0)


def _partenaires(dossiers: dict[UUID, Dossier]) -> None:
    partenaires = Partenaire.objects.filter(fiches__in=dossiers).order_by("nom", "pk")
    for pk, nom in partenaires.values_list("fiches", "nom"):
        if pk in dossiers:
            dossiers[pk].partenaires_prevus.append(nom)
    for personne in (
        Conseiller.objects.filter(fiches_coordonnees__in=dossiers)
        .annotate(fiche=F("fiches_coordonnees"))
        .order_by("nom", "prenom", "pk")
    ):
        if personne.fiche in dossiers:
            dossiers[personne.fiche].coordination.append(f"{personne}, {personne.get_fonction_display().lower()}")


def _reunions(dossiers: dict[UUID, Dossier], today: datetime.date) -> None:
    points = PointOrdreDuJour.objects.filter(
        fiches__in=dossiers, reunion__annulee_le=None, reunion__le__date__lte=today
    ).order_by()
    for pk, reunions, minutes in points.values_list("fiches").annotate(
        Count("reunion", distinct=True), Sum("duree_minutes")
    ):
        if pk in dossiers:
            dossiers[pk].reunions, dossiers[pk].minutes_reunions = reunions, minutes or 0


def _budget(dossiers: dict[UUID, Dossier]) -> None:
    for ligne in LigneBudget.objects.filter(fiche__in=dossiers).order_by("pk"):
        dossier = dossiers[ligne.fiche_id]
        dossier.lignes_budget += 1
        dossier.prevu += ligne.prevu
        dossier.depense += ligne.depense
        if ligne.nature == NatureBudget.MATERIEL:
            dossier.materiel_prevu += ligne.prevu
            dossier.materiel_depense += ligne.depense


def _paroles(dossiers: dict[UUID, Dossier]) -> None:
    """Count what people said: questionnaires filled, ideas of youths, notes of the team."""
    feuilles = Feuille.objects.annotate(
        fiche=Coalesce("vague__fiche_action", "vague__questionnaire__fiche_action")
    ).filter(fiche__in=dossiers, montree=True)
    par_questionnaire = feuilles.order_by().values_list("fiche", "vague__questionnaire", "vague__questionnaire__titre")
    for pk, cle, titre, combien in par_questionnaire.annotate(Count("pk")).order_by("vague__questionnaire__titre"):
        dossiers[pk].questionnaires.append((cle, titre, combien))
    for pk, combien in (
        Idee.objects.filter(fiche_action__in=dossiers).order_by().values_list("fiche_action").annotate(Count("pk"))
    ):
        dossiers[pk].idees = combien
    for pk, combien in (
        NoteFiche.objects.filter(fiche__in=dossiers).order_by().values_list("fiche").annotate(Count("pk"))
    ):
        dossiers[pk].notes = combien
