"""``binn:statistical_map``."""

from __future__ import annotations

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...binn_engine.settings import StatisticalMapJob
from ...binn_engine.settings.texts import parse_thresholds
from ..translation import mark
from .shared.base import EngineAlgorithm
from .shared.checklist import REPORT, Checklist, MapsFolder, NamedMap, threshold_problem
from .shared.extent import Extent
from .shared.layers import Raster, RasterList
from .shared.mapping import COMPUTING
from .shared.model_file import ModelFile
from .shared.outputs import OutputFile
from .shared.parameters import Call, Choice, Number, Rows
from .shared.profiles import FIELDS, FORCING, FORCING_INTERPOLATION, OBSERVATIONS, SAMPLING

HELP = mark("Maps to write into the output folder. A map that has a file name of its own below is written there.")
# Published: scripts name a map by its place in the checklist, so that new ones go to its end.
SOC_MAPS = ("soc", "soc_sd", "soc_quantiles", "soc_cv", "soc_exceedance", "domain", REPORT)


class StatisticalMapAlgorithm(EngineAlgorithm):
    """Map SOC with a forest or boosting."""

    id_ = "statistical_map"
    group_ = "maps"
    title = "Map SOC with a forest or boosting"
    brief = "Maps soil organic carbon with a quantile forest or gradient boosting, without a soil carbon model."
    summary = (
        "Trains a quantile regression forest, or gradient boosting, on profiles of soil organic carbon (SOC) and maps SOC with it. "
        "These statistical models do not contain the processes in the soil: they give no parameters and no processes.\n\nUse it "
        "beside BINN: for the best map of SOC that your profiles allow, and to see how much a map of BINN differs from it. If you give a "
        "trained BINN model, the same profiles and covariates are used, read in the same way. The maps have the same bands, styles and "
        "file names as those of 'Predict maps', on the same grid.\n\nThe maps of uncertainty are those of a new observation. Their "
        "width comes from spatial blocks of profiles that were held out; the log and the report say how well these blocks were "
        "predicted. Errors of the layers are assumed to be fully correlated, so intervals of stocks are more likely too wide than "
        "too narrow. The model does not use bedrock: stocks are summed down to 30 and 100 cm everywhere."
    )
    takes = "Example: the profiles, covariates and forcing of 'Write example data'. It takes about half a minute for 10,000 pixels."
    words = ("map", "random forest", "boosting", "quantile", "digital soil mapping", "machine learning", "rival")
    job = StatisticalMapJob
    scored = True
    basic = ("OBSERVATIONS", "COVARIATES", "FORCING", "METHOD", "MODEL", "EXTENT", "DEPTHS", "MAPS", "OUTPUT_FOLDER")
    declared = (
        *OBSERVATIONS,
        RasterList("COVARIATES", "Covariate rasters", "covariates"),
        *FORCING,
        Choice("METHOD", "Statistical model", "method"),
        ModelFile("MODEL", "BINN model whose profiles and covariates are used", "model"),
        *SAMPLING,
        *FIELDS,
        Rows("CATEGORICAL", "Categorical covariates", "categorical"),
        Rows("EXCLUDE", "Covariates to leave out", "exclude"),
        Rows("LEAVE_OUT", "Leave out data with these quality flags", "leave_out"),
        Rows("KEEP", "Keep data with these quality flags", "keep"),
        Number("MAX_SOC", "Highest SOC used for training (gC/m³)", "max_soc", minimum=0.0),
        Number("BLOCK_DEGREES", "Size of spatial blocks (degrees)", "block_degrees", minimum=0.0),
        FORCING_INTERPOLATION,
        Raster("GRID", "Grid of the maps", "grid"),
        Extent("EXTENT", "Extent", "bounds", grid="GRID", rasters="COVARIATES"),
        Rows("DEPTHS", "Depths of SOC (m)", "depths"),
        Rows("QUANTILES", "Quantiles", "quantiles"),
        Rows("THRESHOLDS", "Exceedance thresholds (e.g. 0-30=5)", "thresholds"),
        Number("SEED", "Random seed", "seed", minimum=0),
        Number("TILE_SIZE", "Tile size (pixels; 0: automatic)", "tile_size", minimum=0),
        *COMPUTING[:-2],
        Raster("TRUTH", "True SOC, if known", "truth"),
        Checklist("MAPS", "What to map", choices=SOC_MAPS, about=HELP),
        MapsFolder("OUTPUT_FOLDER", "Output folder"),
        NamedMap("OUTPUT_SOC", "Soil carbon", "soc"),
        NamedMap("OUTPUT_SOC_SD", "Soil carbon: standard deviation", "soc_sd"),
        NamedMap("OUTPUT_SOC_QUANTILES", "Soil carbon: quantiles", "soc_quantiles"),
        NamedMap("OUTPUT_SOC_CV", "Soil carbon: coefficient of variation", "soc_cv"),
        NamedMap("OUTPUT_SOC_EXCEEDANCE", "Soil carbon: probability of exceeding a threshold", "soc_exceedance"),
        NamedMap("OUTPUT_DOMAIN", "Domain of the model", "domain"),
        OutputFile("OUTPUT_REPORT", "Report of the SOC map", "report", filter="HTML files (*.html)"),
    )

    def problem(self, call: Call) -> str:
        """Thresholds that are none, or that are needed."""
        return threshold_problem(call) or super().problem(call)

    def show_results(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        job = self._job
        self.load_folder(context, feedback)
        bands = (job.depths, job.quantiles, parse_thresholds(job.thresholds, job.depths))
        self.present(job.model or job.observations, bands, context, feedback)
