"""Where a reading is: the fiche that is open, the field, the table."""

from dataclasses import dataclass, field

from plans_action.imports import vocabulaire as v
from plans_action.imports.lecture.brouillon import Brouillon
from plans_action.imports.lecture.grille import Grille
from plans_action.imports.lecture.textes import joined, lines


@dataclass
class Etat:
    """What the readers of paragraphs, headers and démarches share."""

    brouillons: list[Brouillon] = field(default_factory=lambda: [Brouillon()])
    ouvert: str = ""  # the field that the paragraphs go on filling
    titre_attendu: bool = False
    grille: Grille | None = None
    section: str = ""  # étape, evaluation or perspectives in a démarche; a header field in a header table
    libelle: str = ""  # the label of the row before: it may be cut in two
    colonne: str = ""  # of the line that paragraphs fill, when a démarche is written as text

    @property
    def f(self) -> Brouillon:
        """Return the fiche being read."""
        return self.brouillons[-1]

    def new_fiche(self) -> None:
        """Begin another fiche, unless this one has nothing yet but a few lines before its title."""
        if self.f.vue or self.f.champs.get("titre"):
            self.brouillons.append(Brouillon())
        self.ouvert = self.section = self.libelle = self.colonne = ""
        self.grille = None

    def set_titre(self, texte: str, libelle: str) -> None:
        """Write the title of a fiche: another one begins, unless this one has nothing else yet."""
        actuel = self.f.champs.get("titre", "")
        if texte and v.normalise(texte) == v.normalise(actuel):
            self.f.reconnus += [libelle, texte]  # the same title, written again
            return
        if actuel and not self.f.annonce and not self.f.vue:
            self.f.candidats.append(self.f.champs.pop("titre"))  # the heading above the title was none
        elif actuel or self.f.etapes or self.grille:
            self.new_fiche()  # otherwise, a header that tells the title after other fields
        self.f.annonce = True
        self.f.reconnus.append(libelle)
        self.titre_attendu = not texte
        self.f.add("titre", texte)

    def open_section(self, section: v.Reconnu, libelle: str) -> None:
        """Begin the evaluation or the perspectives."""
        self.section = "evaluation" if section.cle == "indicateurs" else section.cle
        self.libelle = libelle
        self.f.vue = True
        (self.f.a_ranger if section.en_plus else self.f.reconnus).append(libelle)

    def goes_on(self, texte: str) -> None:
        """Add a row to the field of the row before."""
        if not texte:
            return
        if self.section in ("evaluation", "indicateurs"):
            self.f.evaluation["comment"] = joined(self.f.evaluation.get("comment", ""), texte)
        elif self.section == "perspectives":
            self.f.perspectives["quoi"] = joined(self.f.perspectives.get("quoi", ""), texte)
        elif self.section and self.section not in ("fiche", "demarche", "etape"):
            self.f.add(self.section, texte)
        else:
            self.f.a_ranger.append(texte)

    def continues(self, texte: str) -> None:
        """Add a line to the field that is open."""
        if self.ouvert == "evaluation":
            self.f.evaluation["comment"] = lines(self.f.evaluation.get("comment", ""), texte)
        elif self.ouvert == "perspectives":
            self.f.perspectives["quoi"] = lines(self.f.perspectives.get("quoi", ""), texte)
        elif self.ouvert == "etape":
            ligne = self.f.etapes[-1].lignes[-1]
            setattr(ligne, self.colonne, lines(getattr(ligne, self.colonne), texte))
        else:
            self.f.champs[self.ouvert] = lines(self.f.champs.get(self.ouvert, ""), texte)

    def leave_aside(self, texte: str, *, heading: bool) -> None:
        """Keep an unknown heading and the text below it together."""
        if heading or not self.f.a_ranger:
            self.f.a_ranger.append(texte)
        else:
            self.f.a_ranger[-1] = lines(self.f.a_ranger[-1], texte)
        self.ouvert = "a_ranger"

    def is_end_of_label(self, texte: str) -> bool:
        """Tell whether a text is the end of the label of the row before, cut by a page."""
        debut, fin = v.normalise(self.libelle), v.normalise(texte)
        if not debut or not fin or not self.section:
            return False
        return any(alias == f"{debut} {fin}" for noms in v.LIBELLES.values() for alias in noms)
