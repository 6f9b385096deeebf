"""Files that somebody attaches: told by what they hold, drawn anew or sealed, named harmlessly.

All of it happens before the transaction that notes the moment, for it may take a second.
"""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol

from django.utils.translation import gettext_lazy as _

from nahbar.core.files import Sealed, seal
from nahbar.core.pictures import shrink
from nahbar.core.refusals import Refused
from nahbar.customers.typed import on_one_line
from nahbar.moments.models import Attachment

MOST_FILES = 10
LARGEST = 20 << 20  # bytes of one file
LARGEST_TOGETHER = 80 << 20  # bytes of one form with all its files
LONGEST_SIDE, PREVIEW_SIDE = 2_000, 320  # pixels
LONGEST_NAME = 100
ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,application/pdf"
PDF_BEGINS, PDF_ENDS, PDF_TAIL = b"%PDF-", b"%%EOF", 1_024
ENDINGS = {Attachment.Kind.PICTURE: ".webp", Attachment.Kind.PDF: ".pdf"}
SEPARATORS = re.compile(r"[/\\]")
UNSAFE = re.compile(r'[:*?"<>|]')  # what a shell or a file system reads as more than a name


class Upload(Protocol):
    """What a browser sent: its name for it, and its bytes on the disk."""

    name: str | None
    size: int | None
    file: BinaryIO | None


@dataclass(frozen=True)
class Checked:
    """One file that may be attached: what it is, its harmless name, its sealed content."""

    kind: Attachment.Kind
    name: str
    content: Sealed
    preview: Sealed | None = None


@contextmanager
def checked(uploads: Sequence[Upload]) -> Iterator[list[Checked]]:
    """Check and seal the files; what nobody keeps is gone at the end.

    Raises Refused: `too_many_files`, `empty_file`, `file_too_large`, `picture_too_large`, and
    `no_picture` for whatever is neither a picture nor a PDF.
    """
    refuse_too_many(len(uploads))
    with ExitStack() as drafts:
        yield [_check(upload, drafts) for upload in uploads]


def refuse_too_many(count: int) -> None:
    """Raise Refused where a moment would have more files than it can."""
    if count > MOST_FILES:
        sentence = _("A moment takes at most %(most)s files.") % {"most": MOST_FILES}
        raise Refused("too_many_files", sentence)


def harmless_name(name: str, kind: Attachment.Kind) -> str:
    """The last part of a path without unseen marks, ending in what the file really is."""
    last = UNSAFE.sub("", SEPARATORS.split(on_one_line(name).rstrip("/\\ ."))[-1])
    stem = PurePosixPath(last).stem.strip(" .")[:LONGEST_NAME].strip()
    return (stem or kind.value) + ENDINGS[kind]


def _check(upload: Upload, drafts: ExitStack) -> Checked:
    content, told = upload.file, {"name": on_one_line(upload.name or "")[:LONGEST_NAME]}
    if content is None or not upload.size:
        raise Refused("empty_file", _("%(name)s is empty.") % told)
    if upload.size > LARGEST:
        limit = {**told, "megabytes": LARGEST >> 20}
        raise Refused(
            "file_too_large", _("%(name)s is larger than %(megabytes)s megabytes.") % limit
        )
    if _is_pdf(content):
        name = harmless_name(upload.name or "", Attachment.Kind.PDF)
        return Checked(Attachment.Kind.PDF, name, drafts.enter_context(seal(content)))
    try:
        picture = shrink(content, longest=LONGEST_SIDE)
        preview = shrink(io.BytesIO(picture), longest=PREVIEW_SIDE)
    except Refused as refusal:
        raise _named(refusal, told) from refusal
    sealed = (drafts.enter_context(seal(io.BytesIO(one))) for one in (picture, preview))
    name = harmless_name(upload.name or "", Attachment.Kind.PICTURE)
    return Checked(Attachment.Kind.PICTURE, name, *sealed)


def _is_pdf(content: BinaryIO) -> bool:
    """Whether it begins as a PDF and ends as one; leaves the stream at its start."""
    content.seek(0)
    begins = content.read(len(PDF_BEGINS)) == PDF_BEGINS
    content.seek(-min(PDF_TAIL, content.seek(0, io.SEEK_END)), io.SEEK_END)
    ends = PDF_ENDS in content.read()
    content.seek(0)
    return begins and ends


def _named(refusal: Refused, told: dict[str, str]) -> Refused:
    if refusal.code == "picture_too_large":
        sentence = _("%(name)s has more than 50 megapixels. Please make it smaller.")
    else:
        sentence = _("%(name)s cannot be attached: it is no picture and no PDF that can be read.")
    return Refused(refusal.code, sentence % told)
