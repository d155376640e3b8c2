"""Wrong passwords are counted over all processes (bar.md S10): sixty at once against two web workers."""

import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from django.db import connection

from tests.factories import UserFactory

ATTEMPTS, CLIENTS, LIMIT = 60, 12, 5


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def two_workers(transactional_db):
    """The address of gunicorn with two worker processes on the tests' database."""
    port = free_port()
    settings = connection.settings_dict
    options = {"host": settings["HOST"] or settings["OPTIONS"].get("host", ""), "port": settings["PORT"]}
    query = urlencode({key: value for key, value in options.items() if value})
    credentials = settings["USER"] + (f":{settings['PASSWORD']}" if settings["PASSWORD"] else "")
    url = f"postgresql://{credentials}@/{settings['NAME']}?{query}"
    environment = os.environ | {"DATABASE_URL": url, "HTTPS": "0", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "gunicorn", "tracker.wsgi", "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(20)


def attempt(address: str, email: str) -> str:
    """ "evaluated" when the password was looked at, "refused" when the attempt was not let through to it."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{address}/accounts/login/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    form = urlencode({"csrfmiddlewaretoken": token, "login": email, "password": "wrong"}).encode()
    try:
        answer = browser.open(f"{address}/accounts/login/", form, timeout=30).read().decode()
    except HTTPError as error:
        return "refused" if error.code == 429 else f"error {error.code}"
    return "refused" if "Too many failed" in answer else "evaluated"


@pytest.mark.django_db(transaction=True)
def test_at_most_five_of_sixty_are_evaluated(two_workers):
    person = UserFactory()
    with ThreadPoolExecutor(CLIENTS) as pool:
        outcomes = list(pool.map(lambda _: attempt(two_workers, person.email), range(ATTEMPTS)))
    assert set(outcomes) <= {"evaluated", "refused"}
    assert outcomes.count("evaluated") <= LIMIT
