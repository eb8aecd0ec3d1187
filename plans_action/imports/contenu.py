"""A fiche read in a document as the content of a fiche of the house, to be corrected then saved like any other."""

import re
from collections.abc import Iterable
from typing import Any

from plans_action import contenu as c
from plans_action.choix import (
    ModeleFiche,
    NatureBudget,
    Recurrence,
    SensCible,
    StatutEtape,
    TypeIndicateur,
    TypeParticipation,
)
from plans_action.imports.budget import read_budget
from plans_action.imports.fiche import EtapeLue, FicheLue
from plans_action.imports.propositions import guess_type
from plans_action.imports.vocabulaire import normalise

CRITERE_PAR_DEFAUT = "Résultats de l’action"
TITRE, LIBELLE, COURT = 300, 1000, 200
TEXTE, LIGNE = 10_000, 5_000  # what the form of a fiche accepts
TECHNOWEST = {"type_action", "duree_projet", "porteurs", "type_participation", "champ_action", "intentions"}
ARML = {"constat", "finalite", "implantation", "pilotage"}
DIRECTS = {
    "duree_projet": "duree_projet", "duree_action": "duree_action", "preparation": "preparation",
    "contacts": "contacts", "intentions": "intentions", "besoins_materiels": "besoins_materiels",
    "description": "description", "constat": "constat", "finalite": "finalite", "implantation": "implantation",
    "pilotage": "pilotage", "resultats": "resultats",
}  # fmt: skip
NOMS = {
    "type_action": "Type d’action", "porteurs": "Porteurs", "type_participation": "Type de participation",
    "budget": "Budget", "participants": "Participants cibles", "cible": "Public cible",
}  # fmt: skip


def as_contenu(lue: FicheLue, *, cle: str) -> c.Contenu:
    """Return the content of a fiche; every word read is in it, `a_ranger` holding what has no field."""
    return _Traduction(lue).contenu(cle)


class _Traduction:
    """One fiche, from what was read to the fields of the house."""

    def __init__(self, lue: FicheLue) -> None:
        self.lue = lue
        self.a_ranger = list(lue.a_ranger)
        self.cles = 0

    def contenu(self, cle: str) -> c.Contenu:
        """Return the content."""
        lue = self.lue
        contenu = blank(c.FICHE) | {
            "cle": cle,
            "titre": self._court(lue.titre, TITRE),
            "modele": self._modele(),
            "but": lue.objectif,
            "calendrier": lue.calendrier,
            "resume": lue.resume,
            "coordonne": lue.coordonne,
            "realise": lue.realise,
            "partenaires_texte": lue.partenaires,
            "recurrence": lue.recurrence,
            "premiere_etape": lue.etapes[0].numero if lue.etapes else 0,
            "evaluation_quoi": lue.evaluation.quoi,
            "evaluation_quand": lue.evaluation.quand,
            "evaluation_qui": lue.evaluation.qui,
            "evaluation_comment": lue.evaluation.comment,
            "vigilance": "\n".join(lue.evaluation.vigilance),
            "perspectives": lue.perspectives_lues.quoi,
            "perspectives_quand": lue.perspectives_lues.quand,
            "perspectives_qui": lue.perspectives_lues.qui,
            "perspectives_comment": lue.perspectives_lues.comment,
            "etapes": [self._etape(etape) for etape in lue.etapes],
            "criteres": [*self._determinants(), *self._criteres()],
        }
        self._complements(contenu)
        self._shorten(contenu)
        contenu["a_ranger"] = "\n\n".join(self.a_ranger)
        return contenu

    def _modele(self) -> str:
        lus = set(self.lue.complements)
        if self.lue.etapes or len(lus) < 2:
            return ModeleFiche.MOULINS
        return ModeleFiche.TECHNOWEST if len(lus & TECHNOWEST) >= len(lus & ARML) else ModeleFiche.ARML

    def _court(self, texte: str, longueur: int) -> str:
        """Return a text that fits its field; a longer one is kept whole to be placed."""
        if len(texte) <= longueur:
            return texte
        self.a_ranger.append(texte)
        return f"{texte[: longueur - 1].rsplit(' ', 1)[0]}…"

    def _shorten(self, contenu: c.Contenu) -> None:
        """Move what is longer than its box to what is to be placed, so that the form can be saved."""
        for champ in c.FICHE.champs:
            if champ.genre == "texte" and champ.nom not in ("titre", "a_ranger"):
                contenu[champ.nom] = self._court(contenu[champ.nom], TEXTE)

    def _new(self, schema: c.Schema, **champs: Any) -> c.Contenu:
        self.cles += 1
        return blank(schema) | {"cle": f"n{self.cles}"} | champs

    def _etape(self, etape: EtapeLue) -> c.Contenu:
        lignes = [
            self._new(c.LIGNE, **{nom: self._court(texte, LIGNE) for nom, texte in ligne.as_json().items()})
            for ligne in etape.lignes
        ]
        return self._new(c.ETAPE, statut=StatutEtape.A_VENIR.value, lignes=lignes)

    def _criteres(self) -> list[c.Contenu]:
        """Return the signs under their critère: « Les jeunes », « Les partenaires », or one for all."""
        groupes: dict[str, list[c.Contenu]] = {}
        for signe in self.lue.evaluation.signes:
            groupes.setdefault(signe.groupe or CRITERE_PAR_DEFAUT, []).append(self._indicateur(signe.texte))
        return [
            self._new(c.CRITERE, libelle=self._court(nom, LIBELLE), indicateurs=indicateurs)
            for nom, indicateurs in groupes.items()
        ]

    def _indicateur(self, texte: str) -> c.Contenu:
        type_ = guess_type(texte)
        return self._new(
            c.INDICATEUR,
            libelle=self._court(texte, LIBELLE),
            liaison=c.canonical_liaison({"type": type_}),
            sens_cible=SensCible.AU_MOINS.value,
        )

    def _determinants(self) -> list[c.Contenu]:
        noms = split_list(self.lue.complements.get("criteres_determinants", ""))
        return [self._new(c.CRITERE, libelle=self._court(nom, LIBELLE), determinant=True) for nom in noms]

    # --- The other templates --------------------------------------------------------------------

    def _complements(self, contenu: c.Contenu) -> None:
        lus = dict(self.lue.complements)
        lus.pop("criteres_determinants", None)
        for cle, champ in DIRECTS.items():
            contenu[champ] = lus.pop(cle, "")
        contenu["public_cible"] = "\n".join(filter(None, (lus.pop("participants", ""), lus.pop("cible", ""))))
        contenu["champs_action"] = self._champs_action(lus.pop("champ_action", ""))
        contenu["porteurs"] = [self._porteur(ligne) for ligne in split_list(lus.pop("porteurs", ""), virgule=False)]
        contenu["parties_prenantes"] = self._parties(lus.pop("parties_prenantes", ""))
        contenu["budget"] = self._budget(lus)
        contenu["type_recurrence"] = self._choice(lus, "type_action", Recurrence)
        contenu["type_participation"] = self._choice(lus, "type_participation", TypeParticipation)
        self.a_ranger += [f"{NOMS.get(cle, cle)} : {texte}" for cle, texte in lus.items() if texte]

    def _budget(self, lus: dict[str, str]) -> list[c.Contenu]:
        """Return the lines of the budget; what is none of them stays to be placed."""
        lu = read_budget(lus.get("budget", ""))
        if lu.lignes:
            lus["budget"] = "\n".join(lu.reste)
        return [self._new(c.BUDGET, **ligne | {"libelle": self._court(ligne["libelle"], COURT)}) for ligne in lu.lignes]

    def _choice(self, lus: dict[str, str], cle: str, choix: Any) -> str:
        """Return the one option that a text names or ticks; a text that names several stays to be placed."""
        texte = lus.get(cle, "")
        coches = re.findall(r"[☒✓✗☑]\s*([^\W\d_]+)", texte)
        cherche = " ".join(coches) if coches else texte
        mots = normalise(cherche)
        trouves = [valeur for valeur, libelle in choix.choices if normalise(libelle).rstrip("e") == mots.rstrip("e")]
        if len(trouves) != 1:
            return ""
        if not coches:
            lus.pop(cle, None)
        return str(trouves[0])

    def _champs_action(self, texte: str) -> list[str]:
        noms = [nom[:1].lower() + nom[1:] for nom in split_list(texte)]
        longs = [nom for nom in noms if len(nom) > 80]
        self.a_ranger += longs
        return c.canonical([nom for nom in noms if nom not in longs], "noms")  # type: ignore[no-any-return]

    def _porteur(self, texte: str) -> c.Contenu:
        trouve = re.fullmatch(r"(?P<nom>[^(]+?)\s*\((?P<role>[^()]+)\)", texte)
        nom, role = (trouve["nom"], trouve["role"]) if trouve else (texte, "")
        return self._new(c.PORTEUR, nom=self._court(nom, COURT), role=self._court(role, COURT))

    def _parties(self, texte: str) -> list[c.Contenu]:
        parties = []
        for ligne in split_list(texte, virgule=False):
            nom, signe, roles = ligne.partition(":")
            if not signe or len(nom) > COURT:
                nom, roles = "", ligne
            parties.append(self._new(c.PARTIE, nom=nom.strip(), roles=roles.strip()))
        return parties


def split_list(texte: str, *, virgule: bool = True) -> list[str]:
    """Return the items of an enumeration: by line, bullet, semicolon, long dash, or comma."""
    coupe = r"\n|[•▪]|\s[–—]\s" + (r"|[;,]" if virgule else "")
    items = (re.sub(r"^[-–—*·\s]+", "", item).strip() for item in re.split(coupe, texte))
    return list(dict.fromkeys(item for item in items if item))


def blank(schema: c.Schema) -> c.Contenu:
    """Return an item with nothing in it."""
    vides: dict[str, Any] = {"liens": [], "noms": [], "lien": None, "date": None, "entier": None, "nombre": None}
    item: c.Contenu = {"cle": ""}
    for champ in schema.champs:
        item[champ.nom] = False if champ.genre == "oui" else vides.get(champ.genre, "")
        if champ.genre == "liaison":
            item[champ.nom] = c.canonical_liaison({"type": TypeIndicateur.QUALITATIF.value})
    if schema is c.BUDGET:
        item["nature"] = NatureBudget.MONTANT.value
    return item | {branche.nom: [] for branche in schema.branches}


def renumbered(etapes: Iterable[EtapeLue]) -> str:
    """Return a sentence when the steps will not keep the numbers of the document, "" when they will."""
    lus = [etape.numero for etape in etapes]
    ecrits = list(range(lus[0], lus[0] + len(lus))) if lus else []
    if lus == ecrits:
        return ""
    return (
        f"Les étapes portent les numéros {', '.join(map(str, lus))} dans le document ; elles deviennent "
        f"{', '.join(map(str, ecrits))}."
    )
