"""The pages of django-allauth that this house uses; signing up and changing addresses are not among them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path

from nahbar.desk.account_ledger import listen
from nahbar.desk.keeping import leaving_nothing

View = Callable[..., HttpResponseBase]


def honest(view: View) -> View:
    """A form that comes back with errors answers 422, as all of ours do."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if (
            request.method == "POST"
            and response.status_code == 200
            and getattr(form, "errors", None)
        ):
            response.status_code = 422
        return response

    return answer


def page(route: str, view: View, name: str) -> URLPattern:
    """One page of allauth."""
    return path(route, honest(view), name=name)


listen()

urlpatterns: list[URLPattern | URLResolver] = [
    page("login/", account.login, "account_login"),
    page("logout/", leaving_nothing(account.logout), "account_logout"),
    page("inactive/", account.account_inactive, "account_inactive"),
    page("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    page("password/change/", account.password_change, "account_change_password"),
    page("password/set/", account.password_set, "account_set_password"),
    page("2fa/", mfa.index, "mfa_index"),
    page("2fa/authenticate/", mfa.authenticate, "mfa_authenticate"),
    page("2fa/reauthenticate/", mfa.reauthenticate, "mfa_reauthenticate"),
    page("2fa/totp/activate/", totp.activate_totp, "mfa_activate_totp"),
    page("2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page("2fa/recovery-codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    page(
        "2fa/recovery-codes/generate/",
        codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
    ),
    page(
        "2fa/recovery-codes/download/",
        codes.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
    page("2fa/webauthn/", keys.list_webauthn, "mfa_list_webauthn"),
    page("2fa/webauthn/add/", keys.add_webauthn, "mfa_add_webauthn"),
    page("2fa/webauthn/login/", keys.login_webauthn, "mfa_login_webauthn"),
    page(
        "2fa/webauthn/reauthenticate/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"
    ),
    page("2fa/webauthn/keys/<int:pk>/edit/", keys.edit_webauthn, "mfa_edit_webauthn"),
    page("2fa/webauthn/keys/<int:pk>/remove/", keys.remove_webauthn, "mfa_remove_webauthn"),
]

if settings.SOCIALACCOUNT_PROVIDERS:
    from allauth.socialaccount import views as social

    urlpatterns += [
        page("provider/", social.connections, "socialaccount_connections"),
        page("provider/cancelled/", social.login_cancelled, "socialaccount_login_cancelled"),
        page("provider/error/", social.login_error, "socialaccount_login_error"),
        path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]
