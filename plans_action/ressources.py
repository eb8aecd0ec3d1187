"""
The centre de ressources: what leaves of a fiche, and how one of another Mission Locale comes in.

Names of persons and contacts never leave: the fields that hold them are emptied, whatever is chosen, and what looks
like a name, a telephone or an address is taken out of every other text.
"""

import datetime
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.dateparse import parse_datetime

from commun.templatetags.ml import nombre
from comptes.choix import Role
from comptes.models import Utilisateur
from plans_action import services
from plans_action.choix import (
    ModeleFiche,
    NatureBudget,
    NiveauRisque,
    PhaseDemarche,
    Recurrence,
    SensCible,
    StatutEtape,
    TypeParticipation,
)
from plans_action.contenu import CETTE_FICHE, Contenu
from plans_action.exports.document import RACINE, export_fiche
from plans_action.exports.lecture import TAILLE_MAX, JsonRefuse, read_json
from plans_action.exports.schema import build_schema
from plans_action.libelles import find_mesure, signe_of
from plans_action.models import FicheAction, Origine, Partage
from structure.models import Conseiller, MissionLocale, Partenaire

FORMAT = "fiche-partagee"
VERSION = 1
RETIRE = "[retiré]"
A_CHOISIR = "a-choisir"  # a place, a person, a question of this house: who takes the fiche up chooses theirs
Document = dict[str, Any]

RUBRIQUES = {
    "etapes": "Les étapes (quoi, quand, comment ; jamais qui)",
    "evaluation": "Les critères, indicateurs et l’évaluation",
    "budget": "Le budget, sans les financeurs",
    "partenaires": "Les partenaires en toutes lettres et les parties prenantes",
    "risques": "Les risques et points de vigilance",
    "demarche": "La démarche et les perspectives",
}
# Never out: who does what, whom to call, what nobody has sorted, where and by whom it is done here.
PERSONNES = ("coordonne", "realise", "contacts")
LISTES_INTERNES = ("coordinateurs", "partenaires_lies", "lieux", "porteurs", "a_ranger")


class RessourceRefusee(Exception):
    """A shared fiche that cannot be taken up; the sentence is shown."""


# --- What leaves -----------------------------------------------------------------------------------


def prepare(fiche: FicheAction, rubriques: Iterable[str]) -> Document:
    """Return the document of a fiche as the public would read it."""
    document = export_fiche(fiche)
    chosen = set(rubriques)
    for cle in PERSONNES:
        document[cle] = ""
    for cle in LISTES_INTERNES:
        document[cle] = []
    document["evaluation"]["qui"] = document["perspectives_detail"]["qui"] = ""
    for etape in document["etapes"]:
        for ligne in etape["lignes"]:
            ligne["qui"] = ""
    for ligne in document["budget"]:
        ligne["financeur"], ligne["depense"] = None, "0.00"
    for partie in document["parties_prenantes"]:
        partie["partenaire"] = None
    for critere in document["criteres"]:
        for indicateur in critere["indicateurs"]:
            indicateur["filtres"] = _portable(indicateur, fiche)
    _leave_out(document, chosen)
    return _clean(document, _names())  # type: ignore[no-any-return]


def _portable(indicateur: Document, fiche: FicheAction) -> dict[str, list[str]]:
    """Return what an indicateur counts without the keys of this house, so that elsewhere it never counts everything."""
    mesure = find_mesure(indicateur["mesure"])
    filtres = {}
    for nom, valeurs in indicateur["filtres"].items():
        if mesure is None or nom not in mesure.filtres or mesure.filtres[nom].identifiants:
            valeurs = [CETTE_FICHE if valeur == str(fiche.pk) else A_CHOISIR for valeur in valeurs]
        filtres[nom] = list(dict.fromkeys(valeurs))
    return filtres


def _leave_out(document: Document, chosen: set[str]) -> None:
    if "etapes" not in chosen:
        document["etapes"] = []
    if "evaluation" not in chosen:
        document["criteres"] = []
        document["evaluation"] = {cle: [] if cle == "indicateurs" else "" for cle in document["evaluation"]}
    if "budget" not in chosen:
        document["budget"] = []
    if "partenaires" not in chosen:
        document["partenaires"], document["parties_prenantes"] = "", []
    if "risques" not in chosen:
        document["risques"], document["vigilance"] = [], ""
    if "demarche" not in chosen:
        document["demarche"] = {cle: None if cle == "tour" else "" for cle in document["demarche"]}
        document["perspectives"] = ""
        document["perspectives_detail"] = dict.fromkeys(document["perspectives_detail"], "")


_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<![\d/])(?:\+33 ?|0033 ?|0)[1-9](?:[ .\-\u00a0]?\d{2}){4}(?!\d)")
_LETTRE = "A-ZÀ-ÖØ-Þ"
_CIVILITE = re.compile(
    r"\b(?:M\.|Mme|Mlle|Mr|Monsieur|Madame|Mademoiselle)[ \u00a0]+"
    rf"(?:[{_LETTRE}][\w’'-]*)(?:[ \u00a0]+[{_LETTRE}][\w’'-]+)?"
)


def _names() -> re.Pattern[str] | None:
    """Return what recognises the names that this house knows: team, accounts at work, contacts of partners."""
    names = {nom for paire in Conseiller.objects.order_by().values_list("prenom", "nom") for nom in _written(*paire)}
    accounts = Utilisateur.objects.exclude(role=Role.JEUNE).order_by()
    names |= {nom for paire in accounts.values_list("prenom", "nom") for nom in _written(*paire)}
    contacts = Partenaire.objects.exclude(contact="").order_by().values_list("contact", flat=True)
    names |= {contact.strip() for contact in contacts}
    kept = sorted((re.escape(nom) for nom in names if len(nom) > 3), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(kept)})(?!\w)", re.IGNORECASE) if kept else None


def _written(prenom: str, nom: str) -> list[str]:
    """Return the ways a person is written: both names, either first; the family name in capitals says enough."""
    if not prenom or not nom:
        return []
    return [f"{prenom} {nom}", f"{nom} {prenom}", f"{prenom[0]}. {nom}"]


def _clean(valeur: Any, names: re.Pattern[str] | None) -> Any:
    if isinstance(valeur, str):
        for pattern in (_MAIL, _TELEPHONE, names, _CIVILITE):
            valeur = pattern.sub(RETIRE, valeur) if pattern else valeur
        return valeur
    if isinstance(valeur, dict):
        return {cle: _clean(fils, names) for cle, fils in valeur.items()}
    return [_clean(fils, names) for fils in valeur] if isinstance(valeur, list) else valeur


def cleaned(texte: str) -> str:
    """Return a text without what looks like a name or a contact."""
    return str(_clean(texte.strip(), _names()))


def plain(texte: str) -> str:
    """Return a text as the catalogue compares it: no accents, no capitals."""
    sans = unicodedata.normalize("NFKD", texte)
    return " ".join("".join(lettre for lettre in sans if not unicodedata.combining(lettre)).lower().split())


def tag(nom: str) -> str:
    """Return a domain as the catalogue finds it whole."""
    return f"#{plain(nom)}#"


@transaction.atomic
def publish(
    *, fiche: FicheAction, rubriques: list[str], presentation: str, by: Utilisateur, now: datetime.datetime
) -> Partage:
    """Put a fiche in the catalogue, or its new version in place of the former one."""
    FicheAction.objects.select_for_update().get(pk=fiche.pk)
    contenu = prepare(fiche, rubriques)
    presentation = cleaned(presentation)
    partage = Partage.objects.filter(fiche=fiche).first() or Partage(
        id=uuid5(fiche.pk, "partage"), fiche=fiche, version=0
    )
    champs = " ".join(tag(nom) for nom in contenu["champs_action"])
    mots = (contenu["titre"], presentation, contenu["resume"], contenu["objectif"])
    partage.contenu, partage.rubriques, partage.presentation = contenu, rubriques, presentation
    partage.recherche = f"{plain(chr(32).join(mots))} {champs}"
    partage.sha256 = _digest(contenu)
    partage.version += 1
    partage.version_fiche, partage.publie_le, partage.publie_par, partage.retire_le = fiche.version, now, by, None
    partage.save()
    return partage


def withdraw(*, fiche: FicheAction, now: datetime.datetime) -> bool:
    """Take a fiche out of the catalogue; return whether it was there."""
    return bool(Partage.objects.en_ligne().filter(fiche=fiche).update(retire_le=now))


def _digest(contenu: Document) -> str:
    return hashlib.sha256(json.dumps(contenu, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def envelope(partage: Partage) -> Document:
    """Return what another installation receives: the fiche, and where it comes from."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "id": str(partage.pk),
        "mission_locale": MissionLocale.current_name(),
        "adresse": settings.SITE_URL + partage.get_absolute_url(),
        "publication": {
            "version": partage.version,
            "publiee_le": partage.publie_le.isoformat(),
            "presentation": partage.presentation,
            "sha256": partage.sha256,
        },
        "fiche": partage.contenu,
    }


def envelope_schema() -> Document:
    """Return the JSON Schema of a shared fiche."""
    fiche = build_schema()
    fiche.pop("$schema")
    proprietes = {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "id": {"type": "string", "format": "uuid"},
        "mission_locale": {"type": "string", "minLength": 1, "maxLength": 200},
        "adresse": {"type": "string"},
        "publication": {
            "type": "object",
            "properties": {
                "version": {"type": "integer", "minimum": 1},
                "publiee_le": {"type": "string", "format": "date-time"},
                "presentation": {"type": "string"},
                "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            },
            "required": ["version", "publiee_le", "sha256"],
            "additionalProperties": False,
        },
        "fiche": fiche,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:mission-locale:fiche-partagee:1",
        "title": "Fiche-action partagée par une Mission Locale",
        "type": "object",
        "properties": proprietes,
        "required": ["format", "version", "id", "mission_locale", "publication", "fiche"],
        "additionalProperties": False,
    }


# --- What comes in ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Changement:
    """A part of a fiche that its author has changed since it was taken up."""

    libelle: str
    avant: str
    apres: str


@dataclass
class Recue:
    """What became of a shared fiche: newly opened, or known already and compared."""

    fiche: FicheAction
    origine: Origine
    nouvelle: bool
    changements: list[Changement]
    avertissements: list[str]


def receive(*, octets: bytes, by: Utilisateur, now: datetime.datetime) -> Recue:
    """Open the shared fiche of another Mission Locale as an idea; say what changed when it is here already."""
    recue = _read(octets)
    publication = recue["publication"]
    fields = {
        "mission_locale": recue["mission_locale"].strip(),
        "adresse": _address(recue.get("adresse")),
        "version": publication["version"],
        "publiee_le": publication["publiee_le"],
        "recue_le": now,
        "recue_par": by,
        "contenu": recue["fiche"],
    }
    try:
        lue = read_json(json.dumps(recue["fiche"]).encode())
    except JsonRefuse as refus:
        raise RessourceRefusee(str(refus)) from None
    with transaction.atomic():
        known = Origine.objects.select_for_update().select_related("fiche").filter(source=recue["id"]).first()
        if known is None:
            fiche = services.open_fiche(contenu=_to_be_done(lue.contenu), by=by, now=now)
            origine = Origine.objects.create(fiche=fiche, source=recue["id"], **fields)
            return Recue(fiche, origine, True, [], lue.avertissements)
        if fields["version"] < known.version:
            raise RessourceRefusee(
                f"Vous avez déjà la version {known.version} de cette fiche : celle-ci est plus ancienne."
            )
        changements = compare(known.contenu, recue["fiche"])
        for nom, valeur in fields.items():
            setattr(known, nom, valeur)
        known.save()
    return Recue(known.fiche, known, False, changements, [])


def _to_be_done(contenu: Contenu) -> Contenu:
    """Return the content without what the other house did and when: its origin keeps that, nothing is done here yet."""
    return {
        **contenu,
        **dict.fromkeys(("date_action", "debut", "echeance")),
        "etapes": [{**etape, "statut": StatutEtape.A_VENIR, "echeance": None} for etape in contenu["etapes"]],
        "budget": [{**ligne, "depense": None} for ligne in contenu["budget"]],
    }


PAS_UNE_FICHE = (
    "Ce n’est pas une fiche partagée. Ouvrez la fiche dans le centre de ressources de l’autre Mission Locale, "
    "puis prenez l’adresse de sa page ou son fichier « JSON »."
)


def _read(octets: bytes) -> Document:
    """Return a checked envelope; raise RessourceRefusee."""
    if len(octets) > TAILLE_MAX:
        raise RessourceRefusee("Ce fichier est trop gros pour une fiche partagée (2 Mo au plus).")
    try:
        recue = json.loads(octets.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise RessourceRefusee(PAS_UNE_FICHE) from None
    if not isinstance(recue, dict) or recue.get("format") != FORMAT:
        raise RessourceRefusee(PAS_UNE_FICHE)
    if recue.get("version") != VERSION:
        raise RessourceRefusee("Cette fiche vient d’une version plus récente de l’application.")
    publication, fiche, nom = recue.get("publication"), recue.get("fiche"), recue.get("mission_locale")
    if not isinstance(publication, dict) or not isinstance(fiche, dict):
        raise RessourceRefusee("Cette fiche partagée est incomplète.")
    inconnues = set(fiche) - set(build_schema()["properties"]) | set(recue) - set(envelope_schema()["properties"])
    if inconnues:
        raise RessourceRefusee(f"Cette fiche ne suit pas le schéma publié : « {min(inconnues)[:60]} » est inconnu.")
    try:
        recue["id"] = UUID(str(recue.get("id")))
        publiee = parse_datetime(str(publication.get("publiee_le")))
    except ValueError:
        publiee = None
    version = publication.get("version")
    complete = (
        isinstance(recue.get("id"), UUID)
        and publiee is not None
        and publiee.tzinfo is not None
        and isinstance(version, int)
        and not isinstance(version, bool)
        and 1 <= version < 1_000_000
        and isinstance(nom, str)
        and 0 < len(nom.strip()) <= 200
        and "\x00" not in nom
    )
    if not complete:
        raise RessourceRefusee("Cette fiche partagée ne dit pas correctement d’où elle vient.")
    if publication.get("sha256") != _digest(fiche):
        raise RessourceRefusee("Cette fiche a été modifiée depuis sa publication : son empreinte ne correspond pas.")
    publication["publiee_le"] = publiee
    return recue


def _address(adresse: Any) -> str:
    ok = isinstance(adresse, str) and adresse.startswith("https://") and len(adresse) <= 500 and adresse.isprintable()
    return str(adresse) if ok else ""


_LIBELLES = {
    **{cle: cle.replace("_", " ") for cle in RACINE.values()},
    "titre": "titre",
    "resume": "résumé",
    "public_cible": "public visé",
    "finalite": "finalité",
    "type_action": "type d’action",
    "champs_action": "champs d’action",
    "evaluation": "évaluation",
    "etapes": "étapes",
    "criteres": "critères et indicateurs",
    "budget": "budget",
    "demarche": "démarche",
    "perspectives_detail": "perspectives",
    "parties_prenantes": "parties prenantes",
}


def compare(avant: Document, apres: Document) -> list[Changement]:
    """Return what two versions of a shared fiche say differently, part by part."""
    changements = []
    for cle in dict.fromkeys((*_LIBELLES, *sorted(avant), *sorted(apres))):
        dits = in_words(avant.get(cle)), in_words(apres.get(cle))
        if cle not in ("format", "version", "statut") and dits[0] != dits[1]:
            libelle = _LIBELLES.get(cle, cle.replace("_", " "))
            changements.append(Changement(libelle[:1].upper() + libelle[1:], *dits))
    return changements


_D_ABORD = ("titre", "libelle", "nom", "quoi", "quand", "qui", "comment")
_TUS = ("numero", "statut", "type", "mesure", "filtres", "parametres", "motif_cible", "sens_cible")
_CODES = {
    str(code): str(libelle)
    for choix in (ModeleFiche, NatureBudget, NiveauRisque, PhaseDemarche, Recurrence, TypeParticipation)
    for code, libelle in choix.choices
}
_JOUR, _NOMBRE = re.compile(r"(\d{4})-(\d\d)-(\d\d)"), re.compile(r"\d{1,9}\.\d{1,4}")


def in_words(valeur: Any) -> str:
    """Return a part of a fiche as text: what is written in it, line by line; it may come from anywhere."""
    if isinstance(valeur, dict):
        cles = sorted(valeur, key=lambda cle: _D_ABORD.index(cle) if cle in _D_ABORD else len(_D_ABORD))
        dits = (_target(valeur) if cle == "cible" else in_words(valeur[cle]) for cle in cles if cle not in _TUS)
        return "\n".join(filter(None, dits))
    if isinstance(valeur, list):
        return "\n".join(filter(None, map(in_words, valeur)))
    texte = "" if valeur is None or isinstance(valeur, bool) else str(valeur)
    if jour := _JOUR.fullmatch(texte):
        return "/".join(reversed(jour.groups()))
    return nombre(Decimal(texte)) if _NOMBRE.fullmatch(texte) else _CODES.get(texte, texte)


def _target(indicateur: Document) -> str:
    sens = "au plus" if indicateur.get("sens_cible") == SensCible.AU_PLUS else "au moins"
    cible = in_words(indicateur["cible"])
    return f"{sens} {cible}{signe_of(str(indicateur.get('mesure')))}" if cible else ""
