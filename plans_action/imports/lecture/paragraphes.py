"""The paragraphs outside the tables: titles, headings with the text below them, steps written as text."""

import re
from collections import Counter
from collections.abc import Iterable

from plans_action.imports import vocabulaire as v
from plans_action.imports.document import Bloc, Paragraphe
from plans_action.imports.fiche import COLONNES, EtapeLue, LigneLue
from plans_action.imports.lecture.etat import Etat
from plans_action.imports.lecture.libelles import Libelle, label_of_paragraph, numbered_title

# What links the pages of a long document says nothing of the fiche that it follows.
_NAVIGATION = re.compile(r"retour (?:au|aux|a la|a l) [\w ]{3,40}|cliquez ici")


class LecteurDeParagraphes:
    """Reads one paragraph after the other."""

    def __init__(self, etat: Etat, blocs: Iterable[Bloc]) -> None:
        self.etat = etat
        courts = [
            v.normalise(bloc.texte)
            for bloc in blocs
            if isinstance(bloc, Paragraphe) and not bloc.liste and 0 < len(bloc.texte) <= 80
            and not re.match(r"\W", bloc.texte)
        ]  # fmt: skip
        self.courants = {
            texte for texte, fois in Counter(courts).items() if fois > 1 and len(texte) > 12 and not _is_label(texte)
        }
        self.courants_vus: set[str] = set()

    def read(self, p: Paragraphe) -> None:
        """Read one paragraph."""
        etat, texte = self.etat, p.texte.strip()
        libelle = label_of_paragraph(p)
        if etat.titre_attendu:
            etat.titre_attendu = False
            if not libelle:
                etat.f.add("titre", texte)
                return
        if self._is_running_header(texte):
            return
        libelle = libelle or self._numbered(p)
        if libelle and libelle.cle == "titre":
            etat.set_titre(libelle.valeur, libelle.texte)
        elif libelle and libelle.cle in ("fiche", "demarche") and not libelle.valeur:
            etat.f.reconnus.append(libelle.texte)
            etat.ouvert = "description" if libelle.cle == "demarche" and etat.f.vue else ""
        elif libelle:
            self._open(libelle)
        elif not self._step(p, texte):
            self._text(p, texte)

    def _text(self, p: Paragraphe, texte: str) -> None:
        """Read a paragraph that begins with no label."""
        etat = self.etat
        if _NAVIGATION.fullmatch(v.normalise(texte)):
            etat.f.a_ranger.append(texte)
        elif etat.ouvert == "a_ranger" or (p.niveau and etat.f.vue):
            etat.leave_aside(texte, heading=bool(p.niveau))
        elif etat.ouvert:
            etat.continues(texte)
        elif not etat.f.vue and p.niveau and not etat.f.champs.get("titre"):
            etat.f.add("titre", texte)
        elif not etat.f.vue and not etat.f.champs.get("titre"):
            etat.f.candidats.append(texte)
            etat.f.gras += [texte] if p.gras else []
        else:
            etat.f.a_ranger.append(texte)

    def _numbered(self, p: Paragraphe) -> Libelle | None:
        """Recognise a numbered title; once a fiche is under way, only where a title may stand."""
        en_cours = self.etat.f.vue
        if p.liste or (en_cours and not (p.niveau or p.gras)):
            return None
        return numbered_title(p.texte, numero_exige=en_cours)

    def _is_running_header(self, texte: str) -> bool:
        """Tell whether a short line repeated through the document was already kept once."""
        fiche, mots = self.etat.f, v.normalise(texte)
        titre = v.normalise(fiche.champs.get("titre", ""))
        if mots not in self.courants and mots != titre:
            return False
        if mots in self.courants_vus or mots == titre:
            fiche.reconnus.append(texte)
            return True
        self.courants_vus.add(mots)
        if not fiche.vue:
            return False
        fiche.a_ranger.append(texte)
        return True

    def _open(self, libelle: Libelle) -> None:
        etat = self.etat
        etat.f.vue = True
        etat.f.reconnus.append(libelle.texte)
        etat.colonne = ""
        etat.ouvert = {"indicateurs": "evaluation"}.get(libelle.cle, libelle.cle)
        if libelle.valeur:
            etat.continues(libelle.valeur)

    def _step(self, p: Paragraphe, texte: str) -> bool:
        """Read a step written as text: « Étape 1 : repérage », then « Qui ? … »."""
        etat = self.etat
        etape = v.match_etape(texte)
        marque = re.match(r"(?is).{3,20}?\d{1,2}\s*[:.)–—-]", texte) or p.niveau or p.gras
        if etape and etape.numero is not None and (not etape.reste or marque):
            etat.f.vue = True
            etat.f.reconnus.append(texte.removesuffix(etape.reste))
            etat.f.etapes.append(EtapeLue(etape.numero, [LigneLue(etape.reste)]))
            etat.ouvert, etat.colonne = "etape", "quoi"
            return True
        if etat.ouvert != "etape" or not re.search("[:?]", texte):
            return False
        avant, _, apres = re.split(r"([:?]\s*:?)", texte, maxsplit=1)
        trouve = v.match(avant, v.COLONNES)
        if not trouve or trouve.cle not in COLONNES:
            return False
        etat.f.reconnus.append(avant)
        etat.colonne = trouve.cle
        if apres.strip():
            etat.continues(apres.strip())
        return True


def _is_label(texte: str) -> bool:
    return any(v.match(texte, lexique) for lexique in (v.LIBELLES, v.COLONNES)) or v.match_etape(texte) is not None
