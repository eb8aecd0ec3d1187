"""What is done to the plan: every change is in a history, and no change overwrites another one silently."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Count, F, Max
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from comptes.models import Utilisateur
from plans_action import contenu as c
from plans_action import montants, quand, transitions
from plans_action.choix import StatutEtape, StatutFiche
from plans_action.models import (
    ChampAction,
    Critere,
    DecisionFiche,
    Etape,
    FicheAction,
    Indicateur,
    LigneEtape,
    NoteFiche,
    ObjectifGeneral,
    ObjectifOperationnel,
    ProjetAssociatif,
)

Objet = TypeVar("Objet", bound=models.Model)

# Added to numbers while they are being exchanged: a number is unique at every instant.
DECALAGE = 10_000


class PlanRefuse(Exception):
    """A change of the plan that cannot be made; the sentence is shown."""


class RetraitAConfirmer(PlanRefuse):
    """Indicateurs would go with what people typed for them: nothing was written, a person has to agree."""

    def __init__(self, retraits: list["Retrait"]) -> None:
        self.retraits = retraits
        phrases = " ; ".join(f"« {retrait.libelle} » ({', '.join(retrait.perdus)})" for retrait in retraits)
        super().__init__(f"Des saisies seraient effacées avec leur indicateur\u00a0: {phrases}.")


@dataclass(frozen=True)
class Retrait:
    """An indicateur that goes, and what goes with it: « 3 appréciations », « 12 relevés »."""

    libelle: str
    perdus: list[str]


class FicheModifiee(Exception):
    """Somebody saved the fiche since it was opened: nothing was written."""


# --- The tree --------------------------------------------------------------------------------------


@transaction.atomic
def add_objectif_general(*, projet: ProjetAssociatif, titre: str, description: str, by: Utilisateur) -> ObjectifGeneral:
    """Add a general objective at the end of a projet."""
    ProjetAssociatif.objects.select_for_update().get(pk=projet.pk)
    numero = (projet.objectifs.aggregate(dernier=Max("numero"))["dernier"] or 0) + 1
    objectif = ObjectifGeneral(projet=projet, numero=numero, titre=titre, description=description)
    return _signed(objectif, by=by)


@transaction.atomic
def add_objectif_operationnel(
    *, objectif_general: ObjectifGeneral, titre: str, description: str, by: Utilisateur
) -> ObjectifOperationnel:
    """Add an operational objective at the end of a general one."""
    ObjectifGeneral.objects.select_for_update().get(pk=objectif_general.pk)
    numero = (objectif_general.operationnels.aggregate(dernier=Max("numero"))["dernier"] or 0) + 1
    objectif = ObjectifOperationnel(
        objectif_general=objectif_general, numero=numero, titre=titre, description=description
    )
    return _signed(objectif, by=by)


@transaction.atomic
def rename_objectif(
    *, objectif: ObjectifGeneral | ObjectifOperationnel, titre: str, description: str, by: Utilisateur
) -> None:
    """Change the words of an objective; its place stays."""
    objectif.titre, objectif.description = titre, description
    _signed(objectif, by=by)


@transaction.atomic
def transfer_operationnel(*, objectif: ObjectifOperationnel, vers: ObjectifGeneral, by: Utilisateur) -> None:
    """Move an operational objective, with its fiches, to the end of another general objective."""
    ObjectifGeneral.objects.select_for_update().get(pk=vers.pk)
    objectif.numero = (vers.operationnels.aggregate(dernier=Max("numero"))["dernier"] or 0) + 1
    objectif.objectif_general = vers
    _signed(objectif, by=by)


@transaction.atomic
def move_objectif_general(*, objectif: ObjectifGeneral, sens: int, by: Utilisateur) -> bool:
    """Move a general objective up (-1) or down (+1); return whether there was room."""
    ProjetAssociatif.objects.select_for_update().get(pk=objectif.projet_id)
    freres = ObjectifGeneral.objects.filter(projet=objectif.projet_id).order_by("numero")
    return _exchange(ObjectifGeneral, list(freres), objectif.pk, sens, by=by)


@transaction.atomic
def move_objectif_operationnel(*, objectif: ObjectifOperationnel, sens: int, by: Utilisateur) -> bool:
    """Move an operational objective up (-1) or down (+1) below its general one; return whether there was room."""
    ObjectifGeneral.objects.select_for_update().get(pk=objectif.objectif_general_id)
    freres = ObjectifOperationnel.objects.filter(objectif_general=objectif.objectif_general_id).order_by("numero")
    return _exchange(ObjectifOperationnel, list(freres), objectif.pk, sens, by=by)


def _exchange(model: type[models.Model], freres: list[Any], pk: int, sens: int, *, by: Utilisateur) -> bool:
    place = next((rang for rang, frere in enumerate(freres) if frere.pk == pk), None)
    if place is None or not 0 <= place + sens < len(freres):
        return False
    freres[place], freres[place + sens] = freres[place + sens], freres[place]
    moved = [(frere, rang) for rang, frere in enumerate(freres, start=1) if frere.numero != rang]
    # Two steps: the database refuses that two objectives share a number, even for an instant.
    model._default_manager.filter(pk__in=[frere.pk for frere, _ in moved]).update(numero=F("numero") + DECALAGE)
    for frere, rang in moved:
        frere.numero = rang
    bulk_update_with_history([frere for frere, _ in moved], model, ["numero"], default_user=by)
    return True


@transaction.atomic
def delete_objectif(*, objectif: ObjectifGeneral | ObjectifOperationnel, by: Utilisateur) -> None:
    """Delete an objective that holds nothing; raise PlanRefuse when it holds something."""
    if isinstance(objectif, ObjectifGeneral):
        if objectif.operationnels.exists():
            raise PlanRefuse(
                "Cet objectif contient des objectifs opérationnels : déplacez-les ou supprimez-les d’abord."
            )
    elif objectif.fiches.exists():
        raise PlanRefuse("Des fiches-action sont rattachées à cet objectif : déplacez-les d’abord.")
    objectif._history_user = by  # type: ignore[union-attr]
    objectif.delete()


@transaction.atomic
def create_fiche(
    *,
    titre: str,
    objectif: ObjectifOperationnel | None,
    parente: FicheAction | None = None,
    by: Utilisateur,
    now: datetime.datetime,
) -> FicheAction:
    """Open a fiche: a title is enough. It takes the next number."""
    numero = (FicheAction.objects.aggregate(dernier=Max("numero"))["dernier"] or 0) + 1
    fiche = FicheAction(
        titre=titre, objectif=objectif, parente=parente, numero=numero, modifiee_le=now, modifiee_par=by
    )
    return _signed(fiche, by=by, now=now)


@transaction.atomic
def open_fiche(*, contenu: c.Contenu, by: Utilisateur, now: datetime.datetime) -> FicheAction:
    """Open a fiche with a whole content, read from a file: an idea, at the next number."""
    fiche = create_fiche(titre=contenu["titre"], objectif=None, by=by, now=now)
    numbered = contenu | {"cle": str(fiche.pk), "numero": fiche.numero, "objectif": None, "parente": None}
    _count_own(numbered, str(fiche.pk))
    return save_fiche(fiche=fiche, contenu=numbered, version=fiche.version, by=by, now=now)


def _count_own(contenu: c.Contenu, cle: str) -> None:
    """Make the indicateurs that counted « this fiche » where it was written count the one that is opened."""
    for critere in contenu["criteres"]:
        for indicateur in critere["indicateurs"]:
            filtres = indicateur["liaison"]["filtres"]
            for nom, valeurs in filtres.items():
                filtres[nom] = [cle if valeur == c.CETTE_FICHE else valeur for valeur in valeurs]


@transaction.atomic
def move_fiche(
    *, fiche: FicheAction, objectif: ObjectifOperationnel | None, by: Utilisateur, now: datetime.datetime
) -> FicheAction:
    """Place a fiche under another objective; its content is untouched."""
    fiche = touch_fiche(fiche_id=fiche.pk, by=by, now=now)
    fiche.objectif = objectif
    return _signed(fiche, by=by, now=now)


# --- The version of a fiche ------------------------------------------------------------------------


def touch_fiche(
    *, fiche_id: UUID, by: Utilisateur | None, now: datetime.datetime, version: int | None = None
) -> FicheAction:
    """
    Count one more version and return the fiche, locked until the end of the transaction.

    With `version`, raise FicheModifiee unless the fiche is still the one that was read. The conditional UPDATE is the
    check and the lock at once: of two people who save at the same instant, one is told.
    """
    fiches = FicheAction.objects.filter(pk=fiche_id)
    if version is not None:
        fiches = fiches.filter(version=version)
    if not fiches.update(version=F("version") + 1, modifiee_le=now, modifiee_par=by):
        raise FicheModifiee
    return FicheAction.objects.get(pk=fiche_id)


@transaction.atomic
def change_statut(
    *,
    fiche: FicheAction,
    statut: str,
    motif: str,
    version: int,
    by: Utilisateur,
    now: datetime.datetime,
    decidee_par: str = "",
    decidee_le: datetime.date | None = None,
) -> FicheAction:
    """
    Change the state of a fiche and keep the decision: who took it, on which day, why.

    Raise FicheModifiee on a stale version, PlanRefuse when the state cannot follow the one of today.
    """
    fiche = touch_fiche(fiche_id=fiche.pk, by=by, now=now, version=version)
    avant, apres = StatutFiche(fiche.statut), StatutFiche(statut)
    if not transitions.may_become(avant, apres):
        raise PlanRefuse(f"Une fiche « {avant.label} » ne peut pas devenir « {apres.label} ».")
    decision = DecisionFiche.objects.create(
        fiche=fiche,
        avant=avant,
        apres=apres,
        decidee_le=decidee_le or timezone.localdate(now),
        decidee_par=decidee_par or str(by),
        motif=motif,
        saisie_le=now,
        saisie_par=by,
    )
    fiche.statut = apres
    qui = f"Décision de {decision.decidee_par}, {decision.decidee_le:%d/%m/%Y}. " if decidee_par else ""
    return _signed(fiche, by=by, now=now, motif=f"{qui}{motif}")


@transaction.atomic
def add_note(
    *, fiche: FicheAction, texte: str, jour: datetime.date, by: Utilisateur, now: datetime.datetime
) -> NoteFiche:
    """Note something about a fiche on a day; its content and its version stay as they are."""
    note = NoteFiche(fiche=fiche, texte=texte, jour=jour, auteur=by, ecrite_le=now)
    return _signed(note, by=by, now=now)


@transaction.atomic
def set_statut_etape(
    *,
    etape: Etape,
    statut: str,
    by: Utilisateur,
    now: datetime.datetime,
    faite_le: datetime.date | None = None,
    faite_par: Utilisateur | None = None,
) -> bool:
    """
    Say where a step stands; return False when it already stood there.

    A step that is done carries who did it and on which day: who says so, today, unless told otherwise.
    """
    told = {nom: valeur for nom, valeur in (("faite_le", faite_le), ("faite_par", faite_par)) if valeur is not None}
    if Etape.objects.filter(pk=etape.pk, statut=statut, **told).exists():
        return False
    fiche = touch_fiche(fiche_id=etape.fiche_id, by=by, now=now)
    etape = Etape.objects.get(pk=etape.pk)  # read again behind the lock
    apply_statut(etape, statut, by=by, today=timezone.localdate(now))
    if etape.statut == StatutEtape.FAITE:
        etape.faite_le, etape.faite_par = faite_le or etape.faite_le, faite_par or etape.faite_par
    _signed(etape, by=by, now=now)
    _signed(fiche, by=by, now=now)
    return True


def apply_statut(etape: Etape, statut: str, *, by: Utilisateur, today: datetime.date) -> None:
    """Set the state of a step: done carries who and when, any other state carries neither."""
    if statut == StatutEtape.FAITE and etape.statut != StatutEtape.FAITE:
        etape.faite_le, etape.faite_par = today, by
    elif statut != StatutEtape.FAITE:
        etape.faite_le, etape.faite_par = None, None
    etape.statut = StatutEtape(statut)


# --- The whole content of a fiche ------------------------------------------------------------------


@transaction.atomic
def save_fiche(
    *,
    fiche: FicheAction,
    contenu: c.Contenu,
    version: int,
    by: Utilisateur,
    now: datetime.datetime,
    motif: str = "",
    revive: bool = False,
    retraits_confirmes: bool = False,
) -> FicheAction:
    """
    Write the whole content of a fiche: its fields, étapes and lines, critères and indicateurs, its other lists.

    What the content does not hold is deleted, what it holds without a known key is created; with `revive`, under the
    key that it had: only for a content read in the fiche's own history. Raise FicheModifiee when somebody saved since
    `version` was read, PlanRefuse when something chosen exists no more, RetraitAConfirmer when what people typed for an
    indicateur would go with it and nobody agreed: nothing is then written.
    """
    fiche = touch_fiche(fiche_id=fiche.pk, by=by, now=now, version=version)
    check_links(contenu)
    if not retraits_confirmes:
        check_retraits(fiche, contenu)
    write = _Ecriture(by=by, now=now, motif=motif, revive=revive)
    write.champs(fiche, contenu)
    write.etapes(fiche, contenu["etapes"])
    write.criteres(fiche, contenu["criteres"])
    montants.fill_prevus(contenu["budget"])
    for nom in c.PLATES:
        write.liste(fiche, c.BRANCHES[nom], contenu[nom])
    return fiche


def check_links(contenu: c.Contenu) -> None:
    """Raise PlanRefuse when the content names something that was deleted since it was typed."""
    for model, keys, libelle in c.links(contenu, c.FICHE):
        if model._default_manager.filter(pk__in=keys).count() != len(keys):
            raise PlanRefuse(f"Ce que vous aviez choisi pour « {libelle} » n’existe plus : choisissez de nouveau.")


def check_retraits(fiche: FicheAction, contenu: c.Contenu) -> None:
    """Raise RetraitAConfirmer when the content drops an indicateur for which people typed something."""
    gardes = {indicateur["cle"] for critere in contenu["criteres"] for indicateur in critere["indicateurs"]}
    connus = Indicateur.objects.filter(critere__fiche=fiche).order_by("critere__ordre", "ordre", "pk")
    partent = {pk: libelle for pk, libelle in connus.values_list("pk", "libelle") if str(pk) not in gardes}
    if not partent:
        return
    perdus: dict[UUID, list[str]] = {}
    for lien in Indicateur._meta.related_objects:
        # What somebody typed carries « saisi_par »; what is computed is computed again.
        if not any(champ.name == "saisi_par" for champ in lien.related_model._meta.fields):
            continue
        saisies = lien.related_model._default_manager.filter(**{f"{lien.field.name}__in": list(partent)})
        noms = lien.related_model._meta
        for pk, nombre in saisies.order_by().values_list(lien.field.name).annotate(nombre=Count("pk")):
            nom = noms.verbose_name if nombre == 1 else noms.verbose_name_plural
            perdus.setdefault(pk, []).append(f"{nombre}\u00a0{nom}")
    if perdus:
        raise RetraitAConfirmer([Retrait(libelle, perdus[pk]) for pk, libelle in partent.items() if pk in perdus])


class _Ecriture:
    """One save of a fiche: everything it writes carries the same author and the same moment."""

    def __init__(self, *, by: Utilisateur, now: datetime.datetime, motif: str = "", revive: bool = False) -> None:
        self.by, self.now, self.motif, self.revive = by, now, motif, revive

    def champs(self, fiche: FicheAction, contenu: c.Contenu) -> None:
        """Write the fields of the fiche; the lists first, so that one line of history holds it all."""
        fiche.skip_history_when_saving = True  # type: ignore[attr-defined]
        for liste in c.LISTES:
            getattr(fiche, liste).set(contenu[liste])
        fiche.champs_action.set([ChampAction.objects.get_or_create(nom=nom)[0] for nom in contenu["champs_action"]])
        del fiche.skip_history_when_saving  # type: ignore[attr-defined]
        for champ, valeur in c.values(contenu, c.FICHE).items():
            setattr(fiche, champ, valeur)
        _signed(fiche, by=self.by, now=self.now, motif=self.motif)

    def etapes(self, fiche: FicheAction, voulues: list[c.Contenu]) -> None:
        """Write the steps, in the order wanted, and their lines."""
        connues = {str(etape.pk): etape for etape in fiche.etapes.all()}
        lignes: dict[str, list[LigneEtape]] = {cle: [] for cle in connues}
        for ligne in LigneEtape.objects.filter(etape__fiche=fiche).order_by("pk"):
            lignes[str(ligne.etape_id)].append(ligne)
        retirees = self._missing(connues, voulues)
        self._delete(ligne for etape in retirees for ligne in lignes[str(etape.pk)])
        self._delete(retirees)
        for ordre, voulue in enumerate(voulues, start=fiche.premiere_etape):
            etape = connues.get(voulue["cle"]) or self._new(Etape, voulue, fiche=fiche)
            before = c.state(etape, c.ETAPE)
            was_done = etape.statut == StatutEtape.FAITE
            apply_statut(etape, voulue["statut"], by=self.by, today=timezone.localdate(self.now))
            if not was_done and etape.statut == StatutEtape.FAITE and voulue.get("faite"):
                etape.faite_le, etape.faite_par_id = voulue["faite"]  # brought back: as it was done then
            typed = voulue["echeance"] and not (etape.echeance_deduite and voulue["echeance"] == before["echeance"])
            values = {"ordre": ordre, **c.values(voulue, c.ETAPE, without=("statut",))}
            if not typed:
                values["echeance"] = quand.last_day((ligne["quand"] for ligne in voulue["lignes"]), fiche.date_action)
            etape.echeance_deduite = not typed and values["echeance"] is not None
            self._write(etape, values, before)
            self._lignes(etape, voulue["lignes"], lignes.get(voulue["cle"], []))

    def _lignes(self, etape: Etape, voulues: list[c.Contenu], connues: Iterable[LigneEtape]) -> None:
        par_cle = {str(ligne.pk): ligne for ligne in connues}
        self._delete(self._missing(par_cle, voulues))
        for ordre, voulue in enumerate(voulues):
            ligne = par_cle.get(voulue["cle"]) or self._new(LigneEtape, voulue, etape=etape)
            self._write(ligne, {"ordre": ordre, **c.values(voulue, c.LIGNE)}, c.state(ligne, c.LIGNE))

    def criteres(self, fiche: FicheAction, voulus: list[c.Contenu]) -> None:
        """Write the critères and their indicateurs; an indicateur may go to another critère and keep its values."""
        connus = {str(critere.pk): critere for critere in fiche.criteres.all()}
        indicateurs = {str(indicateur.pk): indicateur for indicateur in Indicateur.objects.filter(critere__fiche=fiche)}
        gardes = [indicateur for critere in voulus for indicateur in critere["indicateurs"]]
        self._delete(self._missing(indicateurs, gardes))
        ecrits = []
        for ordre, voulu in enumerate(voulus):
            critere = connus.get(voulu["cle"]) or self._new(Critere, voulu, fiche=fiche)
            self._write(critere, {"ordre": ordre, **c.values(voulu, c.CRITERE)}, c.state(critere, c.CRITERE))
            ecrits.append((critere, voulu["indicateurs"]))
        for critere, fils in ecrits:
            for ordre, voulu in enumerate(fils):
                indicateur = indicateurs.get(voulu["cle"]) or self._new(Indicateur, voulu, critere=critere)
                before = c.state(indicateur, c.INDICATEUR)
                values = {"critere_id": critere.pk, "ordre": ordre, **c.values(voulu, c.INDICATEUR)}
                self._write(indicateur, values, before)
        self._delete(self._missing(connus, voulus))

    def liste(self, fiche: FicheAction, branche: c.Branche, voulues: list[c.Contenu]) -> None:
        """Write the items of a list whose items hold no list: budget, porteurs, parties prenantes, risques."""
        model, schema = branche.schema.model, branche.schema
        connus = {str(objet.pk): objet for objet in getattr(fiche, branche.nom).all()}
        self._delete(self._missing(connus, voulues))
        for ordre, voulu in enumerate(voulues):
            objet = connus.get(voulu["cle"]) or self._new(model, voulu, fiche=fiche)
            place = {"ordre": ordre} if hasattr(objet, "ordre") else {}
            self._write(objet, place | c.values(voulu, schema), c.state(objet, schema))

    def _new(self, model: type[models.Model], item: c.Contenu, **parent: models.Model) -> Any:
        """Return a row to create; under its old key when it is brought back, so that its history goes on."""
        return model(**parent, pk=item["cle"]) if self.revive else model(**parent)

    @staticmethod
    def _missing(connues: dict[str, Any], voulues: list[c.Contenu]) -> list[Any]:
        gardees = {voulue["cle"] for voulue in voulues}
        return [objet for cle, objet in connues.items() if cle not in gardees]

    def _write(self, objet: Any, values: dict[str, Any], before: dict[str, Any]) -> None:
        """Save a row that is new or that changes; an unchanged one gets no line of history."""
        moved = any(getattr(objet, nom) != values[nom] for nom in ("ordre", "critere_id") if nom in values)
        for champ, valeur in values.items():
            setattr(objet, champ, valeur)
        if objet._state.adding or moved or c.state(objet, c.schema_of(objet)) != before:
            _signed(objet, by=self.by, now=self.now)

    def _delete(self, objets: Iterable[Any]) -> None:
        for objet in list(objets):
            objet._history_user, objet._history_date = self.by, self.now
            objet.delete()


@transaction.atomic
def save_projet(*, projet: ProjetAssociatif, by: Utilisateur, motif: str = "") -> ProjetAssociatif:
    """Save the title and the dates of a projet; its history keeps who, when and why a date moved."""
    known = ProjetAssociatif.objects.filter(pk=projet.pk).first()
    if known is not None and not ProjetAssociatif.history.filter(id=projet.pk).exists():  # type: ignore[attr-defined]
        ProjetAssociatif.history.bulk_history_create([known])  # type: ignore[attr-defined]
    return _signed(projet, by=by, motif=motif)


def _signed(objet: Objet, *, by: Utilisateur | None, now: datetime.datetime | None = None, motif: str = "") -> Objet:
    """Save a row; its line of history carries the author, the moment and the sentence given."""
    objet._history_user = by  # type: ignore[attr-defined]
    objet._history_date = now or timezone.now()  # type: ignore[attr-defined]
    objet._change_reason = motif or None  # type: ignore[attr-defined]
    objet.save()
    return objet
