"""Every text that asks for a translation, found in Python, Jinja2 and Django templates."""

import ast
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from catalogues import ROOT, SOURCES, empty_catalogue
from django.utils.translation.template import templatize

KEYWORDS: Mapping[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators:",)
COMMANDS = {path.stem for path in (SOURCES / "site/commands").glob("*.py")}
JINJA_OPTIONS = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}


def all_messages() -> Catalog:
    """A catalogue of every text, untranslated, with the files it stands in."""
    catalogue = empty_catalogue()
    for path in sorted(SOURCES.rglob("*")):
        if not path.is_file():
            continue
        for line, message, comments, context in messages_in(path):
            place = [(str(path.relative_to(ROOT)), line)]
            catalogue.add(message, None, place, auto_comments=comments, context=context)
    return catalogue


def messages_in(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """Line, text (singular and plural as a pair), comments and context of each text in a file."""
    parts = path.relative_to(SOURCES).parts
    if path.suffix == ".py":
        if parts[0] == "site" and path.stem in {"command", *COMMANDS}:
            yield from help_in(path)
        method, text, options = "python", path.read_bytes(), {}
    elif "jinja2" in parts:
        method, text, options = "jinja2.ext:babel_extract", path.read_bytes(), JINJA_OPTIONS
    elif "templates" in parts:
        # Django turns a template into code for gettext; its blanks are no indentation to Python.
        lines = templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines()
        method, text = "python", "\n".join(line.lstrip() for line in lines).encode()
        options = {}
    else:
        return
    yield from extract(
        method, BytesIO(text), KEYWORDS, COMMENT_TAGS, options, strip_comment_tags=True
    )


def help_in(path: Path) -> Iterator[tuple[int, str, list[str], None]]:
    """What `--help` shows: the docstrings of commands, and the `help` of their options."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
            if text := ast.get_docstring(node):
                yield node.lineno, " ".join(text.split()), [], None
        elif isinstance(node, ast.keyword) and node.arg == "help":
            said = getattr(node.value, "value", None)
            if isinstance(said, str):
                yield node.value.lineno, said, [], None


def _makes_command(decorator: ast.expr) -> bool:
    """`@click.command()`, `@click.group(…)`, `@people.command("add")`."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in {"command", "group"}
