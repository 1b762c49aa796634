"""``binn:prepare_radiocarbon`` in QGIS: a table as people have it becomes a layer of Δ14C."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

ROWS = """plot,x,y,upper,lower,sampled,Fm,peat
a,9.1,51.2,0,10,2004,1.05,
a,9.1,51.2,10,30,2004,0.98,
b,9.4,51.0,0,10,2004,1.90,
c,9.5,51.1,0,20,,1.01,
d,9.6,51.3,0,20,2004,1.02,yes
"""


def test_a_table_of_f14c_becomes_a_layer_and_every_other_row_has_its_reason(provider, context, feedback, tmp_path):
    table, rejected = tmp_path / "c14.csv", tmp_path / "out.csv"
    table.write_text(ROWS, encoding="utf-8")
    parameters = {
        "OBSERVATIONS": str(table),
        "ID_FIELD": "plot",
        "YEAR_FIELD": "sampled",
        "FRACTION_FIELD": "Fm",
        "OUTPUT": str(tmp_path / "clean.gpkg"),
        "OUTPUT_REJECTED": str(rejected),
    }
    results, fine = provider.algorithm("prepare_radiocarbon").create().run(parameters, context, feedback)
    assert fine, feedback.said
    layer = QgsVectorLayer(f"{results['OUTPUT']}|layername=radiocarbon_layers")
    found = sorted((row["top_cm"], round(row["delta14c_permil"], 1), row["measured_as"]) for row in layer.getFeatures())
    assert found == [(0.0, 43.2, "F14C"), (10.0, -26.4, "F14C")]  # 1.05 exp(-54 / 8267) - 1; 0.98 exp(-54 / 8267) - 1
    reasons = {line.split(",")[0]: line.split(",")[5] for line in rejected.read_text(encoding="utf-8").splitlines()[1:]}
    assert reasons == {"3": "above_atmosphere", "4": "no_year", "5": "peat"}
    assert any("2 kept" in text for text in feedback.said["info"])
