"""Parley's settings as the tests need them: own data folder, no certificate, nothing slow on purpose."""

import hashlib
import os
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
_NAME = f"parley-test-{os.geteuid()}-{hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:10]}"

os.environ["PARLEY_DATA"] = os.environ.get("PARLEY_TEST_DATA") or str(Path(tempfile.gettempdir()) / _NAME)
os.environ |= {"DEBUG": "0", "HTTPS": "0", "SECRET_KEY": "for tests only", "LOG_FORMAT": "json"}
for setting in ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "BEHIND_PROXY", "EMAIL_URL", "LOG_LEVEL"):
    os.environ.pop(setting, None)

from tracker.settings import *  # noqa: E402, F403
from tracker.settings import STORAGES  # noqa: E402

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The edition is rolled back with a test, so that two tests may have the same; tests/history/test_kept.py keeps some.
KEPT_HTML = 0
# Files straight from the tree: nothing has to be collected first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
