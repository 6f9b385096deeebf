"""The Jinja2 environment of our pages."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, FileSystemBytecodeCache, Undefined, UndefinedError
from jinja2.utils import missing

from nahbar.core import formats
from nahbar.desk.composition import show_panel
from nahbar.desk.sign_in import identity_providers

FILTERS = {
    "ago": formats.ago,
    "date": formats.date,
    "moment": formats.moment,
    "money": formats.money,
    "number": formats.number,
    "percent": formats.percent,
    "time": formats.time,
}


class Missing(Undefined):
    """A name nobody gave is an error. A field that is not there may be asked for, never printed."""

    def __bool__(self) -> bool:
        if self._undefined_obj is missing:
            raise UndefinedError(self._undefined_message)
        return False

    def __str__(self) -> str:
        raise UndefinedError(self._undefined_message)

    def __iter__(self) -> Iterator[Any]:
        raise UndefinedError(self._undefined_message)

    def __len__(self) -> int:
        raise UndefinedError(self._undefined_message)


def environment(**options: Any) -> Environment:
    """As Django's settings ask for it: escaped, translated, and strict about missing names."""
    ours: dict[str, Any] = {
        "autoescape": True,
        "undefined": Missing,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    kept = settings.NAHBAR_HOME / "work" / "templates"  # compiled once, not by each process
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    ours["bytecode_cache"] = FileSystemBytecodeCache(str(kept))
    made = Environment(**{**options, **ours})  # noqa: S701  # it is on: see above
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.globals.update(
        {
            "static": static,
            "url": _url,
            "finding_url": _finding_url,
            "identity_providers": identity_providers,
            "show_panel": show_panel,
        }
    )
    made.filters.update(FILTERS)
    return made


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def _finding_url(key: str, subject: object = "") -> str:
    """Where something is said of a figure: what the pieces of the core cannot know."""
    asked = {"figure": key, **({"customer": subject} if subject else {})}
    return f"{reverse('finding_new')}?{urlencode(asked)}"
