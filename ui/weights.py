"""Which warnings of the engine weigh most: those are shown where there is room for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# The result is wrong or incomplete, or very likely so.
WRONG = frozenset(
    {
        "beyond_forcing", "exchanged_axes", "radians", "implausible_soc", "impossible_values", "tiles_failed", "not_converged", "no_spread",
        "outside_training", "far_forcing", "zones_outside", "unknown_training", "biased", "soc_as_covariate", "incomplete_forcing",
        "forcing_not_interpolated",
    }
)  # fmt: skip
# Some rows, profiles, pixels or zones are wrong or left out, or may be.
PARTLY = frozenset(
    {
        "null_island", "exchanged_places", "places_abroad", "mirrored_places", "places_without_soil", "antarctic", "outside_rasters",
        "quality", "dropped_layers", "single_layers", "incomplete_covariates", "profiles_without_covariates", "class_per_profile",
        "constant_covariate", "zones_partial", "zones_overlap", "tile_failed", "few_passes", "not_calibrated", "approximate_forcing",
        "bulk_density_estimated", "bulk_density_missing", "undeclared_nodata", "unit_of_normals", "few_layers", "out_of_memory",
        "unused_passes", "training_profiles", "left_out_rows", "radiocarbon_split",
        "no_soil", "not_joined", "id_at_several_places", "depth_unit", "soc_unit", "leaking_ages", "temporary",
    }
)  # fmt: skip
TEMPORARY = "temporary"  # of the plugin itself
# What is true of the model and its passes, whatever is computed with them: each run with the model says it, in words of its own.
OF_THE_MODEL = frozenset({"not_calibrated", "few_passes"})


WRONG_RESULT = 2  # the largest weight


def weight(code: str) -> int:
    """2 for what makes a result wrong, 1 for what makes parts of it so, 0 for how inputs were read."""
    return WRONG_RESULT if code in WRONG else 1 if code in PARTLY else 0


def by_weight(warnings: Sequence[str], codes: Mapping[str, str]) -> list[str]:
    """Warnings, each once, the weightiest last; those of one weight in their order.

    Parameters
    ----------
    warnings
        The texts: those of inputs come first, those of results last.
    codes
        The code of each text; those without one weigh least.
    """
    return sorted(dict.fromkeys(warnings), key=lambda text: weight(codes.get(text, "")))


def told_once(warnings: Sequence[str], codes: Mapping[str, str]) -> tuple[str, ...]:
    """The warnings of several runs in their order, each once; of a code of :data:`OF_THE_MODEL` the first alone."""
    first: dict[str, str] = {}
    for text in warnings:
        code = codes.get(text, "")
        first.setdefault(code if code in OF_THE_MODEL else text, text)
    return tuple(first.values())
