from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    name = "tracker.runtime"
    verbose_name = "Running Parley"
