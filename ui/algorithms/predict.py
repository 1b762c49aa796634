"""``binn:predict``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...binn_engine.settings import PredictJob
from ...binn_engine.settings.texts import parse_thresholds
from .shared.base import EngineAlgorithm
from .shared.checklist import MAPS, REPORT, Checklist, MapsFolder, NamedMap, maps_asked, of_uncertainty, spread_problem, threshold_problem
from .shared.extent import Extent
from .shared.layers import Raster, RasterList
from .shared.mapping import COMPUTING, DEFAULT_PASSES, SPREAD
from .shared.model_file import ModelFile
from .shared.outputs import OutputFile
from .shared.parameters import Call, Number, Rows
from .shared.profiles import FORCING


@dataclass(frozen=True)
class Passes(Number):
    """The number of passes: by default, passes are computed if a map of uncertainty is requested, and none otherwise."""

    def values(self, call: Call) -> dict[str, Any]:
        if call.is_given(self.name):
            return super().values(call)
        return {self.field: self.preset} if of_uncertainty(maps_asked(call)) else {}


class PredictAlgorithm(EngineAlgorithm):
    """Map parameters, processes and SOC."""

    id_ = "predict"
    group_ = "maps"
    title = "Predict maps"
    brief = "Maps soil organic carbon, the processes that govern it and their parameters, with uncertainty."
    summary = (
        "Maps soil organic carbon (SOC), the 21 parameters of the CLM5 soil carbon model and the six "
        "processes that govern SOC. You need a trained model and covariate rasters.\n\nThe bands of the "
        "rasters are matched by name with the model's covariates, in any order. The rasters may differ in "
        "CRS and resolution. If a covariate has no value at a pixel, all maps have no value (nodata) there. "
        "If the number of Monte Carlo passes is above 0, the uncertainty is mapped too. For a calibrated "
        "model (see 'Calibrate BINN'), it is the calibrated uncertainty; otherwise it is the raw spread, "
        "whose intervals are too narrow. The domain map shows where the covariates differ too much from "
        "those of the training profiles.\n\nMaps of any size are computed tile by tile and need no more memory "
        "than you allow. The work is done by one process, by several processes, or by the workers of a Dask "
        "scheduler. To resume a run that was stopped, run it again with the same outputs: finished tiles are "
        "kept.\n\nQGIS loads the maps with styles, one layer per band, in groups of related maps."
    )
    takes = (
        "Example: a model trained on the data of 'Write example data', with its covariates and forcing. It takes about 15 "
        "seconds for 10,000 pixels and 20 passes on two cores."
    )
    words = ("maps", "predict", "prediction", "inference", "uncertainty", "standard deviation", "intervals", "monte carlo")
    job = PredictJob
    basic = ("MODEL", "COVARIATES", "FORCING", "EXTENT", "DEPTHS", "PASSES", "MAPS", "OUTPUT_FOLDER")
    declared = (
        ModelFile("MODEL", "Trained model", "model"),
        RasterList("COVARIATES", "Covariate rasters", "covariates"),
        *FORCING,
        Raster("GRID", "Grid of the maps", "grid"),
        Extent("EXTENT", "Extent", "bounds", grid="GRID", rasters="COVARIATES"),
        Rows("DEPTHS", "Depths of SOC (m)", "depths"),
        Passes("PASSES", "Number of Monte Carlo passes", "passes", minimum=0, preset=DEFAULT_PASSES),
        *SPREAD[1:],
        Rows("QUANTILES", "Quantiles", "quantiles"),
        Rows("THRESHOLDS", "Exceedance thresholds (e.g. 0-30=5)", "thresholds"),
        Number("SEED", "Random seed of the passes", "seed", minimum=0),
        Number("TILE_SIZE", "Tile size (pixels; 0: automatic)", "tile_size", minimum=0),
        *COMPUTING,
        Raster("TRUTH", "True SOC, if known", "truth"),
        Raster("TRUTH_PROCESSES", "True processes, if known", "truth_processes"),
        Checklist("MAPS", "What to map", choices=(*MAPS[:14], REPORT, *MAPS[14:])),
        MapsFolder("OUTPUT_FOLDER", "Output folder"),
        NamedMap("OUTPUT_PARAMETERS", "Parameters", "parameters"),
        NamedMap("OUTPUT_PROCESSES", "Processes", "processes"),
        NamedMap("OUTPUT_SOC", "Soil carbon", "soc"),
        NamedMap("OUTPUT_PARAMETERS_SD", "Parameters: standard deviation", "parameters_sd"),
        NamedMap("OUTPUT_PROCESSES_SD", "Processes: standard deviation", "processes_sd"),
        NamedMap("OUTPUT_SOC_SD", "Soil carbon: standard deviation", "soc_sd"),
        NamedMap("OUTPUT_PARAMETERS_QUANTILES", "Parameters: quantiles", "parameters_quantiles"),
        NamedMap("OUTPUT_PARAMETERS_CV", "Parameters: coefficient of variation", "parameters_cv"),
        NamedMap("OUTPUT_PROCESSES_QUANTILES", "Processes: quantiles", "processes_quantiles"),
        NamedMap("OUTPUT_PROCESSES_CV", "Processes: coefficient of variation", "processes_cv"),
        NamedMap("OUTPUT_SOC_QUANTILES", "Soil carbon: quantiles", "soc_quantiles"),
        NamedMap("OUTPUT_SOC_CV", "Soil carbon: coefficient of variation", "soc_cv"),
        NamedMap("OUTPUT_SOC_EXCEEDANCE", "Soil carbon: probability of exceeding a threshold", "soc_exceedance"),
        NamedMap("OUTPUT_DOMAIN", "Domain of the model", "domain"),
        NamedMap("OUTPUT_AGES", "Ages of soil carbon", "ages"),
        NamedMap("OUTPUT_AGES_SD", "Ages of soil carbon: standard deviation", "ages_sd"),
        OutputFile("OUTPUT_REPORT", "Map report", "report", filter="HTML files (*.html)"),
    )

    def problem(self, call: Call) -> str:
        """Uncertainty that is asked for without a spread, and thresholds that are none."""
        return spread_problem(call) or threshold_problem(call) or super().problem(call)

    def show_results(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        job = self._job
        thresholds = parse_thresholds(job.thresholds, job.depths)
        self.load_folder(context, feedback)
        self.present(job.model, (job.depths, job.quantiles, thresholds), context, feedback)
