"""How a command answers: who acts, in which language, one JSON object or sentences, which exit code.

    @click.command()
    @click.argument("text")
    @answering("see_customers")
    def find(call: Call, text: str) -> Answer:
        ...
        return Answer({"customers": [...]}, _("3 customers found."))

`answering` stands below click's own decorators. It adds `--json` and `--by`, starts Django,
brings the database up to date, demands the ability of whoever acts, and turns `Refused` into
exit code 1.
"""

import functools
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TextIO

import click

from nahbar.site.help import named as _
from nahbar.site.help import told
from nahbar.site.surroundings import BadSetting

if TYPE_CHECKING:
    from nahbar.core.actors import By
    from nahbar.core.refusals import Refused

P = ParamSpec("P")
CANNOT_ANSWER = _("It was done, but the answer cannot be written: {reason}")


@dataclass(frozen=True)
class Answer:
    """What a command gives back: `data` for machines, `text` (lines, translated) for people."""

    data: Mapping[str, Any]
    text: object = ""


@dataclass(frozen=True)
class Call:
    """Who asks, when, and the way to tell of progress."""

    by: "By"
    at: datetime
    json: bool

    def tell(self, sentence: object) -> None:
        """One line of progress or warning, on standard error."""
        click.echo(str(sentence), err=True)

    def progress(self, sentence: object) -> None:
        """The same, over the line before where somebody watches; nothing where nobody does."""
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[K{sentence}", err=True, nl=False)


Command = Callable[Concatenate[Call, P], Answer]


def answering(ability: str) -> Callable[[Command[P]], Callable[P, None]]:
    """Make a click command of a function that is given a `Call` and returns an `Answer`."""

    def decorate(command: Command[P]) -> Callable[P, None]:
        @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
        @click.option("--by", "email", metavar="EMAIL", help="Act as this person of the house.")
        @functools.wraps(command)
        def answer(*args: P.args, **options: P.kwargs) -> None:
            as_json, email = bool(options.pop("as_json")), options.pop("email")
            with _django_started(as_json=as_json), house_speech():
                given = _ask(command, ability, as_json, email, *args, **options)
                if given is None:
                    sys.exit(1)
                print_answer(given.data, given.text, as_json=as_json)

        answer.ability = ability  # type: ignore[attr-defined]  # read by the test that walks all commands
        return answer

    return decorate


def allowing(
    ability: str,
) -> Callable[[Callable[[bool], None]], Callable[[bool, str | None], None]]:
    """The same for a command that runs on and prints by itself; Django starts only for `--by`."""

    def decorate(command: Callable[[bool], None]) -> Callable[[bool, str | None], None]:
        @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
        @click.option("--by", "email", metavar="EMAIL", help="Act as this person of the house.")
        @functools.wraps(command)
        def run(as_json: bool, email: str | None) -> None:
            if email:
                with _django_started(as_json=as_json), house_speech():
                    if _ask(lambda call: Answer({}), ability, as_json, email) is None:
                        sys.exit(1)
            command(as_json)

        run.ability = ability  # type: ignore[attr-defined]  # read by the test that walks all commands
        return run

    return decorate


def start_django() -> None:
    """Load settings and models; the only slow step, so only commands that need it take it.

    Raises BadSetting where a setting cannot be meant.
    """
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nahbar.site.settings")
    os.environ.setdefault("NAHBAR_LOG", "WARNING")  # who waits at a prompt sees answers, not logs
    django.setup()


def print_answer(data: Mapping[str, Any], text: object, *, as_json: bool) -> None:
    """The answer on standard output."""
    if as_json:
        print_line(_as_json(data))
    elif text:
        print_line(str(text))


def print_refusal(code: str, sentence: str, *, as_json: bool) -> None:
    """The refusal: for machines on standard output, for people on standard error."""
    if as_json:
        print_line(_as_json({"error": {"code": code, "message": sentence}}))
    else:
        click.echo(_printable(sentence, sys.stderr), err=True)


def print_line(line: str) -> None:
    """Write to standard output; where it takes nothing, say so and end with 1."""
    try:
        click.echo(_printable(line, sys.stdout))
    except OSError as error:
        # What is left in the buffer would be written again at the end, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            sentence = told(CANNOT_ANSWER).format(reason=error.strerror)
            click.echo(_printable(sentence, sys.stderr), err=True)
        sys.exit(1)


def _as_json(data: Mapping[str, Any]) -> str:
    line = json.dumps(data, ensure_ascii=False, default=_plain)
    if line == _printable(line, sys.stdout):
        return line
    return json.dumps(data, default=_plain)


def _printable(text: str, stream: TextIO | None) -> str:
    """The text with what the stream cannot write spelt out."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _ask(
    command: Callable[..., Answer],
    ability: str,
    as_json: bool,
    email: object,
    *args: Any,
    **options: Any,
) -> Answer | None:
    """The command's answer, or nothing when it was refused, which is told."""
    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.core.access import Ability, demand  # noqa: PLC0415
    from nahbar.site.database import prepare_database  # noqa: PLC0415

    try:
        prepare_database()
        call = Call(_who(email), clock.now(), as_json)
        demand(call.by, Ability(ability))
        return command(call, *args, **options)
    except Exception as error:
        refusal = as_refusal(error)
        if refusal is None:
            raise
        print_refusal(refusal.code, str(refusal), as_json=as_json)
    return None


def as_refusal(error: Exception) -> "Refused | None":
    """The refusal itself, or the one that tells what broke; None where it is a fault of ours."""
    from nahbar.core.breakdowns import refusal_of  # noqa: PLC0415
    from nahbar.core.refusals import Refused  # noqa: PLC0415

    if isinstance(error, click.ClickException):
        return None
    return error if isinstance(error, Refused) else refusal_of(error)


@contextmanager
def _django_started(*, as_json: bool) -> Iterator[None]:
    try:
        start_django()
    except BadSetting as refusal:
        print_refusal(refusal.code, str(refusal), as_json=as_json)
        sys.exit(1)
    yield


def _who(email: object) -> "By":
    from django.utils.translation import gettext_lazy as _  # noqa: PLC0415

    from nahbar.core.actors import THE_COMMAND_LINE  # noqa: PLC0415
    from nahbar.core.people import find_person  # noqa: PLC0415
    from nahbar.core.refusals import Refused  # noqa: PLC0415

    if not email:
        return THE_COMMAND_LINE
    person = find_person(str(email))
    if not person.is_active:
        raise Refused("person_inactive", _("This person no longer has access."))
    return person


def house_speech() -> AbstractContextManager[None]:
    """NAHBAR_LANGUAGE where it is set, else the firm's language."""
    from django.db import DatabaseError  # noqa: PLC0415

    from nahbar.core.language import speaking, speech_of  # noqa: PLC0415
    from nahbar.team.queries import speech_for, the_firm  # noqa: PLC0415

    try:
        firm = the_firm()
    except (DatabaseError, OSError):  # there is no table yet, or worse, which is told later
        firm = None
    told = os.environ.get("NAHBAR_LANGUAGE", "")
    if told and firm and told != firm.language:
        return speaking(speech_of(told, firm.country))
    return speaking(speech_for(None, firm))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
