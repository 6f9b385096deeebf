"""Pages are sent packed, but only to who asked for them from within the house.

Packing what holds a secret beside what a stranger chose lets that stranger guess the secret by the
length of many answers (BREACH, Gluck, Harris and Prado 2013). The stranger has to make the victim's
browser ask; browsers say so in Sec-Fetch-Site. See docs/decisions/0021-weight-of-pages.md.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

Answer = Callable[[HttpRequest], HttpResponse]

OUR_OWN_WISH = {"same-origin", "none"}  # from our pages, or typed by the person
LEAST = 1_000  # bytes; below it packing saves nothing
PACKED = ("text/html", "text/javascript", "application/manifest+json", "text/calendar")
UNPACKED = "/account/"  # pages that show secrets: codes, keys
MOST_NOISE = 100  # random bytes, so that lengths say less still


def pack_pages(get_response: Answer) -> Answer:
    """Middleware outside of all that changes the content."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not _is_page(request, response):
            return response
        patch_vary_headers(response, ("Accept-Encoding", "Sec-Fetch-Site"))
        if _wants_packed(request):
            response.content = compress_string(response.content, max_random_bytes=MOST_NOISE)
            response["Content-Encoding"] = "gzip"
            response["Content-Length"] = str(len(response.content))
        return response

    return answer


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "GET"
        and not response.streaming
        and response.headers.get("Content-Type", "").startswith(PACKED)
        and not response.has_header("Content-Encoding")
        and not request.path.startswith(UNPACKED)
        and len(response.content) >= LEAST
    )


def _wants_packed(request: HttpRequest) -> bool:
    takes = request.headers.get("Accept-Encoding", "")
    return "gzip" in takes and request.headers.get("Sec-Fetch-Site") in OUR_OWN_WISH
