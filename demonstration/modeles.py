"""The life of the demo's fiches, and two more written in the other two templates, from donnees/fiches.toml."""

import datetime
import json
from typing import Any

from commun.dates import add_months
from demonstration.alea import Alea, donnees
from demonstration.calendrier import jour_ouvert, moment
from demonstration.ecriture import Ecriture
from demonstration.maison import ADMINISTRATRICE, Maison
from demonstration.plan import write_historique
from plans_action import ressources, services
from plans_action.choix import StatutEtape, StatutFiche
from plans_action.contenu import snapshot
from plans_action.exports.lecture import read_json
from plans_action.models import DecisionFiche, FicheAction, NoteFiche, ObjectifOperationnel, ProjetAssociatif, Risque

Fiches = dict[int, FicheAction]
CONSEIL, COMMISSION = "Conseil d’administration", "Commission de suivi des plans d’action"
# How each fiche came to its state of today: state, months after the start of the projet, who decided, why.
DECISIONS = (
    (StatutFiche.VALIDEE, 0, CONSEIL, "Adoptée avec le projet associatif."),
    (StatutFiche.EN_COURS, 1, "Direction", "Les moyens sont là, la première étape commence."),
    (StatutFiche.REALISEE, 8, "Direction", "Tout ce qui était prévu a eu lieu."),
)
NOTES = (
    (1, 7, "La mairie de Chevagnes prête sa salle quand il pleut : prévenir deux jours avant."),
    (1, 12, "Les tournées du samedi attirent peu ; le mercredi, davantage."),
    (2, 9, "Le tiers-lieu demande une affiche à l’entrée."),
)
RISQUES = (
    (1, "Le camion tombe en panne", "moyen", "fort", "Prêt de la camionnette d’un partenaire, tournée en voiture"),
    (1, "Une commune retire son accord", "faible", "moyen", "Un arrêt de remplacement repéré par commune"),
)

PARTAGES = (
    (1, "Prévoir six mois pour les accords des communes. Le mercredi attire plus que le samedi."),
    (11, "Huit jeunes suffisent : au-delà, le groupe ne tient plus dans un minibus."),
)

# What a fiche was changed to, months after the start of the projet: two versions to compare.
REPRISES = (
    (
        1,
        9,
        {
            "perspectives": "Ajouter des arrêts le mercredi, qui attire plus que le samedi ; "
            "dédier un poste si le bilan à 18 mois le confirme."
        },
    ),
)


def build_modeles(*, alea: Alea, maison: Maison, projet: ProjetAssociatif, fiches: Fiches, ecriture: Ecriture) -> None:
    """Write the decisions, notes and risks of the fiches, then the two fiches of the other templates."""
    _decisions(maison, projet, fiches, ecriture)
    auteur = maison.equipe[ADMINISTRATRICE].utilisateur
    ecriture.ecrit(
        NoteFiche,
        [
            NoteFiche(
                fiche=fiches[numero],
                jour=jour,
                texte=texte,
                auteur=auteur,
                ecrite_le=moment(jour, datetime.time(17)),
            )
            for numero, mois, texte in NOTES
            for jour in [jour_ouvert(add_months(projet.debut, mois))]
        ],
    )
    risques = [
        Risque(
            fiche=fiches[numero],
            ordre=rang,
            libelle=libelle,
            probabilite=probabilite,
            gravite=gravite,
            parade=parade,
        )
        for rang, (numero, libelle, probabilite, gravite, parade) in enumerate(RISQUES)
    ]
    ecriture.ecrit(Risque, risques)
    write_historique(Risque, risques, projet, auteur)
    for numero, row in enumerate(donnees("fiches")["fiches"], start=max(fiches) + 1):
        _fiche(alea, maison, projet, numero, row)
    _reprises(maison, projet)
    _partages(maison, projet)


def _reprises(maison: Maison, projet: ProjetAssociatif) -> None:
    """Save some fiches once more, with a change that can be read."""
    auteur = maison.equipe[ADMINISTRATRICE].utilisateur
    assert auteur is not None
    for numero, mois, changement in REPRISES:
        fiche = FicheAction.objects.get(numero=numero)
        services.save_fiche(
            fiche=fiche,
            contenu=snapshot(fiche) | changement,
            version=fiche.version,
            by=auteur,
            now=moment(add_months(projet.debut, mois), datetime.time(15, 10)),
        )


def _partages(maison: Maison, projet: ProjetAssociatif) -> None:
    """Put some fiches in the public centre de ressources."""
    auteur = maison.equipe[ADMINISTRATRICE].utilisateur
    assert auteur is not None
    for numero, presentation in PARTAGES:
        ressources.publish(
            fiche=FicheAction.objects.get(numero=numero),
            rubriques=list(ressources.RUBRIQUES),
            presentation=presentation,
            by=auteur,
            now=moment(add_months(projet.debut, 12), datetime.time(11)),
        )


def _decisions(maison: Maison, projet: ProjetAssociatif, fiches: Fiches, ecriture: Ecriture) -> None:
    """An idea was decided by nobody; the others went through the states before theirs."""
    auteur = maison.equipe[ADMINISTRATRICE].utilisateur
    decisions = []
    for fiche in fiches.values():
        avant = StatutFiche.IDEE
        for apres, mois, qui, motif in DECISIONS:
            if fiche.statut == StatutFiche.IDEE or avant == fiche.statut:
                break
            jour = add_months(projet.debut, mois)
            decisions.append(
                DecisionFiche(
                    fiche=fiche,
                    avant=avant,
                    apres=apres,
                    decidee_le=jour,
                    decidee_par=qui,
                    motif=motif,
                    saisie_le=moment(jour, datetime.time(11)),
                    saisie_par=auteur,
                )
            )
            avant = apres
    ecriture.ecrit(DecisionFiche, decisions)


def _fiche(alea: Alea, maison: Maison, projet: ProjetAssociatif, numero: int, row: dict[str, Any]) -> None:
    """Write one fiche through the same reader and the same service as a file brought in."""
    auteur = maison.equipe[ADMINISTRATRICE].utilisateur
    assert auteur is not None
    general, operationnel = row["objectif_operationnel"].split(".")
    jour = add_months(projet.debut, row["mois"])
    document = row["document"] | {"date_action": str(add_months(jour, 6)), "debut": str(jour)}
    lue = read_json(json.dumps(document).encode())
    assert not lue.avertissements, lue.avertissements
    fiche = FicheAction(
        id=alea.uuid(),
        numero=numero,
        titre=document["titre"],
        statut=document["statut"],
        modifiee_le=moment(jour, datetime.time(10)),
        modifiee_par=auteur,
    )
    fiche._history_user, fiche._history_date = auteur, fiche.modifiee_le  # type: ignore[attr-defined]
    fiche.save(force_insert=True)
    del fiche._history_user, fiche._history_date  # type: ignore[attr-defined]
    objectif = ObjectifOperationnel.objects.get(
        objectif_general__projet=projet, objectif_general__numero=general, numero=operationnel
    )
    contenu = lue.contenu | {"cle": str(fiche.pk), "numero": numero, "objectif": str(objectif.pk)}
    services.save_fiche(
        fiche=fiche, contenu=contenu, version=fiche.version, by=auteur, now=moment(jour, datetime.time(10, 30))
    )
    for etape in fiche.etapes.order_by("ordre")[: row.get("etapes_faites", 0)]:
        assert etape.echeance is not None
        le = moment(jour_ouvert(etape.echeance), datetime.time(17))
        services.set_statut_etape(etape=etape, statut=StatutEtape.FAITE, by=auteur, now=le)
