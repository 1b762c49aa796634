"""The algorithms of the ``binn`` provider, each a declaration."""

from __future__ import annotations

from .buildforcing import BuildForcingAlgorithm
from .crossvalidate import CrossvalidateAlgorithm
from .evaluate import EvaluateAlgorithm
from .exampledata import ExampleDataAlgorithm
from .predict import PredictAlgorithm
from .recovery import RecoveryAlgorithm
from .setupengine import SetUpEngineAlgorithm
from .simulate import SimulateAlgorithm
from .train import TrainAlgorithm

ALGORITHMS = (
    ExampleDataAlgorithm,
    BuildForcingAlgorithm,
    TrainAlgorithm,
    CrossvalidateAlgorithm,
    RecoveryAlgorithm,
    EvaluateAlgorithm,
    PredictAlgorithm,
    SimulateAlgorithm,
    SetUpEngineAlgorithm,
)
