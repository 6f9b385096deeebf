"""The examples of the pages are run as they stand, and answer as they say."""

import json
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from nahbar.site.command import main

Run = Callable[..., subprocess.CompletedProcess[str]]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
SECONDS = re.compile(r"in [\d.,]+ seconds")
PLACE = re.compile(r"\b(?:IMPORT_ID|CUSTOMER_ID)\b")
PAGES = ("README.md", "docs/commands.md")
ORDERS, CUSTOMERS = "docs/examples/orders.csv", "docs/examples/customers.csv"


def told(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a page's console blocks with the answer below it."""
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, answer = part.partition("\n")
            yield command, answer


def plain(text: str) -> str:
    """Without what differs from run to run, and with one kind of blank."""
    text = PLACE.sub("…", UUID.sub("…", text)).replace("\xa0", " ")
    return SECONDS.sub("in … seconds", text).strip()


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_page_s_commands_answer_as_it_says(
    page: str, root: Path, nahbar: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    examples, last = list(told((root / page).read_text(encoding="utf-8"))), ""
    assert examples
    for command, answer in examples:
        program, *arguments = shlex.split(command.replace("IMPORT_ID", last))
        assert program == "nahbar"
        done = nahbar(*arguments)
        assert done.returncode == 0, done.stderr
        assert plain(done.stdout) == plain(answer), command
        if arguments[0] == "import" and not last:
            last = UUID.findall(done.stdout)[-1]


@pytest.fixture
def keys(root: Path) -> dict[str, set[str]]:
    """The keys of each command's answer, as docs/commands.md tells them."""
    text = (root / "docs/commands.md").read_text(encoding="utf-8")
    parts = (part.partition("\n") for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:])
    answers = {name: re.search(r"Answer[^:\n]*:([^;.\n]*)", body) for name, _, body in parts}
    cut = {name: re.split(r",? each with", found[1])[0] for name, found in answers.items() if found}
    return {name: set(re.findall(r"`(\w+)`", listed)) for name, listed in cut.items()}


@pytest.mark.django_db
def test_every_answer_has_the_keys_that_are_told(
    keys: dict[str, set[str]], root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)

    def ask(*arguments: str, stdin: str = "") -> dict[str, object]:
        done = CliRunner().invoke(main, [*arguments, "--json"], input=stdin)
        assert done.exit_code == 0, done.output
        return dict(json.loads(done.stdout))

    firm = ("--firm", "Lind", "--country", "AT", "--language", "de", "--email", "o@lind.example")
    said = {"init": ask("init", *firm, "--password-stdin", stdin="Lindenblüten im Mai\n")}
    said["people add"] = ask("people", "add", "mia@lind.example", "--name", "Mia")
    said["people role"] = ask("people", "role", "mia@lind.example", "reader")
    said["people list"] = ask("people", "list")
    said["sign-in-link"] = ask("sign-in-link", "mia@lind.example")
    said["import"] = ask("import", CUSTOMERS, ORDERS)
    said["refresh"] = ask("refresh", "--as-of", "2025-06-30")
    said["value"] = ask("value")
    said["find"] = ask("find", "berger")
    said["show"] = ask("show", "1001")
    said["export customers"] = ask("export", "customers", str(tmp_path / "all.csv"))
    said["undo"] = ask("undo", str(said["import"]["import_id"]))
    answered = {name: set(answer) for name, answer in said.items()}
    assert answered == {name: keys[name] for name in said}


def test_the_example_files_hold_what_the_page_says(root: Path) -> None:
    customers, orders = ((root / path).read_text(encoding="utf-8") for path in (CUSTOMERS, ORDERS))
    assert (customers.count("\n"), orders.count("\n")) == (1 + 13, 1 + 33)
    assert "31.02.2024" in orders
