"""Two versions of a fiche, and the one both came from: what differs, and the version made of what was chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from plans_action.contenu import FICHE, Branche, Champ, Contenu, Schema

Cote: TypeAlias = Literal["miens", "leurs"]
MIENS: Cote = "miens"
LEURS: Cote = "leurs"


@dataclass(frozen=True)
class Difference:
    """
    One thing that differs between what I typed and what is stored.

    `defaut` is the side that changed when only one did; empty when both did: a person must choose. A `presence` is an
    item that only one side holds; an `ordre` is the same items in another order.
    """

    chemin: str
    contexte: tuple[tuple[Branche, int, Contenu], ...]
    genre: Literal["champ", "presence", "ordre"]
    miens: Any
    leurs: Any
    defaut: Cote | Literal[""]
    champ: Champ | None = None
    branche: Branche | None = None


def compare(*, miens: Contenu, leurs: Contenu, depart: Contenu | None) -> list[Difference]:
    """Return what differs, in the order of the fiche."""
    return list(_compare(miens, leurs, depart, FICHE, "", ()))


def merge(*, miens: Contenu, leurs: Contenu, choix: Mapping[str, Cote]) -> Contenu:
    """Return the content made of the chosen sides; what was not chosen stays mine."""
    return _merge(miens, leurs, choix, FICHE, "")


def _side(mien: Any, leur: Any, ancien: Any, *, known: bool) -> Cote | Literal[""]:
    if known and mien == ancien:
        return LEURS
    if known and leur == ancien:
        return MIENS
    return ""


def _compare(
    miens: Contenu,
    leurs: Contenu,
    depart: Contenu | None,
    schema: Schema,
    chemin: str,
    contexte: tuple[tuple[Branche, int, Contenu], ...],
) -> Iterable[Difference]:
    for champ in schema.champs:
        mien, leur = miens[champ.nom], leurs[champ.nom]
        if mien != leur:
            ancien = depart[champ.nom] if depart else None
            defaut = _side(mien, leur, ancien, known=depart is not None)
            yield Difference(f"{chemin}{champ.nom}", contexte, "champ", mien, leur, defaut, champ=champ)
    for branche in schema.branches:
        yield from _compare_branche(miens, leurs, depart, branche, chemin, contexte)


def _compare_branche(
    miens: Contenu,
    leurs: Contenu,
    depart: Contenu | None,
    branche: Branche,
    chemin: str,
    contexte: tuple[tuple[Branche, int, Contenu], ...],
) -> Iterable[Difference]:
    mes, ses = _by_key(miens[branche.nom]), _by_key(leurs[branche.nom])
    anciens = _by_key(depart[branche.nom]) if depart else {}
    for rang, (cle, item) in enumerate(mes.items()):
        ici = (*contexte, (branche, rang, item))
        if cle in ses:
            yield from _compare(item, ses[cle], anciens.get(cle), branche.schema, f"{chemin}{branche.nom}/{cle}/", ici)
        else:
            # Mine alone: I added it, or they removed it.
            defaut: Cote | Literal[""] = MIENS if cle not in anciens else (LEURS if item == anciens[cle] else "")
            yield Difference(f"{chemin}{branche.nom}/{cle}", ici, "presence", item, None, defaut, branche=branche)
    for rang, (cle, item) in enumerate(ses.items()):
        if cle not in mes:
            ici = (*contexte, (branche, rang, item))
            defaut = LEURS if cle not in anciens else (MIENS if item == anciens[cle] else "")
            yield Difference(f"{chemin}{branche.nom}/{cle}", ici, "presence", None, item, defaut, branche=branche)
    mon_ordre, son_ordre = [cle for cle in mes if cle in ses], [cle for cle in ses if cle in mes]
    if mon_ordre != son_ordre:
        ancien = [cle for cle in anciens if cle in mes and cle in ses]
        defaut = _side(mon_ordre, son_ordre, ancien, known=depart is not None)
        yield Difference(
            f"{chemin}{branche.nom}#ordre",
            contexte,
            "ordre",
            [mes[cle] for cle in mon_ordre],
            [ses[cle] for cle in son_ordre],
            defaut,
            branche=branche,
        )


def _by_key(items: list[Contenu]) -> dict[str, Contenu]:
    return {item["cle"]: item for item in items}


def _merge(miens: Contenu, leurs: Contenu, choix: Mapping[str, Cote], schema: Schema, chemin: str) -> Contenu:
    fusion: Contenu = {"cle": miens["cle"]}
    for champ in schema.champs:
        side = leurs if choix.get(f"{chemin}{champ.nom}") == LEURS else miens
        fusion[champ.nom] = side[champ.nom]
    for branche in schema.branches:
        fusion[branche.nom] = _merge_branche(miens, leurs, choix, branche, chemin)
    return fusion


def _merge_branche(
    miens: Contenu, leurs: Contenu, choix: Mapping[str, Cote], branche: Branche, chemin: str
) -> list[Contenu]:
    mes, ses = _by_key(miens[branche.nom]), _by_key(leurs[branche.nom])
    gardes: dict[str, Contenu] = {}
    for cle in [*mes, *(cle for cle in ses if cle not in mes)]:
        ici = f"{chemin}{branche.nom}/{cle}"
        if cle in mes and cle in ses:
            gardes[cle] = _merge(mes[cle], ses[cle], choix, branche.schema, f"{ici}/")
        elif cle in mes and choix.get(ici) != LEURS:
            gardes[cle] = mes[cle]
        elif cle in ses and choix.get(ici) == LEURS:
            gardes[cle] = ses[cle]
    first, second = (ses, mes) if choix.get(f"{chemin}{branche.nom}#ordre") == LEURS else (mes, ses)
    return [gardes[cle] for cle in _weave([*first], [*second]) if cle in gardes]


def _weave(first: list[str], second: list[str]) -> list[str]:
    """Return the first order, with what only the second holds placed after the same neighbour as there."""
    order = list(first)
    for rang, cle in enumerate(second):
        if cle not in order:
            order.insert(order.index(second[rang - 1]) + 1 if rang else 0, cle)
    return order


def recognise(*, miens: Contenu, leurs: Contenu, depart: Contenu | None) -> Contenu:
    """
    Return my content where what I created is known as the same thing already stored.

    A form sent twice creates nothing twice: the second sending finds its own new items on the other side.
    """
    return _recognise(miens, leurs, depart, FICHE)


def _recognise(miens: Contenu, leurs: Contenu, depart: Contenu | None, schema: Schema) -> Contenu:
    reconnu = dict(miens)
    for branche in schema.branches:
        anciens = _by_key(depart[branche.nom]) if depart else {}
        ses = _by_key(leurs[branche.nom])
        libres = [item for cle, item in ses.items() if cle not in anciens]
        items = []
        for item in miens[branche.nom]:
            item = (
                _recognise(item, ses[item["cle"]], anciens.get(item["cle"]), branche.schema)
                if item["cle"] in ses
                else item
            )
            if item["cle"] not in ses and item["cle"] not in anciens:
                same = next(
                    (libre for libre in libres if _bare(libre, branche.schema) == _bare(item, branche.schema)), None
                )
                if same is not None:
                    libres.remove(same)
                    item = same
            items.append(item)
        reconnu[branche.nom] = items
    return reconnu


def _bare(item: Contenu, schema: Schema) -> Contenu:
    """Return an item without its keys."""
    bare = {champ.nom: item[champ.nom] for champ in schema.champs}
    for branche in schema.branches:
        bare[branche.nom] = [_bare(enfant, branche.schema) for enfant in item[branche.nom]]
    return bare
