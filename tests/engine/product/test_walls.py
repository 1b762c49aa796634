"""The walls of the house: what each room may import, read from the source."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from binn_engine.settings import JOBS
from tests.engine.commands import ROOT

HEAVY = {
    "torch",
    "rasterio",
    "geopandas",
    "pyogrio",
    "pandas",
    "xarray",
    "netCDF4",
    "safetensors",
    "sklearn",
    "scipy",
    "numba",
    "arviz_stats",
    "exactextract",
    "shapely",
    "matplotlib",
    "dask",
    "distributed",
}
QGIS = {"qgis", "PyQt5", "PyQt6", "processing", "osgeo"}
SEAM = ("errors", "cells", "bands", "land", "limits", "tables", "paths", "json_text", "settings", "protocol", "times")
# Modules of rooms that belong to the seam as well: how fields of profiles are recognised, what layers that were copied are called.
SEAM_MODULES = (
    ("profiles", "fields"),
    ("profiles", "tables", "layouts"),
    ("profiles", "tables", "units"),
    ("profiles", "tables", "depth_columns"),
    ("running", "callbacks"),
    ("running", "layer_copies"),
)
PLUGIN = ("ui", "plugin", "__init__")
# The engine's floors, each importing only those before it (docs/architecture.md has them in words).
FLOORS = (
    SEAM,
    ("files",),
    ("running",),
    ("clm5", "soil_climate"),
    ("resampling",),
    ("profiles",),
    ("covariates", "forcing", "radiocarbon"),
    ("model",),
    ("scoring",),
    ("learning",),
    ("prediction",),
    ("experiments", "proda"),
    ("maps", "zones"),
    ("comparison", "example"),
    ("reports",),
    ("jobs", "selfcheck"),
    ("cli", "__init__", "__main__"),
)
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}


def sources(*names: str) -> list[Path]:
    """The Python files of rooms, a room being a folder or a module at the root."""
    return [path for name in names for path in (sorted((ROOT / name).rglob("*.py")) if (ROOT / name).is_dir() else [ROOT / f"{name}.py"])]


def imported(source: str, package: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every module that a source in ``package`` imports, wherever in it, as parts; relative ones from the root."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [tuple(alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            base += tuple(node.module.split(".")) if node.module else ()
            found += [(*base, alias.name) for alias in node.names]
    return found


def through_engine_wall(source: str, package: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Imports that the engine must not have: QGIS, Qt, or the plugin."""
    return [target for target in imported(source, package) if target[0] in QGIS | {"ui", "plugin"}]


def through_plugin_wall(source: str, package: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Imports that the plugin must not have: heavy libraries, or any of the engine but the seam."""
    targets = imported(source, package)
    return [row for row in targets if row[0] in HEAVY or (row[0] == "binn_engine" and not in_the_seam(row))]


def in_the_seam(target: tuple[str, ...]) -> bool:
    """Whether a module of the engine is one that both sides read."""
    return target[1:2] in {(name,) for name in SEAM} or any(target[1 : 1 + len(parts)] == parts for parts in SEAM_MODULES)


def upstairs(source: str, package: tuple[str, ...], room: str) -> list[tuple[str, ...]]:
    """Imports by a source in the engine's ``room`` from floors above its own."""
    targets = [row for row in imported(source, package) if row[0] == "binn_engine" and len(row) > 1]
    return [row for row in targets if LEVEL.get(row[1], -1) > LEVEL[room]]


def package_of(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).parts[:-1]


def test_the_engine_imports_neither_qgis_nor_the_plugin() -> None:
    found = {
        path.relative_to(ROOT): through_engine_wall(path.read_text(encoding="utf-8"), package_of(path)) for path in sources("binn_engine")
    }
    assert len(found) > 10
    assert not {name: targets for name, targets in found.items() if targets}


def test_the_plugin_imports_no_heavy_library_and_only_the_seam_of_the_engine() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in sources(*PLUGIN)}
    found = {path.relative_to(ROOT): through_plugin_wall(text, package_of(path)) for path, text in texts.items()}
    assert len(found) > 5
    assert not {name: targets for name, targets in found.items() if targets}


@pytest.mark.parametrize("path", sources("binn_engine"), ids=lambda path: "/".join(path.relative_to(ROOT).parts[1:]))
def test_no_floor_of_the_engine_imports_one_above_it(path: Path) -> None:
    room = path.relative_to(ROOT).with_suffix("").parts[1]
    assert room in LEVEL, f"{room} has no floor: name it in FLOORS and in docs/architecture.md"
    assert not upstairs(path.read_text(encoding="utf-8"), package_of(path), room)


def modules() -> dict[str, Path]:
    """Every module of both packages, by its dotted name."""
    named = {path.relative_to(ROOT).with_suffix("").parts: path for path in sources("binn_engine", "ui")}
    return {".".join(parts[:-1] if parts[-1] == "__init__" else parts): path for parts, path in named.items()}


def imports_of(name: str, path: Path, known: dict[str, Path]) -> set[str]:
    """Modules of ours that a module imports, also within functions; a package counts only where something of its own is taken."""
    rows = {".".join(row) for row in imported(path.read_text(encoding="utf-8"), package_of(path))}
    return {row if row in known else row.rpartition(".")[0] for row in rows} & set(known) - {name}


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Groups of names that reach one another: what is left when names that lead nowhere, or that nothing leads to, are taken away."""
    left = {name: set(targets) for name, targets in graph.items()}
    while True:
        reached = set().union(*left.values()) if left else set()
        ends = {name for name, targets in left.items() if not targets & set(left) or name not in reached}
        if not ends:
            return [sorted(left)] if left else []
        left = {name: targets - ends for name, targets in left.items() if name not in ends}


def rooms_of(graph: dict[str, set[str]], depth: int) -> dict[str, set[str]]:
    """The same graph between folders and single modules: at depth 2 of the two packages, at depth 3 of each of their folders."""
    found: dict[str, set[str]] = {}
    for name, targets in graph.items():
        room = ".".join(name.split(".")[:depth])
        found.setdefault(room, set()).update({".".join(target.split(".")[:depth]) for target in targets} - {room})
    return found


def test_no_module_and_no_room_imports_itself_by_way_of_others() -> None:
    known = modules()
    graph = {name: imports_of(name, path, known) for name, path in known.items()}
    assert len(graph) > 300
    assert not circles(graph)
    within = {name: targets for name, targets in graph.items() if "." in name}
    assert not circles(rooms_of(within, 2))
    assert not circles(rooms_of(within, 3))


def test_a_folder_that_needs_a_module_beside_it_which_needs_the_folder_is_seen() -> None:
    graph = {"p.room.folder.a": {"p.room.beside"}, "p.room.beside": {"p.room.folder.b"}, "p.room.folder.b": set()}
    assert not circles(graph)
    assert not circles(rooms_of(graph, 2))
    assert circles(rooms_of(graph, 3)) == [["p.room.beside", "p.room.folder"]]


def test_a_circle_is_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set()}) == [["a", "b", "c"]]
    assert not circles({"a": {"b"}, "b": {"c"}, "c": set()})


def gives_a_reason(comment: str) -> bool:
    """Whether a comment has three words or more beside what it tells the tools: ``noqa``, ``type: ignore``, ``nosec`` and the like."""
    words = re.sub(r"(noqa|type: ?ignore|nosec|isort|pragma|fmt|pylint|mypy)\b(: ?[\w-]+(, ?[\w-]+)*|\[[^\]]*\])?", "", comment)
    return len(re.findall(r"[A-Za-z][\w.'-]+|\ba\b", words)) >= 3


def unexplained(source: str) -> list[int]:
    """Lines of imports inside functions without a comment, beside them or above their group, that says why they are not at the top."""
    lines, found = source.splitlines(), set()
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    for node in (inner for function in functions for inner in ast.walk(function)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            first = node.lineno - 1
            while lines[first - 1].strip() == "" or lines[first - 1].lstrip().startswith(("import ", "from ")):
                first -= 1
            # A reason may take several lines.
            above = ""
            while lines[first - 1].lstrip().startswith("#"):
                above = f"{lines[first - 1].strip()} {above}"
                first -= 1
            if not gives_a_reason(above) and not gives_a_reason(lines[node.lineno - 1].partition("#")[2]):
                found.add(node.lineno)
    return sorted(found)


def test_an_import_inside_a_function_says_what_it_saves() -> None:
    paths = sources("binn_engine", *PLUGIN)
    assert len(paths) > 300
    found = {str(path.relative_to(ROOT)): unexplained(path.read_text(encoding="utf-8")) for path in paths}
    assert not {name: lines for name, lines in found.items() if lines}


def test_an_import_without_a_reason_is_seen() -> None:
    assert unexplained("def f():\n    import torch\n") == [2]
    assert unexplained("def f():\n    x = 1  # one\n\n    import torch  # noqa: F401\n") == [4]
    for comment in ("# noqa: PLC0415", "# x", "# optional", "# noqa: F401, E402", "# type: ignore[import-untyped]", "# noqa: F401 slow"):
        assert unexplained(f"def f():\n    import torch  {comment}\n") == [2]
        assert unexplained(f"def f():\n    {comment}\n    import torch\n") == [3]
    assert not unexplained("import torch\n\n\ndef f():\n    import dask  # noqa: PLC0415 (dask is optional)\n")
    assert not unexplained(
        "def f():\n    # Dask is optional.\n    import dask\n    import distributed\n\n    from distributed import Client\n"
    )


def test_no_kind_of_job_reaches_into_another() -> None:
    """But predict_tiles, which is predict, tile by tile; what kinds share has a room of its own. The runner loads a kind by its name."""
    kinds = {path.stem for path in sources("binn_engine/jobs")} - {"__init__", "runner"}
    found = {
        (path.stem, row[2])
        for path in sources("binn_engine/jobs")
        for row in imported(path.read_text(encoding="utf-8"), package_of(path))
        if row[:2] == ("binn_engine", "jobs") and len(row) > 2
    }
    assert found == {("predict_tiles", "predict")}
    assert kinds == set(JOBS)


def test_the_page_on_the_architecture_names_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    seam = text[text.index("The seam is plain") : text.index("## How data flows")]
    assert [name for name in SEAM if f"`{name}`" not in seam and f"`{name}/`" not in seam] == []
    floors = text[text.index("## The engine's floors") : text.index("## The rooms of the plugin")]
    rooms = [name for names in FLOORS for name in names if not name.startswith("__")]
    assert [name for name in rooms if f"`{name}`" not in floors and f"`{name}/`" not in floors] == []
    plugin = text[text.index("## The rooms of the plugin") : text.index("## The CLM5 layer")]
    folders = [path.name for path in (ROOT / "ui").iterdir() if (path / "__init__.py").exists()]
    assert len(folders) >= 8
    assert [name for name in folders if f"`{name}/`" not in plugin] == []


def test_an_import_from_a_floor_above_is_seen() -> None:
    assert upstairs("from ..learning.fit import x", ("binn_engine", "model"), "model")
    assert not upstairs("from ..model.binn import x", ("binn_engine", "learning"), "learning")


def seam_files() -> list[Path]:
    """The files of the seam; settings are a folder."""
    base = ROOT / "binn_engine"
    rooms = [path for name in SEAM for path in (sorted((base / name).glob("*.py")) or [base / f"{name}.py"])]
    return rooms + [base.joinpath(*parts).with_suffix(".py") for parts in SEAM_MODULES]


@pytest.mark.parametrize("path", seam_files(), ids=lambda path: path.name)
def test_the_seam_needs_nothing_but_the_standard_library(path: Path) -> None:
    targets = imported(path.read_text(encoding="utf-8"), package_of(path))
    foreign = [row for row in targets if row[0] not in sys.stdlib_module_names and not (row[0] == "binn_engine" and in_the_seam(row))]
    assert not foreign


@pytest.mark.parametrize("path", [*sources(*PLUGIN), *seam_files(), ROOT / "binn_engine" / "__init__.py"], ids=lambda path: path.name)
def test_what_qgis_runs_is_written_for_python_3_9(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))


@pytest.mark.parametrize(
    "source",
    [
        "import torch.nn",
        "def late():\n    import rasterio",
        "from ..binn_engine.learning.training import x",
        "from .. import binn_engine",
        "from binn_engine import scores",
    ],
)
def test_an_import_through_the_plugin_wall_is_seen(source: str) -> None:
    assert through_plugin_wall(source, ("ui",))


@pytest.mark.parametrize(
    "source", ["from qgis.core import QgsProject", "import osgeo.gdal", "from ..ui import styles", "from .. import plugin"]
)
def test_an_import_through_the_engine_wall_is_seen(source: str) -> None:
    assert through_engine_wall(source, ("binn_engine",))


def test_the_seam_itself_is_open() -> None:
    assert not through_plugin_wall("from ...binn_engine.tables import PARAMETERS\nfrom ...binn_engine import errors", ("ui", "algorithms"))


def test_what_tests_share_is_in_modules_of_its_own() -> None:
    files = [path for folder in ("tests", "scripts") for path in sorted((ROOT / folder).rglob("*.py"))]
    assert len(files) > 200
    found = {
        path.relative_to(ROOT).as_posix(): target
        for path in files
        for target in imported(path.read_text(encoding="utf-8"), package_of(path))
        if any(part.startswith("test_") for part in target)
    }
    assert not found, "move what is imported from these test modules to a module beside them"
