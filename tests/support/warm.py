"""The application with its addresses, templates and texts already loaded: what a worker is copied from.

Nothing here touches the database.
"""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.urls import URLResolver, get_resolver
from django.utils.translation import gettext, override

from reporting.wsgi import application

__all__ = ["application"]


def _load_addresses(resolver: URLResolver) -> None:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            _load_addresses(pattern)


def _load_templates(folder: Path) -> None:
    for path in folder.rglob("*.html"):
        get_template(str(path.relative_to(folder)))


_load_addresses(get_resolver())
for language, _name in settings.LANGUAGES:
    with override(language):
        gettext("Đăng nhập")
ours = [folder for app in apps.get_app_configs() if (folder := Path(app.path)).parent == settings.BASE_DIR]
for folder in [*ours, settings.BASE_DIR / "reporting"]:
    _load_templates(folder / "templates")
