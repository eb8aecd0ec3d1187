"""What the demo's people concluded of the indicateurs without a number, from donnees/appreciations.toml."""

import datetime
from typing import Any

from commun.dates import add_months
from demonstration.alea import Alea, donnees
from demonstration.calendrier import JOUR, jour_ouvert, moment
from demonstration.ecriture import Ecriture
from demonstration.maison import Maison
from evaluation.models import AppreciationIndicateur, Citation
from plans_action.models import Indicateur, ProjetAssociatif

QUANTIEME = 11  # the meeting of the month where people judge


def build_appreciations(*, alea: Alea, maison: Maison, projet: ProjetAssociatif, ecriture: Ecriture) -> None:
    """Write each appreciation until today, with its quotations and the first line of its history."""
    connus = {(i.critere.fiche.numero, i.libelle): i for i in Indicateur.objects.select_related("critere__fiche")}
    coordination = {fiche["numero"]: fiche["coordinateurs"][0] for fiche in donnees("plan")["fiches"]}
    appreciations, citations = [], []
    for source in donnees("appreciations")["indicateurs"]:
        depuis = None
        for row in source["appreciations"]:
            jour = jour_ouvert(add_months(projet.debut, row["mois"]) + QUANTIEME * JOUR)
            if jour > maison.jour:
                continue
            appreciation = AppreciationIndicateur(
                id=alea.uuid(),
                indicateur=connus[source["fiche"], source["libelle"]],
                jour=jour,
                depuis=depuis,
                etat=row["etat"],
                texte=" ".join(row["texte"].split()),
                lu_par=row["lu_par"],
                saisi_le=moment(jour, datetime.time(17, 40)),
                saisi_par=maison.equipe[coordination[source["fiche"]]].utilisateur,
            )
            appreciations.append(appreciation)
            citations += [_citation(alea, appreciation, rang, ligne) for rang, ligne in enumerate(row["citations"])]
            depuis = jour
    ecriture.ecrit(AppreciationIndicateur, appreciations)
    ecriture.ecrit(Citation, citations)
    for appreciation in appreciations:
        AppreciationIndicateur.history.bulk_history_create(  # type: ignore[attr-defined]
            [appreciation], default_user=appreciation.saisi_par, default_date=appreciation.saisi_le
        )


def _citation(alea: Alea, appreciation: AppreciationIndicateur, rang: int, ligne: list[Any]) -> Citation:
    mots, de, accord = ligne
    return Citation(
        id=alea.uuid(), lignee=alea.uuid(), appreciation=appreciation, ordre=rang, mots=mots, de=de, accord=accord
    )
