"""The access door: the only decorator that lets a request into a view."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from nahbar.core.access import Ability, may

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def door(ability: Ability) -> Callable[[View[P]], View[P]]:
    """Let only signed-in people with the ability into a view: others sign in, or get 403."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(_way_back(request))
            if not may(request.user, ability):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.ability = ability  # type: ignore[attr-defined]  # read by the test that walks all addresses
        return cast("View[P]", guarded)

    return decorate


def _way_back(request: HttpRequest) -> str:
    """Where to go on after signing in: of a form that was sent, the page on which it stood."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    is_ours = page.netloc == request.get_host() and not page.path.startswith("//")
    return page._replace(scheme="", netloc="", fragment="").geturl() if is_ours else "/"
