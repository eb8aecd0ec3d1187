"""The chapters made of texts and tables alone: what the commissions wrote, and the two bilans side by side."""

from typing import Any

from evaluation.bilans.presentation.mots import date_en_lettres, jour, texte_resultat
from evaluation.bilans.presentation.plan import titre_fiche

Chapitre = dict[str, Any]


def present_chapitres(brut: dict[str, Any]) -> list[Chapitre]:
    """Return the chapters that this content has, in order; none in the first format."""
    return [c for c in (_commissions(brut.get("commissions")), _evolution(brut.get("comparaison"))) if c]


def _partie(titre: str, entetes: tuple[str, ...], lignes: list[list[str]]) -> dict[str, Any]:
    return {"titre": titre, "entetes": list(entetes), "lignes": lignes}


def _chapitre(cle: str, titre: str, intro: str, parties: list[dict[str, Any]]) -> Chapitre | None:
    pleines = [partie for partie in parties if partie["lignes"]]
    return {"cle": cle, "titre": titre, "intro": intro, "parties": pleines} if pleines else None


def _commissions(commissions: dict[str, Any] | None) -> Chapitre | None:
    """Return what the commission du bilan read, advised, and how former advice was answered."""
    if not commissions:
        return None
    lecture = commissions["lecture"]
    intro = ""
    if lecture:
        intro = f"Lecture transmise par la commission de suivi le {date_en_lettres(jour(lecture['transmise_le']))}."
    return _chapitre(
        "commissions",
        "Ce qu’en disent les commissions",
        intro,
        [
            _partie(
                "Réussites et points d’amélioration",
                ("À propos de", "Réussites", "Points d’amélioration"),
                [[a["titre"], a["reussites"], a["ameliorations"]] for a in commissions["avis"]],
            ),
            _partie(
                "Préconisations",
                ("Préconisation", "Porte sur", "Qui et quand", "Suite"),
                [[_nom(p), p["fiche"] or p["objectif"], _qui(p), _suite(p)] for p in commissions["preconisations"]],
            ),
            _partie(
                "Réponses aux préconisations du bilan intermédiaire",
                ("Préconisation", "Réponse", "Suite"),
                [
                    [
                        _nom(p),
                        "\n".join(filter(None, (p["reponse_libelle"], p["reponse"]))) or "sans réponse",
                        _suite(p),
                    ]
                    for p in commissions["reponses"]
                ],
            ),
        ],
    )


def _nom(preconisation: dict[str, Any]) -> str:
    return "\n".join(filter(None, (f"{preconisation['numero']}. {preconisation['titre']}", preconisation["texte"])))


def _reponse(preconisation: dict[str, Any]) -> str:
    return "\n".join(filter(None, (preconisation["reponse_libelle"], preconisation["reponse"]))) or "sans réponse"


def _qui(preconisation: dict[str, Any]) -> str:
    quand = preconisation["echeance"]
    return "\n".join(filter(None, (preconisation["responsable"], date_en_lettres(jour(quand)) if quand else "")))


def _suite(preconisation: dict[str, Any]) -> str:
    devenue = preconisation["devenue"]
    suite = f"devenue : {devenue['genre']} « {devenue['libelle']} »" if devenue else ""
    return "\n".join(filter(None, (preconisation["statut_libelle"], suite)))


def _evolution(comparaison: dict[str, Any] | None) -> Chapitre | None:
    """Return each figure at the intermediate bilan and at this one."""
    if not comparaison:
        return None
    avant = date_en_lettres(jour(comparaison["bilan"]["arrete_au"]))
    public = [ligne for ligne in comparaison["lignes"] if ligne["fiche"] is None]
    fiches = [ligne for ligne in comparaison["lignes"] if ligne["fiche"] is not None]
    colonnes = (f"Au {avant}", "À ce bilan")
    return _chapitre(
        "evolution",
        "Depuis le bilan intermédiaire",
        "Chaque chiffre du bilan intermédiaire, tel qu’il a été figé, à côté de celui de ce bilan. Les deux sont "
        "comptés depuis le début du projet.",
        [
            _partie("Le public", ("Mesure", *colonnes), [[x["libelle"], *_deux(x)] for x in public]),
            _partie(
                "Les indicateurs",
                ("Fiche-action", "Indicateur", *colonnes),
                [[titre_fiche(x["fiche"]), x["libelle"], *_deux(x)] for x in fiches],
            ),
            _partie(
                "Les appréciations",
                ("Fiche-action", "Indicateur", *colonnes),
                [
                    [titre_fiche(x["fiche"]), x["libelle"], _apprecie(x["avant"]), _apprecie(x["apres"])]
                    for x in comparaison.get("appreciations", [])
                ],
            ),
        ],
    )


def _apprecie(etat: dict[str, str] | None) -> str:
    return f"{etat['etat_libelle']}, {date_en_lettres(jour(etat['jour']))}" if etat else "pas apprécié"


def _deux(ligne: dict[str, Any]) -> list[str]:
    avant = texte_resultat(ligne["avant"], ligne["unite"]) if ligne["avant"] else "absent du bilan intermédiaire"
    return [avant, texte_resultat(ligne["resultat"], ligne["unite"])]
