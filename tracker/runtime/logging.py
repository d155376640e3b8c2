"""Logs: one line per event, JSON unless a person watches a terminal, with the request's id in each line.

Values are encoded, so no text that came from outside can begin a new line. Share tokens never reach a log:
whatever holds `/s/<token>` or `/embed/<token>` is scrubbed here, at the one place every line passes.
"""

import json
import re
import sys
from collections.abc import Callable
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SHARE_TOKEN = re.compile(r"(/(?:s|embed)/)[^/\s?#\"']+")


def configuration(*, level: str = "INFO", form: str = "") -> dict[str, Any]:
    """The LOGGING dictionary for every process of Parley. `form`: "json", "plain", "" (by terminal)."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": _formatter, "shared": shared, "render": _renderer(form)}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django gives these handlers of their own; here every line takes the same way.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            # Each answer above 399 is in the request's own line already.
            "django.request": {"level": "ERROR"},
            "gunicorn.error": {"handlers": [], "level": level, "propagate": True},
            "procrastinate": {"level": "WARNING" if level == "INFO" else level},
        },
    }


def scrub(text: str) -> str:
    """The text with every share token in it replaced."""
    return SHARE_TOKEN.sub(r"\1[token]", text)


def scrub_values(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    return {name: scrub(value) if isinstance(value, str) else value for name, value in event.items()}


def json_line(logger: WrappedLogger, method: str, event: EventDict) -> str:
    ordered = {"timestamp": event.pop("timestamp", None), "level": event.pop("level", None), **event}
    return json.dumps(ordered, default=str)


def plain_line(logger: WrappedLogger, method: str, event: EventDict) -> str:
    """A line for a person: time, level, what happened, the rest as name=value; a traceback below it."""
    traceback = event.pop("exception", "")
    time, level, name = (event.pop(key, "") for key in ("timestamp", "level", "event"))
    event.pop("logger", None)
    details = " ".join(f"{key}={json.dumps(value, default=str)}" for key, value in event.items())
    words = " ".join(str(name).split())
    line = f"{time[11:19]} {level:<7} {words} {details}".rstrip()
    return f"{line}\n{traceback}" if traceback else line


def _renderer(form: str) -> Processor:
    if form not in ("", "json", "plain"):
        raise ValueError(f"LOG_FORMAT is json or plain, not {form!r}.")
    plain = form == "plain" or (not form and sys.stderr.isatty())
    return plain_line if plain else json_line


def _formatter(shared: list[Processor], render: Callable[..., str]) -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            scrub_values,
            render,
        ],
    )
