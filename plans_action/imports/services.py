"""From a file to a fiche: read, keep for a person, accept, refuse, purge."""

import datetime
import logging
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from comptes.models import Utilisateur
from plans_action import contenu as c
from plans_action import services
from plans_action.choix import StatutImport
from plans_action.imports.archive import MO, FichierRefuse, Limites, empreinte
from plans_action.imports.contenu import as_contenu, renumbered
from plans_action.imports.fiche import FicheLue
from plans_action.imports.lecture import read_fiches
from plans_action.imports.propositions import propose
from plans_action.models import FicheAction, ImportFiche, NoteFiche, ObjectifOperationnel

DUREE = datetime.timedelta(days=30)
FICHIERS_MAX = 50
ILLISIBLE = (
    "Ce document n’a pas pu être lu. Enregistrez-le de nouveau depuis Word (Fichier, Enregistrer sous, .docx), "
    "puis réessayez."
)
logger = logging.getLogger(__name__)


class ImportRefuse(Exception):
    """What is asked of an import cannot be done; the sentence is shown."""


@dataclass
class FichierLu:
    """What a file gave: its fiches, or the sentence that refuses it."""

    nom: str
    sha256: str = ""
    fiches: list[FicheLue] = field(default_factory=list)
    erreur: str = ""


def limites() -> Limites:
    """Return the limits on files, the size being a setting."""
    return Limites(fichier=settings.IMPORT_FICHE_TAILLE_MO * MO)


def clean_name(nom: str) -> str:
    """Return the name of a file without its folders nor any control character, short enough to be stored."""
    propre = "".join(signe if signe.isprintable() else " " for signe in nom.replace("\\", "/").rsplit("/", 1)[-1])
    propre = propre.encode("utf-8", "replace").decode().strip() or "sans-nom.docx"
    chemin = PurePath(propre)
    return f"{chemin.stem[: 250 - len(chemin.suffix[:20])]}{chemin.suffix[:20]}"


def read_file(*, nom: str, contenu: bytes) -> FichierLu:
    """Read a file; a refusal is a sentence in the answer, so that the next files are read too."""
    nom = clean_name(nom)
    lu = FichierLu(nom)
    try:
        lu.fiches = read_fiches(contenu, nom=nom, limites=limites())
        lu.sha256 = empreinte(contenu)
    except FichierRefuse as refus:
        lu.erreur = str(refus)
    except Exception:  # a document of a shape never seen must not stop the files that follow it
        logger.exception("Lecture d’une fiche Word")
        lu.erreur = ILLISIBLE
    for fiche in lu.fiches:
        if phrase := renumbered(fiche.etapes):
            fiche.avertissements.append(phrase)
    return lu


def already_accepted(sha256: str) -> list[FicheAction]:
    """Return the fiches that came from the very same file."""
    return list(FicheAction.objects.filter(imports__sha256=sha256).order_by("numero", "titre", "pk").distinct())


@transaction.atomic
def keep(*, lu: FichierLu, by: Utilisateur | None, now: datetime.datetime) -> list[ImportFiche]:
    """Keep what a file gave until a person accepts it; the same file read again replaces what waited."""
    ImportFiche.objects.a_relire().filter(sha256=lu.sha256).delete()
    deja = already_accepted(lu.sha256)
    imports = []
    for fiche in lu.fiches:
        doublon = [f"Ce fichier a déjà donné la fiche « {autre} »." for autre in deja]
        imports.append(
            ImportFiche.objects.create(
                nom_fichier=lu.nom,
                sha256=lu.sha256,
                titre=as_contenu(fiche, cle="")["titre"],
                lue=_as_stored(fiche.as_json()),
                contenu=_as_stored(as_contenu(fiche, cle="")),
                avertissements=[*doublon, *fiche.avertissements],
                lu_par=by,
                lu_le=now,
            )
        )
    return imports


def _as_stored(valeur: Any) -> Any:
    """Return JSON that every database stores: a NUL is refused by PostgreSQL."""
    if isinstance(valeur, str):
        return valeur.replace("\x00", "")
    if isinstance(valeur, dict):
        return {cle: _as_stored(fils) for cle, fils in valeur.items()}
    return [_as_stored(fils) for fils in valeur] if isinstance(valeur, list) else valeur


def create_fiche(*, contenu: c.Contenu, by: Utilisateur | None, now: datetime.datetime) -> FicheAction:
    """Write a fiche in the state of an idea, with its content and its history, or nothing at all."""
    with transaction.atomic():
        objectif = ObjectifOperationnel.objects.filter(pk=contenu["objectif"] or 0).first()
        fiche = services.create_fiche(titre=contenu["titre"], objectif=objectif, by=by, now=now)  # type: ignore[arg-type]
        contenu = contenu | {"cle": str(fiche.pk), "numero": contenu["numero"] or fiche.numero}
        return services.save_fiche(
            fiche=fiche,
            contenu=contenu,
            version=fiche.version,
            by=by,  # type: ignore[arg-type]
            now=now,
        )


@transaction.atomic
def accept(*, attente: ImportFiche, contenu: c.Contenu, by: Utilisateur, now: datetime.datetime) -> FicheAction:
    """Create the fiche that a person corrected; raise ImportRefuse when somebody settled it meanwhile."""
    _settle(attente, StatutImport.ACCEPTE, now=now)
    fiche = create_fiche(contenu=contenu, by=by, now=now)
    ImportFiche.objects.filter(pk=attente.pk).update(fiche=fiche, titre=fiche.titre)
    return fiche


@transaction.atomic
def refuse(*, attente: ImportFiche, now: datetime.datetime) -> None:
    """Set a fiche aside: nothing is created, what was read is forgotten."""
    _settle(attente, StatutImport.ECARTE, now=now)


def _settle(attente: ImportFiche, statut: StatutImport, *, now: datetime.datetime) -> None:
    # The conditional UPDATE is the lock: of two people who accept at the same instant, one is told.
    lignes = ImportFiche.objects.a_relire().filter(pk=attente.pk)
    if not lignes.update(statut=statut, regle_le=now, lue=None, contenu=None, avertissements=[]):
        raise ImportRefuse("Cette fiche a déjà été acceptée ou écartée par quelqu’un d’autre.")


@transaction.atomic
def create_at_once(*, lu: FichierLu, by: Utilisateur | None, now: datetime.datetime) -> list[FicheAction]:
    """Create the fiches of a file without a person's eye: no measure is bound, the nearest ones are noted."""
    fiches = []
    for fiche_lue in lu.fiches:
        contenu = _as_stored(as_contenu(fiche_lue, cle=""))
        fiche = create_fiche(contenu=contenu, by=by, now=now)
        ImportFiche.objects.create(
            nom_fichier=lu.nom, sha256=lu.sha256, titre=fiche.titre, fiche=fiche, lu_par=by, lu_le=now, regle_le=now,
            statut=StatutImport.ACCEPTE, contenu=None,
        )  # fmt: skip
        if texte := _measures_to_confirm(contenu):
            jour = timezone.localdate(now)
            NoteFiche.objects.create(fiche=fiche, texte=texte, auteur=by, ecrite_le=now, jour=jour)
        fiches.append(fiche)
    return fiches


def _measures_to_confirm(contenu: c.Contenu) -> str:
    lignes = [
        f"– {indicateur['libelle']} : {' ou '.join(f'« {p.mesure.libelle} »' for p in propose(indicateur['libelle']))}"
        for critere in contenu["criteres"]
        for indicateur in critere["indicateurs"]
        if propose(indicateur["libelle"])
    ]
    return "\n".join(["Mesures proposées à l’import, à confirmer dans la fiche :", *lignes]) if lignes else ""


def purge(*, now: datetime.datetime) -> int:
    """Forget what was read more than thirty days ago; the origin of accepted fiches stays."""
    vieux = ImportFiche.objects.filter(lu_le__lt=now - DUREE).exclude(statut=StatutImport.ACCEPTE)
    return vieux.delete()[0]
