"""The parts of a projet associatif, loaded once and arranged as the document shows them."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch

from plans_action.choix import GenreMoyen, GenrePrincipe, SensPoint, StatutFiche, ThemeAnalyse
from plans_action.models import (
    ExerciceBudget,
    LigneBudget,
    MoyenProjet,
    PointAnalyse,
    PrincipeProjet,
    ProjetAssociatif,
    RessourceProjet,
)

ZERO = Decimal(0)
# What nobody decided on yet, or gave up, asks nothing of a financeur.
STATUTS_SANS_BUDGET = (StatutFiche.IDEE, StatutFiche.PROPOSEE, StatutFiche.ABANDONNEE)


@dataclass(frozen=True)
class Theme:
    """A theme of the analysis with its points."""

    code: str
    libelle: str
    forces: list[PointAnalyse]
    ameliorations: list[PointAnalyse]

    @property
    def sans_reponse(self) -> list[PointAnalyse]:
        """Return the points to improve that no objective answers."""
        return [point for point in self.ameliorations if point.sans_reponse]


@dataclass(frozen=True)
class Exercice:
    """A year of the budget: its lines, its totals, and whether they are what was voted."""

    exercice: ExerciceBudget
    ressources: list[RessourceProjet]

    @property
    def reprise(self) -> Decimal:
        """Return the funds carried over."""
        return sum((ressource.reprise for ressource in self.ressources), ZERO)

    @property
    def subvention(self) -> Decimal:
        """Return the grants and proceeds of the year."""
        return sum((ressource.subvention for ressource in self.ressources), ZERO)

    @property
    def total(self) -> Decimal:
        """Return everything that the year has."""
        return self.reprise + self.subvention

    @property
    def ecart(self) -> Decimal:
        """Return how far the lines are from the total that was voted; zero when none was typed."""
        return ZERO if self.exercice.total_vote is None else self.total - self.exercice.total_vote


@dataclass
class FinanceurPaie:
    """What a financeur brings over the years of the budget, and the fiches' budget lines that count on it."""

    nom: str
    apporte: Decimal = ZERO
    connu: bool = False  # in the budget of the projet
    emplois: list[str] = field(default_factory=list)
    lignes: list[LigneBudget] = field(default_factory=list)

    @property
    def prevu(self) -> Decimal:
        """Return what the fiches plan to have paid."""
        return sum((ligne.prevu for ligne in self.lignes), ZERO)

    @property
    def depense(self) -> Decimal:
        """Return what the fiches have spent."""
        return sum((ligne.depense for ligne in self.lignes), ZERO)

    @property
    def depasse(self) -> bool:
        """Tell whether the fiches count on more than what is brought."""
        return self.connu and self.prevu > self.apporte


def load_textes(projet: ProjetAssociatif) -> dict[str, str]:
    """Return the text of each chapter that has one."""
    return {row.rubrique: row.texte for row in projet.textes.order_by("pk") if row.texte}


def load_principes(projet: ProjetAssociatif) -> dict[str, list[PrincipeProjet]]:
    """Return the values and the articles of the charter."""
    groupes: dict[str, list[PrincipeProjet]] = {genre: [] for genre in GenrePrincipe.values}
    for principe in projet.principes.order_by("ordre", "pk"):
        groupes[principe.genre].append(principe)
    return groupes


def load_moyens(projet: ProjetAssociatif) -> list[tuple[str, list[MoyenProjet]]]:
    """Return the means by kind; a kind without any is left out."""
    groupes: dict[str, list[MoyenProjet]] = {genre: [] for genre in GenreMoyen.values}
    for moyen in projet.moyens.select_related("lieu").order_by("ordre", "pk"):
        groupes[moyen.genre].append(moyen)
    return [(str(GenreMoyen(genre).label), moyens) for genre, moyens in groupes.items() if moyens]


def load_themes(projet: ProjetAssociatif) -> list[Theme]:
    """Return every theme of the analysis, even empty: what was not looked at is seen too."""
    groupes: dict[tuple[str, str], list[PointAnalyse]] = defaultdict(list)
    points = projet.points_analyse.select_related("objectif__objectif_general").order_by("ordre", "pk")
    for point in points:
        groupes[point.theme, point.sens].append(point)
    return [
        Theme(str(code), str(libelle), groupes[code, SensPoint.FORCE], groupes[code, SensPoint.AMELIORATION])
        for code, libelle in ThemeAnalyse.choices
    ]


def load_exercices(projet: ProjetAssociatif) -> list[Exercice]:
    """Return the years of the budget with their lines."""
    ressources = RessourceProjet.objects.select_related("financeur").order_by("ordre", "pk")
    exercices = projet.exercices.prefetch_related(Prefetch("ressources", ressources)).order_by("annee")
    return [Exercice(exercice, list(exercice.ressources.all())) for exercice in exercices]


def load_financeurs(projet: ProjetAssociatif, exercices: list[Exercice]) -> list[FinanceurPaie]:
    """
    Return what each financeur pays for: in its own words, then line by line in the fiches of the projet.

    Funds carried over are grants of the year before: they count only where no earlier year of the budget has that
    financeur's grants.
    """
    financeurs: dict[object, FinanceurPaie] = {}
    for exercice in exercices:
        deja = set(financeurs)
        for ressource in exercice.ressources:
            if ressource.financeur is None:
                continue
            paie = financeurs.setdefault(ressource.financeur_id, FinanceurPaie(ressource.financeur.nom))
            paie.connu = True
            paie.apporte += ressource.subvention if ressource.financeur_id in deja else ressource.total
            if ressource.emploi and ressource.emploi not in paie.emplois:
                paie.emplois.append(ressource.emploi)
    lignes = (
        LigneBudget.objects.filter(fiche__objectif__objectif_general__projet=projet, financeur__isnull=False)
        .exclude(fiche__statut__in=STATUTS_SANS_BUDGET)
        .select_related("fiche", "financeur")
        .order_by("financeur__nom", "fiche__numero", "fiche__titre", "pk")
    )
    for ligne in lignes:
        assert ligne.financeur is not None
        financeurs.setdefault(ligne.financeur_id, FinanceurPaie(ligne.financeur.nom)).lignes.append(ligne)
    return list(financeurs.values())
