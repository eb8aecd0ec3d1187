"""
The bilan as a spreadsheet: one sheet per kind of figure, numbers as numbers, and nothing that a program would run.

Made from the frozen content alone: the same content gives the same bytes.
"""

import datetime
import json
from collections.abc import Iterable, Iterator
from typing import Any

from commun.exports import Cellule, Onglet, write_xlsx
from evaluation.bilans.lecture import fiches_de, indicateurs_de
from evaluation.bilans.pdf import extrait
from evaluation.bilans.presentation import presenter
from evaluation.bilans.presentation.financeurs import Financeur, financeurs_de
from evaluation.bilans.presentation.mots import decimal, texte_resultat
from evaluation.bilans.presentation.plan import ETATS_ETAPE, titre_fiche


def produire_tableur(contenu: str) -> bytes:
    """Return the .xlsx of a content."""
    brut, vue = json.loads(contenu), presenter(contenu)
    return _ecrire(
        vue,
        [
            _a_lire(vue),
            *_chiffres(brut),
            _indicateurs(brut, vue),
            *_appreciations(brut),
            _series(brut),
            _etapes(brut),
            _budget(financeurs_de(brut)),
            *_evolution(brut),
            _definitions(vue),
        ],
    )


def produire_tableur_extrait(contenu: str, *, financeur: str) -> bytes:
    """Return the .xlsx of what one financeur pays for."""
    brut, vue = json.loads(contenu), presenter(contenu)
    cles = extrait(vue, financeur)["financeur"]["fiches"]
    payees = {"objectifs": [], "hors_objectif": [fiche for fiche in fiches_de(brut) if fiche.get("id") in cles]}
    payeurs = [f for f in financeurs_de(brut) if f.cle == financeur]
    return _ecrire(
        vue,
        [
            _a_lire(vue, f"Extrait pour le financeur : {payeurs[0].nom}"),
            _budget(payeurs),
            _indicateurs(payees, vue),
            *_appreciations(payees),
            _etapes(payees),
            _definitions(vue),
        ],
    )


# --- Sheets ----------------------------------------------------------------------------------------


def _a_lire(vue: dict[str, Any], titre: str = "") -> Onglet:
    return Onglet(
        "À lire",
        (("Repère", 28), ("Texte", 90)),
        [
            ("Document", titre or vue["titre"]),
            ("Bilan", vue["titre"]),
            ("Projet associatif", vue["projet"]),
            ("Mission Locale", vue["mission_locale"]),
            ("Période", vue["periode"]),
            ("Arrêté au", datetime.date.fromisoformat(vue["arrete_au_iso"])),
            ("Empreinte SHA-256", vue["empreinte"]),
            ("Produit par", vue["logiciel"]),
            (
                "Secret statistique",
                f"« masqué » : moins de {vue['seuil']} personnes, ou un nombre qui permettrait d’en retrouver un.",
            ),
            (
                "Trois silences",
                "« non mesuré » : rien n’a été compté ; « sans objet » : le calcul n’a pas de sens ; 0.",
            ),
        ],
    )


def _chiffres(brut: dict[str, Any]) -> Iterator[Onglet]:
    public = brut["public"]
    nombres = (("Valeur", 14), ("Numérateur", 14), ("Dénominateur", 14), ("Unité", 20), ("Se lit", 18))
    yield Onglet(
        "Chiffres clés",
        (("Mesure", 44), *nombres),
        [(c["libelle"], *_resultat(c, c["unite"])) for c in public["chiffres"]],
    )
    yield Onglet(
        "Répartitions",
        (("Répartition", 44), ("Ligne", 36), *nombres),
        [(v["titre"], x["libelle"], *_resultat(x, v["unite"])) for v in public["ventilations"] for x in v["lignes"]],
    )
    yield Onglet(
        "Activité par mois",
        (("Mois", 14), ("Événements", 14)),
        [(_mois(mois), decimal(valeur)) for mois, valeur in public["mois"]],
    )
    territoire = brut["territoire"]
    yield Onglet(
        "Territoire et équipe",
        (("Sujet", 24), ("Nom", 48), ("Nombre", 14), ("Habitants", 14)),
        [
            *(("Intercommunalité", e["nom"], e["communes"], e["population"]) for e in territoire["epci"]),
            *(("Équipe", e["fonction"], e["nombre"], None) for e in brut["equipe"]),
            *(("Partenaires", p["type"], p["nombre"], None) for p in brut["partenaires"]),
        ],
    )


def _resultat(fige: dict[str, Any], unite: str) -> tuple[Cellule, ...]:
    """Return a frozen figure as cells: its numbers when they may be read, and how it is said."""
    nombres = (decimal(fige[cle]) for cle in ("valeur", "numerateur", "denominateur"))
    return (*nombres, unite, texte_resultat(fige, unite))


def _indicateurs(brut: dict[str, Any], vue: dict[str, Any]) -> Onglet:
    lectures = {
        (fiche["cle"], fiche["titre"], c["libelle"], rang): indicateur
        for objectif in vue["objectifs"]
        for operationnel in objectif["operationnels"]
        for fiche in operationnel["fiches"]
        for c in fiche["criteres"]
        for rang, indicateur in enumerate(c["indicateurs"])
    }
    lignes = []
    for fiche in fiches_de(brut):
        titre = titre_fiche(fiche)
        for critere in fiche["criteres"]:
            for rang, i in enumerate(critere["indicateurs"]):
                lu = lectures[fiche.get("id", ""), titre, critere["libelle"], rang]
                chiffre = (
                    _resultat(i["resultat"], i["unite"]) if i["mesure"] else (None, None, None, "", _sans_chiffre(i))
                )
                lignes.append(
                    (
                        *(titre, critere["libelle"], i["libelle"], i["type_libelle"], *chiffre, decimal(i["cible"])),
                        *(lu[cle] for cle in ("cible", "etat", "tendance", "filtres", "repere")),
                    )
                )
    colonnes = (
        ("Fiche-action", 32), ("Critère", 32), ("Indicateur", 40), ("Type", 22), ("Valeur", 12), ("Numérateur", 12),
        ("Dénominateur", 12), ("Unité", 18), ("Se lit", 16), ("Cible", 12), ("Cible en mots", 36), ("État", 22),
        ("Tendance", 14), ("Filtres", 40), ("Définition", 12),
    )  # fmt: skip
    return Onglet("Indicateurs", colonnes, lignes)


def _sans_chiffre(indicateur: dict[str, Any]) -> str:
    """Say where an indicateur without a number stands."""
    if "appreciation" not in indicateur:
        return "à apporter"
    lue = indicateur["appreciation"]
    return str(lue["etat_libelle"]).lower() if lue else "pas encore apprécié"


def _appreciations(brut: dict[str, Any]) -> Iterator[Onglet]:
    """Yield what people concluded of the indicateurs without a number, and their words; nothing when there is none."""
    lues = [
        (titre_fiche(fiche), i["libelle"], lue)
        for fiche in fiches_de(brut)
        for i in indicateurs_de(fiche)
        if (lue := i.get("appreciation"))
    ]
    debut = (("Fiche-action", 32), ("Indicateur", 40))
    if lues:
        yield Onglet(
            "Appréciations",
            (*debut, ("Apprécié le", 12), ("Depuis le", 12), ("État", 18), ("Ce qui fait dire cela", 80), ("Par", 30)),
            [
                (f, nom, _jour(x["jour"]), _jour(x["depuis"]), x["etat_libelle"], x["texte"], x["lu_par"])
                for f, nom, x in lues
            ],
        )
    citations = [(f, nom, c["mots"], c["de_libelle"]) for f, nom, x in lues for c in x["citations"]]
    if citations:
        yield Onglet("Citations", (*debut, ("Ses mots", 80), ("De qui", 24)), citations)


def _series(brut: dict[str, Any]) -> Onglet:
    return Onglet(
        "Indicateurs par mois",
        (("Fiche-action", 32), ("Indicateur", 40), ("Mois", 12), ("Valeur", 12), ("Se compte", 22)),
        [
            (
                titre_fiche(fiche),
                i["libelle"],
                _mois(mois),
                decimal(valeur),
                "depuis le début" if i["serie_cumulee"] else "dans le mois",
            )
            for fiche in fiches_de(brut)
            for i in indicateurs_de(fiche)
            if i["mesure"]
            for mois, valeur in i["serie"]
        ],
    )


def _etapes(brut: dict[str, Any]) -> Onglet:
    return Onglet(
        "Étapes",
        (("Fiche-action", 32), ("Étape", 8), ("Titre", 44), ("Pour le", 12), ("Faite le", 12), ("État", 16)),
        [
            (
                titre_fiche(f),
                e["ordre"],
                e["titre"],
                _jour(e["echeance"]),
                _jour(e["faite_le"]),
                ETATS_ETAPE[e["etat"]][0],
            )
            for f in fiches_de(brut)
            for e in f["etapes"]
        ],
    )


def _budget(financeurs: Iterable[Financeur]) -> Onglet:
    return Onglet(
        "Budget par financeur",
        (("Financeur", 32), ("Fiche-action", 32), ("Ligne de budget", 40), ("Prévu (€)", 14), ("Dépensé (€)", 14)),
        [(f.nom, x.fiche, x.libelle, x.prevu, x.depense) for f in financeurs for x in f.lignes],
    )


def _evolution(brut: dict[str, Any]) -> Iterator[Onglet]:
    """Yield the figures of the intermediate bilan beside those of the final one."""
    if not (comparaison := brut.get("comparaison")):
        return
    yield Onglet(
        "Depuis l’intermédiaire",
        (("Fiche-action", 32), ("Chiffre", 44), ("Unité", 18), ("Intermédiaire", 14), ("Final", 14)),
        [
            (
                titre_fiche(x["fiche"]) if x["fiche"] else "Le public",
                x["libelle"],
                x["unite"],
                decimal(x["avant"]["valeur"]) if x["avant"] else None,
                decimal(x["resultat"]["valeur"]),
            )
            for x in comparaison["lignes"]
        ],
    )


def _definitions(vue: dict[str, Any]) -> Onglet:
    return Onglet(
        "Définitions",
        (("Repère", 8), ("Mesure", 36), ("Version", 8), ("Unité", 18), ("Définition", 80), ("Limites", 80)),
        [
            (d["repere"], d["libelle"], d["version"], d["unite"], d["definition"], d["limites"])
            for d in vue["definitions"]
        ],
    )


def _jour(texte: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(texte) if texte else None


def _mois(texte: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{texte}-01")


def _ecrire(vue: dict[str, Any], onglets: Iterable[Onglet]) -> bytes:
    instant = datetime.datetime.fromisoformat(vue["arrete_au_iso"])
    return write_xlsx(onglets, titre=vue["titre"], auteur=vue["mission_locale"], instant=instant)
