"""The projet associatif of the demo, written from donnees/plan.toml."""

import datetime
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from commun.dates import add_months
from comptes.models import Utilisateur
from demonstration.alea import Alea, donnees
from demonstration.calendrier import JOUR, jour_ouvert, moment
from demonstration.ecriture import Ecriture
from demonstration.maison import ADMINISTRATRICE, Maison
from plans_action.choix import SensCible, StatutEtape, TypeIndicateur
from plans_action.contenu import LISTES
from plans_action.models import (
    Critere,
    Etape,
    FicheAction,
    Indicateur,
    LigneBudget,
    LigneEtape,
    ObjectifGeneral,
    ObjectifOperationnel,
    ProjetAssociatif,
)

MOIS_ECOULES = 17
# Where the document's indicators come from, and the type each takes here.
TYPES = {
    "S": TypeIndicateur.QUESTIONNAIRE,
    "X": TypeIndicateur.RELEVE,
    "M": TypeIndicateur.QUALITATIF,
    "C": TypeIndicateur.RELEVE,
}
PREMIERE_VERSION = "Première saisie du projet associatif"

Fiches = dict[int, FicheAction]


def debut_projet(jour: datetime.date) -> datetime.date:
    """Return the start of the projet: such that its 18-month bilan is about due."""
    return add_months(jour.replace(day=1), -MOIS_ECOULES)


def build_plan(*, alea: Alea, maison: Maison, jeunes: int, ecriture: Ecriture) -> tuple[ProjetAssociatif, Fiches]:
    """Write the objectives, the fiches with everything they hold."""
    source = donnees("plan")
    projet = ProjetAssociatif(id=alea.uuid(), debut=debut_projet(maison.jour), **source["projet"])
    ecriture.ecrit(ProjetAssociatif, [projet])
    auteur = maison.equipe[ADMINISTRATRICE].utilisateur
    operationnels = _objectifs(projet, source["objectifs"], auteur, ecriture)
    fiches = {row["numero"]: _fiche(alea, projet, operationnels, row) for row in source["fiches"]}
    ecriture.ecrit(FicheAction, list(fiches.values()))
    _liens(maison, fiches, source["fiches"], ecriture)
    etapes = _etapes(maison, projet, fiches, source["fiches"])
    criteres = _criteres(fiches, source["fiches"])
    ecriture.ecrit(Etape, etapes)
    ecriture.ecrit(Critere, criteres)
    lignes = _lignes(etapes, source["fiches"])
    indicateurs = _indicateurs(alea, criteres, fiches, source["fiches"], jeunes)
    ecriture.ecrit(LigneEtape, lignes)
    ecriture.ecrit(Indicateur, indicateurs)
    budget = _budget(maison, fiches, source["fiches"])
    ecriture.ecrit(LigneBudget, budget)
    written: list[list[Any]] = [list(fiches.values()), etapes, lignes, criteres, indicateurs, budget]
    for rows in written:
        write_historique(type(rows[0]), rows, projet, auteur)
    _listes_historiques()
    return projet, fiches


def write_historique(model: Any, rows: list[Any], projet: ProjetAssociatif, auteur: Utilisateur | None) -> None:
    """Write the first line of each record's history: bulk writes leave none by themselves."""
    model.history.bulk_history_create(
        rows,
        batch_size=2000,
        default_user=auteur,
        default_change_reason=PREMIERE_VERSION,
        default_date=moment(jour_ouvert(projet.debut), datetime.time(10)),
    )


def _listes_historiques() -> None:
    """Write what the first version of each fiche was linked to: bulk writes of the history leave that out too."""
    versions = {version.id: version for version in FicheAction.history.all()}  # type: ignore[attr-defined]
    for nom in LISTES:
        historical: Any = FicheAction.history.model._meta.get_field(f"historicalficheaction_{nom}").related_model  # type: ignore[attr-defined]
        through: Any = getattr(FicheAction, nom).through
        columns = [field.attname for field in through._meta.fields]
        historical.objects.bulk_create(
            historical(history=versions[row["ficheaction_id"]], **row)
            for row in through.objects.order_by("pk").values(*columns)
        )


def _objectifs(
    projet: ProjetAssociatif, source: list[dict[str, Any]], auteur: Utilisateur | None, ecriture: Ecriture
) -> dict[str, ObjectifOperationnel]:
    generaux = [
        ObjectifGeneral(projet=projet, numero=row["numero"], titre=row["titre"], description=row["description"])
        for row in source
    ]
    ecriture.ecrit(ObjectifGeneral, generaux)
    operationnels = {
        f"{row['numero']}.{child['numero']}": ObjectifOperationnel(
            objectif_general=general, numero=child["numero"], titre=child["titre"]
        )
        for general, row in zip(generaux, source, strict=True)
        for child in row["operationnels"]
    }
    ecriture.ecrit(ObjectifOperationnel, list(operationnels.values()))
    write_historique(ObjectifGeneral, generaux, projet, auteur)
    write_historique(ObjectifOperationnel, list(operationnels.values()), projet, auteur)
    return operationnels


TEXTES = (
    "numero", "titre", "statut", "but", "calendrier", "resume", "coordonne", "realise", "partenaires_texte",
    "recurrence", "type_recurrence", "evaluation_quand", "evaluation_qui", "evaluation_comment", "vigilance",
    "perspectives",
)  # fmt: skip


def _fiche(
    alea: Alea, projet: ProjetAssociatif, operationnels: dict[str, ObjectifOperationnel], row: dict[str, Any]
) -> FicheAction:
    return FicheAction(
        id=alea.uuid(),
        objectif=operationnels[row["objectif"]],
        debut=add_months(projet.debut, row["debut_mois"]),
        echeance=add_months(projet.debut, row["fin_mois"]),
        modifiee_le=moment(jour_ouvert(projet.debut), datetime.time(10)),
        **{name: row[name] for name in TEXTES if name in row},
    )


def _liens(maison: Maison, fiches: Fiches, source: list[dict[str, Any]], ecriture: Ecriture) -> None:
    for champ, cle, choix in (
        (FicheAction.coordinateurs, "coordinateurs", maison.equipe),
        (FicheAction.partenaires, "partenaires", maison.partenaires),
        (FicheAction.lieux, "lieux", maison.lieux),
    ):
        known: dict[str, Any] = dict(choix)
        pairs = [(fiches[row["numero"]].pk, known[code].pk) for row in source for code in row.get(cle, ())]
        ecriture.lie(champ, pairs)


def _etapes(maison: Maison, projet: ProjetAssociatif, fiches: Fiches, source: list[dict[str, Any]]) -> list[Etape]:
    """Return the steps: past ones are done, but those that the file leaves open are late."""
    etapes = []
    for fiche in source:
        for ordre, row in enumerate(fiche["etapes"]):
            echeance = _echeance(row, projet, maison.jour)
            past = echeance < maison.jour
            statut = row.get("statut", StatutEtape.FAITE if past else StatutEtape.A_VENIR)
            etapes.append(
                Etape(
                    fiche=fiches[fiche["numero"]],
                    ordre=ordre,
                    titre=row["titre"],
                    echeance=echeance,
                    statut=statut,
                    faite_le=max(jour_ouvert(echeance, -JOUR), projet.debut) if statut == StatutEtape.FAITE else None,
                )
            )
    return etapes


def _echeance(row: dict[str, Any], projet: ProjetAssociatif, jour: datetime.date) -> datetime.date:
    """Return the date of a step: some months after the start of the projet, or some days from today."""
    if "dans" in row:
        return jour + datetime.timedelta(days=row["dans"])
    return add_months(projet.debut, row["mois"])


def _lignes(etapes: list[Etape], source: list[dict[str, Any]]) -> list[LigneEtape]:
    rows = [etape for fiche in source for etape in fiche["etapes"]]
    return [
        LigneEtape(etape=etape, ordre=ordre, **dict(zip(("quoi", "quand", "qui", "comment"), ligne, strict=True)))
        for etape, row in zip(etapes, rows, strict=True)
        for ordre, ligne in enumerate(row["lignes"])
    ]


def _criteres(fiches: Fiches, source: list[dict[str, Any]]) -> list[Critere]:
    return [
        Critere(fiche=fiches[fiche["numero"]], ordre=ordre, libelle=row["libelle"])
        for fiche in source
        for ordre, row in enumerate(fiche["criteres"])
    ]


def _indicateurs(
    alea: Alea, criteres: list[Critere], fiches: Fiches, source: list[dict[str, Any]], jeunes: int
) -> list[Indicateur]:
    rows = [(fiche, critere) for fiche in source for critere in fiche["criteres"]]
    return [
        Indicateur(
            id=alea.uuid(),
            critere=critere,
            ordre=ordre,
            libelle=row["libelle"],
            type=TypeIndicateur.CALCULE if "mesure" in row and row["o"] == "C" else TYPES[row["o"]],
            mesure=row.get("mesure", ""),
            filtres={
                nom: [_valeur(valeur, fiches[fiche["numero"]]) for valeur in valeurs]
                for nom, valeurs in row.get("filtres", {}).items()
            },
            parametres=row.get("parametres", {}),
            cible=_cible(row, jeunes),
            sens_cible=row.get("sens", SensCible.AU_MOINS),
        )
        for critere, (fiche, source_critere) in zip(criteres, rows, strict=True)
        for ordre, row in enumerate(source_critere["indicateurs"])
    ]


def _valeur(valeur: str, fiche: FicheAction) -> str:
    """Return a value of a filter: this fiche, a question of the demo, or a code as it is."""
    if valeur == "@":
        return str(fiche.pk)
    return str(cle_question(valeur)) if "/" in valeur else valeur


def cle_question(nom: str) -> UUID:
    """Return the key of a question of the demo, the same in every load: « espace/satisfaction »."""
    return uuid5(NAMESPACE_URL, f"demonstration/questionnaires/{nom}")


def _cible(row: dict[str, Any], jeunes: int) -> Decimal | None:
    """Return the target: as written, or as a share of the youths of the size chosen."""
    if "cible_part" in row:
        return Decimal(max(round(row["cible_part"] * jeunes), 1))
    return Decimal(row["cible"]) if "cible" in row else None


def _budget(maison: Maison, fiches: Fiches, source: list[dict[str, Any]]) -> list[LigneBudget]:
    return [
        LigneBudget(
            fiche=fiches[fiche["numero"]],
            libelle=libelle,
            financeur=maison.partenaires[financeur],
            prevu=Decimal(prevu),
            depense=Decimal(depense),
        )
        for fiche in source
        for libelle, financeur, prevu, depense in fiche.get("budget", ())
    ]
