"""
From the blocks of a document to fiches: which cell is what. What has no place goes to `a_ranger`, in its words.

`libelles` tells a label from its value, `grille` the columns of a table; `paragraphes`, `entete` and `demarche` read
what they are named after and share one `etat`; `brouillon` gathers a fiche, `textes` puts together what a page cut.
"""

from plans_action.imports import vocabulaire as v
from plans_action.imports.archive import LIMITES, Archive, FichierRefuse, Limites
from plans_action.imports.budget import is_budget
from plans_action.imports.document import Annexe, Bloc, Cellule, Document, Tableau, read_document, rows_of, text_of
from plans_action.imports.fiche import FicheLue
from plans_action.imports.lecture.brouillon import Brouillon
from plans_action.imports.lecture.demarche import LecteurDeDemarche
from plans_action.imports.lecture.entete import LecteurEntete, is_header_row, texts_of, title_across
from plans_action.imports.lecture.etat import Etat
from plans_action.imports.lecture.grille import continues, looks_known, usual_grid, with_steps
from plans_action.imports.lecture.libelles import numbered_title, split_label
from plans_action.imports.lecture.paragraphes import LecteurDeParagraphes

__all__ = ["FichierRefuse", "read_fiches", "understand"]


def read_fiches(contenu: bytes, *, nom: str = "", limites: Limites = LIMITES) -> list[FicheLue]:
    """Return the fiches of a .docx, most often one; raise FichierRefuse when it cannot be read."""
    return understand(read_document(Archive(contenu, limites)), nom=nom)


def understand(document: Document, *, nom: str = "") -> list[FicheLue]:
    """Return the fiches that a document says."""
    if not any(text_of(bloc).strip() for bloc in document.blocs) and not document.annexes:
        raise FichierRefuse("Ce document Word ne contient pas de texte.")
    lecteur = _Lecteur(document)
    for bloc in document.blocs:
        lecteur.bloc(bloc)
    premier = lecteur.etat.brouillons[0]
    annexes = [str(annexe) for annexe in document.annexes if not _is_title(annexe, premier)]
    fiches = [brouillon.fiche(nom) for brouillon in lecteur.etat.brouillons]
    fiches[0].a_ranger += annexes
    for fiche in fiches:
        fiche.avertissements += document.avertissements
    return fiches


def _is_title(annexe: Annexe, brouillon: Brouillon) -> bool:
    """Take the title that the page header tells when the body does not."""
    if annexe.ou != "En-tête de page" or brouillon.champs.get("titre"):
        return False
    libelle = split_label(annexe.texte) or numbered_title(annexe.texte, numero_exige=False)
    if libelle is None or libelle.cle != "titre" or not libelle.valeur:
        return False
    brouillon.reconnus.append(libelle.texte)
    brouillon.add("titre", libelle.valeur)
    return True


class _Lecteur:
    """Goes through the blocks, one fiche after the other."""

    def __init__(self, document: Document) -> None:
        self.etat = Etat()
        self.paragraphes = LecteurDeParagraphes(self.etat, document.blocs)
        self.entete = LecteurEntete(self.etat)
        self.demarche = LecteurDeDemarche(self.etat)

    def bloc(self, bloc: Bloc) -> None:
        """Read one block."""
        if isinstance(bloc, Tableau):
            self.tableau(bloc)
        elif bloc.texte.strip():
            self.paragraphes.read(bloc)

    def tableau(self, tableau: Tableau) -> None:
        """Read one table: a header, a démarche, both, or neither."""
        etat = self.etat
        etat.titre_attendu = False
        heading = etat.ouvert
        if not looks_known(tableau) and (heading == "budget" or is_budget(rows_of(tableau))):
            self._budget(tableau, heading)
            return
        if heading and heading != "etape" and not looks_known(tableau):
            texte = text_of(tableau)
            if texte:  # a table below a heading of a document written as text belongs to the heading
                etat.continues(texte) if heading != "a_ranger" else etat.leave_aside(texte, heading=False)
            return
        etat.ouvert = etat.colonne = ""
        if etat.grille:
            tableau = with_steps(etat.grille, tableau)
            if not continues(etat.grille, tableau):
                etat.grille, etat.section = None, ""
        for rang, ligne in enumerate(tableau.lignes):
            self.ligne(ligne, tableau.lignes[rang + 1] if rang + 1 < len(tableau.lignes) else [])

    def _budget(self, tableau: Tableau, heading: str) -> None:
        """Keep the table of a budget with its empty cells: they tell which column a number is in."""
        etat = self.etat
        rangees = (" | ".join(rangee).rstrip(" |") for rangee in rows_of(tableau))
        etat.ouvert, etat.grille, etat.section = "budget", None, ""
        etat.continues("\n".join(filter(None, rangees)))
        etat.f.vue = True
        # What follows a table that no heading announces is not about the budget.
        etat.ouvert = heading if heading == "budget" else ""

    def ligne(self, ligne: list[Cellule], suivante: list[Cellule]) -> None:
        """Read one row."""
        ligne = self._unnest(ligne)
        textes = texts_of(ligne)
        pleins = [texte for texte in textes if texte]
        if not pleins or self.demarche.header(ligne, textes):
            return
        if len(pleins) == 1 and self._alone(pleins[0]):
            return
        if self.etat.grille is None and len(ligne) >= 3 and v.match_etape(textes[0]):
            self.etat.grille, self.etat.section = usual_grid(ligne), "etape"
        if self.etat.grille and not is_header_row(textes):
            self.demarche.row(ligne, textes)
        else:
            self.entete.read(textes, texts_of(suivante))

    def _unnest(self, ligne: list[Cellule]) -> list[Cellule]:
        """Read the tables of a fiche that a lay-out table holds, and return what is left of the row."""
        reste = []
        for cellule in ligne:
            if any(isinstance(bloc, Tableau) and looks_known(bloc) for bloc in cellule.blocs):
                for bloc in cellule.blocs:
                    self.bloc(bloc)
            else:
                reste.append(cellule)
        return reste

    def _alone(self, texte: str) -> bool:
        """Read a row that holds one text only: a title across the table, or a field written in one cell."""
        if v.match(texte, v.DEMARCHE):
            self.etat.f.reconnus.append(texte)
            self.etat.libelle, self.etat.section = texte, ""
            return True
        if titre := title_across(texte):
            self.etat.set_titre(*titre)
            return True
        return self.etat.grille is None and not self.entete.au_dessus and self.entete.alone(texte)
