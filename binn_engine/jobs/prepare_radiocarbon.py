"""The job ``prepare_radiocarbon``: from a table of radiocarbon in any layout to one clean layer, and an account of every row."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..cells import write_csv
from ..errors import check_positive
from ..json_text import to_json
from ..profiles.audit import BY_NAME
from ..profiles.preparation import write_layers
from ..radiocarbon.atmosphere import read_atmosphere
from ..radiocarbon.layers import AGREEMENT, RadiocarbonLayers, read_radiocarbon
from ..running.context import Run
from ..settings import PrepareRadiocarbonJob
from ..settings.radiocarbon import RADIOCARBON_LAYERS


def run(run: Run[PrepareRadiocarbonJob]) -> dict[str, Any]:
    """Read, sort, and write the layers, and the account where wanted."""
    job = run.job
    check_positive("sigma", job.sigma, "Give the standard error of Delta14C in permil, such as 5.")
    layers_path = run.output("layers", job.layers)
    optional = run.wanted_outputs("json", "rejected")
    run.reporter.progress(0.0, "reading radiocarbon")
    air = read_atmosphere(job.atmosphere, run.reporter.warning)
    found = read_radiocarbon(job.observations, job, air, run.reporter.warning)
    summary = _summary(found)
    run.reporter.log(f"{summary['rows_read']:,} rows read, {summary['rows_kept']:,} kept; left out: {found.audit.summary() or 'none'}.")
    if found.audit.left_out.any():
        message = f"{int(found.audit.left_out.sum()):,} of {len(found.audit):,} rows are left out; {found.audit.summary()}"
        run.reporter.warning("left_out_rows", f"{job.observations}: {message}.")
    run.reporter.progress(0.8, "writing layers")
    write_layers(_clean(found), layers_path, RADIOCARBON_LAYERS.layer)
    if "rejected" in optional:
        write_csv(_rejected(found), optional["rejected"])
    if "json" in optional:
        warnings = [{"code": code, "message": message} for code, message in run.reporter.warnings]
        optional["json"].write_text(to_json({**summary, "warnings": warnings}), encoding="utf-8")
    return summary


def _clean(rows: RadiocarbonLayers) -> pd.DataFrame:
    """The rows that are kept, with the names and units by which they are recognised again."""
    kept = rows.kept
    return pd.DataFrame(
        {
            "profile_id": kept["id"], "lon": kept["lon"], "lat": kept["lat"],
            "top_cm": 100.0 * kept["top"], "bottom_cm": 100.0 * kept["bottom"], "depth_cm": 100.0 * kept["depth"],
            "year": kept["year"], "delta14c_permil": kept["delta"], "delta14c_sigma_permil": kept["sigma"],
            "sigma_source": kept["sigma_source"], "measured_as": kept["source"], "air_zone": kept["zone"],
            "delta14c_minus_f14c_permil": kept["difference"], "source_row": kept["source_row"],
        }
    )  # fmt: skip


def _rejected(rows: RadiocarbonLayers) -> pd.DataFrame:
    left = rows.table.assign(reason=rows.audit.reason)[rows.audit.left_out]
    left = left.rename(columns={"id": "profile_id", "delta": "delta14c_permil", "difference": "delta14c_minus_f14c_permil"})
    columns = ["source_row", "profile_id", "year", "delta14c_permil", "delta14c_minus_f14c_permil", "reason"]
    return left[columns].assign(meaning=left["reason"].map(lambda name: BY_NAME[name].meaning))


def _summary(rows: RadiocarbonLayers) -> dict[str, Any]:
    """The account, ready for JSON: ``rows_read`` is ``rows_kept`` plus all of ``left_out``."""
    kept, compared = rows.kept, rows.table["difference"].abs().dropna()
    return {
        "rows_read": len(rows.table),
        "rows_kept": len(kept),
        "profiles_kept": int(kept["id"].nunique()),
        "places_kept": len(kept[["lon", "lat"]].drop_duplicates()),
        "left_out": rows.audit.counts(),
        "measured_as": {str(name): int(count) for name, count in kept["source"].value_counts().items()},
        "errors_assumed": int((kept["sigma_source"] == "assumed").sum()),
        "delta_and_fraction_compared": len(compared),
        "delta_and_fraction_agree": int((compared <= AGREEMENT).sum()),
    }
