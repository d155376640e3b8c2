#!/usr/bin/env python
"""Parley's commands. Those that need a database start the embedded one, unless DATABASE_URL names another."""

import os
import sys

# Every command is taken to need a database, except these. `serve` and `db` look after it themselves.
NEED_NO_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "db",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "makemigrations",
    "read",
    "serve",
    "startapp",
    "testserver",
    "version",
}


def needs_embedded_database(arguments: list[str]) -> bool:
    if os.environ.get("DATABASE_URL") or not arguments:
        return False
    return not arguments[0].startswith("-") and arguments[0] not in NEED_NO_DATABASE and "--help" not in arguments


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    if needs_embedded_database(sys.argv[1:]):
        start_embedded_database()

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def start_embedded_database() -> None:
    from tracker.runtime import embedded
    from tracker.runtime.errors import CannotRun

    try:
        embedded.start()
    except CannotRun as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
