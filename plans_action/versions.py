"""The versions of a fiche: the whole of it after each save, two of them side by side, and one brought back."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Literal, TypeAlias

from django.db import transaction

from comptes.models import Utilisateur
from plans_action import contenu as c
from plans_action import fusion, services
from plans_action.choix import StatutEtape, StatutFiche
from plans_action.conflit import describe_item, describe_side, name_difference, name_item
from plans_action.historique import Trace, read_traces
from plans_action.libelles import VIDE, Libelles
from plans_action.models import FicheAction

ABSENT = "Absent de cette version"
MOTS_COMPARES = 1_500  # above, two texts are shown whole, without marking their words

Segment: TypeAlias = tuple[Literal["", "ote", "ajoute"], str]


@dataclass(frozen=True)
class Version:
    """A fiche as one save left it; `cle` is the line of history that the save wrote."""

    cle: int
    numero: int
    le: datetime.datetime
    par: str
    motif: str
    statut: str
    contenu: c.Contenu
    actuelle: bool = False

    @property
    def nom(self) -> str:
        """Return how it is called."""
        return f"Version {self.numero}"

    @property
    def etat(self) -> str:
        """Return the state of the fiche at that time, in words."""
        return str(StatutFiche(self.statut).label)


# --- Rebuilding ------------------------------------------------------------------------------------


def build_versions(fiche: FicheAction) -> list[Version]:
    """
    Return the versions of a fiche, the oldest first: about twenty-five queries, whatever it holds.

    A version is what all the tables said just before the next save: what is written beside a save, an instant after
    it, belongs to it. The last one is the fiche as it is stored.
    """
    traces = list(read_traces(fiche))
    saves = _saves([trace for trace in traces if trace.schema is c.FICHE])
    stored = c.snapshot(fiche)
    known = {(trace.schema, str(trace.objet.id)) for trace in traces}
    versions = []
    for rang, save in enumerate(saves):
        last = rang == len(saves) - 1
        versions.append(
            Version(
                cle=save.objet.history_id,
                numero=rang + 1,
                le=save.le,
                par=str(save.utilisateur) if save.utilisateur else "L’application",
                motif=save.motif,
                statut=save.apres["statut"],
                contenu=stored
                if last
                else _with_untraced(_rebuild(save, traces, until=saves[rang + 1].le), stored, known),
                actuelle=last,
            )
        )
    return versions


def _saves(traces: list[Trace]) -> list[Trace]:
    """Return one line per save: a fiche opened with a content writes two at the same instant."""
    saves: list[Trace] = []
    for trace in sorted(traces, key=lambda trace: (trace.le, trace.ordre)):
        if saves and saves[-1].le == trace.le:
            saves.pop()
        saves.append(trace)
    return saves


def _rebuild(save: Trace, traces: list[Trace], *, until: datetime.datetime) -> c.Contenu:
    """Return the content as it stood just before `until`."""
    known: dict[c.Schema, dict[Any, Trace]] = {}
    for trace in traces:  # the oldest first, table by table: the last one seen wins
        rows = known.setdefault(trace.schema, {})
        if trace.le < until:
            rows[trace.objet.id] = trace
        elif trace.objet.id not in rows and trace.nature != "+":
            rows[trace.objet.id] = trace  # it was there before its history began
    rows_of = {
        schema: [trace for trace in rows.values() if trace.nature != "-"]
        for schema, rows in known.items()
        if schema is not c.FICHE
    }
    champs = {champ.nom: save.apres[champ.nom] for champ in c.FICHE.champs}
    return {"cle": str(save.objet.id), **champs, **_branches(c.FICHE, None, rows_of)}


def _with_untraced(
    contenu: c.Contenu, stored: c.Contenu, known: set[tuple[c.Schema, str]], schema: c.Schema = c.FICHE
) -> c.Contenu:
    """Add the rows that have no history at all: written without it, they have not changed since they are there."""
    completed = dict(contenu)
    for branche in schema.branches:
        today = {item["cle"]: item for item in stored[branche.nom]}
        items = [
            _with_untraced(item, today[item["cle"]], known, branche.schema) if item["cle"] in today else item
            for item in contenu[branche.nom]
        ]
        completed[branche.nom] = items + [item for cle, item in today.items() if (branche.schema, cle) not in known]
    return completed


def _branches(schema: c.Schema, parent: Any, rows_of: dict[c.Schema, list[Trace]]) -> c.Contenu:
    return {
        branche.nom: [
            _item(trace, rows_of)
            for trace in sorted(rows_of.get(branche.schema, []), key=_place)
            if parent is None or _parent(trace) == parent
        ]
        for branche in schema.branches
    }


def _item(trace: Trace, rows_of: dict[c.Schema, list[Trace]]) -> c.Contenu:
    item: c.Contenu = {"cle": str(trace.objet.id)}
    item |= {champ.nom: trace.apres[champ.nom] for champ in trace.schema.champs}
    if trace.schema is c.ETAPE and trace.apres["statut"] == StatutEtape.FAITE:
        item["faite"] = (trace.objet.faite_le, trace.objet.faite_par_id)
    return item | _branches(trace.schema, trace.objet.id, rows_of)


def _parent(trace: Trace) -> Any:
    return trace.objet.etape_id if trace.schema is c.LIGNE else trace.objet.critere_id


def _place(trace: Trace) -> tuple[int, Any]:
    return (trace.apres.get("ordre", 0), trace.objet.id)


# --- Side by side ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ligne:
    """One point of two versions: what it is about, and both texts cut where they differ."""

    libelle: str
    avant: list[Segment]
    apres: list[Segment]
    differe: bool = True


def compare_versions(avant: Version, apres: Version, *, tout: bool = False) -> list[Ligne]:
    """Return what differs between two versions; with `tout`, everything that is written in either."""
    libelles = Libelles([(avant.contenu, c.FICHE), (apres.contenu, c.FICHE)])
    lines = [("État", avant.etat, apres.etat)]
    lines += list(_all(avant, apres, libelles) if tout else _differences(avant, apres, libelles))
    return [_ligne(*line) for line in lines if tout or line[1] != line[2]]


def summarise(avant: Version, apres: Version) -> list[str]:
    """Return what a save changed, one name each."""
    names = [name_difference(difference) for difference in _compare(avant, apres)]
    return [*(["État"] if avant.statut != apres.statut else []), *dict.fromkeys(names)]


def _compare(avant: Version, apres: Version) -> list[fusion.Difference]:
    return fusion.compare(miens=apres.contenu, leurs=avant.contenu, depart=None)


def _differences(avant: Version, apres: Version, libelles: Libelles) -> Iterator[tuple[str, str, str]]:
    for difference in _compare(avant, apres):
        yield (
            name_difference(difference),
            describe_side(difference, difference.leurs, libelles),
            describe_side(difference, difference.miens, libelles),
        )


def _all(avant: Version, apres: Version, libelles: Libelles) -> Iterator[tuple[str, str, str]]:
    for champ in c.FICHE.champs:
        before, after = (libelles.en_mots(v.contenu[champ.nom], champ, c.FICHE) for v in (avant, apres))
        if (before, after) != (VIDE, VIDE):
            yield f"{champ.libelle[:1].upper()}{champ.libelle[1:]}", before, after
    for branche in c.FICHE.branches:
        old, new = ({item["cle"]: item for item in version.contenu[branche.nom]} for version in (avant, apres))
        for rang, cle in enumerate([*new, *(cle for cle in old if cle not in new)]):
            sides = [
                describe_item(side[cle], branche.schema, libelles) if cle in side else ABSENT for side in (old, new)
            ]
            yield name_item(branche, rang, new.get(cle) or old[cle]), sides[0], sides[1]


def _ligne(libelle: str, avant: str, apres: str) -> Ligne:
    if avant == apres:
        return Ligne(libelle, [("", avant)], [("", apres)], differe=False)
    return Ligne(libelle, *_mark(avant, apres))


def _mark(avant: str, apres: str) -> tuple[list[Segment], list[Segment]]:
    """Return both texts with the words that only one of them has marked."""
    old, new = (re.findall(r"\s+|\S+", texte) for texte in (avant, apres))
    if max(len(old), len(new)) > MOTS_COMPARES or {avant, apres} & {VIDE, ABSENT}:
        return [("", avant)], [("", apres)]
    left: list[Segment] = []
    right: list[Segment] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i < j:
            left.append(("" if tag == "equal" else "ote", "".join(old[i:j])))
        if k < m:
            right.append(("" if tag == "equal" else "ajoute", "".join(new[k:m])))
    return left, right


# --- Bringing back ---------------------------------------------------------------------------------


def changes_cible(version: Version, actuelle: Version) -> bool:
    """Tell whether bringing a version back changes the target of an indicateur: a reason is then asked for."""
    return any(
        old != new for old, new in ((_cibles(actuelle).get(cle), new) for cle, new in _cibles(version).items()) if old
    )


def _cibles(version: Version) -> dict[str, tuple[Any, Any]]:
    return {
        indicateur["cle"]: (indicateur["cible"], indicateur["sens_cible"])
        for critere in version.contenu["criteres"]
        for indicateur in critere["indicateurs"]
    }


@transaction.atomic
def restore_version(
    *,
    fiche: FicheAction,
    version: Version,
    lue: int,
    motif: str,
    by: Utilisateur,
    now: datetime.datetime,
    motif_cible: str = "",
) -> list[str]:
    """
    Write a version again, as a new one; return what could not come back because it exists no more.

    The state of the fiche stays: it is decided, not written. Raise FicheModifiee when somebody saved since the version
    `lue` was read, PlanRefuse when the version cannot be written.
    """
    actuelle = replace(version, contenu=c.snapshot(fiche))
    contenu, perdus = _without_dead_links(version.contenu)
    if _is_below(contenu["parente"], fiche):
        contenu["parente"] = actuelle.contenu["parente"]
        perdus.append("fiche dont elle est issue")
    cibles = _cibles(actuelle)
    for critere in contenu["criteres"]:
        for indicateur in critere["indicateurs"]:
            if cibles.get(indicateur["cle"], ()) not in ((), (indicateur["cible"], indicateur["sens_cible"])):
                indicateur["motif_cible"] = motif_cible
    said = f"Version {version.numero} rétablie. {motif}"
    services.save_fiche(fiche=fiche, contenu=contenu, version=lue, by=by, now=now, motif=said, revive=True)
    return perdus


def _without_dead_links(contenu: c.Contenu) -> tuple[c.Contenu, list[str]]:
    """Return a copy of the content that names only what still exists, and the fields that lost something."""
    alive = {
        (model, libelle): {str(pk) for pk in model._default_manager.filter(pk__in=keys).values_list("pk", flat=True)}
        for model, keys, libelle in c.links(contenu, c.FICHE)
    }
    perdus: dict[str, None] = {}

    def copy(item: c.Contenu, schema: c.Schema) -> c.Contenu:
        copied = dict(item)
        for champ in schema.champs:
            if champ.genre in ("lien", "liens") and item[champ.nom]:
                known = alive[c.related_model(schema, champ), champ.libelle]
                keys = item[champ.nom] if champ.genre == "liens" else [item[champ.nom]]
                kept = [cle for cle in keys if cle in known]
                if len(kept) < len(keys):
                    perdus[champ.libelle] = None
                copied[champ.nom] = kept if champ.genre == "liens" else (kept[0] if kept else None)
        for branche in schema.branches:
            copied[branche.nom] = [copy(enfant, branche.schema) for enfant in item[branche.nom]]
        return copied

    return copy(contenu, c.FICHE), list(perdus)


def _is_below(parente: str | None, fiche: FicheAction) -> bool:
    """Tell whether a fiche is today the fiche itself or one born of it: the tree would have no root."""
    fiches = FicheAction.objects.exclude(parente=None).order_by("pk") if parente else FicheAction.objects.none()
    parents = {str(fille): str(mere) for fille, mere in fiches.values_list("pk", "parente")}
    seen: set[str] = set()
    pk = parente
    while pk and pk not in seen:
        if pk == str(fiche.pk):
            return True
        seen.add(pk)
        pk = parents.get(pk)
    return False
