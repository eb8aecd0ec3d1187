"""What every page must hold in a real browser: no axe violation, no sideways scroll, no refused or foreign request."""

from functools import lru_cache

from axe_playwright_python.sync_playwright import Axe

REGLES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Every rule runs; the violations alone, in words, leave the page: what passed is a megabyte that nobody reads.
VIOLATIONS = """
  options => axe.run({...options, resultTypes: ["violations"]}).then(results => results.violations.map(
    violation => `axe ${violation.id} : ${violation.help} → ${violation.nodes[0].html.slice(0, 160)}`
  ))
"""


@lru_cache(maxsize=1)
def axe_script() -> str:
    return Axe().axe_script


def faults(page) -> list[str]:
    """Return what is wrong with the page as it is shown now, in sentences."""
    # As tall as its content: what a bar fixed to the window hides at one scroll position is not hidden to anybody.
    page.wait_for_load_state()  # a click may have left for another page
    window = page.viewport_size
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": window["width"], "height": max(window["height"], min(height + 120, 8000))})
    page.evaluate(axe_script())
    found = page.evaluate(VIOLATIONS, REGLES)
    page.set_viewport_size(window)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 0:
        found.append(f"la page défile de côté : {overflow} px")
    return found


def assert_sans_faute(page) -> None:
    """Fail with the list of faults of the page."""
    found = faults(page)
    assert not found, f"{page.url}\n" + "\n".join(found)
