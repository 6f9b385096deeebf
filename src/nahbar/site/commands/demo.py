"""The command that makes the demo firm."""

import time

import click

from nahbar.site.commands.answering import Answer, Call, answering


@click.command()
@answering("set_up_house")
def demo(call: Call) -> Answer:
    """Make the demo firm, in a house that knows nobody yet."""
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core import formats  # noqa: PLC0415
    from nahbar.demo.models import Demo  # noqa: PLC0415
    from nahbar.demo.operations.open_demo import open_demo  # noqa: PLC0415
    from nahbar.demo.words import STEPS  # noqa: PLC0415

    begun = time.monotonic()
    counts = open_demo(
        by=call.by, at=call.at, tell=lambda demo: call.progress(STEPS[Demo.Step(demo.step)])
    )
    seconds = round(time.monotonic() - begun, 3)
    told = {
        "customers": formats.number(counts.customers),
        "orders": formats.number(counts.orders),
        "encounters": formats.number(counts.encounters),
    }
    sentence = _(
        "The demo firm is there: %(customers)s customers, %(orders)s orders, %(encounters)s moments."
    )
    return Answer({**vars(counts), "seconds": seconds}, sentence % told)
