"""What moved between two contents of one bilan: figures, targets and states, each with where it is read and why."""

import datetime
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from commun.dates import Periode
from commun.templatetags.ml import nombre
from evaluation.bilans.canonique import dump
from evaluation.bilans.lecture import fiches_de, indicateurs_de
from evaluation.bilans.presentation.mots import date_en_lettres, decimal, jour, texte_resultat
from evaluation.bilans.presentation.plan import ETATS_ETAPE, titre_fiche
from evaluation.bilans.raisons import INCONNUE, LIE, Raison
from evaluation.moteur import RETENUE, Demande

ABSENT, DISPARU = "absent du bilan", "n’existe plus"
# A line of a breakdown that hides small numbers comes and goes with the number of others.
PAS_ECRITE, PLUS_ECRITE = "pas écrite dans le bilan", "n’est plus écrite"
RECRITE = ", dit autrement ou avec d’autres citations"
FORMAT_DES_APPRECIATIONS = 3


@dataclass(frozen=True)
class Lue:
    """One figure or state of a content: how it is said, and by which definition it was counted."""

    texte: str
    demande: Demande | None = None
    version: int | None = None
    retenue: str = ""  # the reading of a word that has several, as it was picked
    genre: str = "chiffre"
    # What is not said in a line and changes all the same: the text of an appreciation, its quotations.
    marque: str = ""
    objet: str = ""


@dataclass(frozen=True)
class Ecart:
    """A figure that is not today what it was when it was frozen, and why."""

    ou: str
    quoi: str
    fige: str
    aujourdhui: str
    raisons: tuple[Raison, ...] = field(default=(), compare=False)


Enqueteur = Callable[[Demande], list[Raison]]
Relecteur = Callable[[str, str], list[Raison]]


def _nobody(_genre: str, _indicateur: str) -> list[Raison]:
    return []


def compare(fige: str, nouveau: str, *, enqueter: Enqueteur, relire: Relecteur = _nobody) -> list[Ecart]:
    """Return what differs, in the order of the frozen content; what is new comes after the rest of its part."""
    brut = json.loads(fige)
    avant, apres = dict(_figures(brut)), dict(_figures(json.loads(nouveau)))
    if brut["format"] < FORMAT_DES_APPRECIATIONS:
        apres = {cle: lue for cle, lue in apres.items() if lue.genre != "appreciation"}
    ecarts = []
    connues: dict[Demande, list[Raison]] = {}

    def enqueter_une_fois(demande: Demande) -> list[Raison]:
        if demande not in connues:
            connues[demande] = enqueter(demande)
        return connues[demande]

    rangs = {ou: rang for rang, (ou, *_) in reversed(list(enumerate({**avant, **apres})))}
    for cle in sorted({**avant, **apres}, key=lambda cle: rangs[cle[0]]):
        alors, maintenant = avant.get(cle), apres.get(cle)
        if alors is None or maintenant is None or (alors.texte, alors.marque) != (maintenant.texte, maintenant.marque):
            ou, quoi, _rang = cle
            raisons = tuple(_raisons(alors, maintenant, enqueter_une_fois, relire))
            ecarts.append(Ecart(ou, quoi, *_words(alors, maintenant), raisons))
    return ecarts


def _words(alors: Lue | None, maintenant: Lue | None) -> tuple[str, str]:
    """Return what was read, and what is read today."""
    ligne = "ligne" in (alors.genre if alors else "", maintenant.genre if maintenant else "")
    fige = alors.texte if alors else PAS_ECRITE if ligne else ABSENT
    dit = maintenant.texte if maintenant else PLUS_ECRITE if ligne else DISPARU
    return fige, dit + RECRITE if dit == fige else dit


def _raisons(alors: Lue | None, maintenant: Lue | None, enqueter: Enqueteur, relire: Relecteur) -> Iterator[Raison]:
    """Yield the reasons of one change, those of the plan and of the definitions first."""
    connue = maintenant or alors
    if (alors is None or maintenant is None) and connue is not None and connue.genre == "ligne":
        yield Raison("regroupement", REGROUPEE)
        yield from map(_de_la_repartition, enqueter(connue.demande) if connue.demande else ())
        return
    if alors is None:
        yield Raison("plan", "Ajouté au plan d’action depuis le figeage.")
        return
    if maintenant is None:
        yield Raison("plan", "Retiré du plan d’action, ou renommé, depuis le figeage.")
        return
    if alors.genre in ("appreciation", "cible"):
        yield from relire(alors.genre, maintenant.objet)
        return
    if alors.genre in _MOTS_DU_PLAN:
        yield Raison("plan", _MOTS_DU_PLAN[alors.genre])
        return
    nouvelles = list(_definitions(alors, maintenant))
    yield from nouvelles
    if alors.demande and maintenant.demande and alors.demande != maintenant.demande:
        yield Raison("plan", "Les filtres ou les paramètres de l’indicateur ont été changés.")
    elif maintenant.demande is not None:
        # Beside a new definition, that the cause was not found would be one word too many.
        vagues = (INCONNUE, LIE) if nouvelles else ()
        retenues = (raison for raison in enqueter(maintenant.demande) if raison.code not in vagues)
        yield from map(_de_la_repartition, retenues) if maintenant.genre == "ligne" else retenues


def _de_la_repartition(raison: Raison) -> Raison:
    """Say that the records are those of every line: a content does not keep what its lines are called in the base."""
    return replace(raison, texte=raison.texte.replace(DEUX_POINTS, f", dans toute la répartition{DEUX_POINTS}", 1))


def _definitions(alors: Lue, maintenant: Lue) -> Iterator[Raison]:
    """Yield what is defined otherwise: the measure itself, or the reading picked of its word."""
    if alors.version != maintenant.version:
        texte = f"Nouvelle définition de la mesure : version {alors.version}, puis {maintenant.version}."
        yield Raison("definition", texte)
    if alors.retenue and alors.retenue != maintenant.retenue:
        yield Raison("definition", f"Autre définition retenue depuis le figeage : {maintenant.retenue}")


DEUX_POINTS = " : "
REGROUPEE = "De nouveaux faits, ou plus aucun, ou de petits nombres regroupés autrement pour ne désigner personne."
_MOTS_DU_PLAN = {
    "etape": "L’étape a été avancée, reportée ou corrigée dans le plan d’action.",
    "statut": "L’état de la fiche-action a changé.",
}


def _figures(contenu: dict[str, Any]) -> Iterator[tuple[tuple[str, str, int], Lue]]:
    """Yield every figure and state of a content with where it is read; namesakes are told apart by their rank."""
    seen: Counter[tuple[str, str]] = Counter()
    for (ou, quoi), lue in _named_figures(contenu):
        seen[ou, quoi] += 1
        yield (ou, quoi, seen[ou, quoi]), lue


def _named_figures(contenu: dict[str, Any]) -> Iterator[tuple[tuple[str, str], Lue]]:
    """Yield every figure with its names."""
    definitions = {definition["cle"]: definition for definition in contenu["definitions"]}
    periode = Periode(*(datetime.date.fromisoformat(contenu["bilan"][cle]) for cle in ("debut", "arrete_au")))

    def lue(fige: dict[str, Any], unite: str, mesure: str, genre: str = "chiffre") -> Lue:
        ecrite = definitions.get(mesure, {})
        demande, retenue = Demande.make(mesure, periode), ecrite.get("retenue", "")
        return Lue(texte_resultat(fige, unite), demande, ecrite.get("version"), retenue, genre)

    for chiffre in contenu["public"]["chiffres"]:
        yield ("Le public", chiffre["libelle"]), lue(chiffre, chiffre["unite"], chiffre["mesure"])
    for ventilation in contenu["public"]["ventilations"]:
        for ligne in ventilation["lignes"]:
            chiffre = lue(ligne, ventilation["unite"], ventilation["mesure"], "ligne")
            yield (ventilation["titre"], ligne["libelle"]), chiffre
    for fiche in fiches_de(contenu):
        ou = titre_fiche(fiche)
        yield (ou, "État"), Lue(fiche["statut_libelle"], genre="statut")
        for etape in fiche["etapes"]:
            nom = f"Étape {etape['ordre']}, {etape['titre']}".rstrip(", ")
            yield (ou, nom), Lue(ETATS_ETAPE[etape["etat"]][0].lower(), genre="etape")
        for indicateur in indicateurs_de(fiche):
            cible = decimal(indicateur["cible"])
            texte = "aucune" if cible is None else nombre(cible)
            yield (ou, f"Cible : {indicateur['libelle']}"), Lue(texte, genre="cible", objet=indicateur["id"])
            if indicateur["mesure"]:
                yield (ou, indicateur["libelle"]), _lue_indicateur(indicateur, periode)
            elif "appreciation" in indicateur:
                yield (ou, indicateur["libelle"]), _lue_appreciation(indicateur)


def _lue_indicateur(indicateur: dict[str, Any], periode: Periode) -> Lue:
    """Return the figure of an indicateur; a content of the first format does not say its filters."""
    demande = None
    if "demande" in indicateur:
        liaison = indicateur["demande"]
        demande = Demande.make(indicateur["mesure"], periode, liaison["filtres"], liaison["parametres"])
    texte = texte_resultat(indicateur["resultat"], indicateur["unite"])
    retenue = indicateur["filtres"].partition(f"{RETENUE} : ")[2]  # said last
    return Lue(texte, demande, indicateur["mesure_version"], retenue)


def _lue_appreciation(indicateur: dict[str, Any]) -> Lue:
    """Return what people concluded: its state and its day in words, the rest as a mark."""
    lue = indicateur["appreciation"]
    texte = f"{lue['etat_libelle'].lower()}, {date_en_lettres(jour(lue['jour']))}" if lue else "pas encore apprécié"
    return Lue(texte, genre="appreciation", marque=dump(lue), objet=indicateur["id"])
