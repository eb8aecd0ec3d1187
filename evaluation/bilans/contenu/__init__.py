"""
The content of a bilan: counted by the engine at its cut-off day, written as canonical JSON.

The documents are made from it and from nothing else. Counts of few people are hidden before they are frozen: a bilan
leaves the house.
"""

import json
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import timezone

from commun.dates import Periode
from commun.mesures import Mesure
from commun.travaux import Avancement
from evaluation import secret
from evaluation.appreciations import load_appreciations
from evaluation.bilans.canonique import dump
from evaluation.bilans.contenu import intermediaire, maison, plan, public
from evaluation.bilans.contenu.chiffres import Chiffres
from evaluation.models import Bilan
from evaluation.moteur import Demande, said_definition
from evaluation.projets import whole_projet
from structure.models import MissionLocale

FORMAT = 3


@lru_cache(maxsize=1)
def version_logiciel() -> str:
    """Return the version written in pyproject.toml."""
    projet = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(projet["project"]["version"])


def silencieux(progression: int, etape: str) -> None:
    """Tell nobody."""


def construire(bilan: Bilan, *, avancement: Avancement = silencieux, commissions: dict[str, Any] | None = None) -> str:
    """
    Return the canonical content of a bilan, counted now, arrêté at its cut-off day.

    `commissions` is what they wrote for it (evaluation.services.commissions).
    """
    projet = bilan.projet
    periode = Periode(projet.debut, max(bilan.arrete_au, projet.debut))
    chiffres = Chiffres(periode)
    avancement(3, "Lecture du plan d’action")
    objectifs, hors_objectif = plan.load(bilan)
    calcules = list(plan.computed(objectifs, hors_objectif))
    chiffres.appreciations = load_appreciations(plan.indicateurs(objectifs, hors_objectif), au=periode.fin)
    demandes = [demande for indicateur, mesure in calcules for demande in chiffres.demandes_de(indicateur, mesure)]
    chiffres.compute([*demandes, *public.demandes(chiffres)], avancement=avancement, de=5, a=60)
    avancement(62, "Le public, par sexe, âge, niveau et commune")
    le_public = public.freeze(chiffres)
    avancement(72, "Mise en ordre des fiches-action")
    mesures = {mesure.cle: mesure for mesure in [*public.mesures(), *(mesure for _, mesure in calcules)]}
    contenu: dict[str, Any] = {
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
            "precedent": _precedent(bilan),
        },
        "projet": {"titre": projet.titre},
        "territoire": maison.territoire(),
        "equipe": maison.equipe(periode.fin),
        "partenaires": maison.partenaires(periode.fin),
        "public": le_public,
        "objectifs": [plan.freeze_objectif(objectif, chiffres) for objectif in objectifs],
        "hors_objectif": [plan.freeze_fiche(fiche, chiffres) for fiche in hors_objectif],
        "definitions": _definitions(mesures.values(), periode),
        "secret": {"seuil": secret.SEUIL},
        "commissions": commissions,
    }
    contenu["comparaison"] = intermediaire.freeze(bilan, contenu)
    return dump(contenu)


def _precedent(bilan: Bilan) -> dict[str, str] | None:
    """Return the bilan of the same projet that was frozen before this one, with its digest."""
    figes = Bilan.objects.figes().filter(projet_id=bilan.projet_id)
    avant = figes.filter(rang__lt=bilan.rang) if bilan.rang else figes
    dernier = avant.only("type", "arrete_au", "empreinte").last()
    if dernier is None:
        return None
    return {
        "id": str(dernier.pk),
        "libelle": dernier.get_type_display(),
        "arrete_au": dernier.arrete_au.isoformat(),
        "empreinte": dernier.empreinte,
    }


def precedent_nomme(contenu: str) -> str:
    """Return the digest of the bilan that a content says it follows, nothing when it is the first."""
    precedent = json.loads(contenu)["bilan"].get("precedent")
    return str(precedent["empreinte"]) if precedent else ""


def with_precedent(contenu: str, bilan: Bilan) -> str:
    """Return a content that names the last frozen bilan of the projet, everything else unchanged."""
    brut = json.loads(contenu)
    brut["bilan"]["precedent"] = _precedent(bilan)
    return dump(brut)


def _definitions(mesures: Iterable[Mesure], periode: Periode) -> list[dict[str, Any]]:
    """Return what each measure counts, and the reading that the house had picked of a word that has several."""
    memoire: dict[Any, Any] = {}
    return [
        {
            "cle": mesure.cle,
            "version": mesure.version,
            "libelle": mesure.libelle,
            "definition": mesure.definition,
            "limites": mesure.limites,
            "unite": mesure.unite,
            "retenue": said_definition(Demande.make(mesure.cle, periode), memoire),
        }
        for mesure in sorted(mesures, key=lambda m: m.libelle)
    ]
