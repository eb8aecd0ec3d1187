from tests.navigateur.accessibilite import faults


def test_the_checks_see_a_page_that_is_wrong(page):
    page.set_content("<html><body><img src='x.png'><div style='width:3000px'>large</div></body></html>")
    found = "\n".join(faults(page))
    assert "image-alt" in found
    assert "défile de côté" in found
