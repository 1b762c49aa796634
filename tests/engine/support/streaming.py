"""What several tests of streaming make and read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio

from tests.engine.commands import Finished, engine_here
from tests.engine.conftest import TrainedExample

PRODUCTS = ("soc", "soc_sd")


def outputs(folder: Path) -> list[object]:
    return [word for name in PRODUCTS for word in (f"--{name.replace('_', '-')}", folder / f"{name}.tif")]


def mapped(example: TrainedExample, folder: Path, *options: object) -> Finished:
    folder.mkdir(exist_ok=True)
    done = engine_here("predict", *example.inputs, *outputs(folder), "--passes", 3, *options)
    assert done.status == 0, done.stderr
    return done


def assert_same_pixels(folder: Path, other: Path) -> None:
    for name in PRODUCTS:
        with rasterio.open(folder / f"{name}.tif") as one, rasterio.open(other / f"{name}.tif") as two:
            np.testing.assert_allclose(one.read(), two.read(), rtol=1e-6, err_msg=name)


def same_bytes(folder: Path, other: Path) -> bool:
    return all((folder / f"{name}.tif").read_bytes() == (other / f"{name}.tif").read_bytes() for name in PRODUCTS)
