"""Every product of the table can be asked for, computed and written: nothing of it was forgotten."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from binn_engine.bands import product_bands, value_bands
from binn_engine.prediction.product_request import ProductRequest
from binn_engine.settings import PredictJob
from binn_engine.tables import DEFAULT_DEPTHS_M, PRODUCTS, SERIES, Product

QUANTILES, THRESHOLDS = (0.05, 0.5, 0.95), ((0, 20000.0),)
UNKNOWN = Product("soc_mode", "soc", "mode", "Mode", "Uncertainty", "Purples", "Mode")
KNOWN = ("parameters", "processes", "soc", "ages", "domain")


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda row: row.name)
def test_every_product_has_a_field_of_the_job(product: Product) -> None:
    fields = {row.name: row for row in dataclasses.fields(PredictJob)}
    assert product.name in fields, f"add the field {product.name} to PredictJob in binn_engine/settings/maps.py"
    assert fields[product.name].metadata["path"].suffixes == (".tif", ".tiff")
    assert product.variables in KNOWN


@pytest.mark.parametrize("product", [row for row in PRODUCTS if row.variables != "domain"], ids=lambda row: row.name)
def test_every_product_has_as_many_values_as_bands(product: Product) -> None:
    bands = product_bands(product, DEFAULT_DEPTHS_M, QUANTILES, THRESHOLDS)
    assert len({band.name for band in bands}) == len(bands) > 0
    stack = np.random.default_rng(1).gamma(4.0, 5000.0, (30, 5, len(value_bands(product.variables))))
    request = ProductRequest((product.name,), DEFAULT_DEPTHS_M, quantiles=QUANTILES, thresholds=THRESHOLDS)
    assert request.statistic(None, product, stack).shape == (5, len(bands))


def test_a_statistic_without_bands_or_values_is_an_error_that_says_where_to_add_it() -> None:
    with pytest.raises(ValueError, match=r"bands\.product_bands does not know the statistic 'mode'"):
        product_bands(UNKNOWN, DEFAULT_DEPTHS_M, QUANTILES)
    with pytest.raises(ValueError, match=r"ProductRequest\.statistic does not know the statistic 'mode'"):
        ProductRequest((), DEFAULT_DEPTHS_M).statistic(None, UNKNOWN, np.zeros((2, 1, 7)))


def test_products_of_spread_need_draws_and_no_others_do() -> None:
    """Also a new statistic, of which nothing more has to be said: the toolbox and the engine ask the product itself."""
    assert UNKNOWN.needs_draws
    assert {row.name for row in PRODUCTS if not row.needs_draws} == {"parameters", "processes", "soc", "ages", "domain"}
    assert {row.name for row in SERIES if row.needs_draws} == {f"change_{depth}_{end}" for depth in (30, 100) for end in ("low", "high")}
