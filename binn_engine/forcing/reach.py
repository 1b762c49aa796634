"""The largest distance from a place to the cells of a forcing: a place that is farther away has another climate and gets no value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from rasterio.windows import Window

from ..covariates.stacks import CovariateStack
from ..errors import InputError, check_choice, check_positive
from ..resampling.distances import KM_PER_DEGREE
from ..running.callbacks import Warn
from ..settings import BEYOND_FORCING, BeyondForcingFields, ForcingDistanceFields
from .grid import ForcingGrid
from .region import sampled_lines

WARNED_DEGREES = 1.0  # a nearest cell farther than this is worth a warning, however large the cells are
TILES = "tiles have pixels that"  # how maps name what lies far from the forcing
PIXELS = 200  # of the far ones in a sample of a map that are looked at before the work begins, at most


@dataclass(frozen=True)
class ForcingReach:
    """How far a place may be from the nearest forcing cell, and how a place beyond that is treated.

    Parameters
    ----------
    forcing
        The forcing with these cells.
    cells
        Largest distance, in cells of the forcing.
    refuse
        Whether a pixel beyond is an error; else it gets no value.
    later
        The forcing of later periods, each of which must be as near, in its own cells.
    files
        Of today's forcing and of those of later periods, for messages; without later periods, there may be none.
    """

    forcing: ForcingGrid
    cells: float
    refuse: bool = False
    later: tuple[ForcingGrid, ...] = ()
    files: tuple[str, ...] = ()

    @classmethod
    def of(cls, job: ForcingDistanceFields, forcing: ForcingGrid) -> ForcingReach:
        """What a job asks for; raises :class:`JobError` for a distance or a choice that cannot be."""
        cells = job.max_forcing_distance
        check_positive("max_forcing_distance", cells, "Give a number above 0, for example 3.")
        beyond = job.beyond_forcing if isinstance(job, BeyondForcingFields) else "nodata"
        check_choice("beyond_forcing", beyond, BEYOND_FORCING)
        return cls(forcing, cells, beyond == "refuse")

    @property
    def degrees(self) -> float:
        """The largest distance to today's forcing, along a great circle."""
        return self.cells * self.forcing.spacing

    def beyond(self, longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which places are too far from one of the forcings, and their largest distance to one from which they are, degrees; both in the
        shape of the places.

        Parameters
        ----------
        longitude, latitude
            Degrees, any shape, both the same.
        """
        farthest = np.zeros(np.shape(longitude))
        for grid in (self.forcing, *self.later):
            distance = grid.nearest(longitude, latitude)[1]
            farthest = np.maximum(farthest, np.where(distance > self.cells * grid.spacing, distance, 0.0))
        return farthest > 0.0, farthest

    def __str__(self) -> str:
        limits = [self.cells * grid.spacing for grid in (self.forcing, *self.later)]
        km = " to ".join(dict.fromkeys((_km(min(limits)), _km(max(limits)))))
        return f"{self.cells:g} forcing cells ({km} km)"

    @property
    def nearest(self) -> str:
        """What is too far away, in words."""
        *others, last = self.files or ("",)
        return "the nearest forcing cell" + (f" of {', '.join(others)}{' or ' if others else ''}{last}" if last else "")

    @property
    def each(self) -> list[ForcingReach]:
        """The reach of each forcing by itself, today's first."""
        grids = (self.forcing, *self.later)
        return [replace(self, forcing=grid, later=(), files=self.files[number : number + 1]) for number, grid in enumerate(grids)]

    def check_map(self, stack: CovariateStack, window: Window) -> None:
        """Raise :class:`InputError` where a sample of a map's pixels with covariates lies too far from the forcing, if that is an error:
        better at once than after hours of work."""
        if not self.refuse:
            return
        columns, rows = sampled_lines(window)
        places = stack.grid.lonlat_of(columns, rows)
        for reach in self.each:
            beyond, distance = reach.beyond(*places)
            found = far_on_map(stack, window, beyond, distance)
            if found is not None:
                raise too_far(reach, *found)


def far_on_map(stack: CovariateStack, window: Window, beyond: np.ndarray, distance: np.ndarray) -> tuple[float, str] | None:
    """The largest distance of pixels with covariates that are too far away, and their estimated number in words; None where there are none.

    Parameters
    ----------
    stack
        The covariates.
    window
        The map.
    beyond
        Which of a sample of pixels, those of :func:`binn_engine.forcing.region.sampled_lines`, are too far away, ``(rows, columns)``.
    distance
        How far each of them is, ``(rows, columns)``; infinite where a pixel has no place.
    """
    columns, rows = sampled_lines(window)
    far = np.argwhere(beyond & np.isfinite(distance))
    looked_at = far[:: max(1, -(-len(far) // PIXELS))]
    valid = [at for at in looked_at if np.isfinite(stack.read(Window(int(columns[at[1]]), int(rows[at[0]]), 1, 1))).all()]
    if not valid:
        return None
    share = len(far) / distance.size * len(valid) / len(looked_at)
    count = float(f"{share * window.width * window.height:.2g}")
    return max(float(distance[tuple(at)]) for at in valid), f"About {max(count, 1.0):,.0f}"


@dataclass
class FarPixels:
    """Pixels that are too far from the forcing: their number until now, and the distance of the farthest, in degrees."""

    reach: ForcingReach
    count: int = 0
    farthest: float = field(default=0.0)

    def near(self, longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
        """Which places are near enough, as a mask in their shape; counts the others.

        Parameters
        ----------
        longitude, latitude
            Degrees, any shape, both the same.

        Raises
        ------
        InputError
            Where some are not, and that is an error.
        """
        far, distance = self.reach.beyond(longitude, latitude)
        if far.any():
            self.add(int(far.sum()), float(distance[far].max()))
        if self.reach.refuse and self.count:
            raise too_far(self.reach, self.farthest, f"At least {self.count:,}")
        return ~far

    def add(self, count: int, farthest: float) -> None:
        """Count some more, the farthest of which is so many degrees away."""
        self.count, self.farthest = self.count + count, max(self.farthest, farthest)

    def tell(self, warn: Warn) -> None:
        """Warn of them, where there are any."""
        if self.count:
            warn("beyond_forcing", f"{self}.")

    def __str__(self) -> str:
        if not self.count:
            return ""
        far = f"{self.count:,} pixels have no value, because they are more than {self.reach} from {self.reach.nearest}"
        return f"{far} (up to {_km(self.farthest)} km)"

    def check(self, valid: int) -> None:
        """Raise :class:`InputError` where there are some, if that is an error, or where no valid pixel is left beside them."""
        if self.count and (self.reach.refuse or not valid):
            raise too_far(self.reach, self.farthest, f"{self.count:,}")

    @property
    def tags(self) -> dict[str, str]:
        """What a map says of them; nothing where there are none."""
        return {"beyond_forcing": str(self)} if self.count else {}

    @property
    def metrics(self) -> dict[str, float]:
        """How many there are and how far the farthest is, for the record; nothing where there are none."""
        return {"pixels_beyond_forcing": self.count, "farthest_forcing_km": round(self.farthest * KM_PER_DEGREE, 1)} if self.count else {}


def too_far(reach: ForcingReach, distance: float, count: str) -> InputError:
    """The error of a map with a ``count`` of pixels, in words, that are at a ``distance`` (degrees) from the forcing that is too large."""
    return InputError(
        f"{count} pixels of the map are more than {reach} from {reach.nearest} (up to {_km(distance)} km). The climate there "
        "may be different.",
        "Use a forcing that covers the map, or choose a smaller extent, or give these pixels no value (beyond_forcing: nodata).",
    )


def profiles_within(reach: ForcingReach, distance: np.ndarray, warn: Warn) -> np.ndarray:
    """Which profiles are near enough to the forcing, ``(n,)``; warns of the others, which are left out.

    Parameters
    ----------
    reach
        How far is too far.
    distance
        To the nearest forcing cell, degrees, ``(n,)``.
    warn
        Gets a code and a message.

    Raises
    ------
    InputError
        Where no profile is.
    """
    near = distance <= reach.degrees
    if near.all():
        return near
    farthest = f"up to {_km(float(distance[np.isfinite(distance)].max(initial=0.0)))} km"
    if not near.any():
        raise InputError(
            f"All {len(near):,} profiles are more than {reach} from the nearest forcing cell ({farthest}).",
            "Use a forcing that covers the profiles, or check the coordinates of both.",
        )
    warn(
        "beyond_forcing",
        f"{int((~near).sum()):,} of {len(near):,} profiles are left out, because they are more than {reach} "
        f"from the nearest forcing cell ({farthest}).",
    )
    return near


def warn_far_forcing(distance: np.ndarray, what: str, warn: Warn) -> None:
    """Warn where the nearest forcing cell is far away, though not too far.

    Parameters
    ----------
    distance
        To the nearest forcing cell, degrees, ``(n,)``.
    what
        What is far away, as the warning names it.
    warn
        Gets a code and a message.
    """
    far = distance > WARNED_DEGREES
    if far.any():
        warn(
            "far_forcing",
            f"{int(far.sum()):,} {what} are more than {WARNED_DEGREES:g} degree from the nearest forcing cell"
            f" (up to {distance.max():.1f}).",
        )


def _km(degrees: float) -> str:
    return f"{degrees * KM_PER_DEGREE:,.0f}"
