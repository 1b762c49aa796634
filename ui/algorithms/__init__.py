"""The algorithms of the ``binn`` provider, each a declaration."""

from __future__ import annotations

from .buildforcing import BuildForcingAlgorithm
from .calibration import CalibrationAlgorithm
from .compare import CompareAlgorithm
from .crossvalidate import CrossvalidateAlgorithm
from .evaluate import EvaluateAlgorithm
from .exampledata import ExampleDataAlgorithm
from .predict import PredictAlgorithm
from .predicttiles import PredictTilesAlgorithm
from .prepareprofiles import PrepareProfilesAlgorithm
from .prepareradiocarbon import PrepareRadiocarbonAlgorithm
from .prodainvert import ProdaInvertAlgorithm
from .prodaupscale import ProdaUpscaleAlgorithm
from .project import ProjectAlgorithm
from .recovery import RecoveryAlgorithm
from .setupengine import SetUpEngineAlgorithm
from .simulate import SimulateAlgorithm
from .statisticalmap import StatisticalMapAlgorithm
from .train import TrainAlgorithm
from .zonal import ZonalAlgorithm

ALGORITHMS = (
    ExampleDataAlgorithm,
    BuildForcingAlgorithm,
    PrepareProfilesAlgorithm,
    PrepareRadiocarbonAlgorithm,
    TrainAlgorithm,
    CrossvalidateAlgorithm,
    RecoveryAlgorithm,
    CalibrationAlgorithm,
    EvaluateAlgorithm,
    PredictAlgorithm,
    PredictTilesAlgorithm,
    ProjectAlgorithm,
    ZonalAlgorithm,
    SimulateAlgorithm,
    StatisticalMapAlgorithm,
    ProdaInvertAlgorithm,
    ProdaUpscaleAlgorithm,
    CompareAlgorithm,
    SetUpEngineAlgorithm,
)
