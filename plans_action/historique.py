"""The history of a fiche as its readers see it: who, when, and what changed, in words."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from comptes.models import Utilisateur
from plans_action import contenu as c
from plans_action.choix import NatureBudget, StatutEtape, StatutFiche
from plans_action.libelles import VIDE, Libelles
from plans_action.models import (
    Critere,
    Etape,
    FicheAction,
    Indicateur,
    LigneBudget,
    LigneEtape,
    PartiePrenante,
    Piece,
    Porteur,
    Risque,
)

# Rows written by one save share their author and nearly their moment.
MEME_GESTE = datetime.timedelta(seconds=2)
DEFAUTS = (StatutEtape.A_VENIR, StatutFiche.IDEE, NatureBudget.MONTANT, False)
STATUT = c.Champ("statut", "état", "choix")


@dataclass(frozen=True)
class Changement:
    """One thing that changed: what, and its value before and after; `avant` None for what was created."""

    libelle: str
    avant: str | None = None
    apres: str | None = None


@dataclass
class Geste:
    """What one person did at once."""

    le: datetime.datetime
    par: str
    motif: str = ""
    changements: list[Changement] = field(default_factory=list)


@dataclass(frozen=True)
class Trace:
    """One line of a history table, as content; `avant` is the line before it, None at the creation."""

    le: datetime.datetime
    ordre: int
    utilisateur: Utilisateur | None
    motif: str
    nature: str
    schema: c.Schema
    objet: Any
    apres: c.Contenu
    avant: c.Contenu | None


def build_historique(fiche: FicheAction) -> list[Geste]:
    """Return what was done to a fiche, the latest first: about twenty queries, whatever the number of lines."""
    traces = list(read_traces(fiche))
    libelles = Libelles((trace.apres, trace.schema) for trace in traces)
    noms = _Noms(traces)
    gestes: list[Geste] = []
    for trace in sorted(traces, key=lambda trace: (trace.le, trace.ordre)):
        par = str(trace.utilisateur) if trace.utilisateur else "L’application"
        geste = gestes[-1] if gestes else None
        if geste is None or geste.par != par or trace.le - geste.le > MEME_GESTE:
            geste = Geste(trace.le, par)
            gestes.append(geste)
        geste.motif = geste.motif or trace.motif
        geste.changements.extend(_changements(trace, libelles, noms))
    gestes = sorted([*gestes, *_fichiers(fiche)], key=lambda geste: geste.le)
    return [geste for geste in reversed(gestes) if geste.changements or geste.motif]


def _fichiers(fiche: FicheAction) -> Iterable[Geste]:
    """Yield the files attached and removed."""
    for piece in Piece.objects.filter(fiche=fiche).select_related("deposee_par", "retiree_par", "etape"):
        ou = f" ({piece.etape})" if piece.etape else ""
        yield Geste(
            piece.deposee_le,
            str(piece.deposee_par or "L’application"),
            changements=[Changement(f"Fichier joint : {piece.nom}{ou}")],
        )
        if piece.retiree_le is not None:
            yield Geste(
                piece.retiree_le,
                str(piece.retiree_par or "L’application"),
                piece.motif_retrait,
                [Changement(f"Fichier retiré : {piece.nom}{ou}")],
            )


# --- Reading the tables ----------------------------------------------------------------------------

_TABLES: tuple[tuple[type[models.Model], c.Schema], ...] = (
    (FicheAction, c.FICHE),
    (Etape, c.ETAPE),
    (LigneEtape, c.LIGNE),
    (Critere, c.CRITERE),
    (Indicateur, c.INDICATEUR),
    (LigneBudget, c.BUDGET),
    (Porteur, c.PORTEUR),
    (PartiePrenante, c.PARTIE),
    (Risque, c.RISQUE),
)


def read_traces(fiche: FicheAction) -> Iterable[Trace]:
    """Return every line of the history of a fiche and of what it holds, table by table, the oldest first in each."""
    etapes = Etape.history.filter(fiche_id=fiche.pk).values("id")
    criteres = Critere.history.filter(fiche_id=fiche.pk).values("id")
    wanted: dict[type[models.Model], dict[str, Any]] = {
        FicheAction: {"id": fiche.pk},
        LigneEtape: {"etape_id__in": etapes},
        Indicateur: {"critere_id__in": criteres},
    }
    listes = _listes(fiche)
    ordre = 0
    for model, schema in _TABLES:
        lines = model.history.filter(**wanted.get(model, {"fiche_id": fiche.pk}))  # type: ignore[attr-defined]
        previous: dict[Any, c.Contenu] = {}
        for line in lines.select_related("history_user").order_by("history_date", "history_id"):
            contenu = _read(line, schema, listes)
            ordre += 1
            yield Trace(
                line.history_date,
                ordre,
                line.history_user,
                line.history_change_reason or "",
                line.history_type,
                schema,
                line,
                contenu,
                previous.get(line.id),
            )
            if line.history_type == "-":  # what comes back after it is added again
                previous.pop(line.id, None)
            else:
                previous[line.id] = contenu


def _listes(fiche: FicheAction) -> dict[str, dict[int, list[str]]]:
    """Return what each version of the fiche was linked to, one query per list."""
    listes: dict[str, dict[int, list[str]]] = {}
    historical = FicheAction.history.model
    for nom in c.PLUSIEURS:
        through = historical._meta.get_field(f"historicalficheaction_{nom}").related_model
        linked = FicheAction._meta.get_field(nom).m2m_reverse_field_name()  # type: ignore[union-attr]
        said = f"{linked}__nom" if nom not in c.LISTES else f"{linked}_id"
        rows = through._default_manager.filter(history__id=fiche.pk).order_by("pk")
        for version, cle in rows.values_list("history_id", said):
            listes.setdefault(nom, {}).setdefault(version, []).append(str(cle))
    return listes


def _read(line: Any, schema: c.Schema, listes: dict[str, dict[int, list[str]]]) -> c.Contenu:
    contenu: c.Contenu = {}
    for champ in schema.champs:
        if champ.genre in ("liens", "noms"):
            contenu[champ.nom] = sorted(listes.get(champ.nom, {}).get(line.history_id, []))
        elif champ.genre == "liaison":
            contenu[champ.nom] = c.canonical_liaison({nom: getattr(line, nom) for nom in c.LIAISON})
        else:
            attribut = f"{champ.nom}_id" if champ.genre == "lien" else champ.nom
            contenu[champ.nom] = c.canonical(getattr(line, attribut), champ.genre)
    if schema is c.FICHE:
        contenu["statut"] = line.statut
    if hasattr(line, "ordre"):
        contenu["ordre"] = line.ordre
    return contenu


# --- Saying it -------------------------------------------------------------------------------------


class _Noms:
    """How each étape and critère is called in sentences: its last known words, and the number an étape had that day."""

    def __init__(self, traces: list[Trace]) -> None:
        self._noms: dict[tuple[c.Schema, Any], str] = {}
        self._numeros: dict[Any, list[tuple[datetime.datetime, str]]] = {}
        for trace in traces:
            self._noms[trace.schema, trace.objet.id] = _nom(trace)
            if trace.schema is c.ETAPE:
                self._numeros.setdefault(trace.objet.id, []).append((trace.le, f"Étape {trace.apres['ordre']}"))

    def of(self, trace: Trace) -> str:
        """Return the words for the row of a trace, with the étape or the critère that holds it."""
        if trace.schema is c.ETAPE:
            return self._etape(trace.objet.id, trace.le)
        nom = self._noms[trace.schema, trace.objet.id]
        if trace.schema is c.LIGNE:
            return f"{self._etape(trace.objet.etape_id, trace.le)}, {nom}"
        return nom

    def _etape(self, pk: Any, le: datetime.datetime) -> str:
        """Return "Étape 1 « Cibler »": the number it had then; what one save writes is of the same moment."""
        numeros = self._numeros.get(pk)
        if not numeros:
            return "Étape"
        numero = next((numero for depuis, numero in reversed(numeros) if depuis <= le + MEME_GESTE), numeros[0][1])
        return f"{numero}{self._noms[c.ETAPE, pk]}"


def _nom(trace: Trace) -> str:
    if trace.schema is c.ETAPE:
        return f" « {trace.apres['titre']} »" if trace.apres["titre"] else ""  # after its number
    if trace.schema is c.LIGNE:
        return f"ligne {trace.apres['ordre'] + 1}"
    if trace.schema is c.CRITERE:
        return f"Critère « {trace.apres['libelle']} »"
    if trace.schema is c.INDICATEUR:
        return f"Indicateur « {trace.apres['libelle']} »"
    if trace.schema is c.BUDGET:
        return f"Budget « {trace.apres['libelle']} »"
    if trace.schema is c.RISQUE:
        return f"Risque « {trace.apres['libelle']} »"
    if trace.schema in (c.PORTEUR, c.PARTIE):
        return f"{'Porteur' if trace.schema is c.PORTEUR else 'Partie prenante'} « {trace.apres['nom']} »"
    return ""


def _changements(trace: Trace, libelles: Libelles, noms: _Noms) -> Iterable[Changement]:
    nom = noms.of(trace)
    if trace.nature == "-":
        yield Changement(f"{nom} : retiré{_e(trace.schema)}")
        return
    if trace.avant is not None:
        yield from _differences(trace, trace.avant, libelles, nom)
    elif trace.schema is c.FICHE:
        yield Changement("Fiche créée")
    else:
        detail = " ; ".join(f"{change.libelle} {change.apres}" for change in _differences(trace, {}, libelles, ""))
        yield Changement(f"{nom} : ajouté{_e(trace.schema)}", None, detail or None)


def _e(schema: c.Schema) -> str:
    """Return the agreement of « ajouté »: une étape, une ligne; un critère, un indicateur, un budget."""
    return "e" if schema in (c.ETAPE, c.LIGNE, c.PARTIE) else ""


def _differences(trace: Trace, avant: c.Contenu, libelles: Libelles, nom: str) -> Iterable[Changement]:
    prefixe = f"{nom} : " if nom else ""
    champs = (*trace.schema.champs, STATUT) if trace.schema is c.FICHE else trace.schema.champs
    for champ in champs:
        apres = trace.apres[champ.nom]
        if avant.get(champ.nom) == apres:
            continue
        dit = libelles.en_mots(apres, champ, trace.schema)
        ancien = libelles.en_mots(avant[champ.nom], champ, trace.schema) if avant else None
        if ancien is None and (dit == VIDE or apres in DEFAUTS or _said(champ, trace)):
            continue  # a new row: what is empty, by default or already in its name goes without saying
        libelle = f"{prefixe}{champ.libelle}"
        if ancien is None:
            libelle += "" if libelle.endswith("?") else " :"
        yield Changement(libelle[:1].upper() + libelle[1:], ancien, dit)
    if avant and avant.get("ordre") != trace.apres.get("ordre"):
        yield Changement(f"{nom} : changé{_e(trace.schema)} de place")


def _said(champ: c.Champ, trace: Trace) -> bool:
    name_field = {c.ETAPE: "titre", c.PORTEUR: "nom", c.PARTIE: "nom"}.get(trace.schema, "libelle")
    return champ.nom == name_field or champ.nom == "sens_cible"
