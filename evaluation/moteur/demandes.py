"""A figure as it is asked for, and as it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from commun.dates import Periode
from commun.mesures import Contexte, DemandeInvalide, Retenue, registre
from evaluation.choix import EtatValeur
from evaluation.releves import liaison_releve
from plans_action.models import Indicateur

RETENUE = "Définition retenue"
Part: TypeAlias = Literal["numerateur", "denominateur"]


@dataclass(frozen=True)
class Demande:
    """A figure asked for: a measure over a period, with filters and parameters. Hashable: results are found by it."""

    mesure: str
    periode: Periode
    filtres: tuple[tuple[str, tuple[str, ...]], ...] = ()
    parametres: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def make(
        cls,
        mesure: str,
        periode: Periode,
        filtres: Mapping[str, Any] | None = None,
        parametres: Mapping[str, Any] | None = None,
    ) -> "Demande":
        """Return the Demande of plain dictionaries, in one canonical form; a filter without value filters nothing."""
        return cls(
            mesure,
            periode,
            tuple(sorted((nom, _as_texts(valeurs)) for nom, valeurs in (filtres or {}).items() if _as_texts(valeurs))),
            tuple(sorted((nom, _hashable(valeur)) for nom, valeur in (parametres or {}).items())),
        )

    @classmethod
    def of(cls, indicateur: Indicateur, periode: Periode) -> "Demande":
        """Return what an indicateur asks for over a period."""
        if (liaison := liaison_releve(indicateur)) is not None:
            return cls.make(liaison[0], periode, liaison[1])
        return cls.make(indicateur.mesure, periode, indicateur.filtres, indicateur.parametres)

    def over(self, periode: Periode) -> "Demande":
        """Return the same figure over another period."""
        return replace(self, periode=periode)


def _as_texts(valeurs: Any) -> tuple[str, ...]:
    """Return the values of a filter as sorted texts, each once."""
    if valeurs in (None, ""):
        return ()
    items = valeurs if isinstance(valeurs, (list, tuple, set)) else [valeurs]
    return tuple(sorted({str(item) for item in items}))


def _hashable(valeur: Any) -> Any:
    return tuple(valeur) if isinstance(valeur, list) else valeur


@dataclass(frozen=True)
class Resultat:
    """
    A figure: a number with what it was computed from, « non mesuré » (with the reason) or « sans objet » (0 out of 0).

    For a count, `numerateur` is the count and there is no `denominateur`.
    """

    etat: EtatValeur
    valeur: Decimal | None = None
    numerateur: Decimal | None = None
    denominateur: Decimal | None = None
    mesure: str = ""
    version: int = 1
    raison: str = ""
    definition: int | None = None  # version of the definition it rests on, when its word has several readings

    @property
    def is_mesure(self) -> bool:
        """Tell whether there is a number."""
        return self.etat == EtatValeur.MESUREE


@dataclass(frozen=True)
class LigneVentilation:
    """One line of a breakdown; `cle` is None for « Non renseigné »."""

    cle: Any
    libelle: str
    resultat: Resultat


def describe(demande: Demande) -> list[tuple[str, str]]:
    """Return the filters, the parameters and the definition of a figure in words, for screens and reports."""
    mesure = registre.get(demande.mesure)
    filtres = [(mesure.filtre(nom), valeurs) for nom, valeurs in demande.filtres]
    words = [(filtre.libelle, filtre.en_mots(valeurs)) for filtre, valeurs in filtres if not filtre.muet]
    parametres = mesure.clean_parametres(dict(demande.parametres))
    # What is left to the definition in force is said by its text.
    words += [
        (mesure.parametres[nom].libelle, mesure.parametres[nom].en_mots(v))
        for nom, v in parametres.items()
        if v is not None and nom not in mesure.sans_effet
    ]
    retenue = said_definition(demande)
    return [*words, (RETENUE, retenue)] if retenue else words


def said_definition(demande: Demande, memoire: dict[Any, Any] | None = None) -> str:
    """Return the version of the definition that a figure rests on in words, nothing when its word has one reading."""
    try:
        retenue = definition_of(demande, memoire)
    except DemandeInvalide as refus:  # none was ever picked: the figure is « non mesuré », and this says why
        return str(refus)
    return retenue.en_mots if retenue else ""


def definition_of(demande: Demande, memoire: dict[Any, Any] | None = None) -> Retenue | None:
    """Return the version of the definition that a figure rests on, None when its word has one reading."""
    mesure = registre.get(demande.mesure)
    if mesure.definie is None:
        return None
    memoire = {} if memoire is None else memoire
    contexte = Contexte(mesure.clean_parametres(dict(demande.parametres)), demande.periode.fin, memoire)
    return mesure.definie.retenue(contexte)
