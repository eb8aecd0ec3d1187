"""Walk through the application as a person would: from a first page, follow the links, once per kind of page."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Error, Locator

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
IGNORED = ("/admin/", "/static/", "/compte/logout/", "/metrics")
FILES = (".pdf", ".ics", ".csv", ".xlsx", ".docx", ".json")


def follow(link: Locator) -> None:
    """Click what leads to another page, and wait until that page is there: the old one answers meanwhile."""
    with link.page.expect_navigation():
        link.click()


def pattern(url: str) -> str:
    """Return the kind of page of a URL: its path with ids replaced, its query left out."""
    path = urlsplit(url).path
    return re.sub(r"/\d+(?=/|$)", "/N", UUID.sub("ID", path))


def walk(page, start: str, *, maximum: int = 80) -> Iterator[str]:
    """Open one page of each kind that links lead to, from `start`; yield the kind once the page is shown."""
    origin = urlsplit(start).netloc
    queue, seen = [start], set()
    while queue and len(seen) < maximum:
        url = queue.pop(0)
        kind = pattern(url)
        if kind in seen:
            continue
        seen.add(kind)
        try:
            response = page.goto(url)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            continue
        assert response is not None, url
        assert response.status < 400, f"{response.status} {url}"
        if "html" not in response.headers.get("content-type", ""):
            continue  # a PDF or a JSON opened in the browser: not a page of ours
        yield kind
        # What a message of the demo links to was written for whom it was sent to.
        links = page.eval_on_selector_all("a[href]:not([rel~=nofollow])", "all => all.map(a => a.getAttribute('href'))")
        for href in links:
            target = urljoin(url, href)
            parts = urlsplit(target)
            skip = parts.path.startswith(IGNORED) or parts.path.endswith(FILES)
            if (
                parts.scheme in ("http", "https")
                and parts.netloc == origin
                and not skip
                and pattern(target) not in seen
            ):
                queue.append(target)
