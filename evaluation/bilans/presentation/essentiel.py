"""The first page of a bilan: what stands where, and what asks for a decision."""

from typing import Any

from commun.templatetags.ml import accord, nombre, pluriel


def present_essentiel(fiches: list[dict[str, Any]], commissions: dict[str, Any] | None) -> dict[str, Any]:
    """Count what stands where, and name what asks for a decision and what the commission du bilan advises."""
    indicateurs = [
        indicateur for fiche in fiches for critere in fiche["criteres"] for indicateur in critere["indicateurs"]
    ]
    bons = sum(indicateur["lecture"].en_bonne_voie for indicateur in indicateurs)
    juges = bons + sum(indicateur["lecture"].en_deca for indicateur in indicateurs)
    etapes = [etape for fiche in fiches for etape in fiche["etapes"]]
    retards = sum(etape["code"] == "retard" for etape in etapes)
    decisions = [{"fiche": fiche["titre"], "lignes": lignes} for fiche in fiches if (lignes := _a_decider(fiche))]
    a_completer = sum(not i["mesure"] and not i["appreciation"] for i in indicateurs)
    return {
        "chiffres": [
            {
                "valeur": nombre(len(fiches)),
                "libelle": accord(len(fiches), "fiche-action décidée", "fiches-action décidées"),
            },
            {"valeur": f"{sum(e['code'] == 'faite' for e in etapes)} sur {len(etapes)}", "libelle": "étapes faites"},
            {"valeur": f"{bons} sur {juges}", "libelle": "cibles atteintes ou en bonne voie"},
            {"valeur": nombre(retards), "libelle": accord(retards, "étape en retard", "étapes en retard")},
        ],
        "a_completer": a_completer,
        "a_completer_texte": (
            f"{pluriel(a_completer, 'indicateur')} {accord(a_completer, 'n’a', 'n’ont')} ni chiffre ni appréciation "
            "à la date d’arrêt : en parler en séance."
            if a_completer
            else ""
        ),
        "decisions": decisions,
        "preconisations": [
            {
                "texte": f"{conseil['numero']}. {conseil['titre']}",
                "porte_sur": conseil["fiche"] or conseil["objectif"] or "Tout le projet",
                "suite": conseil["statut_libelle"],
            }
            for conseil in (commissions or {}).get("preconisations", [])
        ],
        "fiches": [
            {
                "titre": fiche["titre"],
                "statut": fiche["statut"],
                "ton": fiche["ton"],
                "faites": fiche["avancement"]["faites"],
                "total": fiche["avancement"]["total"],
                "retard": fiche["avancement"]["retard"],
                "en_deca": sum(i["lecture"].en_deca for c in fiche["criteres"] for i in c["indicateurs"]),
            }
            for fiche in fiches
        ],
    }


def _a_decider(fiche: dict[str, Any]) -> list[dict[str, str]]:
    """Return what asks for a decision in a fiche: figures off target, what people judged not reached, late steps."""
    figures = [
        {"texte": f"{indicateur['libelle']} : {indicateur['texte']}", "mot": indicateur["etat"]}
        for critere in fiche["criteres"]
        for indicateur in critere["indicateurs"]
        if indicateur["lecture"].en_deca
    ]
    appreciations = [
        {"texte": indicateur["libelle"], "mot": indicateur["etat"]}
        for critere in fiche["criteres"]
        for indicateur in critere["indicateurs"]
        if indicateur["appreciation"] and indicateur["ton"] == "alerte"
    ]
    retards = [
        {
            "texte": f"Étape {etape['numero']}" + (f" : {etape['titre']}" if etape["titre"] else ""),
            "mot": f"En retard, prévue le {etape['echeance']}",
        }
        for etape in fiche["etapes"]
        if etape["code"] == "retard"
    ]
    return figures + appreciations + retards
