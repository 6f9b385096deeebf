"""What is put into a mail only as it goes: links of whose secret the house keeps a digest, headers, a foot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape

from nahbar.dispatch.models import OutgoingMail


@dataclass(frozen=True)
class Enclosure:
    """`texts`: what stands in place of marks; `foot`: lines below the text; `headers` by their names."""

    texts: Mapping[str, str] = field(default_factory=dict)
    foot: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


Encloser = Callable[[OutgoingMail], Enclosure | None]

_enclosers: list[Encloser] = []


def offer(*enclosers: Encloser) -> None:
    """From now on these are asked what they put into a mail. For the wiring alone."""
    _enclosers.extend(one for one in enclosers if one not in _enclosers)


@dataclass(frozen=True)
class Enclosed:
    """The texts of a mail as they travel, and the headers that rooms add."""

    text: str
    html: str
    headers: dict[str, str]


def enclosed(mail: OutgoingMail) -> Enclosed:
    """Ask all rooms; each attempt at a mail has links of its own."""
    text, html, headers = mail.text, mail.html, dict[str, str]()
    for enclose in _enclosers:
        found = enclose(mail)
        if found is None:
            continue
        for mark, stands in found.texts.items():
            text, html = text.replace(mark, stands), html.replace(mark, escape(stands))
        if found.foot:
            text = f"{text}\n\n-- \n{found.foot}"
            html = _with_foot(html, found.foot) if html else ""
        headers.update(found.headers)
    return Enclosed(text, html, headers)


def _with_foot(html: str, foot: str) -> str:
    shown = "<br>".join(escape(line) for line in foot.splitlines())
    head, body_end, tail = html.rpartition("</body>")
    return f"{head}<p>{shown}</p>{body_end}{tail}" if body_end else f"{html}<p>{shown}</p>"
