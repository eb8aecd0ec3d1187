"""
Why a figure is not today what it was when it was frozen: the records behind the change, gathered by reason.

What a record was at the freeze is read in the traces that the database keeps, and put to the measure itself: each old
state is written as a row of its own in a transaction that is always undone, so that the very query of the figure says
whether it was counted.
"""

import datetime
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q, QuerySet

from accueil.models import EvenementAnnule
from commun.mesures import DemandeInvalide, Distinct, MesureInconnue
from commun.templatetags.ml import accord, nombre
from evaluation.models import ActionTrace, AppreciationIndicateur, Releve, TraceFait
from evaluation.models.declencheurs import champ_de_saisie, champs_suivis, modeles_suivis
from evaluation.moteur import Demande, Plan, prepare
from plans_action.choix import MotifCible
from plans_action.models import Indicateur

LISTE_MAXIMUM = 500  # records kept for the list of a reason
LOT = 500
TARDIVE, CORRECTION, RETRAIT, EFFACEMENT, LIE, INCONNUE = (
    "tardive",
    "correction",
    "annulation",
    "effacement",
    "lie",
    "inconnue",
)


@dataclass(frozen=True)
class Raison:
    """One reason, how many records it is about, and those that may be opened."""

    code: str
    texte: str
    nombre: int | None = None
    modele: str = ""
    objets: tuple[str, ...] = ()


@dataclass
class Enquete:
    """What happened to the facts since a moment, read once for all the figures of a bilan."""

    depuis: datetime.datetime
    arrete_au: datetime.date
    _avant: dict[str, dict[uuid.UUID, dict[str, Any] | None]] = field(default_factory=dict)

    def raisons(self, demande: Demande) -> list[Raison]:
        """Return why a figure moved."""
        try:
            plan = prepare(demande, arrete_au=self.arrete_au)
        except (MesureInconnue, DemandeInvalide) as erreur:
            return [Raison(INCONNUE, str(erreur))]
        modele = plan.queryset().model
        concret = modele._meta.concrete_model
        raisons = [*self._tardives(plan, concret), *self._corriges_ou_retires(plan, concret)]
        if concret not in modeles_suivis() and hasattr(concret, "history"):
            raisons += self._historises(concret, dict(demande.filtres).get("indicateur"))
        return raisons or self._lies(concret)

    def _tardives(self, plan: Plan, modele: Any) -> Iterator[Raison]:
        saisie = champ_de_saisie(modele)
        if saisie:
            recents = Q(**{f"{saisie}__gt": self.depuis})
        else:
            recents = Q(pk__in=[pk for pk, avant in self.avant(modele).items() if avant is None])
        pks = _pks(_comptes(plan).filter(recents))
        if pks:
            texte = _phrase(len(pks), "saisi après le figeage", "saisis après le figeage")
            yield _raison(TARDIVE, f"Saisie tardive : {texte}.", modele, pks)

    def _corriges_ou_retires(self, plan: Plan, modele: Any) -> Iterator[Raison]:
        avant = {pk: etat for pk, etat in self.avant(modele).items() if etat is not None}
        if not avant:
            return
        with fantomes(modele, avant) as doubles:
            alors = {doubles[pk] for pk in _pks(_comptes(plan).filter(pk__in=list(doubles)), limite=None)}
        existent = set(_pks(modele._default_manager.filter(pk__in=list(avant)), limite=None))
        maintenant = set(_pks(_comptes(plan).filter(pk__in=list(existent)), limite=None))
        # Counted before or now, but not both; or both, when what changed is who or how.
        touches = (alors & existent) ^ maintenant or alors & maintenant
        if touches:
            texte = _phrase(len(touches), "corrigé après le figeage", "corrigés après le figeage")
            yield _raison(CORRECTION, f"Correction : {texte}.", modele, sorted(touches))
        partis = alors - existent
        annules = set(EvenementAnnule.objects.filter(pk__in=list(partis)).values_list("pk", flat=True))
        if annules:
            texte = _phrase(len(annules), "annulé", "annulés")
            yield _raison(RETRAIT, f"Annulation : {texte}, saisi par erreur.", EvenementAnnule, sorted(annules))
        if effaces := partis - annules:
            texte = _phrase(len(effaces), "effacé", "effacés")
            yield Raison(EFFACEMENT, f"Effacement : {texte} depuis le figeage.", len(effaces))

    def _historises(self, modele: Any, indicateurs: Sequence[str] | None) -> Iterator[Raison]:
        """Read the corrections of the records that keep a history of their own, of the indicateurs named if any."""
        lignes = modele.history.filter(history_date__gt=self.depuis).exclude(history_type="+")
        if indicateurs:
            lignes = lignes.filter(indicateur__in=indicateurs)
        pks = sorted(set(lignes.order_by().values_list("id", flat=True)))
        if pks:
            texte = _phrase(len(pks), "corrigé ou retiré depuis", "corrigés ou retirés depuis")
            ensemble = "" if indicateurs else ", tous indicateurs confondus"
            yield _raison(CORRECTION, f"Correction : {texte}{ensemble}.", modele, pks)

    def relire(self, genre: str, indicateur: str) -> list[Raison]:
        """Return why what was written of an indicateur is not what it was: its appreciation, its target."""
        return self.appreciations(indicateur) if genre == "appreciation" else self.cibles(indicateur)

    def cibles(self, indicateur: str) -> list[Raison]:
        """Return each change of the target since, with the reason picked."""
        lignes = Indicateur.history.filter(id=indicateur, history_date__gt=self.depuis, history_type="~")  # type: ignore[attr-defined]
        dits: dict[str, None] = {}
        for ligne in lignes.filter(motif_cible__in=MotifCible.values).order_by("history_date", "history_id"):
            motif = str(MotifCible(ligne.motif_cible).label)
            dits[f"La cible a été changée le {ligne.history_date:%d/%m/%Y} : {motif[0].lower()}{motif[1:]}."] = None
        return [Raison("plan", dit) for dit in dits] or [Raison("plan", "La cible a été changée.")]

    def appreciations(self, indicateur: str) -> list[Raison]:
        """Return why what people concluded of an indicateur is not what it was: written, corrected, withdrawn since."""
        raisons = []
        lignes = AppreciationIndicateur.history.filter(indicateur=indicateur, history_date__gt=self.depuis)  # type: ignore[attr-defined]
        etats = list(lignes.order_by("history_date", "history_id"))
        nouvelles = {etat.id for etat in etats if etat.history_type == "+" and etat.jour <= self.arrete_au}
        retirees = {etat.id for etat in etats if etat.retire_le is not None} - nouvelles
        corrections = [e for e in etats if e.history_type == "~" and e.id not in nouvelles | retirees]
        if nouvelles:
            n = len(nouvelles)
            suite = accord(n, "appréciation écrite", "appréciations écrites")
            raisons.append(Raison(TARDIVE, f"Saisie tardive : {nombre(n)} {suite} après le figeage.", n))
        for etat in corrections:
            motif = f" : {etat.history_change_reason}" if etat.history_change_reason else ""
            dit = f"Appréciation corrigée le {etat.history_date:%d/%m/%Y}{motif}"
            raisons.append(Raison(CORRECTION, f"{dit.removesuffix('.')}.", 1))
        if retirees:
            n = len(retirees)
            suite = accord(n, "appréciation retirée", "appréciations retirées")
            raisons.append(Raison(RETRAIT, f"{nombre(n)} {suite} depuis.", n))
        return raisons or [Raison(INCONNUE, "Cause non retrouvée.")]

    def _lies(self, modele: Any) -> list[Raison]:
        """Say that facts of other kinds moved, when none of those counted did."""
        lies = 0
        for autre in modeles_suivis():
            if autre is not modele:
                lies += len(self.avant(autre))
                if saisie := champ_de_saisie(autre):
                    lies += autre._default_manager.filter(**{f"{saisie}__gt": self.depuis}).count()
        if lies:
            texte = _phrase(lies, "saisi, corrigé ou retiré depuis", "saisis, corrigés ou retirés depuis")
            return [Raison(LIE, f"Faits liés (rendez-vous, entretiens suivants, séances) : {texte}.", lies)]
        return [
            Raison(INCONNUE, "Cause non retrouvée : donnée importée avec une date de saisie ancienne, ou non suivie.")
        ]

    def avant(self, modele: Any) -> dict[uuid.UUID, dict[str, Any] | None]:
        """Return the facts touched since, as they were at that moment; None for those that did not exist."""
        label = modele._meta.label_lower
        if label not in self._avant:
            traces = TraceFait.objects.filter(modele=label, le__gt=self.depuis).order_by("pk")
            etats: dict[uuid.UUID, dict[str, Any] | None] = {}
            # The first trace after the freeze holds what the fact was at the freeze.
            for objet, action, avant in traces.values_list("objet", "action", "avant").iterator():
                etats.setdefault(uuid.UUID(objet), None if action == ActionTrace.AJOUT else avant)
            if saisie := champ_de_saisie(modele):
                # Typed after the freeze, then corrected: it was not there at all.
                recents = modele._default_manager.filter(pk__in=list(etats), **{f"{saisie}__gt": self.depuis})
                etats = {pk: e for pk, e in etats.items() if pk not in set(_pks(recents, limite=None))}
                etats = {pk: e for pk, e in etats.items() if e is None or not _typed_after(e, saisie, self.depuis)}
            self._avant[label] = etats
        return self._avant[label]


def _typed_after(etat: dict[str, Any], saisie: str, depuis: datetime.datetime) -> bool:
    moment = _moment(etat[saisie]) if etat.get(saisie) else None
    return moment is not None and moment > depuis


def _moment(texte: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(texte)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


@contextmanager
def fantomes(modele: Any, etats: dict[uuid.UUID, dict[str, Any]]) -> Iterator[dict[uuid.UUID, uuid.UUID]]:
    """Write old states as rows of their own for the time of a question, then undo; yield whose double each is."""
    doubles: dict[uuid.UUID, uuid.UUID] = {}
    rows = []
    for pk, etat in etats.items():
        double = uuid.uuid4()
        doubles[double] = pk
        rows.append(modele(pk=double, **_valeurs(modele, etat)))
    with transaction.atomic():
        modele._base_manager.bulk_create(rows, batch_size=LOT)
        try:
            yield doubles
        finally:
            transaction.set_rollback(True)


def _valeurs(modele: Any, etat: dict[str, Any]) -> dict[str, Any]:
    """Return a traced state in the types of the fields; what the trace does not hold keeps its default."""
    valeurs: dict[str, Any] = {"places": 1} if any(f.name == "places" for f in modele._meta.concrete_fields) else {}
    for champ in champs_suivis(modele):
        if champ.attname in etat:
            brut = etat[champ.attname]
            if brut is not None and isinstance(champ, models.DateTimeField):
                valeurs[champ.attname] = _moment(brut)
            else:
                cible = champ.target_field if champ.is_relation else champ
                valeurs[champ.attname] = None if brut is None else cible.to_python(brut)
    if any(f.name == "fin_le" for f in modele._meta.concrete_fields):
        valeurs["fin_le"] = valeurs["debut_le"] + datetime.timedelta(hours=1)
    return valeurs


def _comptes(plan: Plan) -> QuerySet[Any]:
    """Return the rows that make a figure: those of the numerator and of the denominator."""
    condition = Q(pk__in=[])
    for compteur in plan.compteurs.values():
        une = plan.condition(compteur)
        if isinstance(compteur, Distinct):
            une &= Q(**{f"{compteur.champ}__isnull": False})
        if not une:
            return plan.queryset().filter(plan.over_window(plan.fenetre))
        condition |= une
    return plan.queryset().filter(plan.over_window(plan.fenetre)).filter(condition)


def _pks(queryset: QuerySet[Any], *, limite: int | None = 100_000) -> list[uuid.UUID]:
    rows = queryset.order_by("pk").values_list("pk", flat=True)
    return list(rows if limite is None else rows[:limite])


def _phrase(n: int, un: str, plusieurs: str) -> str:
    return f"{nombre(n)} {accord(n, 'enregistrement', 'enregistrements')} {un if n < 2 else plusieurs}"


def _raison(code: str, texte: str, modele: Any, pks: list[uuid.UUID]) -> Raison:
    # Answers to questionnaires are counted and never listed: a short list would point at somebody.
    if modele not in (*modeles_suivis(), EvenementAnnule, Releve):
        return Raison(code, texte, len(pks))
    return Raison(code, texte, len(pks), modele._meta.label_lower, tuple(str(pk) for pk in pks[:LISTE_MAXIMUM]))


def records(raison: dict[str, Any]) -> QuerySet[Any]:
    """Return the records of a stored reason that still exist, the latest first."""
    modele: Any = apps.get_model(raison["modele"])
    trouves: QuerySet[Any] = modele._default_manager.filter(pk__in=raison["objets"]).order_by("-pk")
    return trouves
