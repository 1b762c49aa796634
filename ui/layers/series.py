"""The time of the bands of a projection: each layer is valid from its year to the next, so that the temporal controller plays them."""

from __future__ import annotations

from qgis.core import QgsDateTimeRange, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ...binn_engine.bands import Band, band_year
from ..compat import FIXED_RANGE, YEARS

LAST_YEAR = 9999  # of a calendar that files can hold


def years_of(bands: tuple[Band, ...]) -> list[int]:
    """The years of bands; none for bands of another kind, and for years that no calendar has."""
    years = [year for band in bands if (year := band_year(band.name)) is not None and 0 < year < LAST_YEAR]
    return years if len(years) == len(bands) else []


def range_of(years: list[int], number: int) -> QgsDateTimeRange:
    """The time for which a band is valid: from its year until the next one; the last as long as the one before, one year if there is
    none. Bands may repeat their years, for several depths or pools."""
    steps = sorted(set(years))
    ends = [*steps[1:], min(steps[-1] + (steps[-1] - steps[-2] if len(steps) > 1 else 1), LAST_YEAR)]
    return QgsDateTimeRange(_begin(years[number]), _begin(ends[steps.index(years[number])]), True, False)


def set_time(layer: QgsRasterLayer, number: int, bands: tuple[Band, ...]) -> None:
    """Let the temporal controller show the layer of band ``number`` (from 0) in its time; nothing for other bands."""
    years = years_of(bands)
    if years:
        properties = layer.temporalProperties()
        properties.setMode(FIXED_RANGE)  # type: ignore[attr-defined]  # the stubs know only those of any layer
        properties.setFixedTemporalRange(range_of(years, number))  # type: ignore[attr-defined]  # the stubs know only those of any layer
        properties.setIsActive(True)


def set_project_time(project: QgsProject, bands: tuple[Band, ...]) -> bool:
    """Give the project the years of the bands and their step, unless it has times of its own; returns whether the bands have years."""
    years = years_of(bands)
    settings = project.timeSettings()
    if years and not settings.temporalRange().begin().isValid():
        settings.setTemporalRange(QgsDateTimeRange(_begin(years[0]), range_of(years, len(years) - 1).end()))
        settings.setTimeStep(float(min((later - year for year, later in zip(years, years[1:]) if later > year), default=1)))
        settings.setTimeStepUnit(YEARS)
    return bool(years)


def _begin(year: int) -> QDateTime:
    return QDateTime(QDate(year, 1, 1), QTime(0, 0), Qt.TimeSpec.UTC)
