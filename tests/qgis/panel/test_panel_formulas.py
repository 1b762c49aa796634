"""What the panel exports holds no formula."""

from __future__ import annotations

import csv
import io


def test_ids_of_observations_are_no_formulas():
    from binn.ui.panel.export import as_csv
    from binn.ui.panel.observed import Observation

    row = {"profile": "=cmd|' /C calc'!A0", "longitude": -75.0, "latitude": 42.0, "top": 0.0, "bottom": 0.1, "density": 9.0}
    observed = Observation(**{name: row.get(name, "") for name in Observation.__dataclass_fields__})
    _, cells = csv.reader(io.StringIO(as_csv([], [observed])))
    assert cells[0] == "'=cmd|' /C calc'!A0"
    assert cells[2] == "-75.000000"
