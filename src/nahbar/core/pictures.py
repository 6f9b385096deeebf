"""Pictures that pages may show, told by their first bytes, never by a name."""

MARKS = {
    b"<svg": "image/svg+xml",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


def kind_of_picture(content: bytes) -> str | None:
    """The media type; None where it is no picture that we show."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in MARKS.items() if content.startswith(mark)), None)
