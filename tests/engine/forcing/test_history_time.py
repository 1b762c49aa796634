"""History files of one simulation, and the months that their stamps mean."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray

from binn_engine.errors import InputError
from binn_engine.forcing.reading import read_forcing
from tests.engine.support.clm_history import DAYS, ENDS, check, record, save, silent
from tests.engine.support.forcing import dataset

STARTS = ENDS - DAYS


def year_of(odd: float = 0.0, year: int = 0, **attributes: str) -> xarray.Dataset:
    """Twelve months in one file."""
    months = [record(year, month, odd).drop_vars("nbedrock") for month in range(12)]
    made = xarray.concat(months, "time", data_vars="minimal", coords="minimal", compat="override")
    made["nbedrock"] = record(year, 0, odd)["nbedrock"]
    return made.assign_attrs(attributes)


def stamped(made: xarray.Dataset, days: np.ndarray) -> xarray.Dataset:
    """The same without bounds, with other stamps."""
    attributes = {name: value for name, value in made["time"].attrs.items() if name != "bounds"}
    return made.drop_vars("time_bounds").assign_coords(time=("time", np.asarray(days, dtype=float), attributes))


@pytest.mark.parametrize(
    ("names", "attributes"),
    [
        (("a.nc", "b.nc"), ({"case_id": "spinup"}, {"case_id": "warming"})),
        (("a.nc", "b.nc"), ({"title": "Land of run 1"}, {"title": "Land of run 2"})),
        (("a.nc", "b.nc"), ({"source": "CLM5"}, {"source": "CLM6"})),
        (("control.clm2.h0.0001.nc", "warm.clm2.h0.0002.nc"), ({}, {})),
    ],
)
def test_files_of_two_simulations_are_refused_and_named(
    names: tuple[str, str], attributes: tuple[dict[str, str], dict[str, str]], tmp_path: Path
) -> None:
    for number, (name, attribute) in enumerate(zip(names, attributes)):
        save(year_of(20.0 * number, number, **attribute), tmp_path / name)
    with pytest.raises(InputError, match="two simulations") as caught:
        read_forcing(str(tmp_path), silent)
    assert all(name in caught.value.message for name in names)


def test_the_same_months_with_other_values_are_of_two_simulations(tmp_path: Path) -> None:
    save(year_of(0.0), tmp_path / "a.nc")
    save(year_of(20.0), tmp_path / "b.nc")
    with pytest.raises(InputError, match="two simulations") as caught:
        read_forcing(str(tmp_path), silent)
    assert "a.nc" in caught.value.message
    assert "b.nc" in caught.value.message


def test_a_file_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    for name, odd, year in (("a.nc", 1.0, 0), ("a_copy.nc", 1.0, 0), ("b.nc", -1.0, 1)):
        save(year_of(odd, year, case_id="one"), tmp_path / name)
    check(read_forcing(str(tmp_path), silent))


@pytest.mark.parametrize(("stamps", "meaning"), [(STARTS, "begins"), (ENDS, "ends")])
def test_a_year_stamped_with_first_moments_and_without_bounds_keeps_its_months(stamps: np.ndarray, meaning: str, tmp_path: Path) -> None:
    save(stamped(year_of(), stamps), tmp_path / "a.nc")
    warned: list[tuple[str, str]] = []
    check(read_forcing(str(tmp_path / "a.nc"), lambda *told: warned.append(told)))
    assert [code for code, _ in warned if code == "month_stamps"] == ["month_stamps"]
    assert any(f"then {meaning}" in message for _, message in warned)


def test_stamps_within_months_need_no_word(tmp_path: Path) -> None:
    save(stamped(year_of(), (STARTS + ENDS) / 2.0), tmp_path / "a.nc")
    warned: list[str] = []
    check(read_forcing(str(tmp_path / "a.nc"), lambda code, message: warned.append(code)))
    assert "month_stamps" not in warned


@pytest.mark.parametrize("stamps", [STARTS, ENDS])
def test_single_months_are_known_by_the_names_of_their_files(stamps: np.ndarray, tmp_path: Path) -> None:
    for month in range(12):
        save(stamped(record(0, month, 0.0), stamps[month : month + 1]), tmp_path / f"land_0001-{month + 1:02d}.nc")
    warned: list[str] = []
    check(read_forcing(str(tmp_path), lambda code, message: warned.append(code)))
    assert warned.count("month_stamps") == 1


def test_files_whose_stamps_mean_different_things_are_refused(tmp_path: Path) -> None:
    save(stamped(year_of(0.0, 0), STARTS), tmp_path / "a.nc")
    save(stamped(year_of(0.0, 1), 365.0 + ENDS), tmp_path / "b.nc")
    with pytest.raises(InputError, match="time_bounds"):
        read_forcing(str(tmp_path), silent)


def test_a_climatology_that_does_not_begin_in_january_is_refused(tmp_path: Path) -> None:
    since = {"units": "days since 2001-01-01", "calendar": "noleap"}
    middles = (STARTS + ENDS) / 2.0
    for stamps in (middles, STARTS, ENDS):
        dataset().assign_coords(time=("time", stamps.astype(float), since)).to_netcdf(tmp_path / "right.nc")
        assert len(read_forcing(str(tmp_path / "right.nc"), silent)) == 6
    for axis in (("time", np.roll(middles, 5) + np.where(np.arange(12) < 5, 0.0, 365.0), since), ("time", np.roll(np.arange(1, 13), 3))):
        dataset().assign_coords(time=axis).to_netcdf(tmp_path / "wrong.nc")
        with pytest.raises(InputError, match="January to December"):
            read_forcing(str(tmp_path / "wrong.nc"), silent)


@pytest.mark.parametrize("since", [{"units": "days since 2001-01-01", "calendar": "noleap"}, {}])
def test_a_climatology_without_the_time_of_a_month_is_refused(since: dict[str, str], tmp_path: Path) -> None:
    middles = (STARTS + ENDS) / 2.0
    middles[3] = np.nan
    dataset().assign_coords(time=("time", middles, since)).to_netcdf(tmp_path / "a.nc")
    with pytest.raises(InputError, match="the time is missing in 1 of 12 records"):
        read_forcing(str(tmp_path / "a.nc"), silent)


@pytest.mark.parametrize("calendar", ["", " ", "none", "lunar"])
def test_a_calendar_that_is_none_is_refused_by_name(tmp_path: Path, calendar: str) -> None:
    since = {"units": "days since 2001-01-01", "calendar": calendar}
    dataset().assign_coords(time=("time", (STARTS + ENDS) / 2.0, since)).to_netcdf(tmp_path / "a.nc")
    with pytest.raises(InputError, match=r"a\.nc: the calendar of its time is .*, which is not supported"):
        read_forcing(str(tmp_path / "a.nc"), silent)
    (tmp_path / "history").mkdir()
    made = stamped(year_of(0.0, 0), ENDS)
    made["time"].attrs["calendar"] = calendar
    save(made, tmp_path / "history" / "b.nc")
    with pytest.raises(InputError, match=r"b\.nc: the calendar of its time is .*, which is not supported"):
        read_forcing(str(tmp_path / "history"), silent)
