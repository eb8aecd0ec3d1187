"""Figures as sheets: what is on screen, small numbers hidden since a file leaves the house."""

from collections.abc import Iterator

from commun.exports import Cellule, Colonne, Onglet
from commun.templatetags.ml import date_courte
from evaluation import secret
from evaluation.repartition import LigneRepartie, Repartition
from evaluation.resultats import Resultats

COLONNES_RESULTATS: tuple[Colonne, ...] = (
    ("Question", 48), ("Réponse possible", 34), ("Favorable", 11), ("Vague", 30), ("Feuilles", 10), ("Nombre", 10),
    ("Part (%)", 10),
)  # fmt: skip


def onglet_de_la_repartition(repartition: Repartition) -> Onglet:
    """Return the sheet: the table, then what it is about."""
    unite = repartition.mesure.unite
    colonnes = ((repartition.libelle, 44), *((f"{nom} ({unite})", 26) for nom in repartition.colonnes))
    lignes = [_ligne(ligne) for ligne in (*repartition.lignes, repartition.total)]
    return Onglet("Répartition", colonnes, lignes, apres=[[], *_a_propos(repartition)])


def _ligne(ligne: LigneRepartie) -> list[Cellule]:
    return [ligne.libelle, *(case.texte if case.valeur is None else case.valeur for case in ligne.cases)]


def _a_propos(repartition: Repartition) -> Iterator[list[Cellule]]:
    mesure = repartition.mesure
    yield ["Mesure", f"{mesure.libelle}, version {mesure.version}"]
    yield ["Définition", repartition.definition or mesure.definition]
    if mesure.limites:
        yield ["Limites", mesure.limites]
    yield ["Compté jusqu’au", date_courte(repartition.arrete_au)]
    if repartition.addition:
        yield ["Total", repartition.addition]
    if mesure.personnes:
        yield [
            "Secret",
            f"« masqué » : moins de {secret.SEUIL} personnes, ou un nombre qui permettrait d’en retrouver un autre.",
        ]


def onglet_des_resultats(resultats: Resultats) -> Onglet:
    """Return the results as a sheet: closed questions only, for texts never leave."""
    lignes: list[list[Cellule]] = []
    ensemble = resultats.vague.libelle if resultats.vague else "Ensemble"
    for resultat in resultats.questions:
        named = [(ensemble, resultat.lecture)] if resultat.lecture else []
        if resultats.vague is None:
            named += [(vague.libelle, lecture) for vague, lecture in resultat.par_vague]
        for nom, lecture in named:
            lignes += [
                [
                    resultat.question.libelle,
                    ligne.libelle,
                    "oui" if ligne.favorable else "non",
                    nom,
                    lecture.feuilles,
                    ligne.nombre,
                    ligne.part,
                ]
                for ligne in lecture.lignes
            ]
    vague = f"Vague : {resultats.vague}" if resultats.vague else "Toutes les vagues"
    avant = (
        resultats.questionnaire.titre,
        f"{vague}. {resultats.montrees} feuilles comptées sur {resultats.recues} reçues.",
        f"Rien n’est montré sous {secret.SEUIL} réponses. Les textes libres ne sortent pas de l’application.",
    )
    return Onglet("Résultats", COLONNES_RESULTATS, lignes, avant=avant)
