"""The month page: every indicateur that is read elsewhere, its number of the month, that of the month before."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from commun.dates import Periode
from commun.templatetags.ml import nombre
from comptes.models import Utilisateur
from evaluation.collage import NombreIllisible, read_number
from evaluation.models import ReglageReleve, Releve
from evaluation.moteur import Demande, Resultat, calculer
from evaluation.releves import mesure_releve_de, reglage_de
from evaluation.services.releves import Lu, ReleveRefuse, check
from plans_action.choix import StatutFiche, TypeIndicateur
from plans_action.models import FicheAction, Indicateur, ProjetAssociatif

CHANGE = "Changé par quelqu’un d’autre entre-temps : {}. Relisez, puis enregistrez à nouveau."


@dataclass
class LigneMois:
    """One indicateur on the page: what is known, what was typed, what is wrong."""

    indicateur: Indicateur
    reglage: ReglageReleve
    releve: Releve | None
    autres: int
    precedent: str
    jour: datetime.date
    saisie: str = ""
    source: str = ""
    preuve: str = ""
    erreurs: dict[str, str] = field(default_factory=dict)
    lu: Lu | None = None

    @property
    def cle(self) -> str:
        """Return the beginning of the names of its fields."""
        return self.indicateur.pk.hex

    @property
    def avant(self) -> str:
        """Return the number that the page was made with, to notice who changed it meanwhile."""
        return "" if self.releve is None else str(self.releve.valeur)

    @property
    def fiche(self) -> FicheAction:
        """Return the fiche of the indicateur."""
        return self.indicateur.critere.fiche


def indicateurs_releves(projet: ProjetAssociatif, user: Utilisateur) -> list[Indicateur]:
    """Return the indicateurs of the projet that are read elsewhere, fiche after fiche."""
    fiches = FicheAction.objects.visible_to(user).exclude(statut=StatutFiche.ABANDONNEE)
    rows = Indicateur.objects.filter(
        type=TypeIndicateur.RELEVE,
        critere__fiche__in=fiches,
        critere__fiche__objectif__objectif_general__projet=projet,
    ).select_related("critere__fiche", "reglage_releve")
    return list(rows.order_by("critere__fiche__numero", "critere__fiche__titre", "critere__ordre", "ordre", "pk"))


def day_of(mois: Periode, today: datetime.date) -> datetime.date:
    """Return the day that a number of the month is given: its last day, today in the month under way."""
    return min(mois.fin, today)


def load_lignes(
    indicateurs: list[Indicateur], mois: Periode, *, today: datetime.date, saisie: Mapping[str, str] | None = None
) -> list[LigneMois]:
    """Return the lines of a month, with what was typed when something was."""
    avant = mois.previous()
    avant = Periode.mois(avant.fin)
    releves: dict[UUID, list[Releve]] = {}
    rows = Releve.objects.valables().filter(indicateur__in=indicateurs, jour__range=(mois.debut, mois.fin))
    for row in rows:
        releves.setdefault(row.indicateur_id, []).append(row)
    demandes = {indicateur.pk: Demande.of(indicateur, avant) for indicateur in indicateurs}
    precedents = calculer(demandes.values(), arrete_au=today)
    sources = _last_sources(indicateurs)
    lignes = []
    for indicateur in indicateurs:
        du_mois = releves.get(indicateur.pk, [])
        releve = du_mois[0] if du_mois else None
        reglage = reglage_de(indicateur)
        ligne = LigneMois(
            indicateur,
            reglage,
            releve,
            autres=max(len(du_mois) - 1, 0),
            precedent=_said(precedents[demandes[indicateur.pk]], indicateur),
            jour=releve.jour if releve else day_of(mois, today),
            saisie=nombre(releve.valeur) if releve else "",
            source=releve.source if releve else reglage.source or sources.get(indicateur.pk, ""),
            preuve=(releve.preuve_lien or releve.preuve) if releve else "",
        )
        lignes.append(ligne if saisie is None else _typed(ligne, saisie, mois, today))
    return lignes


def _said(resultat: Resultat, indicateur: Indicateur) -> str:
    """Return the number of the month before, "" when there is none."""
    mesure = mesure_releve_de(indicateur)
    if mesure is None or resultat.valeur is None:
        return ""
    return nombre(resultat.valeur, mesure.decimales)


def _last_sources(indicateurs: list[Indicateur]) -> dict[UUID, str]:
    """Return where each indicateur was read last time."""
    rows = Releve.objects.valables().filter(indicateur__in=indicateurs).exclude(source="")
    sources: dict[UUID, str] = {}
    for pk, source in rows.values_list("indicateur", "source")[:2000]:
        sources.setdefault(pk, source)
    return sources


def _typed(ligne: LigneMois, saisie: Mapping[str, str], mois: Periode, today: datetime.date) -> LigneMois:
    """Read what was typed on a line; a wrong thing gets its message, and stays as it was typed."""
    connue = ligne.saisie
    ligne.saisie = saisie.get(f"valeur-{ligne.cle}", "").strip()
    ligne.source = " ".join(saisie.get(f"source-{ligne.cle}", "").split())[:200]
    ligne.preuve = saisie.get(f"preuve-{ligne.cle}", "").strip()[:300]
    jour = saisie.get(f"jour-{ligne.cle}", "").strip()
    if not ligne.saisie:
        if ligne.releve is not None:
            ligne.erreurs["valeur"] = "Pour retirer ce relevé, ouvrez-le : il faut dire pourquoi."
            ligne.saisie = connue
        return ligne
    try:
        ligne.jour = datetime.date.fromisoformat(jour) if jour else ligne.jour
    except ValueError:
        ligne.erreurs["jour"] = "Cette date ne peut pas être lue."
    if ligne.jour not in mois and "jour" not in ligne.erreurs:
        ligne.erreurs["jour"] = "Ce jour n’est pas dans le mois affiché."
    if saisie.get(f"avant-{ligne.cle}", "") != ligne.avant:
        ligne.erreurs["valeur"] = CHANGE.format(connue or "retiré")
        return ligne
    try:
        lien = ligne.preuve if ligne.preuve.startswith(("https://", "http://")) else ""
        lu = Lu(
            ligne.indicateur, ligne.jour, read_number(ligne.saisie), ligne.source, lien, "" if lien else ligne.preuve
        )
        check(lu, today=today)
    except (NombreIllisible, ReleveRefuse) as refus:
        ligne.erreurs["valeur"] = str(refus)
    else:
        ligne.lu = None if ligne.erreurs else lu
    return ligne
