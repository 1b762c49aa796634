"""One session of a QGIS desktop for tests that look at different parts of it: its start takes longer than most of what is done in it."""

from __future__ import annotations

import json

import pytest
from conftest import run_engine
from windowed import desktop_session

YEARS = (2030, 2090)


@pytest.fixture(scope="session")
def session(example, covariates, model, plugins, engine_python, tmp_path_factory) -> dict:
    """What the session reports of toolbox, dialog, maps, panel and a projection; ``folder`` holds its pictures."""
    from binn.ui.algorithms.shared.checklist import MAPS

    folder = tmp_path_factory.mktemp("desktop")
    parameters = {
        "MODEL": str(model),
        "COVARIATES": covariates,
        "FORCING": str(example / "clm5_forcing.nc"),
        "PASSES": 4,
        "MAPS": [MAPS.index(name) for name in ("soc", "soc_sd", "processes", "parameters")],
        "OUTPUT_FOLDER": str(folder / "maps"),
        "OUTPUT_SOC_SD": str(folder / "soc_sd.tif"),
    }
    (folder / "parameters.json").write_text(json.dumps(parameters), encoding="utf-8")
    change = folder / "change.tif"
    inputs = ("--model", model, "--covariates", *covariates, "--forcing", example / "clm5_forcing.nc")
    run_engine("project", *inputs, "--change-100", change, "--litter-factor", 0.5, "--years", *YEARS)
    (folder / "series.json").write_text(json.dumps({"maps": {"change_100": str(change)}, "years": YEARS}), encoding="utf-8")
    return desktop_session("session.py", folder, plugins, engine_python, 400)
