"""Quality of the observations: wrong or doubtful profiles and layers are counted, and left out if requested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import InputError, JobError
from ..resampling.splits import place_of
from .observations import Profiles
from .pedotransfer import CARBON_OF_ORGANIC_MATTER

MAX_SOC = 150_000.0  # gC/m3
_TOUCH_M = 1e-6  # overlaps below are rounding
_LAYER = ("profile", "depth", "top", "bottom", "soc")  # columns in which layers that are given twice are equal
_DEPTH_DECIMALS, _SOC_DECIMALS = 4, 1  # layers that agree to 0.1 mm and 0.1 gC/m3 are the same

SOC_ABOVE_LIMIT = "soc_above_limit"
IMPOSSIBLE_DENSITY = "impossible_density"
ZERO_SOC = "zero_soc"
OVERLAPPING = "overlapping_layers"
REPEATED_LAYER = "repeated_layer"
REPEATED_ID = "repeated_id"
REPEATED_PROFILE = "repeated_profile"
SINGLE_LAYER = "single_layer"
INCREASING = "increasing_with_depth"


@dataclass(frozen=True)
class Flag:
    """A possible problem, of layers (``of_layers``) or of whole profiles."""

    name: str
    meaning: str
    of_layers: bool


FLAGS = (
    Flag(SOC_ABOVE_LIMIT, "SOC above the limit", True),
    Flag(IMPOSSIBLE_DENSITY, "More carbon than pure organic matter (58 % carbon) with the layer's bulk density contains", True),
    Flag(ZERO_SOC, "SOC is zero", True),
    Flag(OVERLAPPING, "Depths overlap with another layer of the profile", True),
    Flag(REPEATED_LAYER, "Same depths and SOC as an earlier layer of the profile", True),
    Flag(REPEATED_ID, "Same id as an earlier profile", False),
    Flag(REPEATED_PROFILE, "Same place, depths and SOC as an earlier profile with another id", False),
    Flag(SINGLE_LAYER, "The profile has only one layer", False),
    Flag(INCREASING, "SOC increases with depth: positive rank correlation, or most SOC in the deepest layer", False),
)
# What is certainly wrong, or counted twice. The rest may be true of peat, of rock and of thin surveys.
EXCLUDED = (IMPOSSIBLE_DENSITY, REPEATED_LAYER, REPEATED_ID, REPEATED_PROFILE)


@dataclass(frozen=True)
class Quality:
    """Flags of profiles and layers.

    Parameters
    ----------
    ids
        ``(n_profiles,)`` ids of the profiles.
    profile
        ``(n_layers,)`` index into ``ids``.
    profiles
        For each flag, ``(n_profiles,)`` bool; of a flag of layers, the profiles with such a layer.
    layers
        For each flag, ``(n_layers,)`` bool; of a flag of profiles, all their layers.
    unchecked
        Flags that could not be checked, because the data have no bulk density.
    """

    ids: np.ndarray
    profile: np.ndarray
    profiles: dict[str, np.ndarray]
    layers: dict[str, np.ndarray]
    unchecked: tuple[str, ...]

    def counts(self) -> dict[str, tuple[int, int]]:
        """Numbers of profiles and layers with each flag."""
        return {row.name: (int(self.profiles[row.name].sum()), int(self.layers[row.name].sum())) for row in FLAGS}

    def keep(self, exclude: Sequence[str] = EXCLUDED) -> tuple[np.ndarray, np.ndarray]:
        """Which profiles ``(n_profiles,)`` and layers ``(n_layers,)`` are left without those that bear a flag of ``exclude``.

        A flag of layers takes layers, a flag of profiles takes profiles, and a profile without layers goes.

        Raises
        ------
        JobError
            For a flag that there is not.
        InputError
            Where no profile is left.
        """
        check_flags(exclude)
        layers = ~np.any([self.layers[name] for name in exclude] or [np.zeros(len(self.profile), dtype=bool)], axis=0)
        profiles = np.bincount(self.profile[layers], minlength=len(self.ids)) > 0
        if not profiles.any():
            raise InputError(
                f"Quality control leaves out all {len(self.ids):,} profiles.", "Leave out fewer quality flags, or set a higher SOC limit."
            )
        return profiles, layers

    def rows(self, exclude: Sequence[str] = EXCLUDED) -> list[dict[str, str | int | bool]]:
        """The table of flags, ready for JSON: ``flag``, ``meaning``, ``checked``, ``profiles``, ``layers`` and ``excluded``."""
        check_flags(exclude)
        counts = self.counts()
        return [
            {
                "flag": row.name,
                "meaning": row.meaning,
                "checked": row.name not in self.unchecked,
                "profiles": counts[row.name][0],
                "layers": counts[row.name][1],
                "excluded": row.name in exclude,
            }
            for row in FLAGS
        ]


def check_quality(profiles: Profiles, max_soc: float = MAX_SOC, bulk_density: np.ndarray | None = None) -> Quality:
    """Every flag of every profile and layer.

    Of what is there twice the first bears no flag: the first in the order of ids, whatever the order of the profiles. Layers that
    are repeated count once in the flags that compare layers.

    Parameters
    ----------
    profiles
        The observations.
    max_soc
        Limit of SOC in gC/m3.
    bulk_density
        ``(n_layers,)`` g/cm3 of the layers of ``profiles``, NaN where unknown; None for what the profiles carry themselves.
    """
    bulk_density = profiles.bulk_density if bulk_density is None else bulk_density
    table = _table(profiles)
    if bulk_density is not None and np.shape(bulk_density) != profiles.soc.shape:
        raise InputError(f"There are {np.size(bulk_density)} bulk densities for {len(profiles.soc)} layers.", "Give one per layer, or NaN.")
    repeated = _repeated_layers(table)
    distinct = table[~repeated]
    density = np.full(len(table), np.nan) if bulk_density is None else np.asarray(bulk_density, dtype=float)
    again_id, again_profile = _repeated_profiles(profiles, distinct)
    layers = {
        SOC_ABOVE_LIMIT: profiles.soc > max_soc,
        # No soil holds more carbon than pure organic matter. 1 g/cm3 is 1e6 g/m3; NaN compares as false. The margin is rounding.
        IMPOSSIBLE_DENSITY: profiles.soc > CARBON_OF_ORGANIC_MATTER * density * 1e6 * (1.0 + 1e-9),
        ZERO_SOC: profiles.soc <= 0.0,
        OVERLAPPING: _overlapping(distinct, len(table)),
        REPEATED_LAYER: repeated,
    }
    whole = {
        REPEATED_ID: again_id,
        REPEATED_PROFILE: again_profile,
        SINGLE_LAYER: np.bincount(distinct["profile"], minlength=len(profiles)) < 2,
        INCREASING: _increasing(distinct, len(profiles)),
    }
    of_profiles = {name: np.bincount(profiles.profile[rows], minlength=len(profiles)) > 0 for name, rows in layers.items()} | whole
    of_layers = layers | {name: rows[profiles.profile] for name, rows in whole.items()}
    return Quality(profiles.ids, profiles.profile, of_profiles, of_layers, () if np.isfinite(density).any() else (IMPOSSIBLE_DENSITY,))


def kept_profiles(profiles: Profiles, kept: tuple[np.ndarray, np.ndarray]) -> Profiles:
    """The profiles and layers that masks leave.

    Parameters
    ----------
    profiles
        All profiles.
    kept
        Masks of :meth:`Quality.keep`: of the profiles ``(n_profiles,)`` and of the layers ``(n_layers,)``.
    """
    whole, rows = kept
    fewer = Profiles(
        profiles.ids, profiles.longitude, profiles.latitude, profiles.profile[rows],
        profiles.top[rows], profiles.bottom[rows], profiles.depth[rows], profiles.soc[rows],
        None if profiles.bulk_density is None else profiles.bulk_density[rows],
    )  # fmt: skip
    return fewer.subset(whole)


def excluded_flags(leave_out: Sequence[str], keep: Sequence[str]) -> tuple[str, ...]:
    """The flags whose layers go: those of :data:`EXCLUDED` and of ``leave_out``, save those of ``keep``.

    Raises
    ------
    JobError
        For a flag that there is not.
    """
    check_flags((*leave_out, *keep))
    return tuple(name for name in dict.fromkeys((*EXCLUDED, *leave_out)) if name not in keep)


def check_flags(exclude: Sequence[str]) -> None:
    """Raise :class:`JobError` for the first name that is not a flag's."""
    unknown = [name for name in exclude if name not in {row.name for row in FLAGS}]
    if unknown:
        raise JobError(f"{unknown[0]!r} is not a quality flag.", f"The flags are {', '.join(row.name for row in FLAGS)}.")


def _table(profiles: Profiles) -> pd.DataFrame:
    """Layers with rounded depths and SOC; a row's index is the layer's. Unknown limits are -1, which equal each other."""
    depths = {name: np.nan_to_num(np.round(getattr(profiles, name), _DEPTH_DECIMALS), nan=-1.0) for name in ("depth", "top", "bottom")}
    exact = {"exact_top": profiles.top, "exact_bottom": profiles.bottom, "exact_depth": profiles.depth, "exact_soc": profiles.soc}
    return pd.DataFrame({"profile": profiles.profile, **depths, "soc": np.round(profiles.soc, _SOC_DECIMALS), **exact})


def _repeated_layers(table: pd.DataFrame) -> np.ndarray:
    return table.duplicated(list(_LAYER)).to_numpy()


def _repeated_profiles(profiles: Profiles, distinct: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Profiles with the id of an earlier one, and with the content of an earlier one under another id, ``(n_profiles,)`` bool."""
    content = [()] * len(profiles)
    ordered = distinct.sort_values(list(_LAYER))
    for number, rows in ordered.groupby("profile")[["depth", "top", "bottom", "soc"]]:
        content[number] = tuple(rows.to_numpy().ravel().tolist())
    table = pd.DataFrame({"id": profiles.ids, "place": place_of(profiles.longitude, profiles.latitude), "content": content})
    table = table.sort_values(["id", "place", "content"], kind="stable")
    again_id = table.duplicated("id")
    # Of profiles with the same id and content the copy is an id's, not another profile's.
    own = ~table.duplicated(["id", "place", "content"])
    again = table[own].duplicated(["place", "content"]).reindex(table.index, fill_value=False) & (table["content"].map(len) > 0)
    return again_id.sort_index().to_numpy(), again.sort_index().to_numpy()


def _overlapping(distinct: pd.DataFrame, n_layers: int) -> np.ndarray:
    """Layers that share depths with another of their profile, ``(n_layers,)`` bool."""
    known = distinct[distinct["exact_top"].notna() & distinct["exact_bottom"].notna()].sort_values(["profile", "exact_top", "exact_bottom"])
    by_profile = known.groupby("profile")
    deepest_before = by_profile["exact_bottom"].cummax().groupby(known["profile"]).shift()
    next_top = by_profile["exact_top"].shift(-1)
    torn = (deepest_before > known["exact_top"] + _TOUCH_M) | (next_top < known["exact_bottom"] - _TOUCH_M)
    overlapping = np.zeros(n_layers, dtype=bool)
    overlapping[known.index[torn]] = True
    return overlapping


def _increasing(distinct: pd.DataFrame, n_profiles: int) -> np.ndarray:
    """Profiles whose SOC rises with depth: Spearman's correlation is positive, or no layer has as much as the deepest."""
    by_profile = distinct.groupby("profile")
    ranks = by_profile[["exact_depth", "exact_soc"]].rank()
    middle = (by_profile["exact_soc"].transform("size") + 1) / 2.0
    # Ranks are halves, so the sign of the covariance is exact.
    product = (ranks["exact_depth"] - middle) * (ranks["exact_soc"] - middle)
    increasing = np.bincount(distinct["profile"], product, n_profiles) > 0.0
    deepest = distinct["exact_depth"] == by_profile["exact_depth"].transform("max")
    most = distinct["exact_soc"] == by_profile["exact_soc"].transform("max")
    below = np.bincount(distinct["profile"][deepest & most], minlength=n_profiles) > 0
    above = np.bincount(distinct["profile"][~deepest & most], minlength=n_profiles) > 0
    return increasing | (below & ~above & (np.bincount(distinct["profile"], minlength=n_profiles) > 1))
