"""The algorithms of the ``binn`` provider, each a declaration."""

from __future__ import annotations

from .evaluate import EvaluateAlgorithm
from .exampledata import ExampleDataAlgorithm
from .predict import PredictAlgorithm
from .setupengine import SetUpEngineAlgorithm
from .simulate import SimulateAlgorithm
from .train import TrainAlgorithm

ALGORITHMS = (ExampleDataAlgorithm, TrainAlgorithm, EvaluateAlgorithm, PredictAlgorithm, SimulateAlgorithm, SetUpEngineAlgorithm)
