"""
The triggers that keep what a fact was before it changed.

Installed after each migrate (a table rebuilt by SQLite loses its own), named after what they do: an unchanged one is
left alone. Only the columns that a measure may read are kept and watched: no text, no author, no link to a person.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from jeunes.profil import ProfilFige

# Facts that do not freeze the profile of a person.
AUTRES = ("participation.Seance", "participation.Idee", "structure.Partenaire")
# When a fact says itself that it was typed; the others leave a line when they are added.
SAISI_LE = ("saisi_le", "inscrit_le", "deposee_le")
# Links and columns that no measure counts by.
LIENS_TUS = ("jeunes.Jeune", "structure.Conseiller", settings.AUTH_USER_MODEL)
COLONNES_TUES = {
    *("motif", "issue", "titre", "texte", "reponse", "nom", "contact", "email", "telephone", "duree_minutes"),
    *("places", "places_en_plus", "places_prises", "dernier_rang", "derniere_arrivee_placee", "version", "serie"),
    *("rang", "confirmation_envoyee_le", "promotion_envoyee_le", "annulation_envoyee_le", "version_annoncee"),
    *("envoi_reserve_le", "publiee_le", "inscriptions_fermees_le", "fin_le"),
}
PREFIXE = "trace_fait_"
# Facts whose every change waits for the nightly run (ChangementFait): those that measures with a reach count.
SUIVIS_LA_NUIT = (
    *("accueil.Evenement", "accueil.RendezVous", "accueil.Orientation", "jeunes.Situation"),
    *("participation.Seance", "participation.Inscription"),
)


def modeles_suivis() -> list[type[models.Model]]:
    """Return the models whose rows are facts that measures count."""
    faits = [m for m in apps.get_models() if issubclass(m, ProfilFige) and not m._meta.proxy]
    return [*faits, *(apps.get_model(label) for label in AUTRES)]


def modeles_de_la_nuit() -> list[type[models.Model]]:
    """Return the models whose changes the nightly run reads one by one."""
    return [apps.get_model(label) for label in SUIVIS_LA_NUIT]


def champ_de_saisie(modele: type[models.Model]) -> str:
    """Return the field that says when a fact was typed, if it has one."""
    noms = {champ.name for champ in modele._meta.concrete_fields}
    return next((nom for nom in SAISI_LE if nom in noms), "")


def champs_suivis(modele: type[models.Model]) -> list[Any]:
    """Return the fields that a measure may count by."""
    return [champ for champ in modele._meta.concrete_fields if not champ.primary_key and _is_counted(champ)]


def _is_counted(champ: Any) -> bool:
    if champ.name in COLONNES_TUES or isinstance(champ, models.TextField | models.BinaryField):
        return False
    return not (champ.is_relation and champ.related_model._meta.label in LIENS_TUS)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that are missing and drop those that no longer say the right thing."""
    if connection.vendor not in ("sqlite", "postgresql"):
        return
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        suivis = [m for m in modeles_suivis() if m._meta.db_table in tables]
        if not {"evaluation_tracefait", "evaluation_changementfait"} <= tables or not suivis:
            return
        cursor.execute(_EXISTANTS[connection.vendor], [PREFIXE + "%"])
        presents = dict(cursor.fetchall())
        voulus = {nom: ordres for modele in suivis for nom, ordres in _triggers(modele, connection.vendor)}
        for nom in presents.keys() - voulus.keys():
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER "{nom}" ON "{presents[nom]}"')
                cursor.execute(f'DROP FUNCTION IF EXISTS "{nom}"()')
            else:
                cursor.execute(f'DROP TRIGGER "{nom}"')
        for nom in sorted(voulus.keys() - presents.keys()):
            for ordre in voulus[nom]:
                cursor.execute(ordre)


_EXISTANTS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND t.tgname LIKE %s",
}


def _triggers(modele: type[models.Model], vendor: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each trigger of a model: its name, which holds the digest of what it does, and its statements."""
    actions = [("UPDATE", "correction"), ("DELETE", "retrait")]
    if not champ_de_saisie(modele) or modele._meta.label in SUIVIS_LA_NUIT:
        actions.append(("INSERT", "ajout"))
    for evenement, action in actions:
        ordres = _WRITE[vendor](modele, evenement, action)
        nom = (
            f"{PREFIXE}{modele._meta.model_name}_{action}_"[:50]
            + hashlib.sha256("".join(ordres).encode()).hexdigest()[:8]
        )
        yield nom, [ordre.replace("$NOM", nom) for ordre in ordres]


def _avant(modele: type[models.Model], fonction: str, evenement: str) -> str:
    if evenement == "INSERT":
        return "NULL"
    paires = (f"'{champ.attname}', OLD.\"{champ.column}\"" for champ in champs_suivis(modele))
    return f"{fonction}({', '.join(paires)})"


def _changed(modele: type[models.Model], differ: str) -> str:
    return " OR ".join(f'OLD."{champ.column}" {differ} NEW."{champ.column}"' for champ in champs_suivis(modele))


# The names below are those of our own models, never something typed by somebody.
def _lines(modele: type[models.Model], evenement: str, action: str, *, objet: str, fonction: str, now: str) -> str:
    """Return what a trigger writes: the trace, and what the nightly run has to count again."""
    avant = _avant(modele, fonction, evenement)
    cle = f"'{modele._meta.label_lower}', {objet}"
    lines = []
    if evenement != "INSERT" or not champ_de_saisie(modele):
        lines.append(
            "INSERT INTO evaluation_tracefait (modele, objet, action, avant, le) "  # noqa: S608
            f"VALUES ({cle}, '{action}', {avant}, {now}); "
        )
    if modele._meta.label in SUIVIS_LA_NUIT:
        lines.append(f"INSERT INTO evaluation_changementfait (modele, objet, avant) VALUES ({cle}, {avant}); ")  # noqa: S608
    return "".join(lines)


def _sqlite(modele: type[models.Model], evenement: str, action: str) -> list[str]:
    ligne = "NEW" if evenement == "INSERT" else "OLD"
    quand = f" WHEN {_changed(modele, 'IS NOT')}" if evenement == "UPDATE" else ""
    objet = f"replace({ligne}.\"{_key(modele)}\", '-', '')"
    now = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
    lines = _lines(modele, evenement, action, objet=objet, fonction="json_object", now=now)
    return [f'CREATE TRIGGER "$NOM" AFTER {evenement} ON "{modele._meta.db_table}"{quand} BEGIN {lines}END']


def _postgresql(modele: type[models.Model], evenement: str, action: str) -> list[str]:
    ligne = "NEW" if evenement == "INSERT" else "OLD"
    quand = f" WHEN ({_changed(modele, 'IS DISTINCT FROM')})" if evenement == "UPDATE" else ""
    objet = f"replace({ligne}.\"{_key(modele)}\"::text, '-', '')"
    lines = _lines(modele, evenement, action, objet=objet, fonction="jsonb_build_object", now="clock_timestamp()")
    return [
        f'CREATE OR REPLACE FUNCTION "$NOM"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lines}RETURN NULL; END $$',
        f'CREATE TRIGGER "$NOM" AFTER {evenement} ON "{modele._meta.db_table}" FOR EACH ROW{quand} '
        'EXECUTE FUNCTION "$NOM"()',
    ]


def _key(modele: type[models.Model]) -> str:
    cle: Any = modele._meta.pk
    return str(cle.column)


_WRITE = {"sqlite": _sqlite, "postgresql": _postgresql}


def install_after_migrate(*, using: str, **_: Any) -> None:
    """Receive `post_migrate`."""
    from django.db import connections

    install(connections[using])
