"""The header table: « label, value », whatever the side the label is on."""

from plans_action.imports import vocabulaire as v
from plans_action.imports.document import Cellule
from plans_action.imports.lecture.etat import Etat
from plans_action.imports.lecture.libelles import glued_label, split_label

_TITRES = {"titre": v.ENTETE["titre"]}
_PAS_UN_CHAMP = ("fiche", "demarche")


class LecteurEntete:
    """Reads the rows of header tables."""

    def __init__(self, etat: Etat) -> None:
        self.etat = etat
        self.au_dessus: list[tuple[str, str]] = []  # labels written in a row, whose values are in the row below

    def read(self, textes: list[str], suivants: list[str]) -> None:
        """Read a row « label, value », two of them side by side, or a row of labels above a row of values."""
        if self.au_dessus:
            self._values_below(textes)
            return
        if not textes[0] and (rang := _first_label(textes)):
            textes = textes[rang:]
        premier, valeurs = textes[0], textes[1:]
        if not premier:
            self.etat.goes_on("\n".join(filter(None, valeurs)))
        elif _is_row_of_labels(textes, suivants):
            self.au_dessus = [(_field_of(texte), texte) for texte in textes]
        else:
            self._labelled(premier, valeurs)

    def field(self, cle: str, libelle: str, valeur: str, *, en_plus: bool = False) -> None:
        """Write one field of the header."""
        etat = self.etat
        if cle == "titre":
            etat.set_titre(valeur, libelle)
            etat.titre_attendu = False
            return
        if cle in etat.f.tableaux and etat.f.etapes and cle in ("objectif", "calendrier"):
            etat.new_fiche()  # a second header after a démarche: another fiche begins, without a title
        etat.f.vue = True
        etat.f.tableaux.add(cle)
        (etat.f.a_ranger if en_plus else etat.f.reconnus).append(libelle)
        etat.section, etat.libelle = cle, libelle
        etat.goes_on(valeur)

    def alone(self, texte: str) -> bool:
        """Read a row that holds one text only, when it is a label, or a label with its value."""
        libelle = split_label(texte)
        if libelle is None and (reconnu := v.match(texte, v.LIBELLES)):
            self.field(reconnu.cle, texte, "")
            return True
        libelle = libelle or glued_label(texte)
        if libelle is None or libelle.cle in _PAS_UN_CHAMP:
            return False
        self.field(libelle.cle, libelle.texte, libelle.valeur)
        return True

    def _labelled(self, premier: str, valeurs: list[str]) -> None:
        etat = self.etat
        trouve = v.match(premier, v.LIBELLES) or v.match_section(premier) or v.match_with_precision(premier)
        if trouve:
            self._pairs(trouve, [premier, *valeurs])
        elif not any(valeurs) and self.alone(premier):
            pass
        elif etat.is_end_of_label(premier):
            etat.f.reconnus.append(premier)
            etat.goes_on("\n".join(filter(None, valeurs)))
        elif not any(valeurs) and self._is_waiting():
            etat.goes_on(premier)
        else:
            self._unknown(premier, valeurs)

    def _is_waiting(self) -> bool:
        """Tell whether the row above is a label without its value."""
        etat = self.etat
        return etat.section in etat.f.tableaux and not etat.f.champs.get(etat.section) and etat.section in v.LIBELLES

    def _unknown(self, premier: str, valeurs: list[str]) -> None:
        """Read cells that hold their own labels; set aside a row whose first cell is no label."""
        etat = self.etat
        etat.section, etat.libelle = "", premier
        libelles = [split_label(texte) for texte in (premier, *valeurs) if texte]
        if all(libelle and libelle.valeur for libelle in libelles):
            for texte in filter(None, (premier, *valeurs)):
                if not self.alone(texte):
                    etat.f.a_ranger.append(texte)
            return
        if libelles[0] and libelles[0].cle not in _PAS_UN_CHAMP:
            valeurs = [libelles[0].valeur, *valeurs]
            self.field(libelles[0].cle, libelles[0].texte, "\n".join(filter(None, valeurs)))
            return
        texte = " | ".join(texte for texte in valeurs if texte)
        etat.f.a_ranger.append(f"{premier} : {texte}" if texte else premier)

    def _pairs(self, trouve: v.Reconnu, textes: list[str]) -> None:
        """Read « label, value, label, value… » from left to right."""
        cle, libelle = trouve, textes[0]
        valeurs: list[str] = []
        for rang, texte in enumerate(textes[1:], start=1):
            suivant = v.match(texte, v.LIBELLES) if rang >= 2 and valeurs else None
            if suivant and suivant.cle not in _PAS_UN_CHAMP:
                self.field(cle.cle, libelle, "\n".join(filter(None, valeurs)), en_plus=cle.en_plus)
                cle, libelle, valeurs = suivant, texte, []
            else:
                valeurs.append(texte)
        self.field(cle.cle, libelle, "\n".join(filter(None, valeurs)), en_plus=cle.en_plus)

    def _values_below(self, textes: list[str]) -> None:
        libelles, self.au_dessus = self.au_dessus, []
        for rang, (cle, libelle) in enumerate(libelles):
            self.field(cle, libelle, textes[rang] if rang < len(textes) else "")
        self.etat.section = ""
        self.etat.f.a_ranger += [texte for texte in textes[len(libelles) :] if texte]


def is_header_row(textes: list[str]) -> bool:
    """Tell whether a row below a démarche is one of a header: its label is, and it holds one value."""
    trouve = v.match(textes[0], v.ENTETE)
    return trouve is not None and sum(bool(texte) for texte in textes[1:]) <= 1 and len(textes) <= 3


def title_across(texte: str) -> tuple[str, str] | None:
    """Return the title and its label when a row across a table holds them."""
    libelle = split_label(texte)
    return (libelle.valeur, libelle.texte) if libelle and libelle.cle == "titre" else None


def texts_of(ligne: list[Cellule]) -> list[str]:
    """Return the texts of a row."""
    return [cellule.texte for cellule in ligne]


def _field_of(texte: str) -> str:
    trouve = v.match(texte, v.LIBELLES)
    return trouve.cle if trouve and trouve.cle not in _PAS_UN_CHAMP else ""


def _first_label(textes: list[str]) -> int:
    """Return the rank of the first text when it is a label that a value follows, 0 otherwise."""
    rang = next((rang for rang, texte in enumerate(textes) if texte), 0)
    return rang if _field_of(textes[rang]) and rang + 1 < len(textes) else 0


def _is_row_of_labels(textes: list[str], suivants: list[str]) -> bool:
    """Tell a row of labels above a row of values from « label, value »: no text of the row below is a label."""
    cles = [_field_of(texte) for texte in textes]
    if len(cles) < 2 or not all(cles) or len(set(cles)) != len(cles):
        return False
    return any(suivants) and len(suivants) == len(textes) and not any(_field_of(texte) for texte in suivants)
