"""Read a fiche that was published as JSON: by this application, or by the import of a Word fiche."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from commun.mesures import DemandeInvalide
from plans_action import contenu as c
from plans_action.choix import TypeIndicateur
from plans_action.exports.document import FORMAT, GROUPES, LIENS, RACINE, SEPARATEUR, VERSION
from plans_action.exports.mise_en_page import CRITERES_SANS_NOM
from plans_action.imports.contenu import as_contenu
from plans_action.imports.fiche import FicheLue
from plans_action.imports.vocabulaire import COMPLEMENTS
from plans_action.libelles import find_mesure

TAILLE_MAX = 2_000_000  # bytes: a fiche of a hundred pages is ten times smaller
PLAFOND = 200  # items of one list, as in the form


_DEJA_LUS = ("titre", "modele", "a_ranger", "premiere_etape")
# What JSON may write a value with: a number as text or as a number, the rest as it is published.
_TYPES: dict[str, tuple[type, ...]] = {
    "texte": (str,),
    "choix": (str,),
    "date": (str,),
    "entier": (int,),
    "nombre": (str, int, float),
}
# A NUL and halves of a pair: JSON can spell them, no database stores them.
_INTERDITS = re.compile("[\x00\ud800-\udfff]")


class JsonRefuse(Exception):
    """A file that is not a fiche; the sentence is shown."""


@dataclass
class FicheJson:
    """What was read: the content to save, and what could not be taken as it was written."""

    contenu: c.Contenu
    avertissements: list[str] = field(default_factory=list)


def read_json(octets: bytes) -> FicheJson:
    """Return the fiche that a file holds; raise JsonRefuse when it holds none."""
    if len(octets) > TAILLE_MAX:
        raise JsonRefuse("Ce fichier est trop gros pour une fiche-action (2 Mo au plus).")
    try:
        document = _storable(json.loads(octets.decode("utf-8-sig")))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise JsonRefuse("Ce fichier n’est pas du JSON : choisissez une fiche exportée au format JSON.") from None
    if isinstance(document, dict) and document.get("format") == "fiche-partagee":
        raise JsonRefuse(
            "Cette fiche a été partagée : ouvrez-la par « Reprendre une fiche d’une autre Mission Locale »."
        )
    if not isinstance(document, dict) or not str(document.get("titre") or "").strip():
        raise JsonRefuse("Ce fichier ne contient pas de fiche-action : il n’a pas de titre.")
    if document.get("format", FORMAT) != FORMAT:
        raise JsonRefuse("Ce fichier n’est pas une fiche-action.")
    if document.get("version", VERSION) != VERSION:
        raise JsonRefuse("Cette fiche vient d’une version plus récente de l’application : mettez la vôtre à jour.")
    return _Lecteur().read(document)


class _Lecteur:
    def __init__(self) -> None:
        self.avertissements: list[str] = []

    def read(self, document: dict[str, Any]) -> FicheJson:
        """Return the content of a document, each field as strictly as the form would."""
        source: dict[str, Any] = {nom: document.get(cle) for nom, cle in RACINE.items()}
        for groupe, champs in GROUPES.items():
            values = _mapping(document.get(groupe))
            source |= {nom: values.get(cle) for nom, cle in champs.items()}
        etapes = _items(document.get("etapes"))
        numero = etapes[0].get("numero") if etapes else 0
        source["premiere_etape"] = numero if isinstance(numero, int) and 0 <= numero < 100 else 0
        source["a_ranger"] = SEPARATEUR.join(str(bloc) for bloc in _list(document.get("a_ranger")))
        contenu: c.Contenu = {"cle": "n1", **self._champs(source, c.FICHE, "la fiche")}
        for liste in ("etapes", "criteres", *c.PLATES):
            contenu[liste] = self._liste(document.get(liste), c.BRANCHES[liste])
        self._liens(document, contenu)
        self._indicateurs_seuls(document, contenu)
        self._complements(document, contenu)
        return FicheJson(contenu, self.avertissements)

    def _liste(self, valeur: Any, branche: c.Branche) -> list[c.Contenu]:
        items = []
        for rang, source in enumerate(_items(valeur), start=1):
            item: c.Contenu = {"cle": f"n{rang}", **self._champs(source, branche.schema, f"{branche.article} {rang}")}
            for sous in branche.schema.branches:
                item[sous.nom] = self._liste(source.get(sous.nom), sous)
            items.append(item)
        return items

    def _champs(self, source: dict[str, Any], schema: c.Schema, ou: str) -> c.Contenu:
        contenu: c.Contenu = {}
        for champ in schema.champs:
            valeur = source.get(champ.nom)
            if champ.genre == "liaison":
                contenu[champ.nom] = self._liaison(source, ou)
            elif champ.genre == "liens":
                contenu[champ.nom] = []  # read by name, below
            elif champ.genre == "lien":
                contenu[champ.nom] = self._lien(valeur, champ, schema)
            elif champ.genre == "noms":
                contenu[champ.nom] = c.canonical([str(nom)[:80] for nom in _list(valeur)], "noms")
            elif champ.genre == "oui":
                contenu[champ.nom] = valeur is True
            else:
                contenu[champ.nom] = self._simple(valeur, champ, schema, ou)
        return contenu

    def _simple(self, valeur: Any, champ: c.Champ, schema: c.Schema, ou: str) -> Any:
        """Return a value that the database would take, its default when it would not."""
        column: Any = schema.model._meta.get_field(champ.nom)
        default = c.canonical(column.get_default(), champ.genre)
        if valeur in (None, ""):
            return default
        if not isinstance(valeur, _TYPES[champ.genre]) or isinstance(valeur, bool):
            return self._refuse(champ, ou, default)
        if champ.genre in ("texte", "choix"):
            valeur = c.canonical(valeur, "texte")
            longueur = getattr(column, "max_length", None)
            if champ.genre == "texte" and longueur and len(valeur) > longueur:
                self.avertissements.append(f"« {champ.libelle} » de {ou} était trop long : la fin a été coupée.")
                return valeur[:longueur].rstrip()
        try:
            clean = column.clean(valeur, None)
        except ValidationError:
            return self._refuse(champ, ou, default)
        if schema is c.BUDGET and champ.genre == "nombre" and clean < 0:
            return self._refuse(champ, ou, default)
        return c.canonical(clean, champ.genre)

    def _refuse(self, champ: c.Champ, ou: str, default: Any) -> Any:
        self.avertissements.append(f"« {champ.libelle} » de {ou} ne se lit pas : laissé vide.")
        return default

    # --- What has a name in both installations -----------------------------------------------------

    def _lien(self, nom: Any, champ: c.Champ, schema: c.Schema) -> str | None:
        if champ.nom in ("objectif", "parente") or not isinstance(nom, str) or not nom:
            return None
        found = _by_name(c.related_model(schema, champ), [nom])
        if not found:
            self.avertissements.append(f"« {nom} » n’existe pas ici : {champ.libelle} laissé vide.")
        return next(iter(found.values()), None)

    def _liens(self, document: dict[str, Any], contenu: c.Contenu) -> None:
        """Link what is known here under the same name; keep the other names in words."""
        en_mots = {"coordinateurs": "coordonne", "partenaires": "partenaires_texte", "lieux": "implantation"}
        for champ in c.FICHE.champs:
            if champ.nom not in LIENS:
                continue
            noms = [str(nom) for nom in _list(document.get(LIENS[champ.nom]))]
            connus = _by_name(c.related_model(c.FICHE, champ), noms)
            contenu[champ.nom] = sorted(connus.values())
            inconnus = [nom for nom in noms if nom not in connus]
            if inconnus:
                mots = en_mots[champ.nom]
                contenu[mots] = "\n".join(part for part in (contenu[mots], ", ".join(inconnus)) if part)
                self.avertissements.append(f"Inconnus ici, gardés en toutes lettres : {', '.join(inconnus)}.")

    # --- Indicateurs -------------------------------------------------------------------------------

    def _liaison(self, source: dict[str, Any], ou: str) -> c.Contenu:
        """Return what an indicateur is bound to; a measure that is not known here becomes a reading by people."""
        type_ = source.get("type")
        type_ = type_ if type_ in TypeIndicateur.values else TypeIndicateur.QUALITATIF
        mesure = find_mesure(str(source.get("mesure") or ""))
        if type_ != TypeIndicateur.CALCULE and (type_ != TypeIndicateur.QUESTIONNAIRE or not source.get("mesure")):
            return c.canonical_liaison({"type": type_})
        if mesure is None:
            self.avertissements.append(f"La mesure de {ou} n’existe pas ici : choisissez-en une.")
            return c.canonical_liaison({"type": TypeIndicateur.QUALITATIF})
        filtres = {}
        for nom, valeurs in _mapping(source.get("filtres")).items():
            connus = {str(cle) for cle, _ in mesure.filtres[nom].choix()} if nom in mesure.filtres else set()
            connus |= {c.CETTE_FICHE} if nom == "fiche" else set()
            filtres[nom] = [str(valeur) for valeur in _list(valeurs) if str(valeur) in connus]
            if len(filtres[nom]) != len(_list(valeurs)):  # without its filter it would count the whole house
                self.avertissements.append(
                    f"« {str(source.get('libelle') or ou)[:100]} » comptait ce qui n’existe pas ici : "
                    "choisissez de nouveau sa mesure et ce qu’il faut compter."
                )
                seul = TypeIndicateur.QUESTIONNAIRE if mesure.enquete else TypeIndicateur.QUALITATIF
                return c.canonical_liaison({"type": seul})
        parametres = _mapping(source.get("parametres"))
        try:
            mesure.clean_parametres(parametres)
        except DemandeInvalide:
            parametres = {}
            self.avertissements.append(f"Les réglages de {ou} ne conviennent pas ici : ceux par défaut sont pris.")
        return c.canonical_liaison({"type": type_, "mesure": mesure.cle, "filtres": filtres, "parametres": parametres})

    def _indicateurs_seuls(self, document: dict[str, Any], contenu: c.Contenu) -> None:
        """Make the indicateurs of an imported Word fiche, which has no critère, those of one critère."""
        libelles = [str(libelle)[:1000] for libelle in _list(_mapping(document.get("evaluation")).get("indicateurs"))]
        if contenu["criteres"] or not libelles:
            return
        source = {
            "libelle": CRITERES_SANS_NOM[0],
            "indicateurs": [{"libelle": libelle} for libelle in libelles if libelle],
        }
        contenu["criteres"] = self._liste([source], c.BRANCHES["criteres"])

    def _complements(self, document: dict[str, Any], contenu: c.Contenu) -> None:
        """Take the headings of the other templates that an imported Word fiche keeps beside its own fields."""
        lus = {cle: texte for cle, texte in _mapping(document.get("complements")).items() if isinstance(texte, str)}
        lus = {cle: texte for cle, texte in lus.items() if cle in COMPLEMENTS and texte}
        if not lus:
            return
        ajout = as_contenu(FicheLue(titre=contenu["titre"], complements=lus), cle="n1")
        a_ranger = [contenu["a_ranger"], ajout["a_ranger"]]
        for champ in c.FICHE.champs:
            if champ.nom in _DEJA_LUS:
                continue
            if not contenu[champ.nom]:
                contenu[champ.nom] = ajout[champ.nom]
            elif champ.genre == "texte" and ajout[champ.nom]:
                a_ranger.append(ajout[champ.nom])
        for liste in ("criteres", *c.PLATES):
            rang = len(contenu[liste])
            contenu[liste] += [item | {"cle": f"n{rang + n}"} for n, item in enumerate(ajout[liste], start=1)]
        contenu["a_ranger"] = SEPARATEUR.join(filter(None, a_ranger))
        if not document.get("modele") and not contenu["etapes"]:
            contenu["modele"] = ajout["modele"]


def _storable(valeur: Any) -> Any:
    """Return a document without what cannot be stored."""
    if isinstance(valeur, str):
        return _INTERDITS.sub("", valeur)
    if isinstance(valeur, dict):
        return {_storable(cle): _storable(fils) for cle, fils in valeur.items()}
    return [_storable(fils) for fils in valeur] if isinstance(valeur, list) else valeur


def _list(valeur: Any) -> list[Any]:
    return valeur[:PLAFOND] if isinstance(valeur, list) else []


def _items(valeur: Any) -> list[dict[str, Any]]:
    return [item for item in _list(valeur) if isinstance(item, dict)]


def _mapping(valeur: Any) -> dict[str, Any]:
    return valeur if isinstance(valeur, dict) else {}


def _by_name(model: type[models.Model], noms: Iterable[str]) -> dict[str, str]:
    """Return the keys of the things that bear these names, the first of two that bear the same."""
    wanted = set(noms)
    found: dict[str, str] = {}
    if wanted:
        for objet in model._default_manager.order_by("pk"):
            if str(objet) in wanted:
                found.setdefault(str(objet), str(objet.pk))
    return found
