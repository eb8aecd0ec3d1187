"""Enter a running demo in each role by its one-click doors and check that each lands on a page of its own.

python scripts/visiter_demo.py http://127.0.0.1:8000
"""

import re
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar


def opener() -> urllib.request.OpenerDirector:
    """Return a browser-like client with cookies of its own."""
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def visit(base: str, who: str) -> str:
    """Enter as somebody; return the title of the page where one arrives."""
    client = opener()
    start = client.open(f"{base}/demo/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', start)
    if token is None:
        raise SystemExit("la première page de la démonstration n'a pas de formulaire")
    data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "qui": who}).encode()
    request = urllib.request.Request(f"{base}/demo/entrer/", data, {"Referer": f"{base}/demo/"})  # noqa: S310
    answer = client.open(request)
    page = answer.read().decode()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    if answer.status != 200 or heading is None or "/demo/" in answer.url:
        raise SystemExit(f"{who} : arrivée sur {answer.url} ({answer.status})")
    return " ".join(re.sub(r"<[^>]+>", " ", heading[1]).split())


def main() -> None:
    """Visit in every role."""
    base = sys.argv[1].rstrip("/")
    start = opener().open(f"{base}/demo/").read().decode()
    doors = re.findall(r'name="qui" value="([^"]+)"', start)
    if len(doors) < 6:
        raise SystemExit(f"seulement {len(doors)} personnes à essayer : {doors}")
    for who in doors:
        print(f"  {who} : {visit(base, who)}")  # noqa: T201


if __name__ == "__main__":
    main()
