"""The list of youths that somebody may open: filters, order, what each row shows, in a constant number of queries."""

import datetime
from typing import Any

from django.db.models import DateField, DateTimeField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from commun.dates import add_months
from commun.nombres import Compte, PaginateurPlafonne, compte_plafonne
from commun.noms import normalise_nom, normalise_telephone
from jeunes.choix import TypeProgramme
from jeunes.models import Accompagnement, Jeune

PAR_PAGE = 25
TRIS = {
    "nom": ("cle_nom",),
    "age": ("-date_naissance", "cle_nom"),
    "commune": ("commune__nom", "cle_nom"),
    "contact": ("dernier_contact", "cle_nom"),
    "rendez_vous": ("prochain_rendez_vous", "cle_nom"),
}


def filtered(
    jeunes: QuerySet[Jeune], filtres: dict[str, Any], *, today: datetime.date, now: datetime.datetime
) -> QuerySet[Any]:
    """Keep the youths that the filters ask for."""
    if texte := filtres.get("q"):
        jeunes = jeunes.filter(_matches(texte))
    if lieu := filtres.get("lieu"):
        jeunes = jeunes.filter(pk__in=Jeune.objects.filter(evenements__lieu=lieu).values("pk"))
    if programme := filtres.get("programme"):
        running = Accompagnement.objects.active(today=today).filter(programme=programme)
        jeunes = jeunes.filter(pk__in=running.values("jeune"))
    if filtres.get("mineur"):
        jeunes = jeunes.filter(date_naissance__gt=add_months(today, -18 * 12))
    if filtres.get("sans_rdv"):
        # Asked of each person: reading the rendez-vous of the whole house would cost more than the page.
        jeunes = jeunes.filter(~Exists(with_rendez_vous(now=now).filter(pk=OuterRef("pk"))))
    return jeunes


def _matches(texte: str) -> Q:
    """Return "the name or the phone holds this", accents, case and hyphens aside."""
    cle, digits = normalise_nom(texte), normalise_telephone(texte)
    condition = Q(cle_nom__contains=cle) | Q(cle_prenom__contains=cle) if cle else Q(pk__in=[])
    return condition | Q(telephone_normalise__startswith=digits) if len(digits) >= 4 else condition


def with_rendez_vous(*, now: datetime.datetime) -> QuerySet[Jeune]:
    """Return the youths who have a rendez-vous to come (read through the link: rendez-vous are a room above)."""
    return Jeune.objects.filter(rendez_vous__statut="fixe", rendez_vous__prevu_le__gte=now)


def with_row_values(jeunes: QuerySet[Any], *, now: datetime.datetime) -> QuerySet[Any]:
    """Add what a row shows: last contact, next rendez-vous, référent."""
    one = Jeune.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
    upcoming = Q(rendez_vous__statut="fixe", rendez_vous__prevu_le__gte=now)
    referent = Accompagnement.objects.filter(jeune=OuterRef("pk"), type=TypeProgramme.PARCOURS, fin=None)
    full_name = Concat("conseiller__prenom", Value(" "), "conseiller__nom")
    annotated: QuerySet[Any] = jeunes.annotate(
        dernier_contact=Subquery(one.annotate(v=Max("evenements__jour")).values("v"), output_field=DateField()),
        prochain_rendez_vous=Subquery(
            one.annotate(v=Min("rendez_vous__prevu_le", filter=upcoming)).values("v"), output_field=DateTimeField()
        ),
        referent=Subquery(referent.order_by("pk").values(nom_complet=full_name)[:1]),
    )
    return annotated


def ordered(jeunes: QuerySet[Any], tri: str) -> QuerySet[Any]:
    """Sort by a column of the list; the one that nobody named, by name."""
    descending, name = tri.startswith("-"), tri.lstrip("-")
    columns = TRIS.get(name, TRIS["nom"])
    first, rest = columns[0], columns[1:]
    column = F(first.lstrip("-"))
    down = descending != first.startswith("-")
    # Who has no value comes last whichever way, and by name.
    order = column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
    return jeunes.order_by(order, *rest, "pk")


def page_of(jeunes: QuerySet[Any], *, tri: str, numero: str, now: datetime.datetime) -> tuple[Any, Compte]:
    """Return one page of the list and its capped count."""
    rows = with_row_values(jeunes, now=now).select_related("commune")
    paginator = PaginateurPlafonne(ordered(rows, tri), PAR_PAGE)
    # Counted without what the rows show: none of it changes the number.
    paginator.compte = compte_plafonne(jeunes)
    return paginator.get_page(numero), paginator.compte
