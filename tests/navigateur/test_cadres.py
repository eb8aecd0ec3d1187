"""The frames in a real browser: keyboard, folding menus, confirmations, leaving at once."""

import contextlib
import re

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.navigateur.accessibilite import assert_sans_faute


@pytest.mark.une_fois
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("taille", ["telephone", "bureau"])
@pytest.mark.parametrize("cadre", ["professionnel", "jeune", "simple", "papier"])
def test_every_component_is_without_fault(connecter, live_server, adele, cadre, taille, mode):
    page = connecter(adele, taille=taille)
    page.emulate_media(color_scheme=mode)
    page.goto(f"{live_server.url}/composants/?cadre={cadre}")
    assert_sans_faute(page)


@pytest.mark.une_fois
def test_nothing_scrolls_sideways_on_the_narrowest_phone(connecter, live_server, adele):
    page = connecter(adele)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/composants/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_ctrl_k_goes_to_the_search_box(connecter, live_server, diane):
    page = connecter(diane)
    page.goto(f"{live_server.url}/composants/")
    page.keyboard.press("Control+k")
    expect(page.locator("#recherche-globale")).to_be_focused()


def test_the_first_tab_goes_to_the_content(connecter, live_server, diane):
    page = connecter(diane)
    page.goto(f"{live_server.url}/composants/?cadre=jeune")
    page.keyboard.press("Tab")
    expect(page.locator(".lien-evitement")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#contenu")).to_be_focused()


def test_the_rail_keeps_the_width_one_gave_it(connecter, live_server, diane):
    page = connecter(diane)
    page.goto(f"{live_server.url}/composants/")
    page.get_by_role("button", name="Réduire le menu").click()
    page.reload()
    expect(page.locator("html")).to_have_class(re.compile("rail-reduit"))


def test_on_a_phone_the_menu_waits_to_be_asked(connecter, live_server, diane):
    page = connecter(diane, taille="telephone")
    page.goto(f"{live_server.url}/composants/")
    link = page.locator(".rail-liens a").first
    expect(link).to_be_hidden()
    page.locator(".rail-bascule").click()
    expect(link).to_be_visible()


def test_without_scripts_the_menu_is_there(browser, live_server, connecter, diane, context):
    connecter(diane)
    bare = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    bare.add_cookies(context.cookies())
    page = bare.new_page()
    page.goto(f"{live_server.url}/composants/")
    expect(page.locator(".rail-liens a").first).to_be_visible()
    bare.close()


def test_a_confirmation_is_asked_and_can_be_declined(connecter, live_server, diane):
    page = connecter(diane)
    page.goto(f"{live_server.url}/composants/")
    page.get_by_role("button", name="Supprimer").click()
    dialogue = page.locator("#dialogue-confirmation")
    expect(dialogue).to_contain_text("Supprimer cette étape")
    expect(dialogue.get_by_role("button", name="Revenir")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialogue).to_be_hidden()
    expect(page.get_by_role("button", name="Supprimer")).to_be_focused()


def before_the_scripts(page, adresse):
    """Show a page whose own scripts did not come, as they have not for a while on a slow telephone."""
    page.route(re.compile(r"/js/base\b.*\.js"), lambda route: route.abort())
    page.goto(adresse, wait_until="commit")


def test_what_is_deleted_is_confirmed_even_before_the_scripts_came(connecter, live_server, diane):
    page = connecter(diane)
    before_the_scripts(page, f"{live_server.url}/composants/")
    page.get_by_role("button", name="Supprimer").click()
    expect(page.locator("#dialogue-confirmation")).to_contain_text("Supprimer cette étape")


def test_a_filter_chosen_before_the_scripts_came_is_not_lost(connecter, live_server, diane):
    page = connecter(diane)
    before_the_scripts(page, f"{live_server.url}/gestion/seances/")
    page.get_by_label("Quand").select_option("passees")
    page.wait_for_url(re.compile("quand=passees"), wait_until="commit")
    assert "lieu=" not in page.url


def test_a_youth_leaves_at_once_with_three_escapes(connecter, live_server, zoe):
    page = connecter(zoe)
    page.route("https://meteofrance.com/**", lambda route: route.fulfill(body="<title>Ailleurs</title>"))
    page.goto(f"{live_server.url}/")
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(page).to_have_title("Ailleurs")


# What covers the middle of the focused field, as somebody with the page at 200 % sees it.
COUVERT = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e.closest("[class*=barre], .lien-evitement")) return "";
  const r = e.getBoundingClientRect(), y = r.top + Math.min(r.height, 40) / 2;
  if (y < 0 || y > innerHeight) return `hors de la vue : ${e.name || e.textContent}`;
  const top = document.elementFromPoint(r.left + r.width / 2, y);
  const bar = top && top.closest(".barre-enregistrer, .barre-jeune");
  return bar && !bar.contains(e) ? `${e.name || e.textContent} sous ${bar.className}` : "";
}"""


@pytest.mark.une_fois
@pytest.mark.parametrize(
    ("who", "adresse"),
    [("alice", "/accueil/premier-accueil/nouveau/"), ("zoe", "/moi/contact/")],
)
def test_no_bar_hides_what_has_the_focus_at_200_percent(request, connecter, live_server, who, adresse):
    page = connecter(request.getfixturevalue(who))
    page.set_viewport_size({"width": 640, "height": 450})
    page.goto(live_server.url + adresse)
    for _ in range(30):
        page.keyboard.press("Tab")
        with contextlib.suppress(TimeoutError):  # scrolling takes a frame
            page.wait_for_function(f"() => ({COUVERT})() === ''")
        assert page.evaluate(COUVERT) == ""
