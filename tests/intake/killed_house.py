"""A process that imports, and dies where it is told to.

Run as a script it loads Django once and then forks for each order that comes as a line of JSON on
standard input: `home`, `database`, `goal` (a key of `GOALS`), `files`, and where to be killed: at
the `point`-th instant before or after a commit, or after `seconds`. It
answers with a line each: whether the fork was killed, its time, and what it found at its end.
"""

import hashlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROWS = 300
ANSWER = "answer.json"
Order = dict[str, Any]


def main() -> None:
    """Serve until standard input ends."""
    from nahbar.site.commands.answering import start_django  # noqa: PLC0415

    start_django()
    import nahbar.intake.command  # noqa: PLC0415
    import nahbar.site.urls  # noqa: F401, PLC0415  # with it, nearly everything is loaded

    for line in sys.stdin:
        sys.stdout.write(json.dumps(_run(json.loads(line))) + "\n")
        sys.stdout.flush()


def _run(order: Order) -> Order:
    answer = Path(order["home"]) / ANSWER
    answer.unlink(missing_ok=True)
    begun = time.monotonic()
    child = os.fork()
    if not child:
        _live(order, answer)
    status = _wait(child, begun + order["seconds"] if "seconds" in order else None)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    found = json.loads(answer.read_text()) if status == 0 else {}
    return {"killed": killed, "status": status, "took": time.monotonic() - begun, **found}


def _wait(child: int, deadline: float | None) -> int:
    while deadline is not None and time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.0005)
    if deadline is not None:
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _live(order: Order, answer: Path) -> None:
    """The child: everything that a process of the house would do, in the order's house."""
    code = 1
    try:
        with (answer.parent / "log").open("a") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        _enter(Path(order["home"]), order["database"])
        instants = _count_instants(order.get("point"))
        GOALS[order["goal"]](order)
        found = {"points": instants(), **_look()}
        answer.write_text(json.dumps(found))
        code = 0
    except BaseException:  # noqa: BLE001  # a fork must never run on as its parent
        import traceback  # noqa: PLC0415

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def _enter(home: Path, database: str) -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from nahbar.customers.operations import undo as customers  # noqa: PLC0415
    from nahbar.intake.operations import survey, undo  # noqa: PLC0415
    from nahbar.sales.operations import undo as sales  # noqa: PLC0415
    from nahbar.site.home import prepare_home  # noqa: PLC0415

    settings.NAHBAR_HOME = prepare_home(home)
    connection.settings_dict["NAME"] = database or str(home / "nahbar.sqlite3")
    survey.ROWS = sales.SLICE = customers.SLICE = undo.SLICE = ROWS


def _count_instants(deadly: int | None) -> Callable[[], int]:
    """Count the instants before and after each commit; die at the deadly one."""
    from django.db import connection  # noqa: PLC0415

    seen = 0

    def instant() -> None:
        nonlocal seen
        if seen == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1

    def between(act: Callable[..., Any]) -> Callable[..., Any]:
        def acting(*args: Any, **options: Any) -> Any:
            instant()
            result = act(*args, **options)
            instant()
            return result

        return acting

    def alone(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        writes = sql.startswith(("INSERT", "UPDATE", "DELETE"))
        commits = writes and not connection.in_atomic_block
        return (between(execute) if commits else execute)(sql, params, many, context)

    connection._commit = between(connection._commit)
    connection.execute_wrappers.append(alone)
    return lambda: seen


def _import(order: Order) -> None:
    from nahbar.site.command import main as nahbar  # noqa: PLC0415

    nahbar(["import", *order["files"], "--json"], standalone_mode=False)


def _confirm(order: Order) -> None:
    """A person says yes to what a dead command has left waiting."""
    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.core.actors import THE_COMMAND_LINE  # noqa: PLC0415
    from nahbar.intake.models import Import  # noqa: PLC0415
    from nahbar.intake.operations.confirm import confirm_import  # noqa: PLC0415
    from nahbar.intake.operations.work import work_off  # noqa: PLC0415

    work_off()
    for waiting in Import.objects.filter(state="proposed"):
        confirm_import(waiting, by=THE_COMMAND_LINE, at=clock.now())
    work_off()


def _propose(order: Order) -> None:
    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.core.actors import THE_COMMAND_LINE  # noqa: PLC0415
    from nahbar.intake.operations.start import start_import  # noqa: PLC0415
    from nahbar.intake.operations.work import work_off  # noqa: PLC0415

    with ExitStack() as opened:
        paths = map(Path, order["files"])
        arrivals = [(path.name, opened.enter_context(path.open("rb"))) for path in paths]
        start_import(arrivals, by=THE_COMMAND_LINE, at=clock.now())
    work_off()


def _store(order: Order) -> None:
    """The import by the command; where that has died, what remains is the worker's."""
    from nahbar.intake.models import Import  # noqa: PLC0415

    if Import.objects.count() < order.get("imports", 1):
        _import(order)
    _confirm(order)


def _undo(order: Order) -> None:
    """Take back the first import, or every one."""
    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.core.actors import THE_COMMAND_LINE  # noqa: PLC0415
    from nahbar.intake.models import Import  # noqa: PLC0415
    from nahbar.intake.operations.undo import ask_to_undo  # noqa: PLC0415
    from nahbar.intake.operations.work import work_off  # noqa: PLC0415

    work_off()
    for done in Import.objects.order_by("pk")[: None if order["goal"] == "empty" else 1]:
        if done.state == "done":
            ask_to_undo(done, by=THE_COMMAND_LINE, at=clock.now())
            work_off()


def _cancel(order: Order) -> None:
    """A person asks for the end when half of the rows are taken over."""
    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.core.actors import THE_COMMAND_LINE  # noqa: PLC0415
    from nahbar.intake.operations import store  # noqa: PLC0415
    from nahbar.intake.operations.cancel import cancel_import  # noqa: PLC0415

    real = store._take_chunk

    def take(import_run: Any, *others: Any) -> None:
        real(import_run, *others)
        import_run.refresh_from_db()
        if import_run.rows_read * 2 >= import_run.rows_total and not import_run.cancel_asked_at:
            cancel_import(import_run, by=THE_COMMAND_LINE, at=clock.now())

    store._take_chunk = take
    _confirm(order)


def _only_look(order: Order) -> None:
    """Nothing to do."""


GOALS: dict[str, Callable[[Order], None]] = {
    "propose": _propose,
    "store": _store,
    "undo": _undo,
    "empty": _undo,
    "cancel": _cancel,
    "look": _only_look,
}


def _look() -> dict[str, Any]:
    """What the house holds, without keys: for each table the number of rows and their digest."""
    from nahbar.customers import models as customers  # noqa: PLC0415
    from nahbar.intake.models import Import, RejectedRow  # noqa: PLC0415
    from nahbar.moments.models import Encounter  # noqa: PLC0415
    from nahbar.sales.models import Order as Ordered  # noqa: PLC0415
    from nahbar.sales.models import OrderLine, Product  # noqa: PLC0415

    orders = dict(Ordered.objects.values_list("pk", "number"))
    who = ("customer__name", "customer__sort_key")
    rows = {
        "customers": _rows(customers.Customer, "name", "sort_key", "kind", "since"),
        "numbers": _rows(customers.CustomerNumber, *who, "number", "valid_until"),
        "points": _rows(customers.ContactPoint, *who, "kind", "normal", "valid_until"),
        "addresses": _rows(customers.PostalAddress, *who, "street", "city", "valid_until"),
        "records": _rows(customers.SourceRecord, *who, "key", "fields", "superseded_at"),
        "orders": _rows(
            Ordered, "number", *who, "kind", "ordered_at", "amount", "cost", "line_count"
        ),
        "lines": _rows(
            OrderLine, "order__number", "product__name", "kind", "quantity", "unit_price", "amount"
        ),
        "products": _rows(Product, "sku", "name", "group"),
        "encounters": [
            (*row, orders[int(reference.partition(":")[2])])
            for *row, reference in _rows(
                Encounter, *who, "kind", "channel", "occurred_at", "reference"
            )
        ],
        "rejected": _rows(RejectedRow, "table__position", "row", "column", "code"),
    }
    left = sum(len(found) for name, found in rows.items() if name != "rejected")
    told = ("state", "rows_total", "rows_read", "rows_stored", "rows_unchanged", "rows_rejected",
            "customers_created", "customers_updated", "totals", "undo_result")  # fmt: skip
    return {
        "is_empty": not left,
        "holds": {name: [len(found), _digest(found)] for name, found in rows.items()},
        "astray": _astray(),
        "imports": list(Import.objects.order_by("pk").values(*told)),
    }


def _astray() -> list[str]:
    """What does not belong in the house after a sweep: files, drafts and uses of nothing."""
    from django.conf import settings  # noqa: PLC0415

    from nahbar.core.files import sweep  # noqa: PLC0415
    from nahbar.core.models import StoredFile  # noqa: PLC0415
    from nahbar.intake.models import ImportChunk, ImportFile  # noqa: PLC0415

    sweep()
    used = [*ImportFile.objects.values_list("stored__digest", flat=True)]
    used += ImportChunk.objects.values_list("stored__digest", flat=True)
    kept = {path.name for path in settings.NAHBAR_HOME.glob("files/*/*")}
    drafts = [path.name for path in settings.NAHBAR_HOME.glob("work/store-*")]
    counted = dict(StoredFile.objects.values_list("digest", "uses"))
    wrong = [digest for digest, uses in counted.items() if uses != used.count(digest)]
    return sorted([*drafts, *wrong, *(kept ^ set(counted))])


def _rows(model: Any, *names: str) -> list[tuple[Any, ...]]:
    """All rows; of the moments at which something ended, only whether it has."""
    ends = [name in {"valid_until", "superseded_at"} for name in names]
    return [
        tuple(cell is None if is_end else cell for cell, is_end in zip(row, ends, strict=True))
        for row in model.objects.values_list(*names)
    ]


def _digest(rows: Any) -> str:
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()[:16]


if __name__ == "__main__":
    main()
