"""The rules of the house that a program can check. Each check is tried on a planted sample first: it can fail."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TRACKER, TEMPLATES = ROOT / "tracker", ROOT / "templates"

# A room may import from those before it, and from its own; sharing and intake stand side by side.
ORDER = [
    ["lib"],
    ["runtime"],
    ["web"],
    ["accounts"],
    ["history"],
    ["negotiations"],
    ["reports"],
    ["statements"],
    ["events"],
    ["timelines"],
    ["sharing", "intake"],
    ["api"],
]
FLOOR = {room: floor for floor, rooms in enumerate(ORDER) for room in rooms}
# The pieces that join rooms together: settings name them all, URLs include them all.
JOINTS = {"settings.py", "urls.py", "wsgi.py"}
MAY_USE_DJANGO = {"tracker/lib/dates/field.py", "tracker/lib/dates/forms.py"}
LONGEST_FILE, LONGEST_FUNCTION = 450, 60  # lines
# Templates that libraries look up by name.
LOOKED_UP = ("account/", "allauth/", "django/", "mfa/", "socialaccount/", "usersessions/", "400", "403", "404", "500")


def modules() -> list[Path]:
    return [path for path in sorted(TRACKER.rglob("*.py")) if "migrations" not in path.parts]


def templates() -> list[Path]:
    return [*sorted(TEMPLATES.rglob("*.html")), *sorted(TRACKER.rglob("templates/**/*.html"))]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(source: str, path: str) -> Iterator[str]:
    """Dotted names of what a module imports, relative ones made whole."""
    package = path.split("/")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield stem
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def climbing(source: str, path: str) -> set[str]:
    """Imports of a module at `path` (tracker/<room>/...) from rooms that are not before its own."""
    room = path.split("/")[1]
    if room not in FLOOR:
        return set() if path.split("/")[-1] in JOINTS | {"__init__.py"} else {f"{room} is no room"}
    others = {one.split(".")[1] for one in imported(source, path) if one.startswith("tracker.")}
    return {other for other in others - {room} if FLOOR.get(other, 99) >= FLOOR[room]}


def uses_django(source: str, path: str) -> bool:
    parts = [one.split(".")[0] for one in imported(source, path)]
    return path.startswith("tracker/lib/") and path not in MAY_USE_DJANGO and "django" in parts


def long_functions(source: str) -> list[str]:
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]


def takes_all_fields(source: str) -> bool:
    return any(
        isinstance(node, ast.Assign)
        and [getattr(target, "id", "") for target in node.targets] == ["fields"]
        and isinstance(node.value, ast.Constant)
        and node.value.value == "__all__"
        for node in ast.walk(ast.parse(source))
    )


FORBIDDEN = {
    "a script written into the page": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "a style written into the page": re.compile(r"<style|<[^>]*\sstyle\s*=", re.IGNORECASE),
    "behaviour in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=|javascript:", re.IGNORECASE),
    "something fetched from elsewhere": re.compile(
        r"<(?:script|link|img|iframe|source)[^>]*\s(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
    ),
}


def faults(template: str) -> list[str]:
    """What the Content-Security-Policy would refuse."""
    template = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", template, flags=re.DOTALL)
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(template)]


def unnamed(paths: set[str], sources: list[str]) -> set[str]:
    """Templates that nothing names, neither in quotes nor with a fragment ("page.html#part")."""
    named = {quoted for source in sources for quoted in re.findall(r"[\"']([\w./-]+\.html)(?:#[\w-]+)?[\"']", source)}
    return {path for path in paths - named if not path.startswith(LOOKED_UP)}


@pytest.mark.parametrize(
    ("path", "source", "climbs"),
    [
        ("tracker/reports/models.py", "from tracker.statements.models import Statement", {"statements"}),
        ("tracker/reports/views.py", "def f():\n    import tracker.api.views", {"api"}),
        ("tracker/sharing/pages.py", "from tracker.intake import record", {"intake"}),
        ("tracker/intake/record.py", "from tracker import sharing", {"sharing"}),
        ("tracker/lib/text.py", "from ..web import forms", {"web"}),
        ("tracker/intake/management/commands/load.py", "from tracker.api import x", {"api"}),
        ("tracker/core/models.py", "", {"core is no room"}),
        (
            "tracker/statements/views.py",
            "from tracker.lib import text\nfrom . import models\nfrom .. import lib",
            set(),
        ),
        ("tracker/urls.py", "from tracker.api import urls", set()),
    ],
)
def test_climbing_is_seen(path, source, climbs):
    assert climbing(source, path) == climbs


def test_no_import_climbs():
    found = {name(path): climbing(path.read_text(), name(path)) for path in modules()}
    assert {path: rooms for path, rooms in found.items() if rooms} == {}


def test_lib_is_pure():
    assert uses_django("def f():\n    from django.db import models", "tracker/lib/text.py")
    assert not uses_django("from django.db import models", "tracker/lib/dates/field.py")
    assert [name(path) for path in modules() if uses_django(path.read_text(), name(path))] == []


def test_functions_fit_a_screen():
    assert long_functions("def f():\n" + "    x = 1\n" * LONGEST_FUNCTION) == ["f"]
    assert long_functions("def f():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1)) == []
    found = {name(path): long_functions(path.read_text()) for path in modules()}
    assert {path: functions for path, functions in found.items() if functions} == {}


def test_files_have_one_subject():
    lengths = {name(path): len(path.read_text().splitlines()) for path in [*modules(), *templates()]}
    assert lengths
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_forms_name_their_fields():
    assert takes_all_fields("class Meta:\n    fields = '__all__'")
    assert not takes_all_fields("class Meta:\n    fields = ['title']")
    assert [name(path) for path in modules() if takes_all_fields(path.read_text())] == []


@pytest.mark.parametrize(
    ("template", "count"),
    [
        ("<script>x()</script>", 1),
        ("<p class='a' style='color: red'>", 1),
        ("<style>", 1),
        ('<a\n onclick="x()">', 1),
        ("<a href='javascript:x()'>", 1),
        ("<script src='https://cdn.example/x.js'></script>", 1),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', 1),
        ("<script type='module' src='{% static \"js/x.js\" %}'></script><a href='https://example.org/'>", 0),
        ("{# style= and <script> are refused #}<p class='on'>one = two", 0),
    ],
)
def test_what_the_policy_refuses_is_seen(template, count):
    assert len(faults(template)) == count


def test_templates_keep_the_policy():
    found = {name(path): faults(path.read_text()) for path in templates()}
    assert {path: what for path, what in found.items() if what} == {}


def test_every_template_is_named():
    assert unnamed({"a/b.html", "a/c.html", "404.html"}, ["'a/b.html#part'"]) == {"a/c.html"}
    paths = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    sources = [path.read_text() for path in [*modules(), *templates()]]
    assert unnamed(paths, sources) == set()
