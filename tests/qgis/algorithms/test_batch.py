"""The toolbox's batch mode."""

from __future__ import annotations

import pytest


def test_every_algorithm_opens_in_batch_with_a_column_for_each_parameter(provider):
    """The batch panel has a widget for every kind of parameter that the algorithms declare."""
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog

    for algorithm in provider.algorithms():
        dialog = BatchAlgorithmDialog(algorithm.create())
        table = dialog.mainWidget().tblParameters
        labels = {table.horizontalHeaderItem(column).text() for column in range(table.columnCount()) if table.horizontalHeaderItem(column)}
        for parameter in algorithm.parameterDefinitions():
            assert any(parameter.description() in label for label in labels), f"{algorithm.id()} {parameter.name()}"
        dialog.deleteLater()


@pytest.mark.long
def test_the_rows_of_a_batch_run_one_after_the_other(provider, context, feedback, tmp_path):
    """As the batch dialog runs them: each row by QGIS's own executor, with an instance of its own."""
    from processing.gui.AlgorithmExecutor import execute

    for row in ("first", "second"):
        values = {"OUTPUT": str(tmp_path / row), "PROFILES": 100, "SIZE": 24, "SEED": 1, "LOAD": False}
        fine, _results = execute(provider.algorithm("exampledata").create(), values, context, feedback)
        assert fine, feedback.said
        assert (tmp_path / row / "soc_profiles.gpkg").is_file()
