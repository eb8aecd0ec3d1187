"""The indicateurs of the dashboard: the stored figure of each against its target, as the reader may see it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from commun import graphiques
from commun.dates import Periode
from commun.mesures import Mesure
from commun.templatetags.ml import date_courte
from evaluation import cibles
from evaluation.appreciations import PAS_ENCORE, lire_etat, with_derniere
from evaluation.chiffres import Regard, mesure_de, tendance, unite_a_cote
from evaluation.choix import EtatValeur
from evaluation.models import ValeurIndicateur
from evaluation.moteur import Resultat
from evaluation.projets import periodes_suivies
from jeunes.models import Definition
from plans_action.choix import TypeIndicateur
from plans_action.models import FicheAction, Indicateur, ProjetAssociatif

# What a Resultat says, and the column of ValeurIndicateur that keeps it.
CHAMPS_STOCKES = {
    "valeur": "valeur",
    "numerateur": "numerateur",
    "denominateur": "denominateur",
    "mesure": "mesure",
    "version": "mesure_version",
    "definition": "definition_version",
}


@dataclass(frozen=True)
class LigneIndicateur:
    """One indicateur as the dashboard says it."""

    indicateur: Indicateur
    mesure: Mesure | None
    texte: str
    unite: str
    lecture: cibles.Lecture
    cible: str = ""
    jauge: SafeString | str = ""
    etincelle: SafeString | str = ""
    tendance: str = ""
    ton_tendance: str = "neutre"
    definition: str = ""
    valeur: Decimal | None = None  # as it may be written in a file; None when it is hidden or not measured
    precision: str = ""

    @property
    def is_apprecie(self) -> bool:
        """Tell whether people judge it, without a number."""
        return self.indicateur.type == TypeIndicateur.QUALITATIF


def indicateurs_by_fiche(fiches: Iterable[FicheAction]) -> dict[UUID, list[Indicateur]]:
    """Return the indicateurs of fiches, fiche after fiche, each with its last appreciation: one query."""
    par_fiche: dict[UUID, list[Indicateur]] = defaultdict(list)
    indicateurs = Indicateur.objects.filter(critere__fiche__in=[fiche.pk for fiche in fiches])
    indicateurs = with_derniere(indicateurs.select_related("critere", "reglage_releve"))
    for indicateur in indicateurs.order_by("critere__ordre", "critere", "ordre", "pk"):
        par_fiche[indicateur.critere.fiche_id].append(indicateur)
    return par_fiche


class Lecteur:
    """Reads the stored values of indicateurs against their targets, as the reader may see them."""

    def __init__(self, projet: ProjetAssociatif, *, arrete_au: datetime.date, regard: Regard) -> None:
        suivies = periodes_suivies(projet, arrete_au=arrete_au)
        self.regard = regard
        self.projet = suivies.projet
        self.mois = [periode for periode in suivies.mois if periode.fin <= arrete_au]
        self.ecoulee = cibles.part_ecoulee(self.projet.debut, self.projet.fin, arrete_au)
        self.valeurs: dict[tuple[UUID, Periode], Resultat] = {}
        self.definitions: dict[tuple[str, int | None], str] = {}

    def load(self, indicateurs: Iterable[Indicateur]) -> None:
        """Read every stored value of these indicateurs in one statement."""
        valeurs = ValeurIndicateur.objects.filter(
            indicateur__in=[indicateur.pk for indicateur in indicateurs],
            debut__gte=self.projet.debut,
            fin__lte=self.projet.fin,
        ).order_by()
        stored = CHAMPS_STOCKES.values()
        for pk, debut, fin, etat, *reste in valeurs.values_list("indicateur", "debut", "fin", "etat", *stored):
            self.valeurs[pk, Periode(debut, fin)] = Resultat(
                EtatValeur(etat), **dict(zip(CHAMPS_STOCKES, reste, strict=True))
            )
        self.definitions = {(d.objet, d.version): str(d) for d in Definition.objects.order_by("objet", "version")}

    def resultat(self, indicateur: Indicateur, periode: Periode) -> Resultat:
        """Return a stored value; what was never computed is « non mesuré »."""
        return self.valeurs.get((indicateur.pk, periode), Resultat(EtatValeur.NON_MESUREE))

    def lire(self, indicateur: Indicateur) -> LigneIndicateur:
        """Return an indicateur as it is said."""
        mesure = mesure_de(indicateur)
        if mesure is None:
            return _sans_chiffre(indicateur)
        if indicateur.type == TypeIndicateur.CALCULE and (indicateur.pk, self.projet) not in self.valeurs:
            return self._pas_calcule(indicateur, mesure)
        resultat = self.resultat(indicateur, self.projet)
        masque = self.regard.masque(resultat, mesure)
        lecture = cibles.lire_indicateur(indicateur, mesure, resultat, masque=masque, ecoulee=self.ecoulee)
        mois = [self.resultat(indicateur, periode) for periode in self.mois]
        va = tendance(mois, mesure, masque=masque)
        return LigneIndicateur(
            indicateur=indicateur,
            mesure=mesure,
            texte=self.regard.texte(resultat, mesure),
            unite=unite_a_cote(mesure, self.regard.valeur(resultat, mesure)),
            lecture=lecture,
            cible=cibles.texte_cible(indicateur, mesure, lecture, ecoulee=self.ecoulee),
            jauge=_jauge(indicateur, self.regard.valeur(resultat, mesure)),
            # Drawn over the months that are over, hidden where they are too small.
            etincelle=_etincelle(indicateur, [un.valeur(mesure) for un in self.regard.serie(mois, mesure)]),
            tendance=va,
            ton_tendance=graphiques.ton_tendance(va, mesure.sens),
            definition=self.definition(resultat, mesure),
            valeur=self.regard.valeur(resultat, mesure),
        )

    def _pas_calcule(self, indicateur: Indicateur, mesure: Mesure) -> LigneIndicateur:
        """Return an indicateur that no computation has met yet."""
        lecture = cibles.PAS_CALCULEE
        cible = cibles.texte_cible(indicateur, mesure, lecture, ecoulee=self.ecoulee)
        return LigneIndicateur(indicateur, mesure, lecture.mot.lower(), "", lecture, cible)

    def definition(self, resultat: Resultat, mesure: Mesure) -> str:
        """Return the name of the version that the stored figure was computed with."""
        return self.definitions.get((mesure.definie.objet, resultat.definition), "") if mesure.definie else ""


def _sans_chiffre(indicateur: Any) -> LigneIndicateur:
    """Return an indicateur that no measure computes; `indicateur` carries the annotations of `with_derniere`."""
    if indicateur.type == TypeIndicateur.QUALITATIF:
        if not indicateur.etat_apprecie:
            return LigneIndicateur(indicateur, None, "", "", PAS_ENCORE)
        lecture, quand = lire_etat(indicateur.etat_apprecie), f"apprécié le {date_courte(indicateur.apprecie_le)}"
        return LigneIndicateur(indicateur, None, lecture.mot, "", lecture, precision=quand)
    if indicateur.type == TypeIndicateur.CALCULE:
        return LigneIndicateur(indicateur, None, "non mesuré", "", cibles.NON_MESUREE)
    return LigneIndicateur(indicateur, None, "", "", cibles.A_APPORTER)


def _jauge(indicateur: Indicateur, valeur: Decimal | None) -> SafeString | str:
    if valeur is None or not indicateur.cible:
        return ""
    return graphiques.jauge(valeur / indicateur.cible, f"{indicateur.libelle} : part de la cible atteinte")


def _etincelle(indicateur: Indicateur, serie: list[Decimal | None]) -> SafeString | str:
    """Return the sparkline; one point alone has no shape."""
    connus = sum(valeur is not None for valeur in serie)
    return graphiques.etincelle(serie, titre=indicateur.libelle) if connus > 1 else ""
