"""Ask a web server as several people at once, and say how long they waited."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Charge:
    """What a number of clients saw."""

    durees: list[float] = field(default_factory=list)
    statuts: dict[int, int] = field(default_factory=dict)
    secondes: float = 0.0

    @property
    def p95(self) -> float:
        """Return the wait, in milliseconds, that 19 requests of 20 do not exceed."""
        return statistics.quantiles(self.durees, n=20)[18] * 1000

    @property
    def mediane(self) -> float:
        """Return the wait of the request in the middle, in milliseconds."""
        return statistics.median(self.durees) * 1000

    @property
    def par_seconde(self) -> float:
        """Return how many requests were answered a second."""
        return len(self.durees) / self.secondes


def ask(
    port: int, requests: Callable[[int, int], tuple[str, str, bytes, dict[str, str]]], *, clients: int, each: int
) -> Charge:
    """
    Send `each` requests from each of `clients` threads at once, over kept connections of this machine.

    `requests(client, number)` gives method, path, body and headers.
    """
    charge, lock, start = Charge(), threading.Lock(), threading.Barrier(clients + 1)

    def one_client(client: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        mine: list[tuple[float, int]] = []
        start.wait()
        for number in range(each):
            method, path, body, headers = requests(client, number)
            before = time.perf_counter()
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            response.read()
            mine.append((time.perf_counter() - before, response.status))
        connection.close()
        with lock:
            for seconds, status in mine:
                charge.durees.append(seconds)
                charge.statuts[status] = charge.statuts.get(status, 0) + 1

    threads = [threading.Thread(target=one_client, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    start.wait()
    before = time.perf_counter()
    for thread in threads:
        thread.join()
    charge.secondes = time.perf_counter() - before
    return charge
