"""The trial of BINN: an example landscape, a small model trained on it, and its maps, without any input from the user."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsMarkerSymbol, QgsProcessingFeedback, QgsProject, QgsSingleSymbolRenderer, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer

from ...binn_engine.settings import ExampleJob, PredictJob, TrainJob
from ..background import Part
from ..engine.client import run_job
from ..engine.run_folders import remember_record
from ..layers.opening import open_products
from ..translation import tr

# Small enough for a first minute on two cores, large enough that maps show a landscape and the model is better than a mean.
PROFILES, SIZE, EPOCHS, PASSES = 300, 48, 25, 10
# How the minute is shared among the steps, in %, as measured.
_SHARES = (0.0, 15.0, 60.0, 100.0)


@dataclass(frozen=True)
class Trial:
    """The results of the trial: a folder, the profiles, the job of the maps, and its outputs by name."""

    folder: Path
    profiles: str
    maps: PredictJob
    outputs: dict[str, str]

    @property
    def report(self) -> str:
        """The report of the maps."""
        return self.maps.report


def landscape(folder: Path) -> ExampleJob:
    """The example landscape."""
    return ExampleJob(folder=str(folder / "example"), profiles=PROFILES, size=SIZE)


def training(folder: Path, covariates: tuple[str, ...]) -> TrainJob:
    """A small model of the landscape: one network, few epochs."""
    return TrainJob(
        observations=str(folder / "example" / "soc_profiles.gpkg"),
        covariates=covariates,
        forcing=str(folder / "example" / "clm5_forcing.nc"),
        model=str(folder / "example model.safetensors"),
        teacher="none",
        epochs=EPOCHS,
        members=1,
        refit=False,
    )


def mapping(folder: Path, train: TrainJob) -> PredictJob:
    """The maps of the trained model, with the known truth in their report."""
    products: dict[str, Any] = {
        name: str(folder / f"{name}.tif") for name in ("soc", "processes", "parameters", "soc_sd", "processes_sd", "parameters_sd")
    }
    return PredictJob(
        model=train.model,
        covariates=train.covariates,
        forcing=train.forcing,
        passes=PASSES,
        truth=str(folder / "example" / "truth_soc.tif"),
        truth_processes=str(folder / "example" / "truth_processes.tif"),
        report=str(folder / "maps.html"),
        **products,
    )


def run_trial(feedback: QgsProcessingFeedback) -> Trial:
    """Make landscape, model and maps in a new temporary folder; a trial that fails or is cancelled leaves nothing.

    Touches no layer: to be run in the background.

    Raises
    ------
    EngineError, Cancelled
        As :func:`~.engine.run_job` does.
    """
    folder = Path(tempfile.mkdtemp(prefix="binn_try_"))
    try:
        example = run_job(landscape(folder), folder, Part(feedback, *_SHARES[0:2]))["outputs"]
        covariates = tuple(sorted(path for path in example.values() if Path(path).parent.name == "covariates"))
        train = training(folder, covariates)
        run_job(train, folder, Part(feedback, *_SHARES[1:3]))
        maps = mapping(folder, train)
        result = run_job(maps, folder, Part(feedback, *_SHARES[2:4]))
        remember_record(result)
        outputs = result["outputs"]
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Trial(folder, train.observations, maps, outputs)


def show_trial(trial: Trial, project: QgsProject, shown: Callable[[QgsVectorLayer], None]) -> None:
    """Open the trial's maps, styled and grouped, and the profiles above them; in the main thread. ``shown`` is called with the profiles."""
    open_products(trial.outputs, trial.maps.model, (trial.maps.depths, trial.maps.quantiles, ()), project)
    # After the maps are in their groups, which is when control is back with the desktop.
    QTimer.singleShot(0, lambda: shown(_show_profiles(trial, project)))


def _show_profiles(trial: Trial, project: QgsProject) -> QgsVectorLayer:
    """The profiles as small points above the maps, whose group is opened."""
    layer = QgsVectorLayer(trial.profiles, tr("SOC profiles"), "ogr")
    symbol = QgsMarkerSymbol.createSimple({"size": "1.3", "color": "#ffffff", "outline_color": "#1d2a33", "outline_width": "0.2"})
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    project.addMapLayer(layer, False)
    root = project.layerTreeRoot()
    for node in root.children()[:1]:
        node.setExpanded(True)
    root.insertLayer(0, layer)
    return layer
