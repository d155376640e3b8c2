"""Static files as deployed: each is there under its hashed name, and asked for under no other."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template import Context, Template

from tracker.web.storage import ALL_STYLES, style_parts

IMPORT = re.compile(r"""(?:^import|\bfrom|\bimport\()\s*["'](?P<path>\.[^"']+)["']""", re.M)
URL = re.compile(r"""url\(["']?(?P<path>[^"')#]+)""")


@pytest.fixture(scope="module")
def deployed(tmp_path_factory):
    """The folder of collected files; settings are put back afterwards."""
    from django.test import override_settings

    root = tmp_path_factory.mktemp("static")
    backend = {"staticfiles": {"BACKEND": "tracker.web.storage.Storage"}}
    with override_settings(STATIC_ROOT=root, STORAGES=backend):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield root, Template("{% load parley %}{% stylesheets %}").render(Context()), staticfiles_storage.url


def hashed(root: Path, pattern: str) -> list[Path]:
    return [path for path in root.glob(pattern) if re.search(r"\.[0-9a-f]{12}\.\w+$", path.name)]


def test_what_every_page_is_styled_by_is_one_file_in_order(deployed):
    root, links, url = deployed
    assert re.findall(r'href="([^"]+)"', links) == [url(ALL_STYLES)]
    words = (root / ALL_STYLES).read_text()
    places = [words.index((root / part).read_text()) for part in style_parts()]
    assert places == sorted(places)
    assert (root / f"{ALL_STYLES}.gz").exists()


@pytest.mark.parametrize(("pattern", "asked"), [("js/*.js", IMPORT), ("css/*.css", URL)])
def test_files_ask_for_files_that_are_there_by_their_hashed_names(deployed, pattern, asked):
    root, _links, _url = deployed
    files = hashed(root, pattern)
    assert len(files) > 10
    found = [(path, match["path"]) for path in files for match in asked.finditer(path.read_text())]
    assert found
    for path, name in found:
        target = (path.parent / name).resolve()
        assert target.exists(), f"{path.name} asks for {name}"
        assert target in hashed(target.parent, "*"), f"{path.name} asks for {name}, which has another name too"
