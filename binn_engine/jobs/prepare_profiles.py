"""The job ``prepare_profiles``: from files of profiles in any layout to one clean layer, and a report on every row."""

from __future__ import annotations

from typing import Any

from ..cells import write_csv
from ..json_text import to_json
from ..profiles.preparation import Prepared, prepare, write_layers
from ..profiles.quality import excluded_flags
from ..running.context import Run
from ..settings import PrepareProfilesJob


def run(run: Run[PrepareProfilesJob]) -> dict[str, Any]:
    """Read, sort, and write the layers, and the account where wanted."""
    job = run.job
    layers_path = run.output("layers", job.layers)
    optional = run.wanted_outputs("report", "json", "rejected")
    run.reporter.progress(0.0, "reading profiles")
    prepared = prepare(job.observations, job, excluded_flags(job.leave_out, job.keep), job.max_soc, run.reporter.warning, job.join)
    summary = prepared.summary()
    run.reporter.log(_summary_text(summary))
    run.reporter.progress(0.7, "writing layers")
    write_layers(prepared.layers, layers_path)
    if "rejected" in optional:
        write_csv(_left_out(prepared), optional["rejected"])
    if "json" in optional:
        warnings = [{"code": code, "message": message} for code, message in run.reporter.warnings]
        optional["json"].write_text(to_json({**summary, "warnings": warnings}), encoding="utf-8")
    if "report" in optional:
        from ..reports.preparation import write_preparation_report  # without a report, drawing need not be loaded

        run.reporter.progress(0.9, "writing the report")
        write_preparation_report(optional["report"], run, prepared)
    return summary


def _left_out(prepared: Prepared) -> Any:
    rows = prepared.rows[prepared.rows["reason"] != ""]
    return rows.assign(meaning=rows["reason"].map({name: meaning for name, meaning, _ in prepared.reasons()}))


def _summary_text(summary: dict[str, Any]) -> str:
    reasons = ", ".join(f"{name} {count:,}" for name, count in summary["left_out"].items()) or "none"
    return (
        f"{summary['rows_read']:,} rows read, {summary['rows_kept']:,} kept in {summary['profiles_kept']:,} profiles; left out: {reasons}."
    )
