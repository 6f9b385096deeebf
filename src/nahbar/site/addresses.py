"""Where the house is found: by the address it was given, else on this machine."""

import os

from django.conf import settings

from nahbar.site.surroundings import number

DEFAULT_PORT = 8000


def host() -> str:
    """The address on which the server listens."""
    return os.environ.get("NAHBAR_HOST", "127.0.0.1")


def port() -> int:
    """The port on which the server listens. Raises BadSetting."""
    return number("PORT", DEFAULT_PORT, least=1, most=65_535)


def local_url() -> str:
    """How this machine reaches the server."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host(), host())  # noqa: S104  # read, not bound
    return f"http://[{name}]:{port()}" if ":" in name else f"http://{name}:{port()}"


def base_url() -> str:
    """How people reach the house, without a slash at the end."""
    return settings.PUBLIC_URL or local_url()


def welcome_url(token: str) -> str:
    """The address of a one-time sign-in link."""
    return f"{base_url()}/welcome/{token}/"
