"""The public of a bilan: its key figures, their breakdowns, the activity month by month."""

from typing import Any

from commun.mesures import NON_RENSEIGNE, Mesure, registre
from evaluation.bilans.contenu.chiffres import Chiffres, figer, figer_lignes
from evaluation.chiffres import montrer_lignes
from evaluation.moteur import Demande, LigneVentilation, ventiler_plusieurs

# The public in a few figures.
CHIFFRES = (
    "jeunes_recus",
    "jeunes_accompagnes",
    "premiers_accueils",
    "evenements",
    "entretiens_par_jeune",
    "sorties_positives",
)
ACTIVITE = "evenements"  # drawn month by month
# Minors are a line of the ages: in a table of their own they would give back what that one hides.
VENTILATIONS = (
    ("jeunes_recus", "sexe"),
    ("jeunes_recus", "tranche_age"),
    ("jeunes_recus", "niveau"),
    ("jeunes_recus", "epci"),
    ("evenements", "nature"),
    ("evenements", "lieu"),
)


def mesures() -> list[Mesure]:
    """Return the measures of the key figures."""
    return [registre.get(cle) for cle in CHIFFRES]


def demandes(chiffres: Chiffres) -> list[Demande]:
    """Return what is asked of the engine: each key figure over the period, the activity month by month."""
    activite = Demande.make(ACTIVITE, chiffres.periode)
    return [*(Demande.make(cle, chiffres.periode) for cle in CHIFFRES), *(activite.over(m) for m in chiffres.mois)]


def freeze(chiffres: Chiffres) -> dict[str, Any]:
    """Return the public as it is frozen."""
    return {
        "chiffres": [
            figer(chiffres.resultats[Demande.make(mesure.cle, chiffres.periode)], mesure)
            | {"libelle": mesure.libelle, "mesure": mesure.cle, "unite": mesure.unite}
            for mesure in mesures()
        ],
        "ventilations": _ventilations(chiffres),
        "mois": _mois(chiffres),
    }


def _ventilations(chiffres: Chiffres) -> list[dict[str, Any]]:
    """Return the breakdowns; those of one figure read its rows together."""
    pars: dict[str, list[str]] = {}
    for cle, par in VENTILATIONS:
        pars.setdefault(cle, []).append(par)
    tables = {
        cle: ventiler_plusieurs(Demande.make(cle, chiffres.periode), groupe, arrete_au=chiffres.periode.fin)
        for cle, groupe in pars.items()
    }
    return [_ventilation(cle, par, tables[cle][par], chiffres) for cle, par in VENTILATIONS]


def _ventilation(cle: str, par: str, lignes: list[LigneVentilation], chiffres: Chiffres) -> dict[str, Any]:
    """Return one breakdown; the line of the unknown only when it counts somebody."""
    mesure = registre.get(cle)
    demande = Demande.make(cle, chiffres.periode)
    libelle = mesure.ventilations[par].libelle
    return {
        "titre": f"{mesure.libelle}, par {libelle[0].lower()}{libelle[1:]}",
        "mesure": cle,
        "unite": mesure.unite,
        "lignes": [
            figer(ligne.resultat, mesure, masque=ligne.masque) | {"libelle": ligne.libelle}
            for ligne in montrer_lignes(lignes, chiffres.resultats[demande], mesure, par)
            if ligne.libelle != NON_RENSEIGNE or ligne.resultat.valeur
        ],
    }


def _mois(chiffres: Chiffres) -> list[list[str | None]]:
    """Return the activity month by month."""
    activite = Demande.make(ACTIVITE, chiffres.periode)
    figes = figer_lignes([chiffres.resultats[activite.over(mois)] for mois in chiffres.mois], registre.get(ACTIVITE))
    return [[f"{mois.debut:%Y-%m}", fige["valeur"]] for mois, fige in zip(chiffres.mois, figes, strict=True)]
