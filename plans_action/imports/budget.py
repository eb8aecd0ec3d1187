"""
The budget of a Word document, read line by line: posts (ETP, hours, hourly cost), overheads, equipment, total.

A row is placed only when everything it says has a place: its words stay in the label of the line, its numbers in the
fields. What the arithmetic of the house does not confirm keeps the amount that its authors wrote. The other rows stay
to be placed, as they are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from plans_action.choix import NatureBudget
from plans_action.imports.vocabulaire import normalise
from plans_action.montants import Poste, compute_prevus

SEPARATEUR = " | "
LIBELLE = 200
# Above, somebody typed a telephone number; the same bounds as the columns of the database.
BORNES = {"etp": 999, "heures": 999_999, "cout_horaire": 999_999, "taux": 999, "prevu": 9_999_999_999}
BORNES["depense"] = BORNES["prevu"]
_NOMBRE = r"\d[\d\s.,]*"
_CASE = re.compile(rf"(?P<nombre>{_NOMBRE}?)\s*(?P<unite>[^\d\s.,].*)?")
_DANS_UN_TEXTE = {
    "cout_horaire": re.compile(rf"({_NOMBRE}?)\s*(?:€|euros?)\s*(?:/\s*h|de l.heure|par heure|l.heure)", re.IGNORECASE),
    "etp": re.compile(rf"({_NOMBRE}?)\s*(?:etp\b|[ée]quivalents?[ -]temps[ -]pleins?\b)", re.IGNORECASE),
    "heures": re.compile(rf"({_NOMBRE}?)\s*(?:h\b|heures?\b)", re.IGNORECASE),
    "taux": re.compile(rf"({_NOMBRE}?)\s*%"),
}
_MONTANT = re.compile(rf"({_NOMBRE}?)\s*(?:€|euros?\b)(?!\s*(?:/\s*h|de l.heure|par heure|l.heure))", re.IGNORECASE)
_UNITES = (
    ("cout_horaire", r"(?:€|euros?|eur) ?(?:/|par|de l.|l.) ?h(?:eure)?\b.*"),
    ("prevu", r"(?:€|euros?|eur)(?: ?(?:/|par) ?an)?"),
    ("taux", r"%(?: des postes)?"),
    ("etp", r"etp"),
    ("heures", r"(?:h|heures?)(?: ?(?:/|par) ?an)?"),
)
_COLONNES = (
    ("cout_horaire", r"(?:cout|taux|tarif|prix) horaire|euros? (?:par |l |de l )?heure|euros h\b|cout .*\bheure\b"),
    ("depense", r"depense$|realise$|montant (?:depense|realise)"),
    ("etp", r"\betp\b|equivalents? temps pleins?"),
    ("heures", r"\bheures?\b|volume horaire"),
    ("taux", r"%|pourcentage|taux|quote part|^part$"),
    ("prevu", r"montant|total|cout|prevus?$|euros|budget|somme"),
    ("libelle", r"^(?:postes?|nature|intitules?|libelles?|designation|objet|depenses?|charges|lignes?|rubriques?)\b"),
)
_TOTAL = re.compile(r"total(?: (?:annuel|general|sur un an|par an|an|projet|du projet|budget|en euros|des depenses))*")
_MATERIEL = re.compile(
    r"\b(?:achats?|materiels?|equipements?|ordinateurs?|telephones?|fournitures?|vehicules?|mobilier|location)\b"
)


@dataclass
class BudgetLu:
    """What became of a text: lines of a budget, and what stays to be placed."""

    lignes: list[dict[str, Any]] = field(default_factory=list)
    reste: list[str] = field(default_factory=list)


@dataclass
class _Rangee:
    """One row being read."""

    texte: str
    libelle: str
    nombres: dict[str, Decimal] = field(default_factory=dict)

    def poste(self, nature: str) -> Poste:
        """Return what its amount is computed from."""
        n = self.nombres
        return Poste(
            nature, n.get("prevu", Decimal(0)), n.get("etp"), n.get("heures"), n.get("cout_horaire"), n.get("taux")
        )


def read_budget(texte: str) -> BudgetLu:
    """Return the lines that a table or sentences say, and the text of what is none."""
    lu = BudgetLu()
    colonnes: list[str] = []
    entetes: list[str] = []
    rangees: list[_Rangee] = []
    totaux: list[_Rangee] = []
    for ligne in filter(str.strip, texte.split("\n")):
        cases = [case.strip() for case in ligne.split(SEPARATEUR.strip())]
        if len(cases) > 1 and (roles := roles_of(cases)):
            lu.reste += _unused(entetes, colonnes)
            colonnes, entetes = roles, cases
            continue
        rangee = _row(cases, colonnes, entetes) if len(cases) > 1 else _sentence(ligne.strip())
        if rangee is None:
            lu.reste.append(_words(cases))
        elif _TOTAL.fullmatch(normalise(rangee.libelle)):
            totaux.append(rangee)
        else:
            rangees.append(rangee)
    lu.reste += _unused(entetes, colonnes)
    natures = _natures(rangees)
    lu.lignes = [_line(rangee, nature) for rangee, nature in zip(rangees, natures, strict=True)]
    lu.reste += [total.texte for total in totaux if not _is_said(total, rangees, natures)]
    return lu


def roles_of(cases: Sequence[str]) -> list[str]:
    """Return what each column holds when a row is one of titles that a budget has; "" is a column of another kind."""
    if any(_number_and_unit(case)[0] is not None for case in cases):
        return []
    roles: list[str] = []
    for rang, case in enumerate(cases):
        mots = normalise(case.replace("€", " euros ").replace("%", " pourcentage "))
        connues = reversed(_COLONNES) if rang == 0 else _COLONNES
        trouve = next((role for role, modele in connues if mots and re.search(modele, mots)), "")
        # « Total des heures » after « Réunions, en heures »: the last of two says what the others come to.
        if trouve in roles:
            roles[roles.index(trouve)] = f"{trouve} en détail"
        roles.append(trouve or ("libelle" if rang == 0 and not mots else ""))
    if "libelle" not in roles:
        if roles[0]:
            return []
        roles[0] = "libelle"
    chiffres = [role for role in roles if role in BORNES]
    return roles if len(chiffres) >= 2 or chiffres == ["prevu"] else []


def is_budget(rangees: Sequence[Sequence[str]]) -> bool:
    """Tell whether a table without a heading is a budget: its first row names amounts and what they come from."""
    roles = roles_of(rangees[0]) if rangees and len(rangees[0]) > 2 else []
    return "prevu" in roles and bool({"cout_horaire", "heures", "etp"} & set(roles))


def _row(cases: list[str], colonnes: list[str], entetes: list[str]) -> _Rangee | None:
    """Return a row of a table whose every cell has a place; None for any other."""
    cases = [*cases, *[""] * (len(colonnes) - len(cases))]  # the empty cells at the end of a row
    roles = colonnes if len(colonnes) == len(cases) else ["libelle", *[""] * (len(cases) - 1)]
    rangee = _Rangee(_words(cases), cases[roles.index("libelle")])
    details: list[tuple[str, Decimal]] = []
    for rang, (case, role) in enumerate(zip(cases, roles, strict=True)):
        if not case or role == "libelle":
            continue
        nombre, unite = _number_and_unit(case)
        cle = unite or role.removesuffix(" en détail")
        if unite == "prevu" and role in ("depense", "cout_horaire"):  # euros too
            cle = role
        if nombre is None or cle not in BORNES or nombre > BORNES[cle]:
            if role or not entetes or len(colonnes) != len(cases):
                return None
            rangee.libelle += f" ({entetes[rang]} : {case})"
        elif role.endswith("en détail"):
            details.append((cle, nombre))
        elif cle in rangee.nombres:
            return None
        else:
            rangee.nombres[cle] = nombre
    if any(rangee.nombres.setdefault(cle, nombre) != nombre for cle, nombre in details):
        return None
    return _completed(rangee, ("etp", "taux"))


def _sentence(texte: str) -> _Rangee | None:
    """Return a line of text that ends with its amount, such as « Frais de fonctionnement, 30 % : 15 561 € »."""
    montants = list(_MONTANT.finditer(texte))
    if len(montants) != 1 or (montant := _decimal(montants[0][1])) is None or montant > BORNES["prevu"]:
        return None
    apres = normalise(texte[montants[0].end() :])
    libelle = texte[: montants[0].start()].strip(" \t:=–—-.…•*")
    if apres not in ("", "par an", "an", "annuel", "ttc") or not libelle:
        return None
    return _completed(_Rangee(texte, libelle, {"prevu": montant}), tuple(_DANS_UN_TEXTE))


def _completed(rangee: _Rangee, cles: tuple[str, ...]) -> _Rangee | None:
    """Return the row with the numbers that its label says; None when it has no amount or does not fit its fields."""
    for cle in cles:
        trouves = _DANS_UN_TEXTE[cle].findall(rangee.libelle)
        nombre = _decimal(trouves[0]) if len(trouves) == 1 else None
        if nombre is not None and nombre <= BORNES[cle]:
            rangee.nombres.setdefault(cle, nombre)
    rangee.libelle = " ".join(rangee.libelle.split())
    has_amount = "prevu" in rangee.nombres or {"heures", "cout_horaire"} <= set(rangee.nombres)
    return rangee if rangee.libelle and len(rangee.libelle) <= LIBELLE and has_amount else None


def _natures(rangees: list[_Rangee]) -> list[str]:
    """Return the kind of each line: a computed one only when it comes to the amount that its authors wrote."""
    natures = [_nature(rangee) for rangee in rangees]
    for cherchee in (NatureBudget.POSTE, NatureBudget.CHARGES):
        prevus = compute_prevus([rangee.poste(nature) for rangee, nature in zip(rangees, natures, strict=True)])
        for rang, (rangee, prevu) in enumerate(zip(rangees, prevus, strict=True)):
            if natures[rang] == cherchee and rangee.nombres.get("prevu", prevu) != prevu:
                natures[rang] = NatureBudget.MONTANT
    return natures


def _nature(rangee: _Rangee) -> str:
    if "cout_horaire" in rangee.nombres and {"heures", "etp"} & set(rangee.nombres):
        return NatureBudget.POSTE
    if "taux" in rangee.nombres:
        return NatureBudget.CHARGES
    return NatureBudget.MATERIEL if _MATERIEL.search(normalise(rangee.libelle)) else NatureBudget.MONTANT


def _line(rangee: _Rangee, nature: str) -> dict[str, Any]:
    """Return the fields of a line; the share of a line whose amount is not computed from it stays in its label."""
    nombres: dict[str, Any] = {cle: format(valeur, ".2f") for cle, valeur in rangee.nombres.items()}
    if nature != NatureBudget.CHARGES and "taux" in nombres:
        taux = nombres.pop("taux")
        if not _DANS_UN_TEXTE["taux"].search(rangee.libelle):
            rangee.libelle += f" ({taux.removesuffix('.00').replace('.', ',')} %)"
    return {"libelle": rangee.libelle, "nature": str(nature), "prevu": "0.00", "depense": "0.00", **nombres}


def _is_said(total: _Rangee, rangees: list[_Rangee], natures: list[str]) -> bool:
    """Tell whether a total says nothing more than the sum of the lines: the application prints it."""
    prevus = compute_prevus([rangee.poste(nature) for rangee, nature in zip(rangees, natures, strict=True)])
    sommes = {cle: sum((rangee.nombres.get(cle, Decimal(0)) for rangee in rangees), Decimal(0)) for cle in BORNES}
    sommes["prevu"] = sum(prevus, Decimal(0))
    return all(sommes[cle] == valeur for cle, valeur in total.nombres.items())


def _unused(entetes: list[str], colonnes: list[str]) -> list[str]:
    """Return the titles of columns of another kind: their cells name them, unless they are all empty."""
    return [f"Colonne « {entete} »" for entete, role in zip(entetes, colonnes, strict=True) if entete and not role]


def _words(cases: Sequence[str]) -> str:
    return SEPARATEUR.join(case for case in cases if case)


def _number_and_unit(case: str) -> tuple[Decimal | None, str]:
    """Return the number of a cell and the field that its unit says; None when the cell says something else."""
    trouve = _CASE.fullmatch(case)
    if trouve is None:
        return None, ""
    unite = " ".join((trouve["unite"] or "").lower().split())
    cle = next((cle for cle, modele in _UNITES if unite and re.fullmatch(modele, unite)), "")
    return (_decimal(trouve["nombre"]) if cle or not unite else None), cle


def _decimal(texte: str) -> Decimal | None:
    """Return a number as written in French, « 1 820 », « 28,50 », « 1.158,80 »; None when it is no number, or finer."""
    nu = re.sub(r"\s", "", texte).rstrip(".,")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", nu):
        nu = nu.replace(".", "")
    nu = nu.replace(",", ".")
    return Decimal(nu) if re.fullmatch(r"[0-9]{1,10}(?:\.[0-9]{1,2})?", nu) else None
