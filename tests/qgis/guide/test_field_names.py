"""Names of fields are read alike by the guide, the panel and the engine's own lists: none has names of its own."""

from __future__ import annotations

import pytest
from binn.binn_engine.profiles import fields
from binn.binn_engine.profiles.tables.layouts import LAYOUTS

LAYOUT_TABLES = [(*layout.marks, x, y) for layout in LAYOUTS for x in layout.longitude for y in layout.latitude]
PAIRS = [*zip(fields.LONGITUDE, fields.LATITUDE), ("Decimal Longitude", "Decimal Latitude"), ("LON (deg)", "LAT (deg)")]


@pytest.mark.parametrize("columns", [*LAYOUT_TABLES, *PAIRS], ids=" ".join)
def test_the_guide_draws_the_fields_that_the_engine_reads(columns):
    from binn.ui.guide.field_roles import coordinate_fields, recognised_fields

    used = recognised_fields(columns, {}, False)
    assert coordinate_fields(columns) == (used["LON_FIELD"], used["LAT_FIELD"])
    assert set(coordinate_fields(columns)) <= set(columns)


@pytest.mark.parametrize("columns", [("easting", "northing"), ("x_coord", "y_coord"), ("lon",), ("latitude", "easting")], ids=" ".join)
def test_fields_that_the_engine_does_not_read_are_not_drawn(columns):
    from binn.ui.guide.field_roles import coordinate_fields

    assert coordinate_fields(columns) == ("", "")


@pytest.mark.parametrize("ending", ["", "_cm", " (m)", "_mm"])
@pytest.mark.parametrize(
    "names", [*zip(fields.TOP, fields.BOTTOM), *((name, name) for name in fields.DEPTH), ("TOPDEP", "BOTDEP")], ids=" ".join
)
def test_the_panel_draws_the_depths_that_the_engine_reads(names, ending):
    from binn.binn_engine.profiles.tables.units import METRES
    from binn.ui.guide.field_roles import recognised_fields
    from binn.ui.panel.observed import recognise

    depths = list(names) if names == ("TOPDEP", "BOTDEP") else [name + ending for name in names]
    columns = [*dict.fromkeys(depths), "WISE3_ID", "ORGC", "soc_density"]
    used, drawn = recognised_fields(columns, {}, True), recognise(columns)
    roles = ("TOP_FIELD", "BOTTOM_FIELD") if depths[0] != depths[1] else ("DEPTH_FIELD", "DEPTH_FIELD")
    assert (drawn.top, drawn.bottom) == tuple(used[role] for role in roles) == tuple(depths)
    assert drawn.profile == used["ID_FIELD"] == "WISE3_ID"
    assert drawn.metres == METRES[fields.split_unit(depths[0])[1] or ("m" if depths[0] == depths[1] else "cm")]


@pytest.mark.parametrize("name", [*fields.SOC_DENSITY, "SOC (kg/m3)", "oc_g_c_per_m3"])
def test_the_panel_draws_the_density_that_the_engine_reads(name):
    from binn.ui.guide.field_roles import recognised_fields
    from binn.ui.panel.observed import recognise

    columns = ["top", "bottom", name]
    assert recognise(columns).density == recognised_fields(columns, {}, True)["SOC_FIELD"] == name
