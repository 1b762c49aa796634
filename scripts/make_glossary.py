"""Write docs/glossary.md from the engine's tables, so that it can say nothing else than they do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from binn_engine.forcing.files import FORCING_VARIABLES
from binn_engine.settings import PredictJob
from binn_engine.tables import COVARIATES, DEFAULT_DEPTHS_M, PARAMETERS, PROCESSES, PRODUCTS, product_bands, value_bands

TARGET = Path(__file__).resolve().parents[1] / "docs" / "glossary.md"
QUANTILES = PredictJob.quantiles
TERMS = (
    ("BINN", "Biogeochemistry-Informed Neural Network: a neural network whose outputs are the parameters of a process model."),
    ("Calibration", "Scaling of a raw spread by errors that are known, so that intervals hold as many true values as they claim."),
    ("CLM5", "Community Land Model, version 5. BINN uses its model of soil carbon: seven pools in twenty layers, at steady state."),
    ("Covariate", "What is known about every place: climate, relief, soil, vegetation. Continuous (a number) or categorical (a class)."),
    ("Coverage", "Share of true or observed values within their predicted intervals."),
    ("Domain", "The covariates that a model was trained with, and what is near enough to them for it to hold."),
    ("Forcing", "What drives the soil, month by month: temperature, moisture, oxygen and nitrogen scalars, thaw depth, litter."),
    ("Layer", "A slice of soil. Of a profile: from a top to a bottom depth. Of CLM5: one of twenty, down to 8.6 m."),
    (
        "Monte Carlo dropout",
        "Prediction repeated with parts of the network left out at random; the spread shows how unsure the network is.",
    ),
    ("NSE", "Nash-Sutcliffe efficiency, 1 - SSE/SST: 1 is perfect, 0 is as good as the mean of the observations."),
    ("Prior", "The range within which a parameter may lie; BINN's and PRODA's differ."),
    ("Profile", "Soil layers observed at one place."),
    ("SOC", "Soil organic carbon: as a density (gC per m3 of soil) or, summed over depth, as a stock (kgC per m2 of land)."),
    ("Spatial block", "A square of land whose profiles are all held out together, so that a test has no neighbours in training."),
    ("Twin", "True parameters of our own making at the user's sites, and the SOC that would be observed if they were true."),
)


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [list(header)]
    lines += [["-"] * len(lines[0]), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def glossary() -> str:
    """The whole text of docs/glossary.md."""
    parameters = (
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
    groups = {
        row.name: ", ".join(f"`{one.name}`" for one in PARAMETERS if one.group == row.name) or "from the forcing" for row in PROCESSES
    }
    processes = ((f"{row.label} (`{row.name}`)", row.symbol, row.unit, groups[row.name], row.meaning) for row in PROCESSES)
    counts = {row.name: str(len(product_bands(row, DEFAULT_DEPTHS_M, QUANTILES)) or "one a threshold") for row in PRODUCTS}
    products = ((f"`{row.name}`", counts[row.name], row.meaning) for row in PRODUCTS)
    bands = ((band.name, band.unit, band.meaning) for band in value_bands("soc"))
    covariates = ((f"`{row.name}`", row.unit, f"{row.lower:g} to {row.upper:g}", row.meaning) for row in COVARIATES)
    forcing = ((f"`{name}`", unit, meaning[0].upper() + meaning[1:]) for name, (unit, meaning) in FORCING_VARIABLES.items())
    return (
        "\n\n".join(
            (
                "# Glossary",
                "Made by `scripts/make_glossary.py` from `binn_engine/tables.py` and `binn_engine/forcing/files.py`; edit those.",
                "## Terms",
                "\n".join(f"- **{name}**: {meaning}" for name, meaning in TERMS),
                "## The six processes",
                table(("process", "symbol", "unit", "its parameters", "meaning"), processes),
                "## The 21 parameters",
                "A unit of 1 means a pure number. The default is CLM5's own value, which may lie outside the ranges.",
                table(("parameter", "symbol", "unit", "CLM5 default", "BINN's range", "PRODA's range", "meaning"), parameters),
                "## The forcing",
                "Monthly; see [forcing](forcing.md) for where it comes from. The model does not read `CELLSAND`.",
                table(("variable", "unit", "meaning"), forcing),
                "## The rasters",
                "Numbers of bands are those at the default depths and quantiles.",
                table(("raster", "bands", "what it holds"), products),
                "The bands of `soc`:",
                table(("band", "unit", "meaning"), bands),
                "## Well-known covariates",
                "The 58 covariates of the published BINN. Any others may be used instead. The range is that of the global half-degree "
                "grid, by which the published networks are scaled; a raster in another unit shows by it. Soil covariates are those of "
                "SoilGrids 2017, climate those of WorldClim.",
                table(("covariate", "unit", "range", "meaning"), covariates),
            )
        )
        + "\n"
    )


if __name__ == "__main__":
    TARGET.write_text(glossary(), encoding="utf-8")
    print(f"wrote {TARGET}")
