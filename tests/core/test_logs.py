"""Logs say where in the code something happened, so that files of one name can be told apart."""

import json
import logging
import sys
from pathlib import Path

from nahbar.core.logs import JsonLines


def test_an_error_names_its_file_with_the_rooms_it_lies_in() -> None:
    try:
        {}["Anna Berger"]
    except KeyError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "failed", (), sys.exc_info())
    line = json.loads(JsonLines().format(record))
    here = "/".join(Path(__file__).parts[-3:])
    assert line["at"][-1].startswith(f"{here}:")
    assert "Anna" not in json.dumps(line)
