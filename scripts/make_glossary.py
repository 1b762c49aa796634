"""Write docs/glossary.md from the engine's tables, so that both always agree."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from pathlib import Path

from binn_engine.bands import product_bands, value_bands
from binn_engine.forcing.files import FORCING_VARIABLES
from binn_engine.settings import PredictJob
from binn_engine.tables import COVARIATES, DEFAULT_DEPTHS_M, PARAMETERS, PROCESSES, PRODUCTS, SERIES
from ui.terms import TERMS

TARGET = Path(__file__).resolve().parents[1] / "docs" / "glossary.md"
QUANTILES = PredictJob.quantiles
WIDTH = 120


def wrapped(text: str, indent: str = "") -> str:
    """A paragraph in lines of at most ``WIDTH`` characters; all but the first are indented."""
    return textwrap.fill(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [list(header)]
    lines += [["-"] * len(lines[0]), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def parameters() -> str:
    """The table of the 21 parameters."""
    rows = (
        (
            f"`{row.name}`",
            row.symbol,
            row.unit,
            f"{row.default:g}",
            f"{row.lower:g} to {row.upper:g}",
            f"{row.proda_lower:g} to {row.proda_upper:g}",
            row.meaning,
        )
        for row in PARAMETERS
    )
    return table(("parameter", "symbol", "unit", "CLM5 default", "BINN's range", "PRODA's range", "meaning"), rows)


def processes() -> str:
    """The table of the six processes, with the parameters of each."""
    groups = {
        row.name: ", ".join(f"`{one.name}`" for one in PARAMETERS if one.group == row.name) or "from the forcing" for row in PROCESSES
    }
    rows = ((f"{row.label} (`{row.name}`)", row.symbol, row.unit, groups[row.name], row.meaning) for row in PROCESSES)
    return table(("process", "symbol", "unit", "its parameters", "meaning"), rows)


def forcing() -> str:
    """The table of the forcing's variables."""
    rows = ((f"`{name}`", unit, meaning[0].upper() + meaning[1:]) for name, (unit, meaning) in FORCING_VARIABLES.items())
    return table(("variable", "unit", "meaning"), rows)


def rasters() -> str:
    """The tables of the rasters and of the bands of SOC."""
    counts = {row.name: str(len(product_bands(row, DEFAULT_DEPTHS_M, QUANTILES)) or "one for each threshold") for row in PRODUCTS}
    products = table(("raster", "bands", "what it holds"), ((f"`{row.name}`", counts[row.name], row.meaning) for row in PRODUCTS))
    series = table(("raster", "what it holds"), ((f"`{row.name}`", row.meaning) for row in SERIES))
    bands = table(("band", "unit", "meaning"), ((band.name, band.unit, band.meaning) for band in value_bands("soc")))
    ages = table(("band", "unit", "meaning"), ((band.name, band.unit, band.meaning) for band in value_bands("ages")))
    projection = "The rasters of a projection, with bands by year (`committed`: by depth):"
    parts = (products, "The bands of `soc`:", bands, "The bands of `ages`:", ages, projection, series)
    return "\n\n".join(parts)


def covariates() -> str:
    """The table of well-known covariates."""
    rows = (
        (f"`{row.name}`", row.unit, f"{row.lower:g} to {row.upper:g}", f"{row.possible[0]:g} to {row.possible[1]:g}", row.meaning)
        for row in COVARIATES
    )
    return table(("covariate", "unit", "range", "possible", "meaning"), rows)


def glossary() -> str:
    """The whole text of docs/glossary.md."""
    parts = (
        "# Glossary",
        wrapped(
            "Made by `scripts/make_glossary.py` from `binn_engine/tables.py`, `binn_engine/forcing/files.py` and `ui/terms.py`; edit those."
        ),
        "## Terms",
        "\n".join(wrapped(f"- **{name}**: {meaning}", "  ") for name, meaning in TERMS),
        "## The six processes",
        processes(),
        "## The 21 parameters",
        "A unit of 1 means a pure number. The default is CLM5's own value, which may lie outside the ranges.",
        parameters(),
        "## The forcing",
        "Monthly; see [forcing](forcing.md) for where it comes from. The model does not read `CELLSAND`.",
        forcing(),
        "## The rasters",
        "Numbers of bands are those at the default depths and quantiles.",
        rasters(),
        "## Well-known covariates",
        wrapped(
            "The 58 covariates of the published BINN. Any others may be used instead. The range is that of the global half-degree grid, "
            "which the published networks use for scaling; compare it with your raster to see whether the unit is the same. Impossible "
            "values are treated as missing; if most values are impossible, the raster is refused. Soil covariates are those of SoilGrids "
            "2017, climate those of WorldClim."
        ),
        covariates(),
    )
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    TARGET.write_text(glossary(), encoding="utf-8")
    print(f"wrote {TARGET}")
