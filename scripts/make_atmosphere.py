"""Makes binn_engine/radiocarbon/atmosphere.csv, the yearly radiocarbon of the atmosphere by zone, from the published curves.

    .venv/bin/python -m scripts.make_atmosphere HUA INTCAL

HUA has the columns zone, year_decimal and d14c_permil (Hua et al. 2022, Radiocarbon 64, 723-745, doi 10.1017/RDC.2021.95, by month); INTCAL
the columns year_ce, d14c_nh_intcal20 and d14c_sh_shcal20 (Reimer et al. 2020, doi 10.1017/RDC.2020.41; Hogg et al. 2020, doi
10.1017/RDC.2020.59). Both are CC BY.

A year is the mean of its months in Hua's curve, where it has all of them; before, the calibration curve of the hemisphere, in a straight
line between its years.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

FIRST = 1850
ZONES = {
    "nh1": "d14c_nh_intcal20",
    "nh2": "d14c_nh_intcal20",
    "nh3": "d14c_nh_intcal20",
    "sh12": "d14c_sh_shcal20",
    "sh3": "d14c_sh_shcal20",
}
TARGET = Path(__file__).resolve().parents[1] / "binn_engine" / "radiocarbon" / "atmosphere.csv"
HEADER = (
    "# Delta14C of atmospheric CO2 in permil, by year and zone, made by scripts/make_atmosphere.py from Hua et al. 2022 "
    "(doi 10.1017/RDC.2021.95),\n# IntCal20 (doi 10.1017/RDC.2020.41) and SHCal20 (doi 10.1017/RDC.2020.59), CC BY. "
    "Zones as in Hua et al.; sh12 is zones 1 and 2 of the south.\n"
)


def yearly(hua: pd.DataFrame, intcal: pd.DataFrame) -> pd.DataFrame:
    """A row a year and a column a zone, permil."""
    columns = {}
    for zone, curve in ZONES.items():
        months = hua[hua["zone"] == zone]
        by_year = months.groupby(np.floor(months["year_decimal"]).astype(int))["d14c_permil"]
        whole = by_year.mean()[by_year.count() == 12]
        known = intcal.sort_values("year_ce")
        years = np.arange(FIRST, whole.index.max() + 1)
        before = np.interp(years, known["year_ce"], known[curve])
        columns[zone] = pd.Series(before, years).where(years < whole.index.min(), whole.reindex(years))
    return pd.DataFrame(columns).round(1)


def main(hua: str, intcal: str) -> None:
    """Write the table."""
    table = yearly(pd.read_csv(hua), pd.read_csv(intcal))
    TARGET.write_text(HEADER + table.to_csv(index_label="year", lineterminator="\n"), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
