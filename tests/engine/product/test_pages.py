"""The pages of the documentation: links lead somewhere, and lines are short enough to be read in any editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from binn_engine.settings import JOBS
from tests.engine.commands import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LONGEST = 120
# [text](target) and ![text](target "title"), and [name]: target.
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)


@pytest.mark.parametrize("kind", JOBS)
def test_the_page_of_the_command_line_shows_every_kind_of_job(kind: str) -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    _, _, listed = page.partition("The kinds are the commands:")
    assert f"`{kind}`" in listed.split("\n\n")[0], "docs/command-line.md: add the kind to those of a job file"
    assert re.search(rf"python -m binn_engine {kind.replace('_', '[-_]')} ", page), "docs/command-line.md: show a command of the kind"


def prose(text: str) -> Iterator[tuple[int, str]]:
    """The numbered lines of a page outside code; code is fenced, or set in by four spaces after an empty line."""
    fenced = code = False
    before = ""
    for number, line in enumerate(text.splitlines(), 1):
        fence = line.lstrip().startswith("```")
        fenced ^= fence
        code = line.startswith("    ") and (code or not before.strip())
        if not (fenced or fence or code):
            yield number, line
        before = line


def anchors(text: str) -> set[str]:
    """What links to places in a page may name: its headings as code hosts write them, and ids of its own."""
    found: set[str] = set()
    for _, line in prose(text):
        if heading := re.match(r"#{1,6}\s+(.*?)\s*#*$", line):
            plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).lower()
            name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
            # A second heading of the same words gets a number.
            found.add(name if name not in found else next(f"{name}-{n}" for n in range(1, 99) if f"{name}-{n}" not in found))
        found |= set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", line))
    return found


def dead_links(page: Path) -> list[str]:
    """The relative links of a page that lead to no file, or to no heading of one."""
    found = []
    text = page.read_text(encoding="utf-8")
    for pair in LINK.findall("\n".join(line for _, line in prose(text))):
        target = pair[0] or pair[1]
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        if not file.exists() or (anchor and anchor not in anchors(file.read_text(encoding="utf-8"))):
            found.append(target)
    return found


def long_lines(text: str) -> list[int]:
    """Lines outside tables and code that are too long, and that have a space at which they could be broken."""
    rows = [(number, line) for number, line in prose(text) if len(line) > LONGEST and not line.lstrip().startswith("|")]
    return [number for number, line in rows if " " in re.sub(r"^\s*([-*>]|\d+\.)\s+", "", line)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    assert not dead_links(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_lines_have_at_most_120_characters(page: Path) -> None:
    assert not long_lines(page.read_text(encoding="utf-8"))


def test_the_pages_have_links() -> None:
    assert sum(len(LINK.findall(page.read_text(encoding="utf-8"))) for page in PAGES) > 60


@pytest.mark.parametrize(
    ("link", "dead"),
    [
        ("[a](b.md)", False),
        ("[a](b.md#two-words)", False),
        ("[a](b.md#two-words-1)", False),
        ("[a](#one)", False),
        ("[a](https://example.org/none)", False),
        ("    [a](none.md)", False),
        ("[a](none.md)", True),
        ("![a](none.png)", True),
        ("[a](b.md#three-words)", True),
        ("[a](#two-words)", True),
        ("[a]: none.md", True),
    ],
)
def test_a_dead_link_is_seen(tmp_path: Path, link: str, dead: bool) -> None:
    (tmp_path / "a.md").write_text(f"# One\n\n{link}\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("# Two words\n\n## Two `words`\n\n    # Three words\n", encoding="utf-8")
    assert bool(dead_links(tmp_path / "a.md")) == dead


def test_a_long_line_is_seen() -> None:
    long = "word " * 30
    assert long_lines(f"# Head\n\n{long}\n- {long}\n") == [3, 4]
    assert not long_lines(f"| {long} |\n\n    {long}\n\n```\n{long}\n```\n\n- {'x' * 200}\n")
