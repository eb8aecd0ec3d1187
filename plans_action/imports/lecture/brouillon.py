"""A fiche being read: what was found so far, then the fiche once all is read."""

import re
from dataclasses import dataclass, field
from pathlib import PurePath

from plans_action.imports import vocabulaire as v
from plans_action.imports.fiche import COLONNES, ENTETE, EtapeLue, FicheLue
from plans_action.imports.indicateurs import Signe, split_evaluation
from plans_action.imports.lecture.textes import joined, split_line

TITRE_MAX = 150
SANS_TITRE = "Fiche sans titre"
_SIGNE_CHIFFRE = re.compile(r"(?i)(?:nombres?|nb|taux|pourcentage)\b")
_EVALUE = re.compile(r"evalu|bilan")


@dataclass
class Brouillon:
    """A fiche being read."""

    champs: dict[str, str] = field(default_factory=dict)
    etapes: list[EtapeLue] = field(default_factory=list)
    evaluation: dict[str, str] = field(default_factory=dict)
    perspectives: dict[str, str] = field(default_factory=dict)
    a_ranger: list[str] = field(default_factory=list)
    reconnus: list[str] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)
    candidats: list[str] = field(default_factory=list)  # lines before anything recognised: one may be the title
    gras: list[str] = field(default_factory=list)  # those of them in bold
    annonce: bool = False  # the title was told by a label, not guessed from a heading
    vue: bool = False  # something other than a title was recognised
    tableaux: set[str] = field(default_factory=set)  # header fields read in a table

    def add(self, cle: str, texte: str) -> None:
        """Add a text to a field, after what is already there."""
        if texte:
            self.champs[cle] = joined(self.champs.get(cle, ""), texte)

    def next_number(self) -> int:
        """Return the number of a step that has none of its own."""
        return self.etapes[-1].numero + 1 if self.etapes else 1

    def fiche(self, nom: str) -> FicheLue:
        """Return the fiche, once all is read."""
        avertissements: list[str] = []
        titre, surplus = self._titre(nom, avertissements)
        fiche = FicheLue(
            titre=titre,
            etapes=[
                EtapeLue(etape.numero, [part for ligne in etape.lignes for part in split_line(ligne)])
                for etape in self.etapes
            ],
            perspectives=_perspectives(self.perspectives),
            a_ranger=[*surplus, *self.a_ranger],
            complements={cle: self.champs[cle] for cle in v.COMPLEMENTS if self.champs.get(cle)},
            reconnus=self.reconnus,
            avertissements=[*avertissements, *self.avertissements],
        )
        for champ in ENTETE[1:]:
            setattr(fiche, champ, self.champs.get(champ, ""))
        for colonne in COLONNES:
            setattr(fiche.perspectives_lues, colonne, self.perspectives.get(colonne, ""))
        self._evaluation(fiche)
        if not self.vue:
            fiche.avertissements.append(
                "Aucune rubrique de fiche-action n’a été reconnue : tout le texte est dans « À ranger »."
            )
        return fiche

    def _evaluation(self, fiche: FicheLue) -> None:
        for colonne in COLONNES:
            texte = self.evaluation.get(colonne, "")
            setattr(fiche.evaluation, colonne, texte)
            signes, vigilance = split_evaluation(texte)
            if colonne in ("quand", "qui") and not (signes and _SIGNE_CHIFFRE.match(signes[0].texte)):
                # Dates and people, unless signs were written in the wrong cell.
                signes = [signe for signe in signes if _SIGNE_CHIFFRE.match(signe.texte)]
            fiche.evaluation.signes += [signe for signe in signes if signe not in fiche.evaluation.signes]
            fiche.evaluation.vigilance += vigilance
        if not fiche.evaluation.signes:
            fiche.evaluation.signes = self._signs_of_a_step()

    def _signs_of_a_step(self) -> list[Signe]:
        """Return the signs that a step « Évaluation » or « Bilan » counts, when the fiche has no other evaluation."""
        lignes = [ligne for etape in self.etapes for ligne in etape.lignes if _EVALUE.match(v.normalise(ligne.quoi))]
        signes = [
            signe for ligne in lignes for texte in (ligne.quoi, ligne.comment) for signe in split_evaluation(texte)[0]
        ]
        return [signe for signe in signes if _SIGNE_CHIFFRE.match(signe.texte)]

    def _titre(self, nom: str, avertissements: list[str]) -> tuple[str, list[str]]:
        """Return the title and the lines that were not it."""
        if titre := self.champs.get("titre", ""):
            return " ".join(titre.split()), self.candidats
        for candidat in (*self.gras, *self.candidats):
            if len(candidat) <= TITRE_MAX:
                rang = self.candidats.index(candidat)
                avertissements.append("Le titre n’était pas annoncé : vérifiez celui qui a été pris.")
                return " ".join(candidat.split()), self.candidats[:rang] + self.candidats[rang + 1 :]
        avertissements.append("Aucun titre n’a été trouvé : le nom du fichier en tient lieu.")
        return " ".join(re.sub(r"[_\W]+", " ", PurePath(nom).stem).split()).capitalize() or SANS_TITRE, self.candidats


def _perspectives(cases: dict[str, str]) -> str:
    """Return the perspectives as one text; cells after the first say what they are."""
    mots = {"quand": "Quand", "qui": "Qui", "comment": "Comment"}
    seule = sum(bool(texte) for texte in cases.values()) == 1
    lignes = []
    for colonne in COLONNES:
        texte = cases.get(colonne, "")
        nu = seule or colonne == "quoi" or v.normalise(texte).startswith(f"{colonne} ")
        if texte:
            lignes.append(texte if nu else f"{mots[colonne]} : {texte}")
    return "\n".join(lignes)
