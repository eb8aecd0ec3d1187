"""Find a séance from any page: those to come first."""

from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from commun.recherche import Resultat, fournisseur
from comptes.models import Utilisateur
from participation.models import Regroupement, Seance
from structure.recherche import holds


@fournisseur("Séances", ordre=30)
def find_seances(user: Utilisateur, texte: str, limit: int) -> list[Resultat]:
    """Return the séances whose title, or their regroupement's, holds the words: the next ones, then the last ones."""
    titles = Regroupement.objects.values_list("pk", "titre")
    regroupements = [pk for pk, titre in titles if holds(texte, titre)]
    visible = Seance.objects.visible_to(user)
    own = visible.exclude(titre="").order_by().values_list("titre", flat=True).distinct()
    own_titles = [titre for titre in own if holds(texte, titre)]
    if not regroupements and not own_titles:
        return []
    coming = Case(When(debut_le__gte=timezone.now(), then=Value(0)), default=Value(1), output_field=IntegerField())
    found = (
        visible.filter(Q(regroupement__in=regroupements) | Q(titre__in=own_titles))
        .select_related("regroupement", "lieu")
        .order_by(coming, "debut_le", "pk")[:limit]
    )
    manager = user.has_permission("seance.gerer")
    name = "participation:seance-gestion" if manager else "participation:seance-detail"
    return [
        Resultat(
            seance.nom, f"{seance.jour:%d/%m/%Y}, {seance.lieu}", reverse(name, kwargs={"pk": seance.pk}), "seance"
        )
        for seance in found
    ]
