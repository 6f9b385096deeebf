"""The address of the mail server, checked before the house starts."""

import os
from urllib.parse import urlsplit

from nahbar.site.surroundings import NO_MAIL_URL, BadSetting

SCHEMES = {"smtp", "smtp+tls", "smtps"}


def mail_url() -> str:
    """What the environment names; empty where mails are to wait. Raises BadSetting."""
    url = os.environ.get("NAHBAR_MAIL_URL", "").strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        is_one = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_one = False
    if not is_one:
        raise BadSetting(NO_MAIL_URL)
    return url
