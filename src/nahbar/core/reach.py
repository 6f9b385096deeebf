"""Whether others can reach an address, or this machine alone."""

from urllib.parse import urlsplit


def is_here_alone(url: str) -> bool:
    """Whether the address means whatever machine it is opened on."""
    host = urlsplit(url).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")
