"""What youths do together, counted: séances, sign-ups, presences, ideas."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate

from commun.mesures import (
    Contexte,
    Distinct,
    Filtre,
    Lignes,
    Mesure,
    Portee,
    Ratio,
    Ventilation,
    registre,
)
from jeunes.mesures import VENTILATIONS_PROFIL
from participation.choix import (
    STATUTS_ACTIFS,
    CategorieInvite,
    OrigineInscription,
    Presence,
    PresenceInvite,
    StatutInscription,
    TypeParticipation,
)
from participation.models import Idee, Inscription, Invitation, Regroupement, Seance
from plans_action.mesures import FILTRE_FICHE, MOIS
from plans_action.models import FicheAction
from structure.mesures import filtres_lieu, ventilations_lieu

FAMILLE = "Séances et participation"
JOUR_SEANCE = "seance__jour"


def of_fiche(prefixe: str) -> Filtre:
    """Return the filter by fiche-action of a séance: its own, or that of its regroupement when it names none."""

    def condition(fiches: Sequence[str]) -> Q:
        named = Q(**{f"{prefixe}fiche_action__in": list(fiches)})
        inherited = Q(**{f"{prefixe}fiche_action": None, f"{prefixe}regroupement__fiche_action__in": list(fiches)})
        return named | inherited

    return Filtre.of_model("Fiche-action", condition, FicheAction.objects.all)


def filtres_seance(prefixe: str = "") -> Mapping[str, Filtre]:
    """Return the filters of a séance behind a prefix."""
    return {
        **filtres_lieu(prefixe),
        "fiche": of_fiche(prefixe),
        "regroupement": Filtre.of_model("Regroupement", f"{prefixe}regroupement", Regroupement.objects.all),
    }


def ventilations_seance(prefixe: str = "") -> Mapping[str, Ventilation]:
    """Return the breakdowns of a séance behind a prefix."""
    by_regroupement = Ventilation.of_model("Regroupement", f"{prefixe}regroupement", Regroupement.objects.all)
    return {**ventilations_lieu(prefixe), "mois": MOIS, "regroupement": by_regroupement}


FILTRES_INSCRIPTION: Mapping[str, Filtre] = {
    **filtres_seance("seance__"),
    "origine": Filtre.of_choices("Origine de l’inscription", "origine", OrigineInscription.choices),
    "participation": Filtre.of_choices("Type de participation", "participation", TypeParticipation.choices),
}
VENTILATIONS_INSCRIPTION: Mapping[str, Ventilation] = {
    **ventilations_seance("seance__"),
    **VENTILATIONS_PROFIL,
    "origine": Ventilation.of_choices("Origine de l’inscription", "origine", OrigineInscription.choices),
    "participation": Ventilation.of_choices("Type de participation", "participation", TypeParticipation.choices),
}


def seances(contexte: Contexte) -> QuerySet[Seance]:
    """Return the séances that were not cancelled."""
    return Seance.objects.filter(annulee_le=None)


def inscriptions(contexte: Contexte) -> QuerySet[Any]:
    """Return the sign-ups that hold, to séances that hold."""
    return Inscription.objects.filter(statut__in=STATUTS_ACTIFS, seance__annulee_le=None)


def presences(contexte: Contexte) -> QuerySet[Any]:
    """Return the sign-ups of people who came."""
    return Inscription.objects.filter(presence=Presence.PRESENT, seance__annulee_le=None)


def confirmed_of_recorded(contexte: Contexte) -> QuerySet[Any]:
    """Return the confirmed sign-ups of the séances whose presences were recorded."""
    recorded = Inscription.objects.exclude(presence="").order_by().values("seance")
    return Inscription.objects.filter(seance__in=recorded, statut=StatutInscription.CONFIRMEE, seance__annulee_le=None)


def idees(contexte: Contexte) -> QuerySet[Any]:
    """Return the ideas, with their local day."""
    return Idee.objects.annotate(jour=TruncDate("deposee_le"))


registre.register(
    Mesure(
        cle="seances_tenues",
        famille=FAMILLE,
        libelle="Séances tenues",
        definition="Nombre de séances de la période qui n’ont pas été annulées, quel que soit le nombre de personnes "
        "venues.",
        limites="Une séance compte dès le jour où elle a lieu, même si les présences ne sont pas encore saisies.",
        portee=Portee(),
        unite="séances",
        population=seances,
        calcul=Lignes(),
        filtres=filtres_seance(),
        ventilations=ventilations_seance(),
        personnes=False,
    )
)

registre.register(
    Mesure(
        cle="participations",
        famille=FAMILLE,
        libelle="Participations",
        definition="Nombre de présences notées aux séances de la période. Une personne compte à chaque séance où elle "
        "est venue.",
        limites="Une séance dont les présences ne sont pas saisies n’apporte aucune participation.",
        portee=Portee(),
        unite="participations",
        population=presences,
        calcul=Lignes(),
        axe_date=JOUR_SEANCE,
        filtres=FILTRES_INSCRIPTION,
        ventilations=VENTILATIONS_INSCRIPTION,
    )
)

registre.register(
    Mesure(
        cle="participants",
        famille=FAMILLE,
        libelle="Participants",
        definition="Nombre de personnes différentes venues à au moins une séance de la période.",
        limites="Une séance dont les présences ne sont pas saisies n’apporte aucun participant. Le total n’est pas la "
        "somme des mois ni des séances\u00a0: une même personne peut y figurer plusieurs fois.",
        portee=Portee(),
        unite="personnes",
        population=presences,
        calcul=Distinct(),
        axe_date=JOUR_SEANCE,
        filtres=FILTRES_INSCRIPTION,
        ventilations=VENTILATIONS_INSCRIPTION,
    )
)

registre.register(
    Mesure(
        cle="taux_presence",
        famille=FAMILLE,
        libelle="Taux de présence",
        definition="Parmi les inscriptions confirmées aux séances de la période dont les présences sont saisies, "
        "part de celles où la personne est venue.",
        limites="Les séances annulées et celles dont aucune présence n’est saisie sont laissées de côté. Les personnes "
        "excusées comptent comme absentes\u00a0; celles de la liste d’attente ne comptent pas.",
        portee=Portee(),
        unite="%",
        population=confirmed_of_recorded,
        calcul=Ratio(Lignes(Q(presence=Presence.PRESENT)), Lignes()),
        axe_date=JOUR_SEANCE,
        filtres=FILTRES_INSCRIPTION,
        ventilations=VENTILATIONS_INSCRIPTION,
        decimales=1,
    )
)

registre.register(
    Mesure(
        cle="inscriptions",
        famille=FAMILLE,
        libelle="Inscriptions",
        definition="Nombre d’inscriptions aux séances de la période, confirmées ou en liste d’attente, comptées au "
        "jour de la séance.",
        limites="Les inscriptions annulées et celles des séances annulées ne comptent pas. L’inscription à une "
        "séance à venir ne compte que le jour de la séance.",
        portee=Portee(),
        unite="inscriptions",
        population=inscriptions,
        calcul=Lignes(),
        axe_date=JOUR_SEANCE,
        filtres=FILTRES_INSCRIPTION,
        ventilations=VENTILATIONS_INSCRIPTION,
    )
)

registre.register(
    Mesure(
        cle="idees",
        famille=FAMILLE,
        libelle="Idées et remarques reçues",
        definition="Nombre d’idées et de remarques déposées pendant la période.",
        limites="Une personne compte à chaque idée déposée. Ce qui est dit de vive voix ne compte que si c’est saisi.",
        unite="idées",
        population=idees,
        calcul=Lignes(),
        filtres={"fiche": FILTRE_FICHE},
        ventilations={"mois": MOIS},
    )
)

registre.register(
    Mesure(
        cle="remarques_avec_reponse",
        famille=FAMILLE,
        libelle="Idées et remarques ayant reçu une réponse",
        definition="Parmi les idées et remarques déposées pendant la période, part de celles qui avaient reçu une "
        "réponse à la date d’arrêt.",
        limites="Une idée déposée juste avant la date d’arrêt a eu peu de temps pour recevoir une réponse.",
        unite="%",
        population=idees,
        calcul=lambda contexte: Ratio(Lignes(Q(repondue_le__date__lte=contexte.arrete_au)), Lignes()),
        filtres={"fiche": FILTRE_FICHE},
        ventilations={"mois": MOIS},
        decimales=1,
    )
)


def invitations_notees(contexte: Contexte) -> QuerySet[Any]:
    """Return the invitations to the séances where somebody noted who of the invited came."""
    noted = Invitation.objects.exclude(presence="").order_by().values("seance")
    return Invitation.objects.filter(seance__in=noted, seance__annulee_le=None)


registre.register(
    Mesure(
        cle="part_invites_presents",
        famille=FAMILLE,
        libelle="Part des personnes invitées présentes",
        definition="Parmi les invitations aux séances de la période dont les présences des invités sont notées, part "
        "de celles où la personne ou l’organisme est venu.",
        limites="Une invitation compte une fois, même si l’organisme invité vient à plusieurs. Les séances annulées et "
        "celles dont aucune présence d’invité n’est notée sont laissées de côté.",
        unite="%",
        population=invitations_notees,
        calcul=Ratio(Lignes(Q(presence=PresenceInvite.PRESENT)), Lignes()),
        axe_date=JOUR_SEANCE,
        filtres={
            **filtres_seance("seance__"),
            "categorie": Filtre.of_choices("Catégorie d’invités", "categorie", CategorieInvite.choices),
        },
        ventilations={
            "categorie": Ventilation.of_choices("Catégorie d’invités", "categorie", CategorieInvite.choices),
            **ventilations_seance("seance__"),
        },
        decimales=1,
    )
)
