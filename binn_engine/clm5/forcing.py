"""Forcing of the CLM5 soil carbon model: monthly climate of the soil, active layer, bedrock and litter input."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import torch

from ..errors import InputError
from .geometry import N_LAYERS, N_MONTHS
from .mixing import layer_shares, mixed
from .transforms import is_mapped

N_INPUTS = 4  # coarse woody debris, metabolic, cellulose and lignin litter


@dataclass(frozen=True)
class Forcing:
    """Climatology of the soil at a batch of sites.

    Parameters
    ----------
    soil_temperature
        K, ``(batch, 20, 12)``.
    water_scalar, oxygen_scalar, nitrogen_scalar
        1, ``(batch, 20, 12)``: CLM5's ``W_SCALAR``, ``O_SCALAR`` and ``FPI_vr``.
    active_layer_depth, active_layer_depth_last_year
        m, ``(batch, 12)``: CLM5's ``ALTMAX`` and ``ALTMAX_LASTYEAR``.
    bedrock_layer
        ``(batch,)``, 1-based: the last layer above bedrock, CLM5's ``nbedrock``.
    litter_input
        gC/m2/yr, ``(batch, 4)``: to coarse woody debris, metabolic, cellulose and lignin litter.
    cell
        Optional ``(sites,)`` index into the leading dimension of the other fields, for sites that share the cells of a
        coarse grid; the forcing then has ``sites`` sites, and no copy of a cell is made per site.
    neighbours, shares
        Optional ``(sites, n)``, beside ``cell``: the cells around each site, and their shares, which add up to 1. The site has the
        values of these cells mixed by their shares (see :mod:`binn_engine.clm5.mixing`), and the bedrock of its ``cell``, one of them.
    """

    soil_temperature: torch.Tensor
    water_scalar: torch.Tensor
    oxygen_scalar: torch.Tensor
    nitrogen_scalar: torch.Tensor
    active_layer_depth: torch.Tensor
    active_layer_depth_last_year: torch.Tensor
    bedrock_layer: torch.Tensor
    litter_input: torch.Tensor
    cell: torch.Tensor | None = None
    neighbours: torch.Tensor | None = None
    shares: torch.Tensor | None = None

    @property
    def n_cells(self) -> int:
        """Leading dimension of the fields."""
        return self.soil_temperature.shape[0]

    @property
    def n_sites(self) -> int:
        """Number of sites: that of ``cell`` where there is one, else the leading dimension."""
        return self.n_cells if self.cell is None else self.cell.shape[0]

    def check(self) -> None:
        """Raise :class:`InputError` where a field's shape is not the documented one, or a number in it would be read as a place in
        memory that is not there, or where ``torch.func.vmap`` maps over a field that steps depend on, naming the field."""
        self._check_mapped()
        n = self.n_cells
        monthly = (n, N_LAYERS, N_MONTHS)
        wanted = {
            "soil_temperature": monthly,
            "water_scalar": monthly,
            "oxygen_scalar": monthly,
            "nitrogen_scalar": monthly,
            "active_layer_depth": (n, N_MONTHS),
            "active_layer_depth_last_year": (n, N_MONTHS),
            "bedrock_layer": (n,),
            "litter_input": (n, N_INPUTS),
        }
        for name, shape in wanted.items():
            found = tuple(getattr(self, name).shape)
            if found != shape:
                raise InputError(
                    f"Forcing field {name} has shape {found}, not {shape}.",
                    "Give every field the shape that the documentation of Forcing describes.",
                )
        for name in ("active_layer_depth", "active_layer_depth_last_year"):
            if not bool(torch.isfinite(getattr(self, name)).all()):
                raise InputError(f"Forcing field {name} has values that are not numbers.", "Leave out the cells without a value.")
        # NaN is no number to compare either.
        if n and not bool(((self.bedrock_layer >= 1) & (self.bedrock_layer <= N_LAYERS)).all()):
            raise InputError(
                "Forcing field bedrock_layer has values that are not layer numbers.", f"Give whole numbers from 1 to {N_LAYERS}."
            )
        self._check_cell()

    def _check_mapped(self) -> None:
        for name in ("active_layer_depth", "active_layer_depth_last_year", "bedrock_layer", "cell", "neighbours", "shares"):
            if is_mapped(getattr(self, name)):
                raise InputError(
                    f"torch.func.vmap cannot map over the forcing field {name}, because its values decide which steps are computed.",
                    "Map over parameters, monthly fields or litter, and give the values of this field as sites of one batch.",
                )

    def _check_cell(self) -> None:
        self._check_neighbours()
        if self.cell is None:
            return
        if self.cell.ndim != 1 or self.cell.dtype not in (torch.int64, torch.int32):
            raise InputError(
                f"Forcing field cell has type {self.cell.dtype} and shape {tuple(self.cell.shape)}, which cannot be used.",
                "Give one whole number for each site.",
            )
        self._check_numbers("cell", self.cell)

    def _check_neighbours(self) -> None:
        cell, around, shares = self.cell, self.neighbours, self.shares
        if around is None and shares is None:
            return
        if cell is not None and around is not None and shares is not None and _fit(cell, around, shares):
            self._check_numbers("neighbours", around)
            return
        shapes = [str(None if value is None else tuple(value.shape)) for value in (cell, around, shares)]
        raise InputError(
            f"Forcing fields cell, neighbours and shares have shapes {', '.join(shapes)}, which do not fit.",
            "Give one cell for each site, and whole numbers of its neighbours with their shares, (sites, n).",
        )

    def _check_numbers(self, name: str, numbers: torch.Tensor) -> None:
        if numbers.numel() and not 0 <= int(numbers.min()) <= int(numbers.max()) < self.n_cells:
            raise InputError(
                f"Forcing field {name} has numbers beyond the {self.n_cells} cells of the forcing.",
                f"Count cells from 0 to {self.n_cells - 1}.",
            )

    def at(self, cell: torch.Tensor) -> Forcing:
        """The forcing of some sites, which may repeat, or of sites that lie in the given cells: by index and without a copy.

        Parameters
        ----------
        cell
            Index of each site among the sites of this forcing, ``(sites,)``; where it has no ``cell``, among its cells.
        """
        here = replace(self, cell=cell if self.cell is None else self.cell[cell])
        if self.neighbours is None or self.shares is None:
            return here
        return replace(here, neighbours=self.neighbours[cell], shares=self.shares[cell])

    def at_cells(self, rows: torch.Tensor, cell: torch.Tensor) -> Forcing:
        """The forcing of some cells alone, ``(cells,)``, for sites that lie in them by ``cell``, ``(sites,)``, an index into ``rows``.

        Parameters
        ----------
        rows
            Index of the cells to keep, ``(cells,)``.
        cell
            Index into ``rows`` of each site, ``(sites,)``.
        """
        return Forcing(**{name: field[rows] for name, field in self.by_cell().items()}, cell=cell)

    def by_cell(self) -> dict[str, torch.Tensor]:
        """The fields that are known by cell, ``(cells, ...)``, by name."""
        return {row.name: getattr(self, row.name) for row in fields(self) if row.name not in ("cell", "neighbours", "shares")}

    def of_sites(self, field: torch.Tensor) -> torch.Tensor:
        """The rows ``(sites, ...)`` of what is known by cell, ``(cells, ...)``: mixed where there are shares (save for one number a cell,
        such as the layer of bedrock, which is that of the site's own cell), by index where there is an index alone, else ``field`` itself.

        Parameters
        ----------
        field
            Values by cell, ``(cells, ...)``.
        """
        if self.cell is None:
            return field
        if self.shares is None or self.neighbours is None or field.ndim == 1 or not field.is_floating_point():
            return field.index_select(0, self.cell)
        shares = layer_shares(self.bedrock_layer, self.cell, self.neighbours, self.shares) if field.ndim == 3 else self.shares
        return mixed(field, self.neighbours, shares)

    def distinct(self) -> tuple[Forcing, torch.Tensor]:
        """The forcing of sites that differ, and which of them each site of this one is, ``(sites,)``: cells where sites share them."""
        if self.cell is None or self.shares is not None:
            return self, torch.arange(self.n_sites, device=self.soil_temperature.device)
        return replace(self, cell=None), self.cell

    def last_layer(self, bedrock: str) -> torch.Tensor:
        """The last layer of every site that has soil, 1-based ``(sites,)``: the one above bedrock where ``bedrock`` is ``clm5``; the
        published codes have none."""
        last = self.of_sites(self.bedrock_layer)
        return last if bedrock == "clm5" else torch.full_like(last, N_LAYERS)

    def gathered(self) -> Forcing:
        """The same forcing with one row per site and no ``cell`` index (copies the cells, or mixes them)."""
        if self.shares is not None:
            return Forcing(**{name: self.of_sites(field) for name, field in self.by_cell().items()})
        if self.cell is None:
            return self
        return replace(self.at_cells(self.cell, self.cell), cell=None)

    def to(self, device: torch.device | str, dtype: torch.dtype | None = None) -> Forcing:
        """The same forcing on another device or in another floating-point type."""
        moved: dict[str, Any] = {}
        for row in fields(self):
            value = getattr(self, row.name)
            floating = value is not None and value.is_floating_point()
            moved[row.name] = None if value is None else value.to(device=device, dtype=dtype if floating else None)
        return Forcing(**moved)


def _fit(cell: torch.Tensor, neighbours: torch.Tensor, shares: torch.Tensor) -> bool:
    """Whether every site has a cell, and as many neighbours as shares."""
    return shares.ndim == 2 and neighbours.shape == shares.shape and neighbours.dtype == torch.int64 and cell.shape == shares.shape[:1]
