"""Logs as JSON lines that name things by id and code, never by what they say of a person."""

import json
import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

SAFE = frozenset(
    {"import_id", "run_id", "task", "worker", "code", "rows", "seconds", "status", "port"}
)


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, where, what, and the fields known to be safe.

    Arguments of foreign messages and texts of errors may quote a row or an address, so of those
    only the template and the class with its places in the code are written.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": str(record.msg),
        }
        line.update({name: record.__dict__[name] for name in SAFE & record.__dict__.keys()})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["at"] = places(record.exc_info[2])[-6:]
        return json.dumps(line, ensure_ascii=False, default=str)


def places(trace: TracebackType | None) -> list[str]:
    """Where in the code an error came by, outermost first: the end of the path, line and function."""
    return [
        f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]
