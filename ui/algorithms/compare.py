"""``binn:compare``."""

from __future__ import annotations

import dataclasses

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...binn_engine.settings import CompareJob
from ..ending import Ending
from .shared.base import EngineAlgorithm
from .shared.layers import Raster, RasterList, Table
from .shared.mapping import BEYOND_FORCING
from .shared.model_file import ModelFile
from .shared.outputs import OutputFile
from .shared.parameters import Choice, Number, Text
from .shared.profiles import FIELDS, FORCING, SOC_MAP

GEOTIFF = "GeoTIFF (*.tif)"
KINDS = ("processes", "parameters")


class CompareAlgorithm(EngineAlgorithm):
    """Compare two models."""

    id_ = "compare"
    group_ = "evidence"
    title = "Compare two models"
    brief = "Compares two models, such as BINN and PRODA: processes, parameters, SOC, uncertainty and cost."
    summary = (
        "Maps two models, such as BINN and PRODA, on the same grid. For each of the six processes and the 21 "
        "parameters, the report shows how well the models agree: correlation (Pearson and Spearman) with "
        "intervals from spatial blocks, bias, root mean square error, both maps side by side and a map of "
        "the difference. You can give rasters of parameters and processes instead of one model or of both.\n\n"
        "The mean correlation is given with and without plant carbon input, which comes from the forcing and "
        "is the same in both models. If you give soil profiles, both models are scored on those that were "
        "used to train neither of them. If you give maps of true values, the report says which model is "
        "closer to them. The report also shows the computing cost of each model."
    )
    takes = (
        "Example: a model of 'Train BINN' and one of 'PRODA: upscale', with the covariates and forcing of 'Predict maps'. It "
        "takes about half a minute for 10,000 pixels and 30 passes."
    )
    words = ("proda", "comparison", "agreement", "correlation", "difference")
    job = CompareJob
    scored = True
    basic = ("FIRST", "SECOND", "COVARIATES", "FORCING", "FIRST_NAME", "SECOND_NAME", "OBSERVATIONS", "REPORT")
    declared = (
        ModelFile("FIRST", "First model", "first"),
        ModelFile("SECOND", "Second model", "second"),
        RasterList("COVARIATES", "Covariate rasters of the grid", "covariates", another=("FIRST_RASTERS",)),
        *FORCING,
        Text("FIRST_NAME", "Name of the first model", "first_name"),
        Text("SECOND_NAME", "Name of the second model", "second_name"),
        Table("OBSERVATIONS", "SOC profiles to score both models on", "observations"),
        Table("SITE_COVARIATES", "Covariate table of the profiles", "site_covariates", many=True),
        *FIELDS,
        *SOC_MAP,
        Number("PASSES", "Number of Monte Carlo passes", "passes", minimum=0),
        Number("BLOCK_DEGREES", "Size of spatial blocks (degrees)", "block_degrees", minimum=0.0),
        Raster("TRUTH_PROCESSES", "True processes, if known", "truth_processes"),
        Raster("TRUTH_PARAMETERS", "True parameters, if known", "truth_parameters"),
        RasterList("FIRST_RASTERS", "Rasters instead of the first model", "first_rasters", another=("FIRST",)),
        RasterList("SECOND_RASTERS", "Rasters instead of the second model", "second_rasters", another=("SECOND",)),
        *BEYOND_FORCING,
        Number("SEED", "Random seed", "seed", minimum=0),
        Choice("DEVICE", "Device", "device"),
        OutputFile("REPORT", "Comparison report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_JSON", "Numbers as JSON", "json", filter="JSON files (*.json)"),
        OutputFile("OUTPUT_CSV", "Agreement as CSV", "csv", filter="CSV files (*.csv)"),
        OutputFile("OUTPUT_PROCESSES_DIFFERENCE", "Processes: difference", "processes_difference", filter=GEOTIFF),
        OutputFile("OUTPUT_PARAMETERS_DIFFERENCE", "Parameters: difference", "parameters_difference", filter=GEOTIFF),
    )

    def show_results(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        job = self._job
        rasters = {kind: path for kind in KINDS if (path := getattr(job, f"{kind}_difference"))}
        # The plugin loads faster without what styles layers: numpy alone takes a tenth of a second.
        from ..layers.differences import present_differences

        present_differences(rasters, (job.first_name, job.second_name), context, feedback)

    def _ending(self) -> Ending:
        maps = {name: path for kind in KINDS if (path := getattr(self._job, name := f"{kind}_difference"))}
        return dataclasses.replace(super()._ending(), maps=maps)
