"""``binn:exampledata``."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...binn_engine.settings import ExampleJob
from .shared.base import EngineAlgorithm
from .shared.outputs import OutputFolder
from .shared.parameters import Number, Switch

LOADED = (".gpkg", ".tif")
WRITTEN = ("covariates/*.tif", "truth_*.tif", "clm5_forcing.nc", "soc_profiles.gpkg", "soc_profiles.csv")


class ExampleDataAlgorithm(EngineAlgorithm):
    """Write the example landscape."""

    id_ = "exampledata"
    group_ = "data"
    title = "Write example data"
    brief = "Writes an artificial landscape with known true values, for learning how to use BINN."
    summary = (
        "Writes an artificial landscape whose parameters, processes and soil organic carbon (SOC) are known. "
        "It consists of SOC profiles as points, covariate rasters on two grids and in two coordinate "
        "reference systems (one raster contains classes), CLM5 forcing, and the true maps for comparison.\n\n"
        "Use it to learn the steps from profiles to maps: first 'Train BINN', then 'Predict maps'."
    )
    takes = "Example: the default settings write 2,000 profiles and rasters of 120 x 120 pixels. It takes about 15 seconds."
    words = ("example", "sample", "synthetic", "tutorial")
    job = ExampleJob
    basic = ("PROFILES", "SIZE", "SEED", "LOAD", "OUTPUT")
    declared = (
        Number("PROFILES", "Number of profiles", "profiles", minimum=1),
        Number("SIZE", "Width and height (pixels)", "size", minimum=1),
        Number("SEED", "Random seed", "seed", minimum=0),
        Switch("LOAD", "Load the profiles and the covariates when done"),
        OutputFolder("OUTPUT", "Folder for the example", "folder", WRITTEN),
    )

    def prepareAlgorithm(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> bool:
        self._load = self.parameterAsBoolean(parameters, "LOAD", context)
        return super().prepareAlgorithm(parameters, context, feedback)

    def show_results(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        if self._load:
            paths = [Path(path) for path in (self._result.get("outputs") or {}).values()]
            # The plugin loads faster without what styles layers: numpy alone takes a tenth of a second.
            from ..layers.results import load_files

            load_files([path for path in paths if path.suffix in LOADED and "truth" not in path.name], context)
