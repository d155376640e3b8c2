"""Asking each service whether it works, by connecting to it. Each answers with a reason, or "" when all is well."""

import http.client

import psycopg

SECONDS_TO_CONNECT = 2
SECONDS_TO_ANSWER = 3
HEARTBEAT = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
# Recovery after a crash and a full house are answers too: killing such a server helps nobody.
SIGNS_OF_LIFE = (
    "starting up",
    "not yet accepting connections",
    "recovery",
    "too many clients",
    "shutting down",
)


def database(url: str) -> str:
    try:
        with psycopg.connect(url, connect_timeout=SECONDS_TO_CONNECT, autocommit=True) as connection:
            connection.execute("SELECT 1")
    except psycopg.OperationalError as problem:
        return f"the database does not answer: {_one_line(problem)}"
    return ""


def is_alive(reason: str) -> bool:
    """Whether a database that failed the check lives all the same, so that it needs time and no restart."""
    return any(sign in reason for sign in SIGNS_OF_LIFE)


def web(host: str, port: int, name: str) -> str:
    """GET /livez; `name` is a host name that ALLOWED_HOSTS accepts."""
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS_TO_ANSWER)
    try:
        connection.request("GET", "/livez", headers={"Host": name, "Connection": "close"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as problem:
        return f"the web server does not answer: {_one_line(problem) or type(problem).__name__}"
    finally:
        connection.close()
    return "" if status == 200 else f"the web server answers {status} to /livez"


def worker(url: str, limit: float) -> str:
    """The newest heartbeat in the database must be younger than `limit` seconds."""
    try:
        with psycopg.connect(url, connect_timeout=SECONDS_TO_CONNECT, autocommit=True) as connection:
            (silence,) = connection.execute(HEARTBEAT).fetchone() or (None,)
    except psycopg.Error as problem:
        return f"the worker's heartbeat cannot be read: {_one_line(problem)}"
    if silence is None:
        return "the worker has not reported yet"
    return f"the worker was last heard of {silence:.0f} seconds ago" if silence > limit else ""


def _one_line(problem: Exception) -> str:
    return " ".join(str(problem).split())[:300]
