"""The public: key figures, breakdowns, activity month by month."""

from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from commun import graphiques
from evaluation.bilans.presentation.mots import decimal, mois_court, repere, texte_resultat, texte_serie

LIBELLE_LONG = 25  # characters: above, bars take the whole width


def present_public(public: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the key figures, their breakdowns and the activity month by month, drawn for a screen and for paper."""
    totaux = {chiffre["mesure"]: decimal(chiffre["valeur"]) for chiffre in public["chiffres"]}
    points = [(mois_court(mois), decimal(valeur)) for mois, valeur in public["mois"]]
    return {
        "chiffres": [
            {
                "libelle": chiffre["libelle"],
                "texte": texte_resultat(chiffre, chiffre["unite"]),
                "repere": repere(definitions, chiffre["mesure"]),
            }
            for chiffre in public["chiffres"]
        ],
        "ventilations": [
            _ventilation(ventilation, definitions, totaux.get(ventilation["mesure"]))
            for ventilation in public["ventilations"]
            if ventilation["lignes"]
        ],
        "activite_svg": _activite(points, largeur=440) if points else "",
        "activite_papier": _activite(points, largeur=640) if points else "",
        "activite_alt": texte_serie(points),
    }


def _activite(points: list[tuple[str, Decimal | None]], *, largeur: float) -> SafeString:
    return graphiques.courbe(points, titre="Événements par mois", largeur=largeur, hauteur=190)


def _ventilation(ventilation: dict[str, Any], definitions: dict[str, Any], total: Decimal | None) -> dict[str, Any]:
    """Return one breakdown: its table, its drawing, what is not drawn, and why it is more than its key figure."""
    titre, brutes = ventilation["titre"], ventilation["lignes"]
    lignes = [{"libelle": brute["libelle"], "texte": texte_resultat(brute, ventilation["unite"])} for brute in brutes]
    montrees = [(brute["libelle"], decimal(brute["valeur"])) for brute in brutes if not brute["masque"]]
    masquees = [brute["libelle"] for brute in brutes if brute["masque"]]
    notes = (_note_de_secret(masquees), _note_de_somme(montrees, total))
    large = max(len(ligne["libelle"]) for ligne in lignes) > LIBELLE_LONG
    return {
        "titre": titre,
        "repere": repere(definitions, ventilation["mesure"]),
        "lignes": lignes,
        "svg": graphiques.barres(montrees, titre=titre),
        "papier": graphiques.barres(montrees, titre=titre, largeur=640 if large else 340),
        "large": large,
        "note": " ".join(note for note in notes if note),
        "alt": f"{titre}. " + " ; ".join(f"{ligne['libelle']} : {ligne['texte']}" for ligne in lignes),
    }


def _note_de_secret(libelles: list[str]) -> str:
    """Name the lines that are not drawn because they count too few people, or could give away one that does."""
    return f"Non montré, pour ne désigner personne : {', '.join(libelles)}." if libelles else ""


def _note_de_somme(montrees: list[tuple[str, Decimal | None]], total: Decimal | None) -> str:
    """Say why lines add up to more than the people that the key figure counts: somebody had two ages in three years."""
    somme = sum(valeur or Decimal(0) for _, valeur in montrees)
    if total is None or somme <= total:
        return ""
    return "Une même personne peut figurer dans plusieurs lignes : elles ne s’additionnent pas."
