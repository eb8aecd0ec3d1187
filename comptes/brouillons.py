"""
Drafts of forms: what somebody types is kept on the server until it is saved.

A form carries a signed token (who, which form). The page sends itself here as one types; a form posted after the
session was lost is kept in the anonymous session and given back, after sign-in, to the same person only. Documented for
authors of forms in docs/composants.md.
"""

import datetime
import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from comptes.models import Brouillon, Utilisateur

CHAMP_JETON = "brouillon_jeton"
CHAMP_RETOUR = "brouillon_retour"
CLE_SESSION = "brouillon_perdu"
SEL = "comptes.brouillon"
TAILLE_MAXIMUM = 100_000
DUREE_JETON = datetime.timedelta(days=2)
_CLE_VALIDE = re.compile(r"[a-z0-9:_-]{1,120}")
_JAMAIS_GARDES = {"csrfmiddlewaretoken", CHAMP_JETON, CHAMP_RETOUR, "password"}

Donnees = dict[str, list[str]]
AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)


class BrouillonRefuse(Exception):
    """The draft cannot be kept: its token is not of this person, or it is too long."""


@dataclass(frozen=True)
class BrouillonOuvert:
    """The draft of one person for one form, as a view holds it."""

    utilisateur: Utilisateur
    cle: str
    donnees: QueryDict | None = None
    modifie_le: datetime.datetime | None = None

    @property
    def retrouve(self) -> bool:
        """Tell whether something was being typed."""
        return self.donnees is not None

    @property
    def jeton(self) -> str:
        """Return what the form carries so that its draft is kept for this person and this form."""
        return signing.dumps({"u": str(self.utilisateur.pk), "c": self.cle}, salt=SEL)

    def remplir(self, form: AnyForm) -> AnyForm:
        """Put what was being typed into an unbound form, and return the form; nothing is validated yet."""
        if self.donnees is not None and not form.is_bound:
            for name, field in form.fields.items():
                if not field.disabled and not field.widget.value_omitted_from_data(
                    self.donnees, MultiValueDict(), form.add_prefix(name)
                ):
                    form.initial[name] = field.widget.value_from_datadict(
                        self.donnees, MultiValueDict(), form.add_prefix(name)
                    )
        return form

    def effacer(self) -> None:
        """Forget the draft: call it once the form is saved."""
        discard(utilisateur=self.utilisateur, cle=self.cle)


def ouvrir(utilisateur: Utilisateur, cle: str) -> BrouillonOuvert:
    """Return the person's draft for a form; `cle` names the form and its record, such as "entretien:<uuid>"."""
    if not _CLE_VALIDE.fullmatch(cle):
        raise ValueError(f"clé de brouillon : {cle!r}")
    row = Brouillon.objects.visible_to(utilisateur).filter(cle=cle).first()
    if row is None:
        return BrouillonOuvert(utilisateur, cle)
    return BrouillonOuvert(utilisateur, cle, as_querydict(row.donnees), row.modifie_le)


def as_querydict(donnees: Mapping[str, Sequence[str]]) -> QueryDict:
    """Return kept data as a form receives them."""
    query = QueryDict(mutable=True)
    for name, values in donnees.items():
        query.setlist(name, list(values))
    return query


def clean_donnees(posted: QueryDict) -> Donnees:
    """Return what may be kept of a posted form; raise BrouillonRefuse when it is too long."""
    donnees = {
        name: [value.replace("\x00", "") for value in posted.getlist(name) if isinstance(value, str)]
        for name in posted
        if name not in _JAMAIS_GARDES
    }
    if sum(len(name) + sum(map(len, values)) for name, values in donnees.items()) > TAILLE_MAXIMUM:
        raise BrouillonRefuse("Ce texte est trop long pour être gardé en brouillon.")
    return donnees


def read_jeton(jeton: str) -> tuple[str, str]:
    """Return (account, form) of a token; raise BrouillonRefuse when it was not made here lately."""
    try:
        content = signing.loads(jeton, salt=SEL, max_age=DUREE_JETON)
        return content["u"], content["c"]
    except (signing.BadSignature, KeyError, TypeError) as error:
        raise BrouillonRefuse("Ce formulaire est trop ancien : rechargez la page.") from error


def save(*, utilisateur: Utilisateur, posted: QueryDict) -> Brouillon:
    """Keep what is being typed; raise BrouillonRefuse when the form was given to somebody else."""
    owner, cle = read_jeton(posted.get(CHAMP_JETON, ""))
    if owner != str(utilisateur.pk):
        raise BrouillonRefuse("Une autre personne est connectée sur cet appareil.")
    return keep(utilisateur=utilisateur, cle=cle, donnees=clean_donnees(posted))


def keep(*, utilisateur: Utilisateur, cle: str, donnees: Donnees) -> Brouillon:
    """Write the draft of a form, over the previous one."""
    row, _ = Brouillon.objects.update_or_create(utilisateur=utilisateur, cle=cle, defaults={"donnees": donnees})
    return row


def discard(*, utilisateur: Utilisateur, cle: str) -> None:
    """Forget a draft, if there is one."""
    Brouillon.objects.visible_to(utilisateur).filter(cle=cle).delete()


def stash_lost(session: MutableMapping[str, Any], posted: QueryDict) -> bool:
    """Keep in the anonymous session a form posted after the session was lost; return whether it was one of ours."""
    try:
        owner, cle = read_jeton(posted.get(CHAMP_JETON, ""))
        donnees = clean_donnees(posted)
    except BrouillonRefuse:
        return False
    session[CLE_SESSION] = {"u": owner, "c": cle, "d": donnees}
    return True


def claim_lost(session: MutableMapping[str, Any], utilisateur: Utilisateur) -> bool:
    """Turn the form that was kept by `stash_lost` into a draft of its author; anybody else's is dropped."""
    lost = session.pop(CLE_SESSION, None)
    if not lost or lost["u"] != str(utilisateur.pk):
        return False
    keep(utilisateur=utilisateur, cle=lost["c"], donnees=lost["d"])
    return True
