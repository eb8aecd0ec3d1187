"""What moved between two contents of one bilan: figures, targets and states, each with where it is read and why."""

import datetime
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from commun.dates import Periode
from commun.templatetags.ml import nombre
from evaluation.bilans.canonique import dump
from evaluation.bilans.lecture import fiches_de, indicateurs_de
from evaluation.bilans.presentation.mots import date_en_lettres, decimal, jour, texte_resultat
from evaluation.bilans.presentation.plan import ETATS_ETAPE, titre_fiche
from evaluation.bilans.raisons import Raison
from evaluation.moteur import Demande

ABSENT, DISPARU = "absent du bilan", "n'existe plus"
RECRITE = ", dit autrement ou avec d’autres citations"
FORMAT_DES_APPRECIATIONS = 3


@dataclass(frozen=True)
class Lue:
    """One figure or state of a content: how it is said, and by which definition it was counted."""

    texte: str
    demande: Demande | None = None
    version: int | None = None
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
Relecteur = Callable[[str], list[Raison]]


def _nobody(_indicateur: str) -> list[Raison]:
    return []


def compare(fige: str, nouveau: str, *, enqueter: Enqueteur, relire: Relecteur = _nobody) -> list[Ecart]:
    """Return what differs, in the order of the frozen content, then what is new."""
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

    for cle in {**avant, **apres}:
        alors, maintenant = avant.get(cle), apres.get(cle)
        if alors is None or maintenant is None or (alors.texte, alors.marque) != (maintenant.texte, maintenant.marque):
            ou, quoi, _rang = cle
            raisons = tuple(_raisons(alors, maintenant, enqueter_une_fois, relire))
            dit = maintenant.texte if maintenant else DISPARU
            if alors and alors.texte == dit:
                dit += RECRITE
            ecarts.append(Ecart(ou, quoi, alors.texte if alors else ABSENT, dit, raisons))
    return ecarts


def _raisons(alors: Lue | None, maintenant: Lue | None, enqueter: Enqueteur, relire: Relecteur) -> Iterator[Raison]:
    """Yield the reasons of one change, those of the plan and of the definitions first."""
    if alors is None:
        yield Raison("plan", "Ajouté au plan d’action depuis le figeage.")
        return
    if maintenant is None:
        yield Raison("plan", "Retiré du plan d’action, ou renommé, depuis le figeage.")
        return
    if alors.genre == "appreciation":
        yield from relire(maintenant.objet)
        return
    if alors.genre != "chiffre":
        yield Raison("plan", _MOTS_DU_PLAN[alors.genre])
        return
    if alors.version != maintenant.version:
        yield Raison(
            "definition", f"Nouvelle définition de la mesure : version {alors.version}, puis {maintenant.version}."
        )
    if alors.demande and maintenant.demande and alors.demande != maintenant.demande:
        yield Raison("plan", "Les filtres ou les paramètres de l’indicateur ont été changés.")
    elif maintenant.demande is not None:
        yield from enqueter(maintenant.demande)


_MOTS_DU_PLAN = {
    "etape": "L’étape a été avancée, reportée ou corrigée dans le plan d’action.",
    "statut": "L’état de la fiche-action a changé.",
    "cible": "La cible a été changée.",
}


def _figures(contenu: dict[str, Any]) -> Iterator[tuple[tuple[str, str, int], Lue]]:
    """Yield every figure and state of a content with where it is read; namesakes are told apart by their rank."""
    seen: Counter[tuple[str, str]] = Counter()
    for (ou, quoi), lue in _named_figures(contenu):
        seen[ou, quoi] += 1
        yield (ou, quoi, seen[ou, quoi]), lue


def _named_figures(contenu: dict[str, Any]) -> Iterator[tuple[tuple[str, str], Lue]]:
    """Yield every figure with its names."""
    versions = {definition["cle"]: definition["version"] for definition in contenu["definitions"]}
    periode = Periode(*(datetime.date.fromisoformat(contenu["bilan"][cle]) for cle in ("debut", "arrete_au")))

    def lue(fige: dict[str, Any], unite: str, mesure: str) -> Lue:
        return Lue(texte_resultat(fige, unite), Demande.make(mesure, periode), versions.get(mesure))

    for chiffre in contenu["public"]["chiffres"]:
        yield ("Le public", chiffre["libelle"]), lue(chiffre, chiffre["unite"], chiffre["mesure"])
    for ventilation in contenu["public"]["ventilations"]:
        for ligne in ventilation["lignes"]:
            yield (ventilation["titre"], ligne["libelle"]), lue(ligne, ventilation["unite"], ventilation["mesure"])
    for fiche in fiches_de(contenu):
        ou = titre_fiche(fiche)
        yield (ou, "État"), Lue(fiche["statut_libelle"], genre="statut")
        for etape in fiche["etapes"]:
            nom = f"Étape {etape['ordre']}, {etape['titre']}".rstrip(", ")
            yield (ou, nom), Lue(ETATS_ETAPE[etape["etat"]][0].lower(), genre="etape")
        for indicateur in indicateurs_de(fiche):
            cible = decimal(indicateur["cible"])
            texte = "aucune" if cible is None else nombre(cible)
            yield (ou, f"Cible : {indicateur['libelle']}"), Lue(texte, genre="cible")
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
    return Lue(texte, demande, indicateur["mesure_version"])


def _lue_appreciation(indicateur: dict[str, Any]) -> Lue:
    """Return what people concluded: its state and its day in words, the rest as a mark."""
    lue = indicateur["appreciation"]
    texte = f"{lue['etat_libelle'].lower()}, {date_en_lettres(jour(lue['jour']))}" if lue else "pas encore apprécié"
    return Lue(texte, genre="appreciation", marque=dump(lue), objet=indicateur["id"])
