"""The columns of a démarche table: which cell of a row holds what."""

from dataclasses import dataclass, field

from plans_action.imports import vocabulaire as v
from plans_action.imports.document import Cellule, Tableau
from plans_action.imports.fiche import COLONNES
from plans_action.imports.lecture.textes import looks_like_time

LONGUEUR_TITRE = 60


@dataclass
class Grille:
    """The columns of a démarche table, as its header row says."""

    colonnes: list[tuple[int, int, str]]  # first column, last one, what it holds
    inconnues: dict[int, str] = field(default_factory=dict)

    def roles(self, ligne: list[Cellule]) -> list[str]:
        """Return what each cell of a row holds; "" when the header does not say."""
        if len(ligne) == len(self.colonnes):
            return self._shifted(ligne) or [role for _, _, role in self.colonnes]
        pris: set[str] = set()
        roles = []
        for cellule in ligne:
            fin = cellule.colonne + cellule.largeur
            couverts = [role for debut, arret, role in self.colonnes if debut < fin and cellule.colonne < arret]
            role = next((role for role in couverts if role and role not in pris), "")
            pris.add(role)
            roles.append(role)
        return roles

    def _shifted(self, ligne: list[Cellule]) -> list[str]:
        """
        Return the columns of a row that lost the cell of its step, [] for any other row.

        A converter that ignores vertical merges writes the row below a merged cell one column too far left: its first
        cell is no step, its second says when, its last is empty.
        """
        roles = [role for _, _, role in self.colonnes]
        textes = [cellule.texte for cellule in ligne]
        if roles != ["etape", *COLONNES] or textes[-1] or not all(textes[:3]) or is_label_of_row(textes[0]):
            return []
        return [*COLONNES, ""] if looks_like_time(textes[1]) and not looks_like_time(textes[2]) else []

    @property
    def has_etape(self) -> bool:
        """Tell whether a column is for the steps."""
        return any(role == "etape" for _, _, role in self.colonnes)


def is_label_of_row(texte: str) -> bool:
    """Tell whether a text names a step or a section of the démarche."""
    return bool(v.match_etape(texte, nombre_seul=True) or v.match_section(texte))


def usual_grid(ligne: list[Cellule]) -> Grille:
    """Return the columns of a démarche whose header row is missing."""
    colonnes = ("etape", *COLONNES)[: len(ligne)]
    return Grille([(c.colonne, c.colonne + c.largeur, role) for c, role in zip(ligne, colonnes, strict=False)])


def roles_of_header(textes: list[str]) -> list[str] | None:
    """Return what each column holds when a row is one of column titles: at least two of quoi, quand, qui, comment."""
    trouves = [v.match(texte, v.COLONNES) if len(texte) <= LONGUEUR_TITRE else None for texte in textes]
    roles = [trouve.cle if trouve else "" for trouve in trouves]
    for rang, role in enumerate(roles):
        if role in roles[:rang]:
            roles[rang] = ""
    if sum(role in COLONNES for role in roles) < 2:
        return None
    manquants = [colonne for colonne in COLONNES if colonne not in roles]
    inconnus = [rang for rang, role in enumerate(roles) if not role and textes[rang] and rang > 0]
    # « Cmment ? » and « Qi ? » are found by elimination: one title is unknown, one column is missing.
    if len(manquants) == 1 and len(inconnus) == 1 and v.distance(
        v.normalise(textes[inconnus[0]]), manquants[0], 2
    ) <= 2:  # fmt: skip
        roles[inconnus[0]] = manquants[0]
    for rang in range(1, len(roles)):  # « Indicateurs » as a column of its own
        section = v.match(textes[rang], v.SECTIONS) if not roles[rang] and textes[rang] else None
        if section and section.cle != "perspectives":
            roles[rang] = "evaluation"
    return roles


def continues(grille: Grille, tableau: Tableau) -> bool:
    """Tell whether a table goes on with the columns of the one before: Word cut it in two."""
    premiere = next((ligne for ligne in tableau.lignes if any(cellule.texte for cellule in ligne)), [])
    if not premiere:
        return True
    texte = premiere[0].texte
    return (not texte or is_label_of_row(texte)) and len(premiere) == len(grille.colonnes)


def with_steps(grille: Grille, tableau: Tableau) -> Tableau:
    """Give back its first column to the end of a démarche, cut by a page, that lost the empty cells of its steps."""
    largeur = len(grille.colonnes) - 1
    roles = [role for _, _, role in grille.colonnes]
    if roles != ["etape", *COLONNES] or looks_known(tableau) or any(len(ligne) != largeur for ligne in tableau.lignes):
        return tableau
    return Tableau([[Cellule(-1, 1, []), *ligne] for ligne in tableau.lignes])


def looks_known(tableau: Tableau) -> bool:
    """Tell whether a table is one of a fiche: column titles, a step, or at least two labels."""
    libelles = 0
    for ligne in tableau.lignes:
        textes = [cellule.texte for cellule in ligne]
        if not any(textes):
            continue
        if roles_of_header(textes):
            return True
        if any(isinstance(b, Tableau) and looks_known(b) for cellule in ligne for b in cellule.blocs):
            return True
        premier = textes[0]
        if (etape := v.match_etape(premier)) and etape.numero is not None and len(ligne) > 1:
            return True
        libelles += bool(v.match(premier.partition(":")[0], v.LIBELLES) or v.match_section(premier))
    return libelles >= 2
