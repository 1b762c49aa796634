"""``binn:predict``."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...binn_engine.settings import PredictJob
from .base import EngineAlgorithm
from .layers import Raster, RasterList
from .outputs import OutputFile, OutputRaster
from .parameters import Call, Choice, Extent, InputFile, Number, Rows
from .profiles import CHECKPOINT, FORCING


class PredictAlgorithm(EngineAlgorithm):
    """Map parameters, processes and SOC."""

    id_ = "predict"
    title = "Map with BINN"
    brief = "Maps soil organic carbon, its processes and their parameters, with uncertainty."
    summary = (
        "Maps soil organic carbon (SOC), the 21 parameters of the CLM5 soil carbon model and the six processes behind it, "
        "with a trained model over covariate rasters.\n\n"
        "The bands of the rasters are matched by name with the model's covariates, in any order; rasters may differ in CRS and resolution. "
        "A pixel where any covariate is missing is nodata in every map. With Monte Carlo passes above 0 it also maps the uncertainty.\n\n"
        "The maps arrive styled, one layer per band, grouped by what they show."
    )
    words = ("map", "predict", "inference", "uncertainty", "monte carlo")
    job = PredictJob
    declared = (
        InputFile("MODEL", "Trained model", "model", filter=CHECKPOINT),
        RasterList("COVARIATES", "Covariate rasters", "covariates"),
        *FORCING,
        Raster("GRID", "Grid of the maps", "grid"),
        Extent("EXTENT", "Window to map", "bounds", grid="GRID", rasters="COVARIATES"),
        Rows("DEPTHS", "Depths of SOC (m)", "depths"),
        Number("PASSES", "Monte Carlo passes", "passes", minimum=0),
        Rows("QUANTILES", "Quantiles", "quantiles", advanced=True),
        Number("SEED", "Seed of the passes", "seed", minimum=0, advanced=True),
        Number("TILE_SIZE", "Tile size (pixels)", "tile_size", minimum=1, advanced=True),
        Choice("PRECISION", "Precision of the CLM5 layer", "precision", advanced=True),
        Choice("DEVICE", "Device", "device", advanced=True),
        Raster("TRUTH", "Known SOC to compare with", "truth", advanced=True),
        Raster("TRUTH_PROCESSES", "Known processes to compare with", "truth_processes", advanced=True),
        OutputRaster("OUTPUT_PARAMETERS", "Parameters", "parameters"),
        OutputRaster("OUTPUT_PROCESSES", "Processes", "processes"),
        OutputRaster("OUTPUT_SOC", "Soil carbon", "soc"),
        OutputRaster("OUTPUT_PARAMETERS_SD", "Parameters: standard deviation", "parameters_sd"),
        OutputRaster("OUTPUT_PROCESSES_SD", "Processes: standard deviation", "processes_sd"),
        OutputRaster("OUTPUT_SOC_SD", "Soil carbon: standard deviation", "soc_sd"),
        OutputRaster("OUTPUT_PARAMETERS_QUANTILES", "Parameters: quantiles", "parameters_quantiles"),
        OutputRaster("OUTPUT_PROCESSES_QUANTILES", "Processes: quantiles", "processes_quantiles"),
        OutputRaster("OUTPUT_SOC_QUANTILES", "Soil carbon: quantiles", "soc_quantiles"),
        OutputFile("OUTPUT_REPORT", "Report", "report", filter="HTML files (*.html)"),
    )

    def problem(self, call: Call) -> str:
        """Uncertainty that is asked for without the passes that it needs."""
        passes = self.parameterAsInt(call.parameters, "PASSES", call.context)
        asked = [
            row.name for row in self.declared if isinstance(row, OutputRaster) and row.product.statistic != "value" and call.given(row.name)
        ]
        if asked and passes < 2:
            return f"{', '.join(asked)} needs Monte Carlo passes, but PASSES is {passes}. Set PASSES to 2 or more, for example 50."
        return super().problem(call)

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        self.present(self._job.model, self._job.depths, self._job.quantiles, context, feedback)
        return {}
