"""The page of the cohorts: those who entered over a period, three, six and twelve months later; the way in by place."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from commun import graphiques
from commun.dates import Periode
from commun.mesures import DemandeInvalide, Mesure, registre
from commun.templatetags.ml import nombre
from evaluation import secret
from evaluation.chiffres import MASQUE, Regard
from evaluation.moteur import Demande, LigneVentilation, Resultat, calculer, definition_of, ventiler_ensemble

TERMES = (3, 6, 12)
TERMES_EN_MOTS = [f"Après {mois} mois" for mois in TERMES]
DEPARTS = {"accueil": ("Premier accueil", ""), "regroupement": ("Entrée dans un regroupement", "_regroupement")}
ETAPES = ("entonnoir_contacts", "entonnoir_accueils", "entonnoir_suivis")


@dataclass(frozen=True)
class Part:
    """A share of a cohort at each term."""

    mesure: Mesure
    textes: list[str]
    rapports: list[str]
    raison: str

    @property
    def cases(self) -> list[tuple[str, str, str]]:
        """Return the name of each term, the share then, and what it is the share of."""
        return list(zip(TERMES_EN_MOTS, self.textes, self.rapports, strict=True))


@dataclass(frozen=True)
class Cohorte:
    """A cohort: how many, and what became of them at each term."""

    mesure: Mesure
    effectif: str
    termes: list[str]
    lignes: list[tuple[str, list[str]]]
    parts: list[Part]
    svg: SafeString | str
    definition: str
    masquees: int


def cohorte(
    depart: str, periode: Periode, filtres: dict[str, list[str]], *, regard: Regard, arrete_au: datetime.date
) -> Cohorte:
    """Return a cohort as a reader may see it."""
    suffixe = DEPARTS[depart][1]
    situations, sorties, retention = (
        registre.get(f"cohorte_{nom}{suffixe}") for nom in ("situations", "sorties", "retention")
    )

    def ask(mesure: Mesure, mois: int) -> Demande:
        return Demande.make(mesure.cle, periode, filtres, {"mois": mois})

    memoire: dict[Any, Any] = {}
    resultats = calculer(
        [ask(mesure, mois) for mesure in (situations, sorties, retention) for mois in TERMES],
        arrete_au=arrete_au,
        memoire=memoire,
    )
    tables = [
        _table(ask(situations, mois), arrete_au, memoire) if resultats[ask(situations, mois)].is_mesure else []
        for mois in TERMES
    ]
    effectif = resultats[ask(situations, TERMES[0])]
    caches = set() if regard.exact else _caches(tables, effectif)
    return Cohorte(
        mesure=situations,
        effectif=MASQUE if "total" in caches else regard.texte(effectif, situations),
        termes=TERMES_EN_MOTS,
        lignes=_lignes(tables, caches),
        parts=[
            _part(mesure, [resultats[ask(mesure, mois)] for mois in TERMES], regard, bool(caches))
            for mesure in (sorties, retention)
        ],
        svg=_dessin(tables, caches, situations),
        definition=_definition(ask(sorties, TERMES[0]), memoire),
        masquees=len(caches),
    )


def _table(demande: Demande, arrete_au: datetime.date, memoire: dict[Any, Any]) -> list[LigneVentilation]:
    """Return the situations at one term."""
    lignes = ventiler_ensemble([demande], "situation_au_terme", arrete_au=arrete_au, memoire=memoire)
    return [LigneVentilation(ligne.cle, ligne.libelle, ligne.resultats[0]) for ligne in lignes if ligne.resultats[0]]


def _definition(demande: Demande, memoire: dict[Any, Any]) -> str:
    try:
        retenue = definition_of(demande, memoire)
    except DemandeInvalide as refus:
        return str(refus)
    return retenue.en_mots if retenue else ""


def _caches(tables: Sequence[Sequence[LigneVentilation]], effectif: Resultat) -> set[Any]:
    """Return the cells to hide: at each term, the lines add up to the same number of people."""
    cellules: dict[Any, tuple[Decimal]] = {
        (rang, colonne): (ligne.resultat.valeur or Decimal(0),)
        for colonne, table in enumerate(tables)
        for rang, ligne in enumerate(table)
    }
    sommes: list[Any] = [
        ("total", [(rang, colonne) for rang in range(len(table))]) for colonne, table in enumerate(tables) if table
    ]
    cellules["total"] = (effectif.valeur or Decimal(0),)
    return secret.proteger(cellules, sommes, connues=["total"])


def _lignes(tables: Sequence[Sequence[LigneVentilation]], caches: set[Any]) -> list[tuple[str, list[str]]]:
    """Return the situations that somebody has at some term, « Pas encore observable » and the unknown always."""
    if not all(tables):
        return []
    lignes = []
    for rang, memes in enumerate(zip(*tables, strict=True)):
        premier = memes[0]
        if any(ligne.resultat.valeur for ligne in memes) or premier.cle in (None, "attente"):
            textes = [
                MASQUE if (rang, colonne) in caches else nombre(ligne.resultat.valeur or 0)
                for colonne, ligne in enumerate(memes)
            ]
            lignes.append((premier.libelle, textes))
    return lignes


def _part(mesure: Mesure, resultats: list[Resultat], regard: Regard, sans_rapport: bool) -> Part:
    montrees = [regard.montree(resultat, mesure) for resultat in resultats]
    rapports = [
        f"{nombre(m.resultat.numerateur)} sur {nombre(m.resultat.denominateur)}"
        if m.resultat.denominateur and m.resultat.numerateur is not None and not m.masque and not sans_rapport
        else ""
        for m in montrees
    ]
    return Part(
        mesure, [m.texte(mesure) for m in montrees], rapports, next((r.raison for r in resultats if r.raison), "")
    )


def _dessin(tables: Sequence[Sequence[LigneVentilation]], caches: set[Any], mesure: Mesure) -> SafeString | str:
    """Draw the situations at the three terms; those not reached yet are in the table alone."""
    if not all(tables):
        return ""
    rangs = [
        rang
        for rang, memes in enumerate(zip(*tables, strict=True))
        if memes[0].cle != "attente" and any(ligne.resultat.valeur for ligne in memes)
    ]
    if not rangs:
        return ""
    return graphiques.barres_groupees(
        [tables[0][rang].libelle for rang in rangs],
        [
            (
                f"après {mois} mois",
                [None if (rang, n) in caches else tables[n][rang].resultat.valeur for rang in rangs],
            )
            for n, mois in enumerate(TERMES)
        ],
        titre=mesure.libelle,
        absent=MASQUE,
    )


# --- The way in, by place ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entonnoir:
    """From a contact to an accompaniment: the house, then place by place."""

    mesures: list[Mesure]
    totaux: list[str]
    lignes: list[tuple[str, list[str]]]
    svg: SafeString | str
    masquees: int


def entonnoir(periode: Periode, *, regard: Regard, arrete_au: datetime.date) -> Entonnoir:
    """Return how many of those met became first interviews, then accompanied, by place of the contact."""
    mesures = [registre.get(cle) for cle in ETAPES]
    demandes = [Demande.make(cle, periode) for cle in ETAPES]
    resultats = calculer(demandes, arrete_au=arrete_au)
    if not all(resultats[demande].is_mesure for demande in demandes):
        return Entonnoir(mesures, ["non mesuré"] * len(mesures), [], "", 0)
    table = ventiler_ensemble(demandes, "lieu", arrete_au=arrete_au)
    noms = {ligne.cle: ligne.libelle for ligne in table}
    valeurs = {
        ligne.cle: [resultat.valeur or Decimal(0) for resultat in ligne.resultats if resultat] for ligne in table
    }
    totaux = [resultats[demande].valeur or Decimal(0) for demande in demandes]
    caches = set() if regard.exact else _caches_entonnoir(valeurs, totaux)
    lignes = [
        (nom, [MASQUE if (cle, n) in caches else nombre(v) for n, v in enumerate(valeurs[cle])])
        for cle, nom in noms.items()
        if any(valeurs[cle]) or cle is None
    ]
    montres = [MASQUE if ("total", n) in caches else nombre(v) for n, v in enumerate(totaux)]
    points = [(mesure.libelle, None if ("total", n) in caches else totaux[n]) for n, mesure in enumerate(mesures)]
    return Entonnoir(
        mesures,
        montres,
        lignes,
        graphiques.barres(points, titre="Du contact à l’accompagnement", absent=MASQUE),
        len(caches),
    )


def _caches_entonnoir(valeurs: dict[Any, list[Decimal]], totaux: list[Decimal]) -> set[Any]:
    """
    Return the cells to hide: places make the total of a stage, and who went on or stopped make the stage before.

    The difference between two stages is a number of people too: it is a cell that nobody sees. The house's totals are
    figures of their own on other pages: hiding one here would protect no line.
    """
    lignes = {**valeurs, "total": totaux}
    cellules: dict[Any, tuple[Decimal]] = {(cle, n): (v,) for cle, row in lignes.items() for n, v in enumerate(row)}
    caches: set[Any] = set()
    sommes: list[Any] = [(("total", n), [(cle, n) for cle in valeurs]) for n in range(len(totaux))]
    for cle, row in lignes.items():
        for n in range(len(row) - 1):
            if secret.est_petit(row[n] - row[n + 1]):
                caches.add((cle, n + 1))
    # What a stage lost is few people: the next stage is treated as small itself.
    petites = {cle: ((Decimal(1),) if cle in caches else v) for cle, v in cellules.items()}
    return secret.proteger(petites, sommes, connues=[("total", n) for n in range(len(totaux))]) | caches
