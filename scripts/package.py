"""Make the plugin's zip: what QGIS needs and no more, text but for pictures, in a folder ``binn``, the same bytes each time."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTENTS = ("__init__.py", "metadata.txt", "plugin.py", "LICENSE", "README.md", "CHANGELOG.md", "binn_engine", "resources", "ui")
SUFFIXES = {".py", ".txt", ".md", ".svg", ".qml", ".qpt", ".html", ".json", ".csv", ".ts", ".model3", ".png", ""}
PICTURES = {".png": b"\x89PNG\r\n\x1a\n"}
LIMIT_BYTES = 5_000_000
REPOSITORY = "https://github.com/binn-qgis/binn"
WHEN = (2026, 1, 1, 0, 0, 0)  # of every file, so that the same contents are the same zip


def files() -> Iterator[Path]:
    """The files of the plugin, without what Python and editors leave."""
    for name in CONTENTS:
        path = ROOT / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one for one in found if one.is_file() and "__pycache__" not in one.parts and not one.name.startswith("."))


def problem(path: Path, content: bytes) -> str:
    """Why a file has no place in the zip, or an empty string."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return f"{path}: files called *{suffix} are not of the plugin"
    if suffix in PICTURES:
        return "" if content.startswith(PICTURES[suffix]) else f"{path}: is no picture"
    try:
        return f"{path}: holds binary data" if "\0" in content.decode("utf-8") else ""
    except UnicodeDecodeError:
        return f"{path}: is not UTF-8 text"


def with_links_to_the_web(text: str) -> str:
    """A page whose links to files that the zip lacks lead to the repository.

    >>> with_links_to_the_web("[Forcing](docs/forcing.md), [licence](LICENSE), [web](https://qgis.org), [below](#licence)")
    '[Forcing](https://github.com/binn-qgis/binn/blob/main/docs/forcing.md), [licence](LICENSE), [web](https://qgis.org), [below](#licence)'
    """

    def target(link: re.Match) -> str:
        path = link[1]
        inside = path.startswith(("#", "http")) or path.split("/")[0] in CONTENTS
        kind = "raw" if Path(path).suffix in PICTURES else "blob"
        return f"]({path})" if inside else f"]({REPOSITORY}/{kind}/main/{path})"

    return re.sub(r"\]\(([^)\s]+)\)", target, text)


def write(target: Path) -> int:
    """Write the zip and return its size in bytes; refuses what does not belong, and more than 5 MB."""
    contents = {path.relative_to(ROOT): path.read_bytes() for path in files()}
    for path in filter(lambda path: path.suffix == ".md" and len(path.parts) == 1, contents):
        contents[path] = with_links_to_the_web(contents[path].decode("utf-8")).encode("utf-8")
    problems = [found for path, content in contents.items() if (found := problem(path, content))]
    if problems:
        raise SystemExit("\n".join(problems))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in contents.items():
            entry = zipfile.ZipInfo(f"binn/{path.as_posix()}", WHEN)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    size = target.stat().st_size
    if size > LIMIT_BYTES:
        raise SystemExit(f"{target} has {size} bytes, more than {LIMIT_BYTES}")
    return size


if __name__ == "__main__":
    size = write(Path(sys.argv[1]))
    print(f"{len(list(files()))} files, {size / 1e6:.2f} MB")
