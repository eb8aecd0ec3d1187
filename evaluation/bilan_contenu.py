"""
The content of a bilan: canonical JSON, counted by the engine, that the documents are made from and nothing else.

Canonical: keys sorted, UTF-8, no blank, no float (numbers are whole, or decimals written as text). Counts of few people
are hidden before they are frozen: a bilan leaves the house.
"""

import datetime
import json
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch, Q, Sum
from django.utils import timezone

from commun import graphiques
from commun.dates import Periode
from commun.mesures import NON_RENSEIGNE, DemandeInvalide, Mesure, MesureInconnue, registre
from evaluation import chiffres as chiffres_montrables
from evaluation import secret
from evaluation.chiffres import doit_masquer, is_cumulative, mesure_de, montrer_lignes, se_lit_en_cumul
from evaluation.choix import EtatValeur
from evaluation.models import Bilan
from evaluation.moteur import Demande, Resultat, calculer, describe, months_of, ventiler
from evaluation.services.calcul import whole_projet
from plans_action.choix import StatutEtape, StatutFiche, TypeIndicateur
from plans_action.models import (
    Critere,
    Etape,
    FicheAction,
    Indicateur,
    ObjectifGeneral,
    ObjectifOperationnel,
)
from structure.choix import Fonction, TypePartenaire
from structure.models import EPCI, Commune, Conseiller, Lieu, MissionLocale, Partenaire

FORMAT = 1
# Fiches that nobody decided on yet, or that were given up before they started, are not part of a bilan.
STATUTS_HORS_BILAN = (StatutFiche.IDEE, StatutFiche.PROPOSEE)
# The public in a few figures: measure key. A measure that is not declared is left out.
CHIFFRES_PUBLIC = (
    "jeunes_recus",
    "jeunes_accompagnes",
    "premiers_accueils",
    "evenements",
    "entretiens_par_jeune",
    "sorties_positives",
)
VENTILATIONS_PUBLIC = (
    ("jeunes_recus", "sexe"),
    ("jeunes_recus", "tranche_age"),
    ("jeunes_recus", "niveau"),
    ("jeunes_recus", "mineur"),
    ("jeunes_recus", "epci"),
    ("evenements", "nature"),
    ("evenements", "lieu"),
)

Avancement = Callable[[int, str], None]


def dump(contenu: Any) -> str:
    """Return the canonical text; a float is a mistake: it has no single spelling."""
    _refuse_floats(contenu)
    return json.dumps(contenu, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _refuse_floats(objet: Any) -> None:
    if isinstance(objet, float):
        raise TypeError("a float has no place in a frozen content")
    for element in objet.values() if isinstance(objet, dict) else objet if isinstance(objet, list | tuple) else ():
        _refuse_floats(element)


@lru_cache(maxsize=1)
def version_logiciel() -> str:
    """Return the version written in pyproject.toml."""
    projet = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(projet["project"]["version"])


def texte_decimal(valeur: Decimal | None) -> str | None:
    """Return a number in one spelling: "12", "16.3"; never an exponent."""
    if valeur is None:
        return None
    texte = f"{valeur:f}"
    return (texte.rstrip("0").rstrip(".") if "." in texte else texte) or "0"


# --- Figures --------------------------------------------------------------------------------------


def figer(resultat: Resultat, mesure: Mesure, *, masque: bool | None = None) -> dict[str, Any]:
    """Return a figure as it is frozen; hidden when it points at few people, unless the caller has decided."""
    cache = doit_masquer(resultat, mesure) if masque is None else masque
    if cache or not resultat.is_mesure:
        etat = EtatValeur.MESUREE if cache else resultat.etat
        return {"etat": str(etat), "valeur": None, "numerateur": None, "denominateur": None, "masque": cache}
    valeur = resultat.valeur
    return {
        "etat": str(resultat.etat),
        "valeur": texte_decimal(None if valeur is None else mesure.arrondi(valeur)),
        "numerateur": texte_decimal(resultat.numerateur),
        "denominateur": texte_decimal(resultat.denominateur),
        "masque": False,
    }


def figer_lignes(resultats: Sequence[Resultat], mesure: Mesure) -> list[dict[str, Any]]:
    """Return the lines of a breakdown as they are frozen, hidden so that none is found by subtraction."""
    caches = chiffres_montrables.masques(resultats, mesure)
    return [figer(resultat, mesure, masque=cache) for resultat, cache in zip(resultats, caches, strict=True)]


@dataclass
class Chiffres:
    """What is asked of the engine for a whole bilan, answered measure by measure so that progress can be told."""

    periode: Periode
    mois: list[Periode] = field(init=False)
    resultats: dict[Demande, Resultat] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mois = months_of(self.periode)

    def demandes_de(self, indicateur: Indicateur, mesure: Mesure) -> list[Demande]:
        """Return the figure over the whole period, month by month and, but for shares, from the start to each month."""
        tout = Demande.of(indicateur, self.periode)
        demandes = [tout, *(tout.over(mois) for mois in self.mois)]
        if se_lit_en_cumul(mesure):
            demandes += [tout.over(periode) for periode in self.cumuls()]
        return demandes

    def cumuls(self) -> list[Periode]:
        """Return the periods from the start to the end of each month."""
        return [Periode(self.periode.debut, mois.fin) for mois in self.mois]

    def compute(self, demandes: Iterable[Demande], *, avancement: Avancement, de: int, a: int) -> None:
        """Ask the engine, one measure at a time."""
        par_mesure: dict[str, list[Demande]] = {}
        for demande in demandes:
            par_mesure.setdefault(demande.mesure, []).append(demande)
        for rang, (cle, groupe) in enumerate(par_mesure.items()):
            libelle = next((m.libelle for m in registre.all() if m.cle == cle), cle)
            avancement(de + (a - de) * rang // max(len(par_mesure), 1), f"Comptage : {libelle.lower()}")
            self.resultats |= calculer(groupe, arrete_au=self.periode.fin)

    def serie(self, indicateur: Indicateur, mesure: Mesure) -> tuple[list[list[str | None]], str]:
        """Return the points to draw, each month named, and the monthly tendency in a word."""
        tout = Demande.of(indicateur, self.periode)
        par_mois = figer_lignes([self.resultats[tout.over(mois)] for mois in self.mois], mesure)
        # The last month may be under way: it says nothing of the tendency.
        complets = [
            None if fige["valeur"] is None else Decimal(fige["valeur"])
            for fige, mois in zip(par_mois, self.mois, strict=True)
            if mois == Periode.mois(mois.debut)
        ]
        figes = par_mois
        if se_lit_en_cumul(mesure):
            figes = [figer(self.resultats[tout.over(periode)], mesure) for periode in self.cumuls()]
        points = [[f"{mois.debut:%Y-%m}", fige["valeur"]] for mois, fige in zip(self.mois, figes, strict=True)]
        return points, graphiques.tendance(complets)


# --- The whole -------------------------------------------------------------------------------------


def _rien(progression: int, etape: str) -> None:
    """Tell nobody."""


def construire(bilan: Bilan, *, avancement: Avancement = _rien) -> str:
    """Return the canonical content of a bilan, counted now, arrêté at its cut-off day."""
    projet = bilan.projet
    periode = Periode(projet.debut, max(bilan.arrete_au, projet.debut))
    chiffres = Chiffres(periode)
    avancement(3, "Lecture du plan d’action")
    objectifs, hors_objectif = _plan(bilan)
    fiches = [
        f for objectif in objectifs for op in objectif.operationnels.all() for f in op.fiches.all()
    ] + hors_objectif
    calcules = [
        (indicateur, mesure)
        for fiche in fiches
        for critere in fiche.criteres.all()
        for indicateur in critere.indicateurs.all()
        if (mesure := mesure_de(indicateur)) is not None
    ]
    publics = [registre.get(cle) for cle in CHIFFRES_PUBLIC if _existe(cle)]
    demandes = [demande for indicateur, mesure in calcules for demande in chiffres.demandes_de(indicateur, mesure)]
    demandes += [Demande.make(mesure.cle, periode) for mesure in publics]
    demandes += [Demande.make("evenements", mois) for mois in chiffres.mois if _existe("evenements")]
    chiffres.compute(demandes, avancement=avancement, de=5, a=60)
    avancement(62, "Le public, par sexe, âge, niveau et commune")
    public = _public(publics, chiffres)
    mesures = {mesure.cle: mesure for mesure in [*publics, *(mesure for _, mesure in calcules)]}
    avancement(72, "Mise en ordre des fiches-action")
    contenu = {
        "format": FORMAT,
        "logiciel": {"nom": "Mission Locale", "version": version_logiciel()},
        "mission_locale": MissionLocale.current_name(),
        "bilan": {
            "id": str(bilan.pk),
            "type": bilan.type,
            "libelle": bilan.get_type_display(),
            "debut": periode.debut.isoformat(),
            "fin_projet": whole_projet(projet).fin.isoformat(),
            "arrete_au": bilan.arrete_au.isoformat(),
            "demande_le": timezone.localdate(bilan.demande_le).isoformat(),
        },
        "projet": {"titre": projet.titre},
        "territoire": _territoire(),
        "equipe": _equipe(periode.fin),
        "partenaires": _partenaires(periode.fin),
        "public": public,
        "objectifs": [_objectif(objectif, chiffres) for objectif in objectifs],
        "hors_objectif": [_fiche(fiche, chiffres) for fiche in hors_objectif],
        "definitions": [_definition(mesure) for mesure in sorted(mesures.values(), key=lambda m: m.libelle)],
        "secret": {"seuil": secret.SEUIL},
    }
    return dump(contenu)


def _existe(cle: str) -> bool:
    return any(mesure.cle == cle for mesure in registre.all())


def _definition(mesure: Mesure) -> dict[str, Any]:
    return {
        "cle": mesure.cle,
        "version": mesure.version,
        "libelle": mesure.libelle,
        "definition": mesure.definition,
        "limites": mesure.limites,
        "unite": mesure.unite,
    }


# --- The strategy ----------------------------------------------------------------------------------


def _plan(bilan: Bilan) -> tuple[list[ObjectifGeneral], list[FicheAction]]:
    """Return the objectives with all that hangs below them, and the fiches without objective, in eight statements."""
    fiches = (
        FicheAction.objects.exclude(statut__in=STATUTS_HORS_BILAN)
        .annotate(budget_prevu=Sum("budget__prevu"), budget_depense=Sum("budget__depense"))
        .prefetch_related(
            Prefetch("etapes", Etape.objects.order_by("ordre", "pk")),
            Prefetch("criteres", Critere.objects.order_by("ordre", "pk")),
            Prefetch("criteres__indicateurs", Indicateur.objects.order_by("ordre", "pk")),
            "coordinateurs",
            "partenaires",
        )
        .order_by("numero", "titre", "pk")
    )
    objectifs = ObjectifGeneral.objects.filter(projet=bilan.projet).prefetch_related(
        Prefetch("operationnels", ObjectifOperationnel.objects.order_by("numero", "pk")),
        Prefetch("operationnels__fiches", fiches),
    )
    # A fiche without objective belongs to no projet in particular: it is read with the running one.
    hors_objectif = list(fiches.filter(objectif=None)) if bilan.projet.actif else []
    return list(objectifs.order_by("numero", "pk")), hors_objectif


def _objectif(objectif: ObjectifGeneral, chiffres: Chiffres) -> dict[str, Any]:
    return {
        "numero": objectif.numero,
        "titre": objectif.titre,
        "description": objectif.description,
        "operationnels": [
            {
                "numero": op.numero,
                "titre": op.titre,
                "description": op.description,
                "fiches": [_fiche(fiche, chiffres) for fiche in op.fiches.all()],
            }
            for op in objectif.operationnels.all()
        ],
    }


def _fiche(fiche: FicheAction, chiffres: Chiffres) -> dict[str, Any]:
    budget = {nom: getattr(fiche, f"budget_{nom}") or Decimal(0) for nom in ("prevu", "depense")}
    return {
        "numero": fiche.numero,
        "titre": fiche.titre,
        "statut": fiche.statut,
        "statut_libelle": fiche.get_statut_display(),
        "but": fiche.but,
        "calendrier": fiche.calendrier,
        "coordonne": fiche.coordonne or ", ".join(map(str, fiche.coordinateurs.all())),
        "realise": fiche.realise,
        "partenaires": fiche.partenaires_texte or ", ".join(partenaire.nom for partenaire in fiche.partenaires.all()),
        "budget": {nom: texte_decimal(montant) for nom, montant in budget.items()},
        "etapes": [_etape(etape, arrete_au=chiffres.periode.fin) for etape in fiche.etapes.all()],
        "criteres": [
            {
                "libelle": critere.libelle,
                "indicateurs": [_indicateur(indicateur, chiffres) for indicateur in critere.indicateurs.all()],
            }
            for critere in fiche.criteres.all()
        ],
        "vigilance": fiche.vigilance,
        "perspectives": fiche.perspectives,
    }


def _etape(etape: Etape, *, arrete_au: datetime.date) -> dict[str, Any]:
    return {
        "ordre": etape.ordre,
        "titre": etape.titre,
        "echeance": etape.echeance.isoformat() if etape.echeance else None,
        "faite_le": etape.faite_le.isoformat() if etape.faite_le else None,
        "etat": etat_etape(etape, jour=arrete_au),
    }


def etat_etape(etape: Etape, *, jour: datetime.date) -> str:
    """Return where a step stood on a day: faite, abandonnee, retard, en_cours or a_venir."""
    if etape.statut == StatutEtape.FAITE and etape.faite_le is not None and etape.faite_le > jour:
        return "retard" if etape.echeance is not None and etape.echeance < jour else "en_cours"
    if etape.is_late(today=jour):
        return "retard"
    return str(etape.statut)


def _indicateur(indicateur: Indicateur, chiffres: Chiffres) -> dict[str, Any]:
    mesure = mesure_de(indicateur)
    fige: dict[str, Any] = {
        "libelle": indicateur.libelle,
        "type": indicateur.type,
        "type_libelle": TypeIndicateur(indicateur.type).label,
        "mesure": mesure.cle if mesure else "",
        "cible": texte_decimal(indicateur.cible),
        "sens_cible": indicateur.sens_cible,
        "cumulative": False,
    }
    if mesure is None:
        return fige
    demande = Demande.of(indicateur, chiffres.periode)
    resultat = chiffres.resultats[demande]
    serie, tendance = chiffres.serie(indicateur, mesure)
    return fige | {
        "mesure_version": mesure.version,
        "unite": mesure.unite,
        "cumulative": is_cumulative(mesure),
        "filtres": mots_des_filtres(demande),
        "resultat": figer(resultat, mesure),
        "raison": resultat.raison,
        "serie": serie,
        "serie_cumulee": se_lit_en_cumul(mesure),
        "tendance": tendance,
    }


def mots_des_filtres(demande: Demande) -> str:
    """Return the filters and the parameters of a figure in a line of French."""
    try:
        return " ; ".join(f"{nom} : {mots}" for nom, mots in describe(demande))
    except (DemandeInvalide, MesureInconnue) as erreur:
        return str(erreur)


# --- The public and the territory -------------------------------------------------------------------


def _public(mesures: list[Mesure], chiffres: Chiffres) -> dict[str, Any]:
    ventilations = []
    for cle, par in VENTILATIONS_PUBLIC:
        if not _existe(cle) or par not in registre.get(cle).ventilations:
            continue
        mesure = registre.get(cle)
        demande = Demande.make(cle, chiffres.periode)
        lignes = ventiler(demande, par, arrete_au=chiffres.periode.fin)
        utiles = [
            figer(ligne.resultat, mesure, masque=ligne.masque) | {"libelle": ligne.libelle}
            for ligne in montrer_lignes(lignes, chiffres.resultats[demande], mesure)
            if ligne.libelle != NON_RENSEIGNE or ligne.resultat.valeur
        ]
        ventilation = mesure.ventilations[par]
        ventilations.append(
            {
                "titre": f"{mesure.libelle}, par {ventilation.libelle[0].lower()}{ventilation.libelle[1:]}",
                "mesure": cle,
                "unite": mesure.unite,
                "lignes": utiles,
            }
        )
    mois: list[list[str | None]] = []
    if _existe("evenements"):
        evenements = registre.get("evenements")
        figes = figer_lignes([chiffres.resultats[Demande.make("evenements", m)] for m in chiffres.mois], evenements)
        mois = [[f"{m.debut:%Y-%m}", fige["valeur"]] for m, fige in zip(chiffres.mois, figes, strict=True)]
    return {
        "chiffres": [
            figer(chiffres.resultats[Demande.make(mesure.cle, chiffres.periode)], mesure)
            | {"libelle": mesure.libelle, "mesure": mesure.cle, "unite": mesure.unite}
            for mesure in mesures
        ],
        "ventilations": ventilations,
        "mois": mois,
    }


def _territoire() -> dict[str, Any]:
    du_territoire = Q(communes__du_territoire=True)
    communes = Commune.objects.filter(du_territoire=True).aggregate(nombre=Count("pk"), population=Sum("population"))
    epci = (
        EPCI.objects.filter(du_territoire)
        .annotate(
            nombre=Count("communes", filter=du_territoire), habitants=Sum("communes__population", filter=du_territoire)
        )
        .order_by("-habitants", "nom")
    )
    return {
        "communes": communes["nombre"],
        "population": communes["population"] or 0,
        "epci": [{"nom": e.nom, "communes": e.nombre, "population": e.habitants} for e in epci],
        "lieux": [
            {"nom": lieu.nom, "type": lieu.get_type_display(), "commune": lieu.commune.nom if lieu.commune else ""}
            for lieu in Lieu.objects.actifs().select_related("commune").order_by("ordre", "nom", "pk")
        ],
    }


def _equipe(jour: datetime.date) -> list[dict[str, Any]]:
    lignes = (
        Conseiller.objects.filter(actif=True, entree_le__lte=jour)
        .values("fonction")
        .annotate(nombre=Count("pk"))
        .order_by("-nombre", "fonction")
    )
    return [{"fonction": Fonction(ligne["fonction"]).label, "nombre": ligne["nombre"]} for ligne in lignes]


def _partenaires(jour: datetime.date) -> list[dict[str, Any]]:
    lignes = (
        Partenaire.objects.actifs()
        .filter(depuis_le__lte=jour)
        .values("type")
        .annotate(nombre=Count("pk"))
        .order_by("-nombre", "type")
    )
    return [{"type": TypePartenaire(ligne["type"]).label, "nombre": ligne["nombre"]} for ligne in lignes]
