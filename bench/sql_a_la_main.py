"""The best SQL that we could write by hand for each figure, without filters."""

import datetime
from typing import Any

from django.db import connection

from accueil.mesures.suite import shifted
from bench.activite import FIN
from commun.dates import Periode, add_months
from commun.mesures import Contexte

ARRETE_AU = FIN
ENTRETIENS = "('premier_accueil', 'entretien', 'entretien_partenaire')"

PERSONNES_D_EVENEMENTS = {
    "jeunes_recus": f"nature IN {ENTRETIENS}",
    "jeunes_accompagnes": "nature IN ('premier_accueil', 'entretien', 'entretien_partenaire', 'atelier', "
    "'information_collective')",
}
VENUES = (
    "FROM participation_inscription i JOIN participation_seance s ON s.id = i.seance_id "
    "WHERE s.annulee_le IS NULL AND s.jour BETWEEN %s AND %s"
)


def by_hand(cle: str, parametres: dict[str, Any], periode: Periode) -> tuple[str, list[Any]]:
    """Return the statement that answers (numerator, denominator or null) over a period, without filters."""
    postgres = connection.vendor == "postgresql"
    days = [periode.debut, periode.fin]
    between = "jour BETWEEN %s AND %s"
    simple = {
        "premiers_accueils": "nature = 'premier_accueil'",
        "entretiens": f"nature IN {ENTRETIENS}",
        "evenements": "1 = 1",
        "contacts": "nature = 'contact'",
    }
    if cle in simple:
        return f"SELECT COUNT(*), NULL FROM accueil_evenement WHERE {simple[cle]} AND {between}", days
    if cle in PERSONNES_D_EVENEMENTS:
        people = f"SELECT DISTINCT personne FROM accueil_evenement WHERE {PERSONNES_D_EVENEMENTS[cle]} AND {between}"
        return f"SELECT COUNT(personne), NULL FROM ({people}) p", days
    if cle == "personnes_rencontrees":
        people = f"SELECT DISTINCT personne FROM accueil_evenement WHERE {between}"
        alone = f"SELECT COUNT(*) FROM accueil_evenement WHERE personne IS NULL AND {between}"
        return f"SELECT (SELECT COUNT(personne) FROM ({people}) p) + ({alone}), NULL", days + days
    if cle == "entretiens_par_jeune":
        grouped = f"SELECT personne, COUNT(*) n FROM accueil_evenement WHERE nature IN {ENTRETIENS} AND {between}"
        return f"SELECT SUM(n), COUNT(*) FROM ({grouped} AND personne IS NOT NULL GROUP BY personne) p", days
    if cle == "part_mode_connaissance":
        return (
            "SELECT COUNT(*) FILTER (WHERE mode_connaissance = 'jeune_referent'), COUNT(*) FROM accueil_evenement "
            f"WHERE nature = 'premier_accueil' AND mode_connaissance <> '' AND {between}"
        ), days
    if cle == "jeunes_accompagnes_suite":
        return _suite(parametres["mois"], 3, periode, postgres)
    if cle == "sans_rdv_sous_n_jours":
        return _sans_rdv(parametres["lecture"], periode, postgres)
    if cle == "sorties_positives":
        lasting = "jour + 29" if postgres else "date(jour, '+29 days')"
        return (
            "SELECT COUNT(*), NULL FROM (SELECT DISTINCT personne FROM jeunes_situation WHERE type IN "
            f"('cdi', 'cdd_long', 'alternance', 'formation') AND {between} AND (fin IS NULL OR fin >= {lasting})) p"
        ), [periode.debut, min(periode.fin, ARRETE_AU - datetime.timedelta(days=29))]
    if cle == "pmsmp":
        return f"SELECT COUNT(*), NULL FROM jeunes_situation WHERE type = 'pmsmp' AND {between}", days
    if cle == "entrees_situation":
        kinds = ", ".join(["%s"] * len(parametres["type"]))
        return f"SELECT COUNT(*), NULL FROM jeunes_situation WHERE type IN ({kinds}) AND {between}", [
            *parametres["type"], *days,
        ]  # fmt: skip
    if cle == "seances_tenues":
        return f"SELECT COUNT(*), NULL FROM participation_seance WHERE annulee_le IS NULL AND {between}", days
    if cle == "participations":
        return f"SELECT COUNT(*), NULL {VENUES} AND presence = 'present'", days
    if cle == "inscriptions":
        return f"SELECT COUNT(*), NULL {VENUES} AND statut IN ('confirmee', 'en_attente')", days
    if cle == "participants":
        people = f"SELECT DISTINCT personne {VENUES} AND presence = 'present'"
        return f"SELECT COUNT(personne), NULL FROM ({people}) p", days
    if cle == "taux_presence":
        recorded = "(SELECT seance_id FROM participation_inscription WHERE presence <> '')"
        return (
            f"SELECT COUNT(*) FILTER (WHERE presence = 'present'), COUNT(*) {VENUES} AND statut = 'confirmee' "
            f"AND i.seance_id IN {recorded}"
        ), days
    raise KeyError(cle)


def _people(cle: str) -> tuple[str, str]:
    """Return the rows of a number of people, and the day of each."""
    if cle == "participants":
        return f"{VENUES} AND presence = 'present' AND personne IS NOT NULL", "s.jour"
    named = "AND jour BETWEEN %s AND %s AND personne IS NOT NULL"
    return f"FROM accueil_evenement WHERE {PERSONNES_D_EVENEMENTS[cle]} {named}", "jour"


def by_month_by_hand(cle: str, periode: Periode) -> list[tuple[str, list[Any]]]:
    """Return two statements: how many people each month, and how many came for the first time in each."""
    rows, jour = _people(cle)
    days = [periode.debut, periode.fin]
    postgres = connection.vendor == "postgresql"

    def month(day: str) -> str:
        # Text is made of the few months that remain, not of every row.
        return f"date_trunc('month', {day})" if postgres else f"substr({day}, 1, 7)"

    name = "to_char(mois, 'YYYY-MM')" if postgres else "mois"
    return [
        (f"SELECT {name}, n FROM (SELECT mois, COUNT(*) n FROM (SELECT DISTINCT {month(jour)} mois, personne {rows}) p "
         "GROUP BY mois) m", days),
        (f"SELECT {name}, n FROM (SELECT {month('premier')} mois, COUNT(*) n FROM (SELECT MIN({jour}) premier {rows} "
         "GROUP BY personne) p GROUP BY 1) m", days),
    ]  # fmt: skip


def by_line_by_hand(cle: str, columns: list[str], periode: Periode) -> tuple[str, list[Any]]:
    """Return one statement for several breakdowns of a number of people: (rank of the breakdown, key, count)."""
    rows, _ = _people(cle)
    parts = [
        f"SELECT {rank}, CAST({column} AS text), COUNT(DISTINCT personne) FROM lignes GROUP BY {column}"
        for rank, column in enumerate(columns)
    ]
    profiles = f"SELECT DISTINCT personne, {', '.join(columns)} {rows}"
    return f"WITH lignes AS MATERIALIZED ({profiles}) {' UNION ALL '.join(parts)}", [periode.debut, periode.fin]


def _suite(mois: int, fenetre: int, periode: Periode, postgres: bool) -> tuple[str, list[Any]]:
    """Write the follow-up: first interviews of the moved period, and a later interview within the window."""
    moved = shifted(periode, Contexte({"mois": mois}, ARRETE_AU))
    assert moved is not None
    if postgres:
        low, high = f"(p.jour + interval '{mois - fenetre} months')::date", f"(p.jour + interval '{mois} months')::date"
    else:

        def months(n: int) -> str:
            return f"min(date(p.jour, '+{n} months'), date(p.jour, 'start of month', '+{n + 1} months', '-1 day'))"

        low, high = months(mois - fenetre), months(mois)
    later = (
        "SELECT 1 FROM accueil_evenement e WHERE e.personne = p.personne AND e.nature IN "
        f"('entretien', 'entretien_partenaire') AND e.jour > {low} AND e.jour <= {high}"
    )
    return (
        f"SELECT COUNT(*) FILTER (WHERE EXISTS ({later})), COUNT(*) FROM accueil_evenement p "
        "WHERE p.nature = 'premier_accueil' AND p.personne IS NOT NULL AND p.jour BETWEEN %s AND %s"
    ), [moved.debut, moved.fin]


def _sans_rdv(lecture: str, periode: Periode, postgres: bool) -> tuple[str, list[Any]]:
    """Write both readings."""
    n = datetime.timedelta(days=15)
    if lecture == "delai":
        limit = "jour + 15" if postgres else "date(jour, '+15 days')"
        return (
            f"SELECT COUNT(*) FILTER (WHERE prevu_jour IS NULL OR prevu_jour > {limit}), COUNT(*) "
            "FROM accueil_rendezvous WHERE statut <> 'annule' AND jour BETWEEN %s AND %s"
        ), [periode.debut, min(periode.fin, ARRETE_AU - n)]
    followed = (
        f"SELECT DISTINCT personne FROM accueil_evenement WHERE nature IN {ENTRETIENS} AND jour BETWEEN %s AND %s "
        "AND personne IS NOT NULL"
    )
    expected = (
        "SELECT 1 FROM accueil_rendezvous r WHERE r.personne = p.personne AND r.statut <> 'annule' AND r.jour <= %s "
        "AND r.prevu_jour BETWEEN %s AND %s"
    )
    since = add_months(periode.fin, -5) + datetime.timedelta(days=1)
    # Each person once before the rendez-vous are looked for.
    return f"SELECT COUNT(*) FILTER (WHERE NOT EXISTS ({expected})), COUNT(*) FROM ({followed}) p", [
        periode.fin, periode.fin - n, periode.fin + n, since, periode.fin,
    ]  # fmt: skip
