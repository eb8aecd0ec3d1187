"""Write what happens with an enterprise: services of their own."""

import datetime

from django.utils import timezone

from accueil.choix import NatureContactEntreprise, SuiteCandidature
from accueil.models import Candidature, ContactEntreprise
from comptes.models import Utilisateur
from jeunes.models import Jeune
from plans_action.models import FicheAction
from structure.models import Partenaire


def log_contact(
    *,
    partenaire: Partenaire,
    nature: NatureContactEntreprise | str,
    jour: datetime.date,
    fiche_action: FicheAction | None,
    note: str,
    by: Utilisateur,
    now: datetime.datetime,
) -> ContactEntreprise:
    """Note a contact with an enterprise."""
    return ContactEntreprise.objects.create(
        partenaire=partenaire,
        nature=nature,
        jour=jour,
        fiche_action=fiche_action,
        note=note,
        saisi_le=now,
        saisi_par=by,
    )


def log_candidature(
    *,
    partenaire: Partenaire,
    jeune: Jeune | None,
    jour: datetime.date,
    suite: SuiteCandidature | str,
    fiche_action: FicheAction | None,
    by: Utilisateur,
    now: datetime.datetime,
) -> Candidature:
    """Note an application, with the profile of that day frozen when somebody is named."""
    midi = timezone.make_aware(datetime.datetime.combine(jour, datetime.time(12)))
    candidature = Candidature(
        partenaire=partenaire, jeune=jeune, suite=suite, fait_le=midi, fiche_action=fiche_action, saisi_le=now
    )
    candidature.saisi_par = by
    candidature.suite_le = None if suite == SuiteCandidature.ENVOYEE else timezone.localdate(now)
    if jeune is not None:
        candidature.freeze_profil(jeune, jour)
    candidature.save()
    return candidature


def follow_candidature(*, candidature: Candidature, suite: SuiteCandidature | str, today: datetime.date) -> None:
    """Note what came of an application."""
    if candidature.suite == suite:
        return
    candidature.suite = suite
    candidature.suite_le = None if suite == SuiteCandidature.ENVOYEE else today
    candidature.save(update_fields=["suite", "suite_le"])
