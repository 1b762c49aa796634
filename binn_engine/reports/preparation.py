"""From prepared profiles to their report."""

from __future__ import annotations

from pathlib import Path

from ..profiles.pedotransfer import BY_NAME
from ..profiles.preparation import Prepared
from ..running.context import Run
from ..settings import PrepareProfilesJob
from . import pages
from .data_parts import quality_parts
from .figures import drawing
from .frame import Head, facts_of, write_report


def write_preparation_report(path: Path, run: Run[PrepareProfilesJob], prepared: Prepared) -> None:
    """Write the HTML report."""
    summary, layers = prepared.summary(), prepared.layers
    lead = (
        f"{len(prepared.sources)} files with {len(prepared.rows):,} rows: {len(layers):,} rows are kept. The "
        "reasons why the others are left out are listed below."
    )
    cards = {
        "rows read": pages.number(len(prepared.rows)),
        "layers kept": pages.number(len(layers)),
        "profiles kept": pages.number(int(summary["profiles_kept"])),
        "rows left out": pages.number(len(prepared.rows) - len(layers)),
    }
    places = layers.drop_duplicates("profile_id")
    body = [
        *_account_parts(prepared),
        pages.heading("Places of the profiles"),
        pages.figure(
            drawing.split_map(places["lon"].to_numpy(), places["lat"].to_numpy(), ["kept"] * len(places)), "Profiles that were kept."
        ),
        pages.figure(
            drawing.soc_by_depth(layers["depth_m"].to_numpy(), layers["soc_gC_m3"].to_numpy()), "SOC of the layers by their middle depth."
        ),
        pages.heading("Files and settings"),
        pages.table(
            ("file", "layout", "features", "rows, one per layer"),
            [[Path(row.path).name, *list(vars(row).values())[1:]] for row in prepared.sources],
        ),
        *quality_parts(_quality(prepared)),
        pages.paragraph("A layer with several flags is counted only under the first of them."),
        *_density_parts(run.job, prepared),
    ]
    write_report(path, Head(f"SOC profiles: {Path(run.job.layers).stem}", lead, cards), body, facts_of(run))


def _account_parts(prepared: Prepared) -> list[str]:
    """Every row, once."""
    rows = [["Kept", "", len(prepared.layers)], *([meaning, name, count] for name, meaning, count in prepared.reasons())]
    rows.append(["All rows that were read", "", len(prepared.rows)])
    return [pages.heading("What happened to the rows"), pages.table(("", "reason", "rows"), rows)]


def _quality(prepared: Prepared) -> dict[str, object]:
    """What quality control found among the complete layers."""
    return {
        "rows": prepared.quality.rows(prepared.excluded),
        "profiles_read": len(prepared.profiles),
        "layers_read": len(prepared.profiles.soc),
        "profiles_kept": int(prepared.layers["profile_id"].nunique()),
        "layers_kept": len(prepared.layers),
    }


def _density_parts(job: PrepareProfilesJob, prepared: Prepared) -> list[str]:
    """Where bulk densities are from, and what their estimation costs."""
    summary = prepared.summary()
    parts = [pages.heading("Bulk density"), pages.table(("from", "layers"), list(map(list, summary["bulk_density"].items())))]
    if job.pedotransfer in BY_NAME:
        row = BY_NAME[job.pedotransfer]
        text = f"{row.name}: {row.equation} ({row.citation}; {row.published}). Its error is {row.error_mineral:g} g/cm3 in mineral soil"
        text += f" and {row.error_organic:g} in organic soil" if row.error_organic else "; organic soil (12 % carbon and more) is left out"
        spread = summary["median_relative_sd_where_estimated"]
        said = f" It causes a median relative error of SOC of {100 * spread:.0f} %." if spread else ""
        parts.append(pages.paragraph(f"{text}.{said}"))
    return parts
