"""How gunicorn serves Parley. Bound address, number of workers: given by `manage.py serve`."""

import gc
import os

from tracker.runtime.logging import configuration

wsgi_app = "tracker.wsgi:application"
worker_class = "gthread"
threads = 4
# Loaded once and shared, so that a worker that dies is replaced at once.
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
# A worker is renewed now and then, not all at the same moment.
max_requests = 5000
max_requests_jitter = 500
if os.path.isdir("/dev/shm"):
    worker_tmp_dir = "/dev/shm"  # a busy disk must not look like a dead worker
control_socket_disable = True
logconfig_dict = configuration(level=os.environ.get("LOG_LEVEL", "INFO"), form=os.environ.get("LOG_FORMAT", ""))


def when_ready(server):
    """What is loaded stays, so no worker need look through it for garbage again; and a page makes thousands of objects that go by
    themselves, which is no reason to look through the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
