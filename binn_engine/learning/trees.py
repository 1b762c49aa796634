"""Tree models that use the covariates and the depth but no soil carbon model: gradient boosting, and a quantile forest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from ..covariates.table import CovariateTable
from ..errors import InputError, JobError
from ..profiles.quality import MAX_SOC
from .dataset import Sites

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
    from sklearn.preprocessing import OrdinalEncoder

MOST_CLASSES = 255  # of one covariate that the boosting can tell apart
FOREST_THREADS = 2
_BATCH_LAYERS = 2000  # whose weights are in memory at a time


@dataclass(frozen=True)
class KnownLayers:
    """Layers whose SOC is known, with the covariates of their profiles.

    Parameters
    ----------
    covariates
        At ``(profiles,)``; missing values are allowed.
    depth_m
        Middle depths, m, ``(layers,)``.
    profile
        Index into the rows of the covariates, ``(layers,)``.
    soc
        gC/m3, ``(layers,)``.
    """

    covariates: CovariateTable
    depth_m: np.ndarray
    profile: np.ndarray
    soc: np.ndarray

    @classmethod
    def of(cls, sites: Sites) -> KnownLayers:
        """The layers of some sites."""
        return cls(sites.covariates, sites.profiles.depth, sites.profiles.profile, sites.profiles.soc)


@dataclass(frozen=True)
class BoostingSettings:
    """How trees are boosted; ``least_in_leaf`` and ``shrinkage`` (L2) act on the leaves.

    The values did best on blocks held out of the training parts of blocked folds; settings around them were within 0.013 of NSE.
    """

    learning_rate: float = 0.05
    iterations: int = 200
    leaves: int = 15
    least_in_leaf: int = 20
    shrinkage: float = 1.0


@dataclass(frozen=True)
class ForestSettings:
    """How a forest is grown; ``share_of_features`` is what each node of a tree chooses from.

    Chosen as for boosting. A small share hides the depth from too many nodes.
    """

    trees: int = 200
    least_in_leaf: int = 3
    share_of_features: float = 0.5


@dataclass(frozen=True)
class _Columns:
    """How covariates become columns: for each the encoder of its classes, or None for a continuous one."""

    encoders: tuple[OrdinalEncoder | None, ...]

    def features(self, values: np.ndarray, depth_m: np.ndarray, profile: np.ndarray) -> np.ndarray:
        """The covariates and the depth of every layer, ``(layers, covariates + 1)``; NaN for a class that is not known."""
        encoded = zip(values.T, self.encoders, strict=True)
        columns = [column if encoder is None else encoder.transform(column[:, None])[:, 0] for column, encoder in encoded]
        table = np.stack(columns, axis=1) if columns else np.empty((len(values), 0))
        return np.column_stack([table[profile], depth_m])


@dataclass(frozen=True)
class BoostedTrees:
    """Gradient boosting of the square root of SOC, so that the few large values do not dominate the fit."""

    columns: _Columns
    model: HistGradientBoostingRegressor

    def predict(self, values: np.ndarray, depth_m: np.ndarray, profile: np.ndarray) -> np.ndarray:
        """SOC of every layer, ``(layers,)`` gC/m3.

        Parameters
        ----------
        values
            Raw covariates, ``(profiles, covariates)``.
        depth_m
            Middle depths, m, ``(layers,)``.
        profile
            Index into the rows of ``values``, ``(layers,)``.
        """
        with _one_thread():
            root = self.model.predict(self.columns.features(values, depth_m, profile))
        return np.maximum(root, 0.0) ** 2


@dataclass(frozen=True)
class QuantileForest:
    """A random forest of SOC that stores which layers are in each leaf.

    ``weights`` is ``(leaves of all trees, fitted layers)``: if a layer is in a leaf, one divided by the number of layers in the leaf. Its
    columns and ``soc`` ``(fitted layers,)`` gC/m3 are sorted by SOC. ``first_leaf`` is each tree's first row.
    """

    columns: _Columns
    model: RandomForestRegressor
    weights: sparse.csr_array
    soc: np.ndarray
    first_leaf: np.ndarray

    def predict(self, values: np.ndarray, depth_m: np.ndarray, profile: np.ndarray) -> np.ndarray:
        """SOC of every layer, the mean over trees, ``(layers,)`` gC/m3.

        Parameters
        ----------
        values
            Raw covariates, ``(profiles, covariates)``.
        depth_m
            Middle depths, m, ``(layers,)``.
        profile
            Index into the rows of ``values``, ``(layers,)``.
        """
        return self.model.predict(self.columns.features(values, depth_m, profile))

    def quantiles(self, values: np.ndarray, depth_m: np.ndarray, profile: np.ndarray, levels: Sequence[float]) -> np.ndarray:
        """Quantiles of SOC, ``(layers, levels)`` gC/m3 (Meinshausen 2006).

        A fitted layer weighs the mean over trees of one over the layers in the leaf, where it shares the leaf with the layer
        predicted; the quantile is the smallest SOC at which the weights reach the level.

        Parameters
        ----------
        values
            Raw covariates, ``(profiles, covariates)``.
        depth_m
            Middle depths, m, ``(layers,)``.
        profile
            Index into the rows of ``values``, ``(layers,)``.
        levels
            Shares from 0 to 1.

        Raises
        ------
        JobError
            For a level outside 0 to 1.
        """
        wanted = np.asarray(levels, dtype=float)
        if not ((wanted > 0.0) & (wanted < 1.0)).all():
            raise JobError(f"The quantiles are {list(levels)}, but they must be above 0 and below 1.", "Give numbers such as 0.05.")
        leaves = self.model.apply(self.columns.features(values, depth_m, profile)) + self.first_leaf
        starts = range(0, len(leaves), _BATCH_LAYERS)
        return np.concatenate([self._quantiles(leaves[start : start + _BATCH_LAYERS], wanted) for start in starts])

    def _quantiles(self, leaves: np.ndarray, levels: np.ndarray) -> np.ndarray:
        weights = _one_hot(leaves, self.weights.shape[0]) @ self.weights
        weights.sort_indices()
        # One running sum through all rows, so that one search finds every quantile; the margin is its rounding.
        reached = np.concatenate([[0.0], np.cumsum(weights.data)])
        before, after = reached[weights.indptr[:-1], None], reached[weights.indptr[1:], None]
        found = np.searchsorted(reached[1:], before + levels * (after - before) - 1e-8)
        return self.soc[weights.indices[np.clip(found, weights.indptr[:-1, None], weights.indptr[1:, None] - 1)]]


def fit_boosting(layers: KnownLayers, seed: int, max_soc: float = MAX_SOC, settings: BoostingSettings = BoostingSettings()) -> BoostedTrees:
    """Gradient boosting (Friedman 2001, on histograms) of the square root of SOC; classes are split as sets.

    Parameters
    ----------
    layers
        What is fitted.
    seed
        Of the draws.
    max_soc
        Layers with more, in gC/m3, are left out.
    settings
        How many steps, and how each tree is grown.

    Raises
    ------
    InputError
        Where no layer is left.
    """
    columns, features, target = _training_rows(layers, max_soc)
    # sklearn takes a second to load, which most runs need not wait for.
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(
        learning_rate=settings.learning_rate,
        max_iter=settings.iterations,
        max_leaf_nodes=settings.leaves,
        min_samples_leaf=settings.least_in_leaf,
        l2_regularization=settings.shrinkage,
        categorical_features=[*layers.covariates.categorical, False],
        early_stopping=False,
        random_state=seed,
    )
    with _one_thread():
        model.fit(features, np.sqrt(target))
    return BoostedTrees(columns, model)


def fit_forest(layers: KnownLayers, seed: int, max_soc: float = MAX_SOC, settings: ForestSettings = ForestSettings()) -> QuantileForest:
    """A random forest (Breiman 2001) of SOC, its leaves kept for quantiles; see :func:`fit_boosting`.

    Classes are read as numbers in the order of their codes: repeated splits take them apart.

    Parameters
    ----------
    layers
        What is fitted.
    seed
        Of the draws.
    max_soc
        Layers with more, in gC/m3, are left out.
    settings
        How many trees, and how each is grown.
    """
    columns, features, target = _training_rows(layers, max_soc)
    # sklearn takes a second to load, which most runs need not wait for.
    from sklearn.ensemble import RandomForestRegressor

    model = RandomForestRegressor(
        n_estimators=settings.trees,
        min_samples_leaf=settings.least_in_leaf,
        max_features=settings.share_of_features,
        n_jobs=FOREST_THREADS,
        random_state=seed,
    ).fit(features, target)
    # Threads would add up the trees in any order, and the last digits would differ from run to run.
    model.set_params(n_jobs=1)
    nodes = np.array([tree.tree_.node_count for tree in model.estimators_])
    first_leaf = np.cumsum(nodes) - nodes
    order = np.argsort(target, kind="stable")
    membership = _one_hot(model.apply(features[order]) + first_leaf, int(nodes.sum()))
    membership.data /= membership.sum(axis=0)[membership.indices]
    return QuantileForest(columns, model, membership.T.tocsr(), target[order], first_leaf)


def _one_thread() -> threadpool_limits:
    """Boosting's threads meet after every histogram; where cores are shared they wait for each other far longer than they work."""
    return threadpool_limits(1, user_api="openmp")


def _training_rows(layers: KnownLayers, max_soc: float) -> tuple[_Columns, np.ndarray, np.ndarray]:
    """Columns, features and SOC of the layers to fit, sorted by their values: the order they came in has no say."""
    covariates, soc = layers.covariates, layers.soc
    kept = np.flatnonzero(soc <= max_soc)
    if not len(kept):
        raise InputError(
            f"All {len(soc):,} layers have more SOC than the limit for training, {max_soc:g} gC/m3.",
            "Check the unit of SOC, or set a larger max_soc.",
        )
    rows = covariates.values[layers.profile[kept]]
    encoders = [_encoder(rows[:, number]) if classes else None for number, classes in enumerate(covariates.categorical)]
    columns = _Columns(tuple(encoders))
    features = columns.features(covariates.values, layers.depth_m[kept], layers.profile[kept])
    order = np.lexsort((*features.T, soc[kept]))
    return columns, features[order], soc[kept][order].astype(float)


def _encoder(codes: np.ndarray) -> OrdinalEncoder:
    """The encoder of classes by their order: all, or the most frequent of too many; of equally frequent ones the lowest. Others are NaN."""
    classes, counts = np.unique(codes[np.isfinite(codes)], return_counts=True)
    frequent = np.sort(classes[np.argsort(-counts, kind="stable")[:MOST_CLASSES]])
    known = frequent if len(frequent) else np.array([np.nan])
    # As for the boosting, its only user.
    from sklearn.preprocessing import OrdinalEncoder

    return OrdinalEncoder(categories=[known], handle_unknown="use_encoded_value", unknown_value=np.nan).fit(known[:, None])


def _one_hot(leaves: np.ndarray, n_leaves: int) -> sparse.csr_array:
    """One where a row lies in a leaf; ``leaves`` is ``(rows, trees)``, numbered over all trees."""
    rows, trees = leaves.shape
    starts = np.arange(0, rows * trees + 1, trees)
    return sparse.csr_array((np.ones(rows * trees), leaves.ravel(), starts), shape=(rows, n_leaves))
