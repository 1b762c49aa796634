"""A learner on top of BINN: what covariates and depth still tell of what BINN leaves unexplained. It has no mechanism."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor

from ..covariates.table import CovariateTable
from .trees import BoostingSettings, _Columns, _one_thread, _training_rows

# A few small trees: most of a residual is noise.
SETTINGS = BoostingSettings(learning_rate=0.03, iterations=60, leaves=4, least_in_leaf=80, shrinkage=50.0)


@dataclass(frozen=True)
class ResidualLearner:
    """Gradient boosting of the residuals of the square root of SOC."""

    columns: _Columns
    model: HistGradientBoostingRegressor

    def residual(self, values: np.ndarray, depth_m: np.ndarray, profile: np.ndarray) -> np.ndarray:
        """Expected residual of the root of SOC of every layer, ``(layers,)``; takes what :func:`fit_residuals` takes."""
        with _one_thread():
            return self.model.predict(self.columns.features(values, depth_m, profile))


def fit_residuals(
    covariates: CovariateTable,
    depth_m: np.ndarray,
    profile: np.ndarray,
    observed: np.ndarray,
    predicted: np.ndarray,
    seed: int,
    max_soc: float,
) -> ResidualLearner:
    """Boosted trees from covariates and depth to root observed less root predicted SOC.

    ``predicted`` must be of networks that did not learn from these layers: residuals of layers that were learned are too small and
    follow the noise.

    Parameters
    ----------
    covariates, depth_m, profile
        As :func:`binn_engine.learning.trees.fit_boosting` takes them.
    observed, predicted
        ``(layers,)`` gC/m3; layers with more observed than ``max_soc`` are left out.
    """
    kept = observed <= max_soc
    residual = np.sqrt(observed[kept]) - np.sqrt(np.maximum(predicted[kept], 0.0))
    columns, features, target = _training_rows(covariates, depth_m[kept], profile[kept], residual, np.inf)
    model = HistGradientBoostingRegressor(
        learning_rate=SETTINGS.learning_rate,
        max_iter=SETTINGS.iterations,
        max_leaf_nodes=SETTINGS.leaves,
        min_samples_leaf=SETTINGS.least_in_leaf,
        l2_regularization=SETTINGS.shrinkage,
        categorical_features=[*covariates.categorical, False],
        early_stopping=False,
        random_state=seed,
    )
    with _one_thread():
        model.fit(features, target)
    return ResidualLearner(columns, model)


def corrected(predicted: np.ndarray, residual: np.ndarray) -> np.ndarray:
    """SOC with the residual of its root added, gC/m3, ``(layers,)``; never negative."""
    return np.maximum(np.sqrt(np.maximum(predicted, 0.0)) + residual, 0.0) ** 2


def explained_share(observed: np.ndarray, predicted: np.ndarray, with_residual: np.ndarray) -> float:
    """Share of the squared residuals of root SOC that the learner explains: one less the ratio of the sums of squares with it
    and without. Negative where it makes things worse; NaN without residuals. All in gC/m3, ``(layers,)``."""
    root = np.sqrt(observed)
    before = float(((root - np.sqrt(np.maximum(predicted, 0.0))) ** 2).sum())
    after = float(((root - np.sqrt(with_residual)) ** 2).sum())
    return 1.0 - after / before if before > 0.0 else float("nan")
