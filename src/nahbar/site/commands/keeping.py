"""Commands that keep the house whole: backup, restore, verify, move, doctor."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nahbar.site.commands.answering import Answer, Call, answering

if TYPE_CHECKING:
    from nahbar.site.keeping.health.problem import Problem

PARTS = ("version", "disk", "permissions", "clock", "queue", "index", "mail", "backups", "integrity", "files")  # fmt: skip
_there = click.Path(exists=True, dir_okay=False)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--passphrase-stdin", is_flag=True, help="Lock it; read the passphrase there.")
@click.option("--passphrase-file", type=_there, help="Lock it; the passphrase is its first line.")
@answering("run_server")
def backup(call: Call, *, file: str, passphrase_stdin: bool, passphrase_file: str | None) -> Answer:
    """Write everything into one file, while people work."""
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core import formats  # noqa: PLC0415
    from nahbar.site.keeping.backup import make_backup  # noqa: PLC0415
    from nahbar.site.keeping.log import Kind, noted  # noqa: PLC0415
    from nahbar.site.keeping.passphrase import given_passphrase, refuse_short  # noqa: PLC0415

    passphrase = given_passphrase(passphrase_file, from_stdin=passphrase_stdin)
    refuse_short(passphrase)
    path = Path(file).resolve()
    with noted(Kind.BACKUP, path.name, by=call.by, at=call.at, was_asked=True) as told:
        made = make_backup(path, passphrase=passphrase, by=call.by, at=call.at)
        told.tell(
            size=made.size, counts=made.counts, is_locked=made.is_locked, problems=made.problems
        )
    for problem in made.problems:
        call.tell(problem["message"])
    told_size = {
        "file": path,
        "size": formats.number(round(made.size / 1e6, 1)),
        "seconds": made.seconds,
    }
    lines = [_("Backed up into %(file)s: %(size)s MB in %(seconds)s seconds.") % told_size]
    if not made.is_locked:
        lines.append(
            _(
                "Without a passphrase the keys are not inside. Keep the folder keys apart from it, in a safe place."
            )
        )
    data = {"file": path, "size": made.size, "locked": made.is_locked, "counts": made.counts,
            "checksums": made.checksums, "files": made.files, "problems": made.problems,
            "seconds": made.seconds}  # fmt: skip
    return Answer(data, "\n".join(lines))


@click.command()
@click.argument("file", type=_there)
@click.option("--replace", is_flag=True, help="Put aside what is in the house now.")
@click.option("--other-firm", is_flag=True, help="Even if the backup is of another firm.")
@click.option("--key", type=_there, help="The key of kept files, where it is not in the backup.")
@click.option("--passphrase-stdin", is_flag=True, help="Read the passphrase there.")
@click.option("--passphrase-file", type=_there, help="The passphrase is its first line.")
@answering("run_server", prepared=False)
def restore(
    call: Call,
    *,
    file: str,
    replace: bool,
    other_firm: bool,
    key: str | None,
    passphrase_stdin: bool,
    passphrase_file: str | None,
) -> Answer:
    """Bring back the house of a backup."""
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.site.keeping.kept_files import missing_files  # noqa: PLC0415
    from nahbar.site.keeping.passphrase import given_passphrase  # noqa: PLC0415
    from nahbar.site.keeping.restore import Wish  # noqa: PLC0415
    from nahbar.site.keeping.restore import restore as restore_backup  # noqa: PLC0415

    passphrase = given_passphrase(passphrase_file, from_stdin=passphrase_stdin)
    wish = Wish(Path(file), passphrase, replace, other_firm, Path(key) if key else None)
    done = restore_backup(wish, by=call.by, at=call.at)
    lines = [
        _("Restored: the house as of %(at)s, compared row by row.") % {"at": done.manifest.made_at}
    ]
    if done.aside is not None:
        lines.append(_("What was here before lies in %(folder)s.") % {"folder": done.aside})
    if done.mails_held:
        lines.append(
            _(
                "Mails that waited then (%(count)d) may have gone out since: decide under Outgoing mail."
            )
            % {"count": done.mails_held}
        )
    if done.erased_again:
        lines.append(
            _("Erased again, as they were since: %(count)d.") % {"count": done.erased_again}
        )
    problems = missing_files(done.taken.missing)
    lines += [problem["message"] for problem in problems]
    data = {"made_at": done.manifest.made_at, "version": done.manifest.version,
            "firm": done.manifest.firm, "counts": done.taken.counts,
            "checksums": done.taken.checksums, "files": done.taken.files, "problems": problems,
            "aside": done.aside, "erased_again": done.erased_again, "mails_held": done.mails_held,
            "seconds": done.seconds}  # fmt: skip
    return Answer(data, "\n".join(lines))


@click.command()
@click.argument("file", type=_there)
@click.option("--passphrase-stdin", is_flag=True, help="Read the passphrase there.")
@click.option("--passphrase-file", type=_there, help="The passphrase is its first line.")
@answering("run_server", prepared=False)
def verify(call: Call, *, file: str, passphrase_stdin: bool, passphrase_file: str | None) -> Answer:
    """Restore a backup on trial, in a place of its own, and compare."""
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core import formats  # noqa: PLC0415
    from nahbar.site.keeping.passphrase import given_passphrase  # noqa: PLC0415
    from nahbar.site.keeping.verify import verify as verify_backup  # noqa: PLC0415

    passphrase = given_passphrase(passphrase_file, from_stdin=passphrase_stdin)
    found = verify_backup(Path(file), passphrase=passphrase, by=call.by, at=call.at)
    told = {"rows": formats.number(sum(found.counts.values())), "seconds": found.seconds}
    lines = [
        _("Restored on trial and compared: %(rows)s rows, no difference, in %(seconds)s seconds.")
        % told
    ]
    lines += [problem["message"] for problem in found.problems]
    data = {
        "counts": found.counts,
        "checksums": found.checksums,
        "problems": found.problems,
        "seconds": found.seconds,
    }
    return Answer(data, "\n".join(lines), exit_code=int(bool(found.problems)))


@click.command()
@click.option("--to", required=True, metavar="DATABASE_URL", help="postgresql://… or sqlite.")
@answering("run_server")
def move(call: Call, *, to: str) -> Answer:
    """Move to the other kind of database; nahbar must be stopped."""
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core import formats  # noqa: PLC0415
    from nahbar.site.keeping.move import SQLITE  # noqa: PLC0415
    from nahbar.site.keeping.move import move as move_house  # noqa: PLC0415

    done = move_house(to, by=call.by, at=call.at)
    told = {"rows": formats.number(sum(done.counts.values())), "seconds": done.seconds}
    lines = [_("Moved and compared: %(rows)s rows in %(seconds)s seconds.") % told]
    lines.append(
        _("From now on start nahbar without DATABASE_URL. The old database is as it was.")
        if to == SQLITE
        else _(
            "From now on start nahbar with DATABASE_URL set to this address. The old database is as it was."
        )
    )
    data = {
        "counts": done.counts,
        "checksums": done.checksums,
        "problems": [],
        "seconds": done.seconds,
    }
    return Answer(data, "\n".join(lines))


@click.command()
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="Look at this part alone.")
@answering("run_server", prepared=False)
def doctor(call: Call, *, only: tuple[str, ...]) -> Answer:
    """Look at every part of the house and say what to do."""
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.site.keeping.health.diagnosis import diagnose  # noqa: PLC0415

    found = diagnose(only)
    lines = [_told(problem) for problem in found.problems] or [_("Everything is well.")]
    data: dict[str, Any] = {
        "versions": found.versions,
        "counts": found.counts,
        "checksums": {},
        "problems": [problem.as_data() for problem in found.problems],
    }
    return Answer(data, "\n".join(lines), exit_code=int(bool(found.problems)))


def _told(problem: "Problem") -> str:
    return f"{'!' if problem.is_grave else '-'} {problem.sentence}\n  {problem.remedy}"
