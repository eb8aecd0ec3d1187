"""Take a picture of one page of each kind, in each role of a running demo, on a phone and on a desk.

    python scripts/photographier.py http://127.0.0.1:8000 /tmp/photos [role …]

Prints what is wrong with each page besides: axe, sideways scroll, layout (mise_en_page.js), errors of the console.
"""

import os
import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Page, sync_playwright

from tests.navigateur.accessibilite import faults
from tests.navigateur.visite import walk

PAGES = 250  # the directrice has about 150 kinds of pages
VUES = {
    "directrice": (
        "/pilotage/chiffres/premiers_accueils/?par=commune",
        "/pilotage/chiffres/premiers_accueils/?periode=libre&par=sexe",
        "/pilotage/chiffres/taux_presence/?par=mois",
        "/plan/chronologie/?zoom=trimestre",
    ),
}
MISE_EN_PAGE = (Path(__file__).parent / "mise_en_page.js").read_text(encoding="utf-8")
TAILLES = {"360": {"width": 360, "height": 780}, "1280": {"width": 1280, "height": 900}}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]


def photograph(page: Page, base: str, folder: Path, *, door: str) -> None:
    """Walk from where the role arrives; one picture a kind of page and size, then the views that only a query shows."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    folder.mkdir(parents=True, exist_ok=True)
    for kind in walk(page, page.url, maximum=PAGES):
        take(page, kind, folder, errors)
    for address in VUES.get(door, ()):
        page.goto(base + address)
        take(page, address, folder, errors)


def take(page: Page, kind: str, folder: Path, errors: list[str]) -> None:
    """Take both pictures of the page that is shown, and say what is wrong with it."""
    name = re.sub(r"[^a-zA-Z0-9]+", "-", kind).strip("-") or "racine"
    for size, viewport in TAILLES.items():
        page.set_viewport_size(viewport)
        page.screenshot(path=folder / f"{name}-{size}.png", full_page=True, timeout=120_000)
        for fault in [*faults(page), *page.evaluate(MISE_EN_PAGE)]:
            print(f"  {kind} ({size}) : {fault}")  # noqa: T201
    for error in errors:
        print(f"  {kind} : console : {error[:200]}")  # noqa: T201
    errors.clear()


def main() -> None:
    """Enter by each door."""
    base, target = sys.argv[1].rstrip("/"), Path(sys.argv[2])
    wanted = sys.argv[3:]
    path = os.getenv("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_page()
        page.goto(f"{base}/demo/")
        doors = page.eval_on_selector_all("button[name=qui]", "buttons => buttons.map(button => button.value)")
        print("anonyme")  # noqa: T201
        if not wanted or "anonyme" in wanted:
            page.goto(base)
            photograph(page, base, target / "anonyme", door="anonyme")
        for door in doors:
            if wanted and door not in wanted:
                continue
            print(door)  # noqa: T201
            context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris")
            page = context.new_page()
            page.goto(f"{base}/demo/")
            page.click(f"button[name=qui][value='{door}']")
            photograph(page, base, target / door, door=door)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
