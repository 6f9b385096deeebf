"""Every variable that nahbar reads stands in docs/settings.md, with its default, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

Codes = dict[str, dict[str, list[str]]]
READERS = {"get", "setdefault", "getenv", "flag", "number"}
ELSEWHERE = ("scripts", "tests", "bench", "Makefile", ".ci")


def is_environ(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "environ"


def is_reader(node: ast.Call) -> bool:
    match node.func:
        case ast.Name(id=name):
            return name in READERS - {"get"}
        case ast.Attribute(attr="getenv"):
            return True
        case ast.Attribute(value=owner, attr=name):
            return name in READERS and is_environ(owner)
    return False


def reads(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Name and literal default of each variable that a module reads."""
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }

    def text(node: ast.expr) -> str:
        known = constants.get(node.id) if isinstance(node, ast.Name) else None
        value = node.value if isinstance(node, ast.Constant) else known
        return "" if value is None else str(value)

    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and is_environ(node.value):
            yield text(node.slice), ""
        elif isinstance(node, ast.Call) and is_reader(node):
            given = [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "default")]
            yield text(node.args[0]), text(given[0]) if given else ""


def read_in_the_house(root: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in (root / "src/nahbar").rglob("*.py"):
        for name, default in reads(ast.parse(path.read_text(encoding="utf-8"))):
            if name:  # a helper that is told the name reads it where it is called
                found.setdefault(name, set()).add(default)
    return found


def test_reading_is_recognised_in_each_of_its_forms() -> None:
    module = ast.parse(
        "NAME = 'D'\nos.environ.get('A', 'x')\nos.environ['B']\nflag('C', default=False)\n"
        "os.environ.get(NAME)\nother.get('E')"
    )
    assert set(reads(module)) == {("A", "x"), ("B", ""), ("C", "False"), ("D", "")}


def test_every_variable_is_documented(root: Path, codes: Codes) -> None:
    read = read_in_the_house(root)
    assert {"NAHBAR_HOME", "DATABASE_URL", "PORT"} <= read.keys()
    assert read.keys() - codes["settings.md"].keys() == set()


def test_every_default_is_told(root: Path, codes: Codes) -> None:
    table = codes["settings.md"]
    wrong = {
        name: defaults
        for name, defaults in read_in_the_house(root).items()
        for default in defaults
        if default and f"`{default}`" not in table[name][1]
    }
    assert wrong == {}


def test_nothing_is_documented_that_nobody_reads(root: Path, codes: Codes) -> None:
    texts = [
        path.read_text(encoding="utf-8", errors="ignore")
        for place in ELSEWHERE
        for path in ([root / place] if (root / place).is_file() else (root / place).rglob("*"))
        if path.is_file() and path != Path(__file__)
    ]
    known = read_in_the_house(root).keys() | set(re.findall(r"\b[A-Z][A-Z_]+\b", "\n".join(texts)))
    assert codes["settings.md"].keys() - known == set()
