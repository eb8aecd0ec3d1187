"""From what is asked to what is compiled: a Demande checked against its measure."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import Count, Q, QuerySet, Value

from commun.dates import Periode
from commun.mesures import (
    Compteur,
    Contexte,
    DemandeInvalide,
    Distinct,
    Filtre,
    Lecture,
    Lignes,
    Mesure,
    Personnes,
    Ratio,
    registre,
)
from evaluation.choix import EtatValeur
from evaluation.moteur.demandes import Demande, Part, Resultat

Parts: TypeAlias = dict[Part, int]
DECIMALES_STOCKEES = Decimal("0.0001")


@dataclass(frozen=True)
class Plan:
    """A Demande that was checked: the days of the axis that it is about, and what is counted there."""

    demande: Demande
    mesure: Mesure
    contexte: Contexte
    filtres: tuple[tuple[Filtre, tuple[str, ...]], ...]
    periode: Periode
    fenetre: Periode
    facteur: int | None
    compteurs: dict[Part, Compteur]
    definition: int | None
    lecture: Lecture | None  # numbers are read instead of rows counted
    groupe: tuple[Any, ...]  # what makes two plans count the same rows

    def queryset(self, contexte: Contexte | None = None) -> QuerySet[Any]:
        """Return the rows of the population under the filters, over all time."""
        queryset = self.mesure.population(contexte or self.contexte)
        for filtre, valeurs in self.filtres:
            queryset = queryset.filter(filtre.condition(valeurs))
        return queryset.order_by()

    def over_window(self, fenetre: Periode) -> Q:
        """Return the condition on the axis."""
        return Q(**{f"{self.mesure.axe_date}__range": (fenetre.debut, fenetre.fin)})

    def condition(self, compteur: Compteur) -> Q:
        """Return the condition of a count, for this period."""
        condition = compteur.condition
        return condition if isinstance(condition, Q) else condition(self.periode, self.contexte)

    def terms(self, part: Part) -> list[Lignes | Distinct]:
        """Return what is added up in a part: people with a name, and rows without one."""
        compteur = self.compteurs[part]
        if not isinstance(compteur, Personnes):
            return [compteur]
        nameless = compteur.condition & Q(**{f"{compteur.champ}__isnull": True})
        return [Distinct(compteur.champ, compteur.condition), Lignes(nameless)]

    def result(self, parts: Parts) -> Resultat:
        """Return the figure from its counts."""
        numerateur = Decimal(parts["numerateur"])
        if self.facteur is None:
            return self._measured(numerateur, numerateur, None)
        denominateur = Decimal(parts["denominateur"])
        if not denominateur:
            return self._answer(EtatValeur.SANS_OBJET, None, numerateur, denominateur)
        return self._measured(self.facteur * numerateur / denominateur, numerateur, denominateur)

    def _measured(self, valeur: Decimal, numerateur: Decimal, denominateur: Decimal | None) -> Resultat:
        # Rounded here so that the screen, the stored value and the bilan cannot differ.
        valeur = valeur.quantize(DECIMALES_STOCKEES)
        return self._answer(EtatValeur.MESUREE, valeur, numerateur, denominateur)

    def _answer(
        self, etat: EtatValeur, valeur: Decimal | None, numerateur: Decimal, denominateur: Decimal | None
    ) -> Resultat:
        mesure = self.mesure
        return Resultat(etat, valeur, numerateur, denominateur, mesure.cle, mesure.version, definition=self.definition)


class NonObservable(DemandeInvalide):
    """The period is correct but nothing can be known of it yet."""


def prepare(demande: Demande, *, arrete_au: datetime.date, memoire: dict[Any, Any] | None = None) -> Plan:
    """Check a Demande against its measure; raise MesureInconnue or DemandeInvalide with a sentence for the user."""
    memoire = {} if memoire is None else memoire
    # The same for each period, of which there are dozens.
    key = ("prepare", demande.mesure, demande.filtres, demande.parametres, arrete_au)
    if (commun := memoire.get(key)) is None:
        commun = memoire[key] = _check(demande, arrete_au, memoire)
    mesure, contexte = commun["mesure"], commun["contexte"]
    if demande.periode.debut > arrete_au:
        raise NonObservable("La période commence après la date d’arrêt.")
    periode = Periode(demande.periode.debut, min(demande.periode.fin, arrete_au))
    fenetre = mesure.fenetre(periode, contexte)
    if fenetre is None:
        raise NonObservable("La période est trop proche de la date d’arrêt pour être observée.")
    return Plan(demande=demande, periode=periode, fenetre=fenetre, **commun)


def _check(demande: Demande, arrete_au: datetime.date, memoire: dict[Any, Any]) -> dict[str, Any]:
    """Return what a plan is made of besides its period."""
    mesure = registre.get(demande.mesure)
    parametres = mesure.clean_parametres(dict(demande.parametres))
    contexte = Contexte(parametres, arrete_au, memoire)
    filtres = tuple((mesure.filtre(nom), valeurs) for nom, valeurs in demande.filtres)
    for filtre, valeurs in filtres:
        filtre.condition(valeurs)
    calcul = mesure.calcul(contexte) if callable(mesure.calcul) else mesure.calcul
    compteurs: dict[Part, Compteur] = (
        {"numerateur": calcul.numerateur, "denominateur": calcul.denominateur}
        if isinstance(calcul, Ratio)
        else {"numerateur": Lignes() if isinstance(calcul, Lecture) else calcul}
    )
    return {
        "mesure": mesure,
        "contexte": contexte,
        "filtres": filtres,
        "facteur": calcul.facteur if isinstance(calcul, Ratio) else None,
        "compteurs": compteurs,
        "definition": mesure.definie.retenue(contexte).version if mesure.definie else None,
        "lecture": calcul if isinstance(calcul, Lecture) else None,
        "groupe": (mesure.population, mesure.axe_date, filtres, tuple(sorted(parametres.items()))),
    }


def aggregate(compteur: Lignes | Distinct, condition: Q) -> Count:
    """Return the SQL aggregate of a count under a condition."""
    where = condition or None
    if isinstance(compteur, Distinct):
        return Count(compteur.champ, distinct=True, filter=where)
    # A constant, not the key: the index alone answers.
    return Count(Value(1), filter=where) if where else Count("*")
