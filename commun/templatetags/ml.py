"""The tags of every page: icons, French dates and numbers, states, navigation. Documented in docs/composants.md."""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeData, SafeString, mark_safe

from commun import etats, graphiques
from commun.dates import MOIS_ABREGES
from commun.tailles import write_taille

register = template.Library()

FINE = "\u202f"  # narrow no-break space, before ; ! ? and between thousands
INSECABLE = "\u00a0"  # no-break space, before a colon and inside dates
GUILLEMETS, SIGNES = re.compile("« | »"), re.compile(r" ([:;?!])(?=[\s<]|$)")


# --- Page ------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def repeter_bloc(context: Context, nom: str) -> str:
    """Return once more a block of the page, as plain text: the page's title is also the window's."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(nom) if blocks else None
    if block is None:
        return ""
    return mark_safe(" ".join(strip_tags(block.render(context)).split()))  # noqa: S308  already escaped by the block


@register.simple_tag
def icone(nom: str, libelle: str = "", taille: str = "") -> SafeString:
    """Return an icon of the sprite: decorative, or named when it stands without a word."""
    # The caches below are typed: a text already made safe is not the same key as the text.
    return _svg(nom, libelle, f"icone icone-{taille}" if taille else "icone")


@lru_cache(maxsize=1024, typed=True)
def _svg(nom: str, libelle: str, classe: str) -> SafeString:
    """Return the same icon once made: a page shows dozens of a few, whose file does not move while a process lives."""
    sprite = f"{static('icones/sprite.svg')}#{nom}"
    if libelle:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classe, libelle, sprite
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', classe, sprite
    )


dessine = icone  # for the tags below, whose own `icone` is a name


# --- French text -----------------------------------------------------------------------------------


@lru_cache(maxsize=2048)
def _jour(day: datetime.date, current_year: int | None) -> str:
    """Return "mardi 24 novembre", with the year when it is not the current one: lists say the same days again."""
    numero = "1er" if day.day == 1 else str(day.day)
    texte = f"{formats.date_format(day, 'l')} {numero} {formats.date_format(day, 'F')}"
    return texte if day.year == current_year else f"{texte} {day.year}"


@register.simple_tag
def date_longue(
    valeur: datetime.date | datetime.datetime | None,
    relatif: bool = True,
    heure: bool = True,
    aujourdhui: datetime.date | None = None,
    annee: bool = False,
) -> str:
    """
    Return "mardi 24 novembre, 14 h 00"; "aujourd'hui" and "demain" where it applies; "" for no date.

    With `annee`, the year is always said, and no word of today: paper is read later.
    """
    if not valeur:
        return ""
    today = aujourdhui or timezone.localdate()
    suite = ""
    if isinstance(valeur, datetime.datetime):
        local = timezone.localtime(valeur) if timezone.is_aware(valeur) else valeur
        day = local.date()
        suite = f", {heure_fr(local)}" if heure else ""
    else:
        day = valeur
    proches = {-1: "hier", 0: "aujourd’hui", 1: "demain"}
    if relatif and not annee and (mot := proches.get((day - today).days)):
        return f"{mot}{suite}"
    return f"{_jour(day, None if annee else today.year)}{suite}"


@register.filter
def date_sans_jour(valeur: datetime.date | datetime.datetime | None) -> str:
    """Return "1er décembre 2026": a birth date, the beginning of a situation; "" for no date."""
    if not valeur:
        return ""
    if isinstance(valeur, datetime.datetime) and timezone.is_aware(valeur):
        valeur = timezone.localtime(valeur)
    numero = "1er" if valeur.day == 1 else str(valeur.day)
    return f"{numero}{INSECABLE}{formats.date_format(valeur, 'F')} {valeur.year}"


@register.filter
def heure_fr(valeur: datetime.datetime | datetime.time | None) -> str:
    """Return "14 h 00", its spaces unbreakable."""
    if valeur is None:
        return ""
    if isinstance(valeur, datetime.datetime) and timezone.is_aware(valeur):
        valeur = timezone.localtime(valeur)
    return f"{valeur.hour}{INSECABLE}h{INSECABLE}{valeur.minute:02d}"


@register.filter
def date_courte(valeur: datetime.date | datetime.datetime | None) -> str:
    """Return "24/11/2026" for tables; "" for no date."""
    if not valeur:
        return ""
    if isinstance(valeur, datetime.datetime) and timezone.is_aware(valeur):
        valeur = timezone.localtime(valeur)
    return f"{valeur:%d/%m/%Y}"


@register.filter
def nombre(valeur: int | float | Decimal | str | None, decimales: int | None = None) -> str:
    """Return a French number: "34 140", "12,5"; without a number of decimals, as many as needed and at most two."""
    if valeur is None or valeur == "":
        return ""
    if type(valeur) is int and 0 <= valeur < 1000 and decimales is None:
        return str(valeur)  # most numbers of most pages
    try:
        exact = Decimal(str(valeur))
    except InvalidOperation:
        return str(valeur)
    if not exact.is_finite():
        return "—"
    places = 2 if decimales is None else decimales
    texte = f"{exact:,.{places}f}"
    if decimales is None and "." in texte:
        texte = texte.rstrip("0").rstrip(".")
    if texte.startswith("-") and not texte.strip("-0.,"):
        texte = texte[1:]
    return texte.replace(",", FINE).replace(".", ",").replace("-", "\u2212")


@register.filter
def taille(octets: int) -> str:
    """Return the size of a file: "1,5 Ko"."""
    return write_taille(octets)


@register.simple_tag
def pluriel(n: int | float | Decimal, singulier: str, au_pluriel: str = "") -> str:
    """Return "3 places", "0 place", "1 place": in French the plural starts at 2. Default plural: singular + s."""
    return f"{nombre(n)}{INSECABLE}{accord(n, singulier, au_pluriel)}"


@register.simple_tag
def accord(n: int | float | Decimal, singulier: str, au_pluriel: str = "") -> str:
    """Return the word alone, agreed with the number."""
    return (au_pluriel or f"{singulier}s") if abs(float(n)) >= 2 else singulier


# What follows says of what: its words do not agree with the number ("entretiens par jeune").
FIN_DE_NOM = frozenset(("par", "de", "du", "des", "d’", "à", "au", "aux", "dans", "en", "pour", "avec", "sur", "sans"))
INVARIABLES = frozenset(("mois", "parcours", "cours", "temps", "fois", "avis"))


def accord_unite(n: int | float | Decimal | None, unite: str) -> str:
    """Return the unit of a measure, written in the plural, agreed with its figure: "1 premier accueil"."""
    if n is None or abs(float(n)) >= 2:
        return unite
    mots = unite.split(" ")
    fin = next((rang for rang, mot in enumerate(mots) if mot in FIN_DE_NOM), len(mots))
    return " ".join(
        mot.removesuffix("s") if rang < fin and mot not in INVARIABLES else mot for rang, mot in enumerate(mots)
    )


@register.filter
def insecables(texte: Any) -> str:
    """Return a text written in Python or by a person, whose French signs stay with their words at the end of a line."""
    lie = GUILLEMETS.sub(lambda t: t[0].replace(" ", INSECABLE), str(texte))
    lie = SIGNES.sub(lambda t: f"{INSECABLE if t[1] == ':' else FINE}{t[1]}", lie)
    return mark_safe(lie) if isinstance(texte, SafeData) else lie  # noqa: S308  spaces alone changed


@register.filter
def annonce(libelle: Any) -> str:
    """Return a label before what is said of it: "Nom : "; a question keeps its own sign, a sentence loses its stop."""
    texte = str(libelle).rstrip(". ")
    return f"{texte} " if texte.endswith(("?", "!", ":", "…")) else f"{texte}{INSECABLE}: "


@register.filter
def avec(premiers: Iterable[Any], seconds: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Return two lists side by side: the heads of a table with the cells of a row."""
    return list(zip(premiers, seconds, strict=True))


@register.filter
def cle(dictionnaire: dict[Any, Any], nom: Any) -> Any:
    """Return one value of a dictionary, None when it is missing."""
    return dictionnaire.get(nom)


# --- Components ------------------------------------------------------------------------------------


@register.simple_tag
def statut(code: str, libelle: str = "", ton: str = "", icone: str = "") -> SafeString:
    """Return a badge: icon, word and colour of a state; unknown codes are neutral."""
    etat = etats.etat(code)
    return _pastille(ton or etat.ton, icone or etat.icone, libelle or etat.libelle or code)


@lru_cache(maxsize=1024, typed=True)
def _pastille(ton: str, icone_nom: str, mot: str) -> SafeString:
    """Return a badge: written here and not in a template, and once, for a list shows one a row."""
    return format_html('<span class="etat etat-{}">{}{}</span>', ton, icone(icone_nom), mot)


@register.inclusion_tag("bootstrap5/field.html")
def champ(field: BoundField) -> dict[str, Any]:
    """Return one field of a form: label, help, error, control."""
    return {"field": field}


@register.simple_tag
def bloc_date(valeur: datetime.date | datetime.datetime, taille: str = "") -> SafeString:
    """Return the large date block of cards: short day, number, month."""
    local = (
        timezone.localtime(valeur) if isinstance(valeur, datetime.datetime) and timezone.is_aware(valeur) else valeur
    )
    return _bloc(local, taille)


@lru_cache(maxsize=2048)
def _bloc(local: datetime.date | datetime.datetime, taille: str) -> SafeString:
    """Return the same block once made: everybody reads the same dates."""
    return format_html(
        '<time class="bloc-date{}" datetime="{}"><span class="bloc-date-jour">{}</span>'
        '<span class="bloc-date-numero">{}</span><span class="bloc-date-mois">{}</span></time>',
        f" bloc-date-{taille}" if taille else "",
        local.isoformat(),
        _mot(local.date() if isinstance(local, datetime.datetime) else local, "D"),
        local.day,
        MOIS_ABREGES[local.month - 1].rstrip("."),
    )


@lru_cache(maxsize=2048)
def _mot(day: datetime.date, forme: str) -> str:
    """Return the short name of a day or of its month: a list says the same ones many times."""
    return formats.date_format(day, forme)


@register.inclusion_tag("composants/vide.html")
def vide(titre: str, texte: str = "", lien: str = "", libelle: str = "", icone: str = "info") -> dict[str, Any]:
    """Return an empty state that says what to do next."""
    return {"titre": titre, "texte": texte, "lien": lien, "libelle": libelle, "icone": icone}


@register.inclusion_tag("composants/pagination.html", takes_context=True)
def pagination(
    context: Context, page: Any, total: Any = None, nom: str = "résultat", noms: str = "", parametre: str = "page"
) -> dict[str, Any]:
    """Return the count ("plus de 1 000" when it is a capped Compte) and the links of a page of a Paginator."""
    return {
        "request": context["request"],
        "page": page,
        "total": total if total is not None else page.paginator.count,
        "nom": nom,
        "noms": noms or f"{nom}s",
        "parametre": parametre,
    }


@register.simple_tag(takes_context=True)
def lien_page(context: Context, numero: int, parametre: str = "page") -> str:
    """Return the address of a page of the list; the filters stay."""
    query = context["request"].GET.copy()
    query[parametre] = str(numero)
    return f"?{query.urlencode()}"


@register.simple_tag
def compte_resultats(total: Any, nom: str, noms: str) -> str:
    """Return "12 jeunes", "Aucun résultat" or, for a capped count, "plus de 1 000 jeunes"."""
    depasse = getattr(total, "depasse", False)
    n = int(getattr(total, "nombre", total))
    if depasse:
        return f"Plus de {nombre(n)}{INSECABLE}{noms}"
    return f"{nombre(n)}{INSECABLE}{noms if n >= 2 else nom}"


@register.simple_tag(takes_context=True)
def entete_tri(context: Context, champ: str, libelle: str, parametre: str = "tri", nombre: bool = False) -> SafeString:
    """Return a sortable column header: `?tri=champ`, then `?tri=-champ`; the other filters stay."""
    request = context["request"]
    actuel = request.GET.get(parametre, "")
    query = request.GET.copy()
    query.pop("page", None)
    query[parametre] = f"-{champ}" if actuel == champ else champ
    ordre, dessin = {champ: ("ascending", "monter"), f"-{champ}": ("descending", "descendre")}.get(actuel, ("", "tri"))
    return format_html(
        '<th scope="col"{}{}><a class="tri" href="?{}">{}{}</a></th>',
        mark_safe(' class="nombre"') if nombre else "",
        format_html(' aria-sort="{}"', ordre) if ordre else "",
        query.urlencode(),
        libelle,
        icone(dessin),
    )


@register.inclusion_tag("composants/barre_etapes.html")
def barre_etapes(faites: int, total: int, en_retard: int = 0, libelle: str = "étape") -> dict[str, Any]:
    """Return a small progress: "3 étapes sur 8, 1 en retard"."""
    cases = ["faite"] * faites + ["retard"] * en_retard + ["venir"] * max(total - faites - en_retard, 0)
    return {"cases": cases, "faites": faites, "total": total, "en_retard": en_retard, "libelle": libelle}


@register.inclusion_tag("composants/etapes_formulaire.html")
def etapes_formulaire(etapes: list[str], courante: int) -> dict[str, Any]:
    """Return how far one is in a long form; `courante` counts from 1."""
    return {"etapes": etapes, "courante": courante}


@register.inclusion_tag("composants/onglets.html", takes_context=True)
def onglets(
    context: Context, liens: list[tuple[str, str]] | list[tuple[str, str, Any]], libelle: str = "Rubriques"
) -> dict[str, Any]:
    """Return tabs that are real links: (address, label) or (address, label, count); the one of this page is current."""
    ici = context["request"].path
    entrees = [
        {
            "url": lien[0],
            "libelle": lien[1],
            "nombre": lien[2] if len(lien) > 2 else None,
            "courant": lien[0].partition("?")[0] == ici,
        }
        for lien in liens
    ]
    return {"entrees": entrees, "libelle": libelle}


@register.inclusion_tag("composants/fil.html")
def fil(*etapes: str) -> dict[str, Any]:
    """Return a breadcrumb: `{% fil url "Libellé" url2 "Libellé 2" "Page" %}`, the last one without address."""
    paires = list(zip(etapes[0::2], etapes[1::2], strict=False))
    return {"paires": paires, "ici": etapes[-1] if len(etapes) % 2 else ""}


@register.inclusion_tag("composants/chiffre.html")
def chiffre(
    libelle: str,
    valeur: int | float | Decimal | None,
    unite: str = "",
    cible: int | float | Decimal | None = None,
    serie: list[float | None] | None = None,
    tendance: str = "",
    lien: str = "",
    note: str = "",
    decimales: int | None = None,
    absent: str = "non mesuré",
    sens: str = "hausse",
) -> dict[str, Any]:
    """Return a figure, its target, sparkline and tendency; `sens`: which way is good (hausse, baisse, neutre)."""
    points = serie or []
    mot = tendance or graphiques.tendance(points)
    part = float(valeur) / float(cible) if valeur is not None and cible else None
    return {
        "libelle": libelle,
        "valeur": None if valeur is None else nombre(valeur, decimales),
        "unite": unite,
        "cible": None if cible is None else nombre(cible, decimales),
        "jauge": graphiques.jauge(part, f"{libelle} : part de la cible atteinte") if part is not None else "",
        "trace": graphiques.etincelle(points, titre=libelle) if len(points) > 1 else "",
        "tendance": mot,
        "ton": graphiques.ton_tendance(mot, sens),
        "lien": lien,
        "note": note,
        "absent": absent,
    }


@register.simple_block_tag
def bandeau(content: str, ton: str = "info", titre: str = "") -> SafeString:
    """Wrap a flag or a message: `{% bandeau "alerte" titre="Mineur" %}…{% endbandeau %}`."""
    nom = {"info": "info", "bien": "coche-ronde", "alerte": "alerte", "grave": "croix-ronde", "soleil": "etoile"}[ton]
    entete = format_html('<p class="bandeau-titre">{}</p>', titre) if titre else ""
    return format_html(
        '<div class="bandeau bandeau-{}">{}<div class="bandeau-texte">{}{}</div></div>',
        ton,
        icone(nom),
        entete,
        content,
    )


@register.simple_tag
def drapeau(libelle: str, ton: str = "alerte", icone_nom: str = "drapeau") -> SafeString:
    """Return a small flag of a record ("mineur", "hors territoire"): informs, never refuses."""
    return _pastille(ton, icone_nom, libelle)
