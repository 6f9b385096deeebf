"""A process that waits for its sign and then tries to book; several of them want the same time.

`python -m …racing prepare` makes a house with Jonas and prints his booking token. `… race TOKEN`
says "ready"; then each line is a time that it books, and it prints what became of that.
"""

import sys
from datetime import datetime, time


def main() -> None:
    """Do as told by the arguments."""
    from nahbar.site.commands.answering import start_django  # noqa: PLC0415

    start_django()
    if sys.argv[1] == "prepare":
        prepare()
    else:
        race(sys.argv[2])


def prepare() -> None:
    """Jonas is there at all hours of all days."""
    from nahbar.agenda.operations.calendar_links import open_link  # noqa: PLC0415
    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.core.models import User  # noqa: PLC0415
    from nahbar.team.models import Firm  # noqa: PLC0415
    from nahbar.team.operations.hours import Shift, set_hours  # noqa: PLC0415

    now = clock.now()
    Firm.objects.create(pk=1, name="Lind", country="AT", language="en", created_at=now)
    jonas = User.objects.create(
        email="jonas@lind.example", name="Jonas", role="staff", password="!"
    )
    set_hours(jonas, [Shift(day, time(0), time(23, 59)) for day in range(1, 8)], by=jonas, at=now)
    print(open_link(jonas, "booking", by=jonas, at=now))


def race(token: str) -> None:
    """One guest."""
    from nahbar.agenda.operations.booking import Request, book  # noqa: PLC0415
    from nahbar.agenda.operations.calendar_links import find_link  # noqa: PLC0415
    from nahbar.agenda.tokens import new_token  # noqa: PLC0415
    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.core.refusals import Refused  # noqa: PLC0415

    link = find_link(token, "booking")
    assert link is not None
    print("ready", flush=True)
    for line in sys.stdin:
        starts_at = datetime.fromisoformat(line.strip())
        try:
            asked = Request(starts_at, new_token(), "Clara", "0664 1234567")
            book(link, asked, page="", at=clock.now())
            print("booked", flush=True)
        except Refused as refusal:
            print(refusal.code, flush=True)


if __name__ == "__main__":
    main()
