"""The unit of a column of soil organic carbon: from the settings, else from its name, else from the database."""

from __future__ import annotations

from ...errors import InputError
from ...running.callbacks import Warn
from ...settings import SOC_UNITS, ProfileFields
from .. import fields as names
from .layouts import Layout
from .named_tables import ProfileColumn
from .units import SOC_FACTORS


def stock_without_unit(path: str, label: str) -> InputError:
    """The error for a field of stocks, called ``label``, whose unit is not known."""
    return InputError(f"{path}: {label} contains stocks, but its name gives no unit.", "Set soc_unit to kg/m2, t/ha or g/cm2.")


def soc_unit(column: ProfileColumn, fields: ProfileFields, layout: Layout, path: str, warn: Warn) -> tuple[str, float]:
    """The unit of a column of SOC, one of ``settings.SOC_UNITS``, and what its values are multiplied by to be in it.

    Parameters
    ----------
    column
        The column of SOC.
    fields
        The settings; their unit of SOC, where it is set, counts before the name.
    layout
        The layout of the database, whose unit counts where the name says none.
    path
        The file, for messages.
    warn
        Called with a code and a message.

    Raises
    ------
    InputError
        For a unit that SOC is not read in, or a stock whose name says none.
    """
    name_unit = column.name_unit
    units = (*SOC_UNITS, *SOC_FACTORS)
    matter = name_unit.base in names.ORGANIC_MATTER
    if not fields.soc_unit:
        column.check_unit(path, "SOC", units)
    unit, factor = SOC_FACTORS.get(name_unit.unit, (name_unit.unit if name_unit.unit in SOC_UNITS else "", 1.0))
    if fields.soc_unit in SOC_FACTORS:  # of fields of depths, by their names
        unit, factor = SOC_FACTORS[fields.soc_unit]
    elif fields.soc_unit:
        factor = 1.0
    if matter:
        unit = f"{unit} OM" if unit in ("g/kg", "%") else unit or "% OM"
    chosen = "" if fields.soc_unit in SOC_FACTORS else fields.soc_unit
    if chosen and name_unit.unit in units and (unit != chosen or name_unit.unit in SOC_FACTORS) and not (matter and unit == "% OM"):
        message = f"SOC is read in {chosen}, as set, but the unit in the name of {column.label} is {name_unit.unit}"
        warn("soc_unit", f"{path}: {message}.")
    if name_unit.base in names.SOC_STOCK and not (fields.soc_unit or unit):
        raise stock_without_unit(path, column.label)
    database = layout.soc_unit if names.canonical(str(column.values.name)) in layout.soc else ""
    return chosen or unit or database or "gC/m3", factor
