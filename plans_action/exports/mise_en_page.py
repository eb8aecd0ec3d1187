"""
A published fiche laid out after one of the three templates: the same blocks make the Word file and the PDF.

Nothing written is left out: what a template has no place for comes after it, under « Compléments ».
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from typing import Any, Literal

from commun.templatetags.ml import nombre
from plans_action.choix import ModeleFiche, NatureBudget, NiveauRisque, PhaseDemarche, Recurrence, TypeParticipation
from plans_action.libelles import signe_of

Document = dict[str, Any]
VIDE = ""
RIEN = ("", "0,00\u00a0€")  # nothing spent yet says nothing
# Names that an import gives to a critère whose authors wrote only the indicateurs.
CRITERES_SANS_NOM = ("Résultats de l’action", "À préciser")


@dataclass(frozen=True)
class Bloc:
    """
    A piece of a page: a title, a text, rows of two cells (label, text), a table.

    In a table, `titre` is a first row across it, `largeurs` the shares of its columns, and an empty first cell
    continues the row above.
    """

    genre: Literal["titre", "texte", "lignes", "tableau"]
    texte: str = ""
    entetes: tuple[str, ...] = ()
    largeurs: tuple[int, ...] = ()
    lignes: tuple[tuple[str, ...], ...] = ()
    chiffres: bool = False  # every column but the first is a number, the last row a total

    @cached_property
    def remplies(self) -> list[int]:
        """Return the columns that say something: on a screen an empty one only makes the others narrow."""
        colonnes = range(len(self.entetes) or len(self.largeurs))
        rows = [ligne for ligne in self.lignes if len(ligne) > 1]
        filled = [rang for rang in colonnes if any(ligne[rang] not in RIEN for ligne in rows if rang < len(ligne))]
        return filled or list(colonnes)

    @property
    def entetes_remplies(self) -> list[str]:
        """Return the headings of the columns that say something."""
        return [self.entetes[rang] for rang in self.remplies]

    @property
    def etiquetees(self) -> list[list[tuple[str, str]]]:
        """Return the rows of a table, each cell with the heading of its column, for a phone; no empty column."""
        entetes = [entete.rstrip(" \u00a0\u202f?") for entete in self.entetes] or [""] * len(self.largeurs)
        rows = [list(zip_longest(entetes, ligne[: len(entetes)], fillvalue="")) for ligne in self.lignes]
        return [[row[rang] for rang in self.remplies] for row in rows]


@dataclass(frozen=True)
class Page:
    """A fiche ready to be written."""

    titre: str
    modele: str
    blocs: tuple[Bloc, ...] = field(default_factory=tuple)


def lay_out(document: Document, modele: str) -> Page:
    """Return a fiche in a layout."""
    page = _Composition(document)
    titre = str(document["titre"])
    if modele == ModeleFiche.MOULINS:
        titre = f"Intitulé de l’action : {titre}"
    _MODELES[ModeleFiche(modele)](page)
    page.complements()
    return Page(titre, modele, tuple(page.blocs))


class _Composition:
    """The blocks of a page being made, and what of the fiche they already say."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.blocs: list[Bloc] = []
        self.dits: set[str] = {"titre"}
        self.criteres_dits: set[str] = set()

    # --- What the fiche says -----------------------------------------------------------------------

    def texte(self, cle: str) -> str:
        """Return a text of the fiche, noting that it was said; "groupe.cle" reads a group."""
        self.dits.add(cle)
        groupe, _, nom = cle.rpartition(".")
        valeur = (self.document[groupe] if groupe else self.document)[nom]
        return str(valeur) if valeur is not None else ""

    def noms(self, cle: str, texte: str) -> str:
        """Return the names of a list that the text does not say already."""
        self.dits.add(cle)
        return ", ".join(nom for nom in self.document[cle] if nom not in texte)

    def avec_noms(self, cle: str, liste: str) -> str:
        """Return a text followed by the names that the fiche links to."""
        texte = self.texte(cle)
        return "\n".join(part for part in (texte, self.noms(liste, texte)) if part)

    def liste(self, cle: str) -> list[Document]:
        """Return a list of the fiche, noting that it was said."""
        self.dits.add(cle)
        items: list[Document] = self.document[cle]
        return items

    def calendrier(self) -> str:
        """Return when the action is: words, then dates."""
        self.dits.update(("date_action", "debut", "echeance"))
        dates = [
            (mot, self.document[cle])
            for cle, mot in (("date_action", "Jour de l’action"), ("debut", "Début"), ("echeance", "Échéance"))
        ]
        return "\n".join(
            [self.texte("calendrier")] * bool(self.texte("calendrier"))
            + [f"{mot} : {_jour(iso)}" for mot, iso in dates if iso]
        )

    def recurrence(self) -> str:
        """Return the kind of action and its rhythm."""
        texte, code = self.texte("recurrence"), self.texte("type_action")
        mot = str(Recurrence(code).label) if code else ""
        return texte if not mot or mot.lower() in texte.lower() else "\n".join(part for part in (mot, texte) if part)

    def indicateurs(self, *, deja: str = "") -> str:
        """Return critères and indicateurs as a list, without what the text beside it says already."""
        lines = []
        for critere in self.liste("criteres"):
            dit = critere["libelle"] in deja or (
                critere["libelle"] in self.criteres_dits and not critere["indicateurs"]
            )
            if not dit and critere["libelle"] not in CRITERES_SANS_NOM:
                lines.append(critere["libelle"])
            for indicateur in critere["indicateurs"]:
                if indicateur["libelle"] not in deja:
                    lines.append(f"• {indicateur['libelle']}{_cible(indicateur)}")
        return "\n".join(lines)

    def new_lines(self, cle: str) -> str:
        """Return the lines of a text that the page does not say already: an import may have drawn them from it."""
        dits = [cellule for bloc in self.blocs for ligne in bloc.lignes for cellule in ligne]
        lines = self.texte(cle).split("\n")
        return "\n".join(line for line in lines if not any(line in dit for dit in dits))

    # --- Blocks ------------------------------------------------------------------------------------

    def add(self, bloc: Bloc) -> None:
        """Add a block."""
        self.blocs.append(bloc)

    def rubrique(self, titre: str, texte: str) -> None:
        """Add a title and its text, nothing when there is no text."""
        if texte:
            self.add(Bloc("titre", titre))
            self.add(Bloc("texte", texte))

    def etapes(self) -> list[tuple[str, ...]]:
        """Return the rows of the steps: number, quoi, quand, qui, comment."""
        rows: list[tuple[str, ...]] = []
        for etape in self.liste("etapes"):
            lignes = etape["lignes"] or [{"quoi": "", "quand": "", "qui": "", "comment": ""}]
            nom = f"Étape {etape['numero']}" + (f"\n{etape['titre']}" if etape["titre"] else "")
            for rang, ligne in enumerate(lignes):
                rows.append((VIDE if rang else nom, ligne["quoi"], ligne["quand"], ligne["qui"], ligne["comment"]))
        return rows

    def budget(self, titre: str = "Budget") -> None:
        """Add the table of the budget with its total a year."""
        lignes = self.liste("budget")
        if not lignes:
            return
        rows = [
            (
                ligne["libelle"] + (f"\nFinanceur : {ligne['financeur']}" if ligne["financeur"] else ""),
                _nombre(ligne["etp"]),
                _part(ligne) if ligne["nature"] == NatureBudget.CHARGES else _euros(ligne["cout_horaire"]),
                _nombre(ligne["heures"]),
                _euros(ligne["prevu"]),
                _euros(ligne["depense"]),
            )
            for ligne in lignes
        ]
        prevu, depense = (sum((Decimal(ligne[cle]) for ligne in lignes), Decimal(0)) for cle in ("prevu", "depense"))
        total = ("Total sur un an", "", "", "", _euros(prevu), _euros(depense))
        self.add(Bloc("titre", titre))
        self.add(
            Bloc(
                "tableau",
                entetes=("Poste", "ETP", "Coût horaire ou part", "Heures par an", "Prévu", "Dépensé"),
                largeurs=(28, 8, 16, 12, 18, 18),
                lignes=(*rows, total),
                chiffres=True,
            )
        )

    def parties(self, titre: str) -> None:
        """Add who takes part, with their roles."""
        parties = [
            (
                partie["nom"] or partie["partenaire"] or "",
                _parts(partie["nom"] and partie["partenaire"], partie["roles"]),
            )
            for partie in self.liste("parties_prenantes")
        ]
        if parties:
            self.add(Bloc("titre", titre))
            self.add(Bloc("lignes", lignes=tuple(parties)))

    def demarche(self) -> str:
        """Return the five phases, the one that runs, the turn."""
        lines = []
        for phase in PhaseDemarche:
            if texte := self.texte(f"demarche.{phase.value}"):
                lines.append(f"{phase.label} : {texte}")
        code, tour = self.texte("demarche.phase"), self.texte("demarche.tour")
        if code:
            lines.append(f"Phase en cours : {PhaseDemarche(code).label}")
        if tour:
            lines.append(f"Tour de la démarche : {tour}")
        return "\n".join(lines)

    def porteurs(self) -> str:
        """Return who carries the action, with their roles."""
        lines = []
        for porteur in self.liste("porteurs"):
            nom = _parts(porteur["nom"], porteur["conseiller"], sep=" · ")
            lines.append(f"{nom} ({porteur['role']})" if nom and porteur["role"] else nom or porteur["role"])
        return "\n".join(lines)

    def risques(self) -> None:
        """Add the risks."""
        rows = tuple(
            (risque["libelle"], _niveau(risque["probabilite"]), _niveau(risque["gravite"]), risque["parade"])
            for risque in self.liste("risques")
        )
        if rows:
            self.add(Bloc("titre", "Risques"))
            entetes = ("Ce qui peut arriver", "Probabilité", "Gravité", "Ce qui est prévu")
            self.add(Bloc("tableau", entetes=entetes, largeurs=(34, 14, 12, 40), lignes=rows))

    def tableau_etapes(self, *suites: tuple[str, ...]) -> None:
        """Add the steps, and rows that follow them under the same columns."""
        self.add(
            Bloc(
                "tableau",
                "Démarche",
                entetes=("Les étapes successives de l’action", "Quoi ?", "Quand ?", "Qui ?", "Comment ?"),
                largeurs=(18, 23, 16, 16, 27),
                lignes=(*self.etapes(), *suites),
            )
        )

    def evaluation(self) -> tuple[str, ...]:
        """Return the row of the evaluation, its indicateurs in the last cell."""
        quoi, quand, qui, comment = (self.texte(f"evaluation.{nom}") for nom in ("quoi", "quand", "qui", "comment"))
        comment = "\n".join(part for part in (comment, self.indicateurs(deja=f"{quoi}\n{comment}")) if part)
        return ("Évaluation, résultats, suivi", quoi, quand, qui, comment)

    def perspectives(self) -> tuple[str, ...]:
        """Return the row of the perspectives."""
        detail = (self.texte(f"perspectives_detail.{nom}") for nom in ("quand", "qui", "comment"))
        return ("Perspectives, évolutions", self.texte("perspectives"), *detail)

    # --- The rest ----------------------------------------------------------------------------------

    def complements(self) -> None:
        """Add what the template had no place for."""
        before = len(self.blocs)
        if "etapes" not in self.dits and self.document["etapes"]:
            self.tableau_etapes()
        if not {"evaluation.quoi", "criteres"} <= self.dits:
            row = self.evaluation()
            libelles = ("Qu’évalue-t-on ?", "Quand ?", "Qui ?", "Comment ? Indicateurs")
            self.definitions("Évaluation", tuple(zip(libelles, row[1:], strict=True)))
        if "perspectives" not in self.dits:
            row = self.perspectives()
            libelles = ("Perspectives", "Quand ?", "Qui ?", "Comment ?")
            self.definitions("Perspectives, évolutions", tuple(zip(libelles, row[1:], strict=True)))
        self.definitions(
            "Autres rubriques", tuple((libelle, read(self)) for cle, libelle, read in _RESTE if cle not in self.dits)
        )
        if "parties_prenantes" not in self.dits:
            self.parties("Parties prenantes et rôles")
        if "budget" not in self.dits:
            self.budget()
        self.risques()
        self.rubrique("À ranger", "\n".join(self.document["a_ranger"]))
        if len(self.blocs) > before:
            self.blocs.insert(before, Bloc("titre", "Compléments"))

    def definitions(self, titre: str, lignes: tuple[tuple[str, str], ...]) -> None:
        """Add the rows that hold something, under a title."""
        kept = tuple(ligne for ligne in lignes if ligne[1])
        if kept:
            self.add(Bloc("titre", titre))
            self.add(Bloc("lignes", lignes=kept))


def _plain(cle: str) -> Callable[[_Composition], str]:
    return lambda page: page.texte(cle)


_RESTE: tuple[tuple[str, str, Callable[[_Composition], str]], ...] = (
    ("objectif", "Objectif", _plain("objectif")),
    ("resume", "Résumé de l’action", _plain("resume")),
    ("calendrier", "Calendrier de l’action", _Composition.calendrier),
    ("recurrence", "Récurrence", _Composition.recurrence),
    ("coordonne", "Qui coordonne ?", lambda page: page.avec_noms("coordonne", "coordinateurs")),
    ("realise", "Qui réalise ?", _plain("realise")),
    ("partenaires", "Partenaires", lambda page: page.avec_noms("partenaires", "partenaires_lies")),
    ("lieux", "Lieux", lambda page: page.noms("lieux", "")),
    ("constat", "Constat", _plain("constat")),
    ("finalite", "Finalité", _plain("finalite")),
    ("public_cible", "Public visé", _plain("public_cible")),
    ("implantation", "Implantation", _plain("implantation")),
    ("pilotage", "Pilotage", _plain("pilotage")),
    ("intentions", "Intentions", _plain("intentions")),
    ("description", "Description", _plain("description")),
    ("resultats", "Résultats attendus", _plain("resultats")),
    ("duree_projet", "Durée du projet", _plain("duree_projet")),
    ("duree_action", "Durée de l’action", _plain("duree_action")),
    ("preparation", "Préparation", _plain("preparation")),
    ("type_participation", "Type de participation", lambda page: _participation(page)),
    ("champs_action", "Champ d’action", lambda page: page.noms("champs_action", "")),
    ("porteurs", "Porteurs du projet", _Composition.porteurs),
    ("besoins_materiels", "Besoins matériels", _plain("besoins_materiels")),
    ("contacts", "Contacts", _plain("contacts")),
    ("demarche.reflexion", "Démarche cyclique", _Composition.demarche),
    ("vigilance", "Points de vigilance", lambda page: page.new_lines("vigilance")),
)


# --- The three templates ---------------------------------------------------------------------------


def _moulins(page: _Composition) -> None:
    lignes = (
        ("Objectif", page.texte("objectif")),
        ("Calendrier de l’action", page.calendrier()),
        ("Résumé de l’action", page.texte("resume")),
        ("Qui coordonne ?", page.avec_noms("coordonne", "coordinateurs")),
        ("Qui réalise ?", page.texte("realise")),
        ("Partenaire(s) associé(s) à l’action", page.avec_noms("partenaires", "partenaires_lies")),
        ("Récurrence", page.recurrence()),
    )
    page.add(Bloc("lignes", lignes=lignes))
    page.tableau_etapes(page.evaluation(), page.perspectives())


def _technowest(page: _Composition) -> None:
    page.criteres_dits = {critere["libelle"] for critere in page.document["criteres"] if critere["determinant"]}
    determinants = "\n".join(c["libelle"] for c in page.document["criteres"] if c["determinant"])
    lignes = (
        ("Type d’action", page.recurrence()),
        ("Durée du projet", page.texte("duree_projet")),
        ("Durée de l’action", page.texte("duree_action")),
        ("Préparation", page.texte("preparation")),
        ("Porteurs du projet", page.porteurs()),
        ("Participants cibles", page.texte("public_cible")),
        ("Type de participation", _participation(page)),
        ("Critères déterminants", determinants),
        ("Champ d’action", page.noms("champs_action", "")),
        ("Contact", page.texte("contacts")),
    )
    page.add(Bloc("lignes", lignes=lignes))
    page.rubrique("Objectifs", page.texte("objectif"))
    page.rubrique("Intentions", page.texte("intentions"))
    page.parties("Parties prenantes et rôles")
    page.rubrique("Besoins matériels", page.texte("besoins_materiels"))
    page.rubrique("Résultats", page.texte("resultats"))
    demarche = page.demarche()
    page.rubrique("Description", "\n".join(part for part in (page.texte("description"), demarche) if part))


def _arml(page: _Composition) -> None:
    page.rubrique("Constat", page.texte("constat"))
    page.rubrique("Objectif", page.texte("objectif"))
    page.rubrique("Résumé de l’action", page.texte("resume"))
    page.rubrique("Finalité", page.texte("finalite"))
    page.rubrique("Cible", page.texte("public_cible"))
    page.rubrique("Implantation", page.avec_noms("implantation", "lieux"))
    page.rubrique("Description", page.texte("description"))
    page.rubrique("Pilotage", page.texte("pilotage"))
    page.rubrique("Partenaires", page.avec_noms("partenaires", "partenaires_lies"))
    page.rubrique("Résultats attendus", page.texte("resultats"))
    page.budget()
    page.rubrique("Contact", page.texte("contacts"))


_MODELES: dict[ModeleFiche, Callable[[_Composition], None]] = {
    ModeleFiche.MOULINS: _moulins,
    ModeleFiche.TECHNOWEST: _technowest,
    ModeleFiche.ARML: _arml,
}


# --- Words -----------------------------------------------------------------------------------------


def _participation(page: _Composition) -> str:
    code = page.texte("type_participation")
    return str(TypeParticipation(code).label) if code else ""


def _niveau(code: str) -> str:
    return str(NiveauRisque(code).label) if code else ""


def _jour(iso: str) -> str:
    return f"{datetime.date.fromisoformat(iso):%d/%m/%Y}"


def _cible(indicateur: Document) -> str:
    if indicateur["cible"] is None:
        return ""
    sens = "au plus" if indicateur["sens_cible"] == "au_plus" else "au moins"
    return f" (cible : {sens} {_nombre(indicateur['cible'])}{signe_of(indicateur['mesure'])})"


def _nombre(valeur: str | None) -> str:
    return nombre(Decimal(valeur)) if valeur is not None else ""


def _euros(valeur: str | Decimal | None) -> str:
    return f"{nombre(Decimal(valeur), 2)}\u00a0€" if valeur is not None else ""


def _part(ligne: Document) -> str:
    return f"{_nombre(ligne['taux'])}\u00a0% des postes" if ligne["taux"] is not None else ""


def _parts(*parts: str | None, sep: str = "\n") -> str:
    return sep.join(part for part in parts if part)
