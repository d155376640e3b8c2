"""Vendored files are what was published: their SHA-384 is that of static/vendor/README.md, and each has its licence."""

import base64
import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "static" / "vendor"
ROW = re.compile(r"^\| `([^`]+)` \| (\d+) \| `sha384-([^`]+)` \|$", re.MULTILINE)


def test_recorded_and_unchanged():
    recorded = {name: digest for name, _, digest in ROW.findall((VENDOR / "README.md").read_text())}
    files = [path for path in VENDOR.glob("*/**/*") if path.is_file() and path.name != "LICENSE"]
    found = {
        str(path.relative_to(VENDOR)): base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
        for path in files
    }
    assert found == recorded


def test_each_folder_has_its_licence():
    folders = [path for path in VENDOR.iterdir() if path.is_dir()]
    assert folders
    assert [folder.name for folder in folders if not (folder / "LICENSE").is_file()] == []
