"""How often one address may ask for something that costs us or could be guessed at."""

import hashlib
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one more `what` of this address; whether that is more than `most` in the running `seconds`.

    Counted by all web processes together; the address itself is not kept, only its digest.
    """
    address = get_adapter().get_client_ip(request)
    digest = hashlib.sha256(address.encode()).hexdigest()[:32]
    key = f"rate:{what}:{digest}:{int(time.time()) // seconds}"
    cache.add(key, 0, timeout=seconds)
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # it ran out between the two lines above
        return False
