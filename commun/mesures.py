"""
The registry of measures: what the house knows how to count, declared beside the facts by each room.

A measure says what is counted, over which rows, at which day; the engine (evaluation.moteur) turns it into SQL. Nothing
here knows a business word: a room's `mesures.py` calls `registre.register(Mesure(...))` and is imported at start.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, TypeVar

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable

from commun.dates import Periode

NON_RENSEIGNE = "Non renseigné"

T = TypeVar("T")
Sens: TypeAlias = Literal["hausse", "baisse", "neutre"]
Choix: TypeAlias = Callable[[], Sequence[tuple[str, str]]]


class MesureInconnue(KeyError):
    """No measure has that key: it was withdrawn, or never existed."""

    def __str__(self) -> str:
        return f"La mesure « {self.args[0]} » n’existe pas ou n’existe plus."


class DemandeInvalide(ValueError):
    """A filter or a parameter that the measure does not accept; the sentence is shown to the user."""


@dataclass(frozen=True)
class Contexte:
    """What a measure may depend on: its parameters, cleaned, and the cut-off day (later facts do not exist)."""

    parametres: Mapping[str, Any]
    arrete_au: datetime.date
    memoire: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, cle: Any, lire: Callable[[], T]) -> T:
        """Return what is read once for all the figures of one computation (the definition that is in force…)."""
        if cle not in self.memoire:
            self.memoire[cle] = lire()
        valeur: T = self.memoire[cle]
        return valeur


# A condition is a Q, or depends on the period asked for and on the context. The days of that period are left open: one
# statement serves them all. Compare them, move them by some days, nothing else.
Condition: TypeAlias = Q | Callable[[Periode, Contexte], Q]


@dataclass(frozen=True)
class Retenue:
    """The version of a definition that a figure uses: what is printed beside it, and kept with it."""

    objet: str
    version: int
    libelle: str
    texte: str
    d_un_jour: bool = False  # observed at the last day of the period: months are not parts of it

    @property
    def en_mots(self) -> str:
        """Return its number and its text, for people."""
        return f"{self.libelle} (version {self.version}). {self.texte}"


@dataclass(frozen=True)
class Definie:
    """Which word of several readings a measure rests on, and how the version to use is found."""

    objet: str
    retenue: Callable[[Contexte], Retenue]


@dataclass(frozen=True)
class Lignes:
    """Count rows, all or those that meet a condition."""

    condition: Condition = field(default_factory=Q)


@dataclass(frozen=True)
class Distinct:
    """Count the different values of a field, unknown ones left out: never added up, always counted again."""

    champ: str = "personne"
    condition: Condition = field(default_factory=Q)


@dataclass(frozen=True)
class Personnes:
    """Count the different people, and one person more for each row without a name."""

    champ: str = "personne"
    condition: Q = field(default_factory=Q)


Compteur: TypeAlias = Lignes | Distinct | Personnes


@dataclass(frozen=True)
class Ratio:
    """Divide a count by another; both are carried to the end. `facteur` 100: a percentage."""

    numerateur: Compteur
    denominateur: Compteur
    facteur: int = 100


@dataclass(frozen=True)
class Lecture:
    """
    Read the numbers that people typed: the last one of the period, their sum, or their mean.

    `de` is the filter, and the column, that tells whose numbers they are.
    """

    agregation: Literal["dernier", "somme", "moyenne"]
    de: str
    champ: str = "valeur"


Calcul: TypeAlias = Compteur | Ratio | Lecture


def _known_labels(labels: Mapping[Any, str]) -> Callable[[Iterable[Any]], Mapping[Any, str]]:
    return lambda keys: labels


@dataclass(frozen=True)
class Ventilation:
    """
    A permitted breakdown: by which expression rows are grouped, and how each group is named.

    `libelles` receives the keys met and returns their labels, in the order of display; with `complete`, the lines
    without any row are shown too. An empty or null key is the line « Non renseigné ». `reunit` gives for the keys met
    the line of a coarser breakdown that holds them, shown elsewhere: what is hidden here must not be found by it.
    """

    libelle: str
    expression: str | Callable[[], Combinable]
    libelles: Callable[[Iterable[Any]], Mapping[Any, str]]
    complete: bool = False
    reunit: Callable[[Iterable[Any]], Mapping[Any, Any]] | None = None

    @classmethod
    def of_choices(cls, libelle: str, champ: str, choices: Iterable[tuple[Any, Any]]) -> "Ventilation":
        """Return the breakdown by a field with a closed list: every line is shown."""
        return cls(libelle, champ, _known_labels({cle: str(label) for cle, label in choices}), complete=True)

    @classmethod
    def of_model(cls, libelle: str, champ: str, queryset: Callable[[], QuerySet[Any]]) -> "Ventilation":
        """Return the breakdown by a foreign key: the lines met, in the model's own order, one query for their names."""

        def labels(keys: Iterable[Any]) -> Mapping[Any, str]:
            return {item.pk: str(item) for item in queryset().filter(pk__in=list(keys))}

        return cls(libelle, champ, labels)


@dataclass(frozen=True)
class Filtre:
    """A permitted filter: a lookup (« one of these values ») or a condition built from the values."""

    libelle: str
    cible: str | Callable[[Sequence[str]], Q]
    choix: Choix
    identifiants: bool = False  # values are UUIDs
    muet: bool = False  # says nothing to people: it only tells an indicateur from another

    @classmethod
    def of_choices(
        cls, libelle: str, cible: str | Callable[[Sequence[str]], Q], choices: Iterable[tuple[Any, Any]]
    ) -> "Filtre":
        """Return the filter by a closed list."""
        return cls(libelle, cible, choices_from(choices))

    @classmethod
    def of_model(
        cls, libelle: str, cible: str | Callable[[Sequence[str]], Q], queryset: Callable[[], QuerySet[Any]]
    ) -> "Filtre":
        """Return the filter by rows of a model, named by their UUID."""

        def choix() -> list[tuple[str, str]]:
            return [(str(item.pk), str(item)) for item in queryset()]

        return cls(libelle, cible, choix, identifiants=True)

    def condition(self, valeurs: Sequence[str]) -> Q:
        """Return the condition; raise DemandeInvalide for a value that cannot be one."""
        if self.identifiants:
            for valeur in valeurs:
                try:
                    uuid.UUID(valeur)
                except ValueError:
                    raise DemandeInvalide(f"Filtre « {self.libelle} » : une valeur ne peut pas être lue.") from None
        return self.cible(valeurs) if callable(self.cible) else Q(**{f"{self.cible}__in": list(valeurs)})

    def en_mots(self, valeurs: Sequence[str]) -> str:
        """Return the labels of the chosen values, for people."""
        labels = {str(cle): label for cle, label in self.choix()}
        return ", ".join(labels.get(valeur, "valeur supprimée") for valeur in valeurs)


@dataclass(frozen=True)
class Parametre:
    """A parameter that a user may set, with its bounds: a whole number, one choice, or several choices."""

    libelle: str
    type: Literal["entier", "choix", "choix_multiple"]
    defaut: Any
    minimum: int | None = None
    maximum: int | None = None
    choix: Choix | None = None
    aide: str = ""

    def clean(self, valeur: Any) -> Any:
        """Return the value in its type, the default when none is given; raise DemandeInvalide otherwise."""
        if valeur in (None, "", [], ()):
            return self.defaut
        if self.type == "entier":
            return self._clean_entier(valeur)
        valeurs = tuple(str(item) for item in valeur) if isinstance(valeur, (list, tuple)) else (str(valeur),)
        known = {str(cle) for cle, _ in self.choix()} if self.choix else set()
        if not set(valeurs) <= known or (self.type == "choix" and len(valeurs) > 1):
            raise DemandeInvalide(f"Paramètre « {self.libelle} » : ce choix n’existe pas.")
        return valeurs[0] if self.type == "choix" else valeurs

    def _clean_entier(self, valeur: Any) -> int:
        try:
            nombre = int(str(valeur))
        except ValueError:
            raise DemandeInvalide(f"Paramètre « {self.libelle} » : écrivez un nombre entier.") from None
        low, high = self.minimum, self.maximum
        if (low is not None and nombre < low) or (high is not None and nombre > high):
            raise DemandeInvalide(f"Paramètre « {self.libelle} » : écrivez un nombre entre {low} et {high}.")
        return nombre

    def en_mots(self, valeur: Any) -> str:
        """Return the value for people."""
        if valeur is None:
            return "celle en vigueur" if self.type == "entier" else "celui de la définition"
        if self.choix is None:
            return str(valeur)
        labels = {str(cle): label for cle, label in self.choix()}
        valeurs = valeur if isinstance(valeur, tuple) else (valeur,)
        return ", ".join(labels.get(str(item), str(item)) for item in valeurs if item is not None) or "sans restriction"


def _vide() -> Mapping[str, Any]:
    return MappingProxyType({})


def same_period(periode: Periode, contexte: Contexte) -> Periode | None:
    """Return the days of the axis that a period is about: the period itself, for most measures."""
    return periode


def no_rows(avant: Contexte, apres: Contexte) -> Sequence[QuerySet[Any]]:
    """Return no row: nothing but the window moves with the cut-off day."""
    return ()


@dataclass(frozen=True)
class Portee:
    """
    How far a fact reaches in a figure, so that a nightly run counts again what changed and nothing else.

    Declared by a measure whose rows are counted by themselves and by the facts of the same person, or of the same
    séance; one that declares nothing is counted again whole. `seule`: each row by itself, so that a period without any
    row that changed keeps its figure. `reperes` returns the rows whose figure moves with the cut-off day alone, besides
    those that enter or leave the window.
    """

    seule: bool = False
    reperes: Callable[[Contexte, Contexte], Sequence[QuerySet[Any]]] = no_rows


@dataclass(frozen=True, eq=False)
class Mesure:
    """
    One thing that the house knows how to count. Change what it counts: raise `version`.

    `population` returns the rows, `axe_date` names the day (a date, not a moment) at which each is counted, `calcul`
    says what is counted; both may depend on the parameters. `fenetre` moves a period on the axis for the measures that
    look back (a follow-up at six months is asked at the end, and counts people who came six months before); None means
    that the period cannot be observed yet.
    """

    cle: str
    famille: str
    libelle: str
    definition: str
    limites: str
    unite: str
    population: Callable[[Contexte], QuerySet[Any]]
    calcul: Calcul | Callable[[Contexte], Calcul]
    version: int = 1
    axe_date: str = "jour"
    fenetre: Callable[[Periode, Contexte], Periode | None] = same_period
    ventilations: Mapping[str, Ventilation] = field(default_factory=_vide)
    filtres: Mapping[str, Filtre] = field(default_factory=_vide)
    parametres: Mapping[str, Parametre] = field(default_factory=_vide)
    sans_effet: frozenset[str] = frozenset()  # parameters read by the rest of its family alone: neither asked nor said
    sens: Sens = "hausse"
    decimales: int = 0
    definie: Definie | None = None  # rests on a word that has several readings: a version of a definition
    enquete: bool = False  # reads what people answered: an indicateur « issu d’un questionnaire » may take it
    portee: Portee | None = None  # how far a fact that changes reaches; None: everywhere
    personnes: bool = True  # counts people or facts about people: small numbers are hidden from who is outside

    def __str__(self) -> str:
        return self.libelle

    def clean_parametres(self, valeurs: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return every parameter with its value or its default; raise DemandeInvalide for one that does not exist."""
        for nom in valeurs:
            if nom not in self.parametres:
                raise DemandeInvalide(f"La mesure « {self.libelle} » n’a pas de paramètre « {nom} ».")
        return {nom: parametre.clean(valeurs.get(nom)) for nom, parametre in self.parametres.items()}

    def filtre(self, nom: str) -> Filtre:
        """Return a permitted filter; raise DemandeInvalide otherwise."""
        if nom not in self.filtres:
            raise DemandeInvalide(f"La mesure « {self.libelle} » n’a pas de filtre « {nom} ».")
        return self.filtres[nom]

    def arrondi(self, valeur: Decimal) -> Decimal:
        """Return the value as it is shown."""
        return valeur.quantize(Decimal(1).scaleb(-self.decimales))


class Registre:
    """The measures by key, in the order of their declaration."""

    def __init__(self) -> None:
        self._mesures: dict[str, Mesure] = {}
        self._reservees: set[str] = set()

    def register(self, mesure: Mesure, *, proposee: bool = True) -> Mesure:
        """
        Add a measure; two measures of one key would make figures that nobody can explain.

        One that is not proposed is never chosen in a form: a kind of indicateur implies it.
        """
        if mesure.cle in self._mesures:
            raise ValueError(f"measure declared twice: {mesure.cle}")
        self._mesures[mesure.cle] = mesure
        if not proposee:
            self._reservees.add(mesure.cle)
        return mesure

    def get(self, cle: str) -> Mesure:
        """Return a measure, or raise MesureInconnue."""
        try:
            return self._mesures[cle]
        except KeyError:
            raise MesureInconnue(cle) from None

    def all(self) -> list[Mesure]:
        """Return every measure that may be chosen."""
        return [mesure for mesure in self._mesures.values() if mesure.cle not in self._reservees]

    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the measures as grouped choices of a form: family, then key and label."""
        grouped: dict[str, list[tuple[str, str]]] = {}
        for mesure in self.all():
            grouped.setdefault(mesure.famille, []).append((mesure.cle, mesure.libelle))
        return list(grouped.items())


registre = Registre()


def choices_from(choices: Iterable[tuple[Any, Any]]) -> Choix:
    """Return the choices provider of a closed list."""
    frozen = [(str(cle), str(label)) for cle, label in choices]
    return lambda: frozen
