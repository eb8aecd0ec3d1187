"""A copy of the projet associatif is published: frozen, numbered, with its documents."""

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from comptes.models import Utilisateur
from evaluation.bilans.canonique import dump, empreinte
from evaluation.projet.contenu import build
from evaluation.projet.pdf import write_pdf
from plans_action.models import ProjetAssociatif, PublicationProjet


class PublicationRefusee(Exception):
    """Nothing new to publish; the message is shown."""


@transaction.atomic
def publish_projet(*, projet: ProjetAssociatif, by: Utilisateur, now: datetime.datetime) -> PublicationProjet:
    """Freeze the document as it is now under the next number; raise PublicationRefusee when nothing changed."""
    projet = ProjetAssociatif.objects.select_for_update().get(pk=projet.pk)
    contenu = dump(build(projet, today=timezone.localdate(now)))
    digest = empreinte(contenu)
    if PublicationProjet.objects.filter(projet=projet, empreinte=digest).exists():
        raise PublicationRefusee("Rien n’a changé depuis la dernière publication.")
    last = projet.publications.aggregate(last=Max("numero"))["last"] or 0
    return PublicationProjet.objects.create(
        projet=projet,
        numero=last + 1,
        publiee_le=now,
        publiee_par=by,
        contenu=contenu,
        empreinte=digest,
        pdf=write_pdf(contenu),
    )


def is_intact(publication: PublicationProjet) -> bool:
    """Tell whether the stored content still has the digest of its publication."""
    return empreinte(publication.contenu) == publication.empreinte
