"""``binn:simulate``."""

from __future__ import annotations

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...binn_engine.errors import JobError
from ...binn_engine.settings import SimulateJob
from ...binn_engine.settings.texts import parse_assignments
from .shared.base import EngineAlgorithm
from .shared.layers import Raster
from .shared.mapping import BEYOND_FORCING, SOC_LIMIT
from .shared.outputs import OutputRaster
from .shared.parameters import Call, Choice, Number, Rows
from .shared.profiles import FORCING, FORCING_INTERPOLATION


class SimulateAlgorithm(EngineAlgorithm):
    """Run the CLM5 soil carbon model with given parameters."""

    id_ = "simulate"
    group_ = "maps"
    title = "Simulate CLM5 soil carbon"
    brief = "Maps the soil carbon that CLM5 computes from parameters that you choose."
    summary = (
        "Runs the vertically resolved CLM5 soil carbon model to steady state with given parameters, without "
        "a neural network.\n\nThe value of a parameter is the one that you type (name=value, separated by "
        "commas). If you type none for it, the band of the grid raster with the name of the parameter is "
        "used. If there is no such band, CLM5's default is used. Use this algorithm to see the effect of a "
        "parameter, or the result of the default model."
    )
    takes = "Example: values 'tau_s3=400, q10=2' on the grid of a covariate raster. It takes about five seconds for 10,000 pixels."
    words = ("process model", "steady state")
    job = SimulateJob
    basic = ("FORCING", "GRID", "VALUES", "DEPTHS", "OUTPUT_PARAMETERS", "OUTPUT_PROCESSES", "OUTPUT_SOC")
    declared = (
        *FORCING,
        Raster("GRID", "Grid of the maps (its bands may give parameter values)", "grid"),
        Rows("VALUES", "Parameter values", "values"),
        Rows("DEPTHS", "Depths of SOC (m)", "depths"),
        Choice("BEDROCK", "Bedrock mode", "bedrock"),
        FORCING_INTERPOLATION,
        Number("TILE_SIZE", "Tile size (pixels)", "tile_size", minimum=1),
        *BEYOND_FORCING,
        SOC_LIMIT,
        Choice("DEVICE", "Device", "device"),
        OutputRaster("OUTPUT_PARAMETERS", "Parameters", "parameters"),
        OutputRaster("OUTPUT_PROCESSES", "Processes", "processes"),
        OutputRaster("OUTPUT_SOC", "Soil carbon", "soc"),
    )

    def problem(self, call: Call) -> str:
        """Names of parameters that do not exist, and values that are not numbers."""
        values = next(row for row in self.declared if row.name == "VALUES").values(call)
        try:
            parse_assignments(values.get("values", ()), "VALUES")
        except JobError as error:
            return str(error)
        return super().problem(call)

    def show_results(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        self.present("simulation", (self._job.depths, ()), context, feedback)
