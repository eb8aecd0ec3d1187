"""What the demo's team writes in its registers: readings of numbers found elsewhere."""

import datetime
from decimal import Decimal
from typing import Any

from commun.dates import Periode, add_months
from demonstration.alea import Alea, donnees
from demonstration.calendrier import moment
from demonstration.ecriture import Ecriture
from demonstration.maison import Maison
from evaluation.models import ReglageReleve, Releve
from plans_action.models import Indicateur, ProjetAssociatif

RELEVE_PAR = "Montagnac"
ECART = 0.08


def build_releves(*, alea: Alea, maison: Maison, projet: ProjetAssociatif, jeunes: int, ecriture: Ecriture) -> None:
    """Write the monthly readings of each indicateur that is read elsewhere, until the month before."""
    connus = {(i.critere.fiche.numero, i.libelle): i for i in Indicateur.objects.select_related("critere__fiche")}
    reglages, releves = [], []
    for fiche in donnees("plan")["fiches"]:
        for critere in fiche["criteres"]:
            for row in critere["indicateurs"]:
                if "releve" in row:
                    indicateur = connus[fiche["numero"], row["libelle"]]
                    reglages.append(_reglage(indicateur, row["releve"]))
                    releves += _releves(alea, maison, projet, indicateur, row["releve"], jeunes)
    ecriture.ecrit(ReglageReleve, reglages)
    ecriture.ecrit(Releve, releves)
    debut = moment(projet.debut, datetime.time(10))
    ReglageReleve.history.bulk_history_create(reglages, default_date=debut)  # type: ignore[attr-defined]
    Releve.history.bulk_history_create(releves, default_date=debut)  # type: ignore[attr-defined]


def _reglage(indicateur: Indicateur, row: dict[str, Any]) -> ReglageReleve:
    return ReglageReleve(
        indicateur=indicateur,
        agregation=row["agregation"],
        unite=row["unite"],
        decimales=row.get("decimales", 0),
        source=row["source"],
    )


def _releves(
    alea: Alea, maison: Maison, projet: ProjetAssociatif, indicateur: Indicateur, row: dict[str, Any], jeunes: int
) -> list[Releve]:
    """Return a reading on the last day of each month, around a line that rises."""
    releves = []
    auteur = maison.equipe[RELEVE_PAR].utilisateur
    for rang in range(row["depuis"], 36, row.get("tous_les", 1)):
        jour = Periode.mois(add_months(projet.debut, rang)).fin
        if jour >= maison.jour:
            break
        base = row["valeur"] if "valeur" in row else row["part"] * jeunes
        hausse = row["pente"] * (1 if "valeur" in row else jeunes) * (rang - row["depuis"])
        valeur = (base + hausse) * alea.uniform(1 - ECART, 1 + ECART)
        releves.append(
            Releve(
                id=alea.uuid(),
                indicateur=indicateur,
                jour=jour,
                valeur=Decimal(str(round(max(valeur, 1), row.get("decimales", 0)))),
                source=row["source"],
                saisi_le=moment(jour + datetime.timedelta(days=1), datetime.time(9, 30)),
                saisi_par=auteur,
            )
        )
    return releves
