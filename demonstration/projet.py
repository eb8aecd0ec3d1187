"""What the projet associatif of the demo says around its fiches, written from donnees/projet.toml."""

from decimal import Decimal
from typing import Any

from commun.dates import add_months
from demonstration.alea import donnees
from demonstration.calendrier import jour_ouvert
from demonstration.ecriture import Ecriture
from demonstration.maison import ADMINISTRATRICE, Maison
from demonstration.plan import write_historique
from plans_action.models import (
    ExerciceBudget,
    MoyenProjet,
    ObjectifOperationnel,
    PointAnalyse,
    PrincipeProjet,
    ProjetAssociatif,
    RessourceProjet,
    TexteProjet,
)


def build_projet(*, maison: Maison, projet: ProjetAssociatif, ecriture: Ecriture) -> None:
    """Write the texts, the values, the charter, the means, the analysis and the budget of the projet."""
    source = donnees("projet")
    projet.sous_titre = source["sous_titre"]
    ProjetAssociatif.objects.filter(pk=projet.pk).update(sous_titre=projet.sous_titre)
    write_historique(ProjetAssociatif, [projet], projet, maison.equipe[ADMINISTRATRICE].utilisateur)
    textes = [
        TexteProjet(projet=projet, rubrique=rubrique, texte=texte.strip())
        for rubrique, texte in source["textes"].items()
    ]
    principes = [
        PrincipeProjet(projet=projet, genre=genre, ordre=rang, titre=titre, texte=texte)
        for genre, lignes in source["principes"].items()
        for rang, (titre, texte) in enumerate(lignes, start=1)
    ]
    moyens = [
        MoyenProjet(
            projet=projet,
            genre=genre,
            ordre=rang,
            libelle=libelle,
            nombre=nombre or None,
            lieu=maison.lieux.get(lieu),
            precision=precision,
        )
        for rang, (genre, libelle, nombre, lieu, precision) in enumerate(source["moyens"]["lignes"], start=1)
    ]
    exercices = [
        ExerciceBudget(
            projet=projet,
            annee=projet.debut.year + row["annee"],
            total_vote=Decimal(row["total_vote"]),
            note=row["note"],
        )
        for row in source["exercices"]
    ]
    points = _points(projet, source["ateliers"])
    rows: list[list[Any]] = [textes, principes, moyens, points, exercices]
    for some in rows:
        ecriture.ecrit(type(some[0]), some)
    ressources = _ressources(maison, exercices, source["exercices"])
    ecriture.ecrit(RessourceProjet, ressources)
    for some in (*rows, ressources):
        write_historique(type(some[0]), some, projet, maison.equipe[ADMINISTRATRICE].utilisateur)


def _points(projet: ProjetAssociatif, ateliers: list[dict[str, Any]]) -> list[PointAnalyse]:
    objectifs = {
        f"{objectif.objectif_general.numero}.{objectif.numero}": objectif
        for objectif in ObjectifOperationnel.objects.filter(objectif_general__projet=projet)
        .select_related("objectif_general")
        .order_by("pk")
    }
    return [
        PointAnalyse(
            projet=projet,
            theme=theme,
            sens=sens,
            ordre=rang,
            texte=texte,
            atelier=atelier["titre"],
            atelier_le=jour_ouvert(add_months(projet.debut, atelier["mois"])),
            objectif=objectifs.get(objectif),
        )
        for atelier in ateliers
        for rang, (theme, sens, texte, objectif) in enumerate(atelier["points"], start=1)
    ]


def _ressources(maison: Maison, exercices: list[ExerciceBudget], source: list[dict[str, Any]]) -> list[RessourceProjet]:
    return [
        RessourceProjet(
            exercice=exercice,
            ordre=rang,
            financeur=maison.partenaires.get(financeur),
            libelle=libelle,
            reprise=Decimal(reprise),
            subvention=Decimal(subvention),
            emploi=emploi,
        )
        for exercice, row in zip(exercices, source, strict=True)
        for rang, (financeur, libelle, reprise, subvention, emploi) in enumerate(row["lignes"], start=1)
    ]
