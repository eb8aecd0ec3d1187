"""Who sits where: the two commissions as their page shows them, and who sits in both."""

import datetime
from dataclasses import dataclass, field

from comptes.models import Utilisateur
from evaluation.choix import TypeCommission
from evaluation.models import MembreCommission, Reunion
from plans_action.models import ProjetAssociatif

ROLES = {
    TypeCommission.SUIVI: "Elle lit chaque fiche-action, répond à la grille d’évaluation à partir des faits, puis "
    "transmet sa lecture. Elle ne la modifie plus ensuite.",
    TypeCommission.BILAN: "Indépendante de la première, elle lit ce qui lui est transmis, écrit les réussites et les "
    "points à améliorer, et préconise.",
}


@dataclass
class VueCommission:
    """A commission on its page."""

    code: str
    nom: str
    role: str
    membres: list[MembreCommission] = field(default_factory=list)
    anciens: list[MembreCommission] = field(default_factory=list)
    prochaine: Reunion | None = None
    j_y_siege: bool = False

    @property
    def voix(self) -> int:
        """Count those who vote."""
        return sum(membre.vote for membre in self.membres)


def list_commissions(
    *, user: Utilisateur, projet: ProjetAssociatif | None, now: datetime.datetime, today: datetime.date
) -> list[VueCommission]:
    """Return the two commissions: members, former members, next meeting."""
    vues = {str(code): VueCommission(str(code), str(code.label), ROLES[code]) for code in TypeCommission}
    membres = list(MembreCommission.objects.visible_to(user).select_related("compte").order_by("college", "nom", "pk"))
    siegent = [membre for membre in membres if membre.du <= today and (membre.au is None or membre.au >= today)]
    en_double = doubles(siegent)
    for membre in membres:
        vue = vues[membre.commission]
        if membre.au is not None and membre.au < today:
            vue.anciens.append(membre)
            continue
        membre.double = membre.pk in en_double  # type: ignore[attr-defined]
        vue.membres.append(membre)
        vue.j_y_siege |= membre.compte_id == user.pk
    reunions = Reunion.objects.visible_to(user).filter(projet=projet).a_venir(now=now)
    for reunion in reversed(list(reunions)):
        vues[reunion.commission].prochaine = reunion
    return list(vues.values())


def doubles(membres: list[MembreCommission]) -> set[object]:
    """Return the keys of who sits in both commissions: same account, or same address."""
    places: dict[str, dict[str, set[object]]] = {}
    for membre in membres:
        for signe in filter(None, (str(membre.compte_id or ""), membre.adresse.lower())):
            places.setdefault(signe, {}).setdefault(membre.commission, set()).add(membre.pk)
    return {pk for sieges in places.values() if len(sieges) > 1 for pks in sieges.values() for pk in pks}


def in_the_other(membre: MembreCommission, *, today: datetime.date) -> bool:
    """Tell whether somebody sits in the other commission too."""
    return membre.pk in doubles(list(MembreCommission.objects.siegeant(on=today).select_related("compte")))


def sieges(user: Utilisateur, *, today: datetime.date) -> set[str]:
    """Return the commissions where an account sits."""
    rows = MembreCommission.objects.siegeant(on=today).filter(compte=user).order_by("pk")
    return set(rows.values_list("commission", flat=True))
