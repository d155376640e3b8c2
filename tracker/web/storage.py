"""Static files as they are deployed: hashed and compressed by WhiteNoise, modules importing one another by their hashed names
(a module asked for under two names runs twice), and what every page is styled by in one file instead of six."""

from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLES = ("tokens", "base", "layout", "components", "forms", "print")
ALL_STYLES = "css/all.css"


class Storage(CompressedManifestStaticFilesStorage):
    # Others' modules mention imports in comments, and are left as they are.
    _imports = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _imports))

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            parts = (Path(self.path(name)).read_text() for name in style_parts())
            Path(self.path(ALL_STYLES)).write_text("\n".join(parts))
            paths = {**paths, ALL_STYLES: (self, ALL_STYLES)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def style_parts() -> list[str]:
    return [f"css/{name}.css" for name in STYLES]
