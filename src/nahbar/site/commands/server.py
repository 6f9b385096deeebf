"""Commands that keep running: the server, and one more worker."""

import sys

import click

from nahbar.site.commands.answering import (
    Answer,
    Call,
    allowing,
    answering,
    print_answer,
    print_refusal,
)


@click.command()
@allowing("run_server")
def serve(as_json: bool) -> None:
    """Serve the pages and do the work behind them, until Ctrl-C."""
    from nahbar.site.serve import Supervisor  # noqa: PLC0415

    supervisor = Supervisor(
        tell_ready=lambda news: print_answer(news, news["text"], as_json=as_json),
        tell_refusal=lambda news: print_refusal(news["code"], news["message"], as_json=as_json),
    )
    sys.exit(supervisor.run())


@click.command()
@answering("run_server")
def worker(call: Call) -> Answer:
    """Run one more worker beside the server, until Ctrl-C."""
    from nahbar.core.worker import Worker  # noqa: PLC0415

    Worker().run()
    return Answer({})
