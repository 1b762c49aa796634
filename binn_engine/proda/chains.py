"""Chains on disk: a folder that describes itself, and from which a stopped inversion is resumed.

``manifest.json`` describes the inversion; ``inputs.npz`` contains its inputs, so that a process needs only the folder and a block's number.
A block of sites has three files: ``block-00000.draws.npy``, float32 ``(records, chains, sites, parameters)``, places within the ranges,
written as they are drawn; ``.state.npz``, the state for resuming, replaced every few seconds; and ``.summary.npz`` at its end. No pickle.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError, JobError, cannot_write
from ..json_text import parse_json, to_json
from ..learning.dataset import Sites
from ..model.binn import ParameterSpace
from ..profiles.observations import Profiles
from .chain_files import (
    ANEW,
    UNFINISHED,
    digest_of,
    is_unfinished,
    load_arrays,
    map_array,
    open_arrays,
    replacing,
    save_arrays,
    write_bytes,
)
from .chain_inputs import forcing_of, inputs_of, stored_interpolation
from .likelihood import Observed, SitePosterior, SocError
from .plans import ChainPlan, chain_keys

FORMAT, VERSION = "proda-chains", 1
MANIFEST, INPUTS, WANTED = "manifest.json", "inputs.npz", "wanted"
_OTHER = "Choose a folder that proda_invert wrote."


@dataclass(frozen=True)
class Inversion:
    """The settings of an inversion: its plan, seed, parameter space, bedrock mode, the standard deviation ``spread`` of the logarithm of
    SOC, and how many sites a ``block`` has."""

    plan: ChainPlan
    seed: int
    space: ParameterSpace
    bedrock: str
    spread: float
    block: int


class ChainFolder:
    """The chains of an inversion, in their folder; made by :func:`open_chains` and :func:`read_chains`.

    Parameters
    ----------
    folder
        Holds the files of all blocks of sites.
    inversion
        What is done.
    inputs
        What the sites read, by name, as :func:`binn_engine.proda.chain_inputs.inputs_of` makes it: arrays ``(sites, ...)`` and
        ``(layers, ...)``.
    """

    def __init__(self, folder: Path, inversion: Inversion, inputs: Mapping[str, np.ndarray]) -> None:
        self.folder, self.inversion, self._inputs = folder, inversion, inputs

    @property
    def ids(self) -> np.ndarray:
        """Ids of the profiles, ``(sites,)``."""
        return self._inputs["ids"]

    @property
    def location(self) -> tuple[np.ndarray, np.ndarray]:
        """Longitude and latitude of the profiles in degrees, ``(sites,)`` each."""
        return self._inputs["longitude"], self._inputs["latitude"]

    @property
    def profiles(self) -> Profiles:
        """The profiles, with the layers that were inverted."""
        given = self._inputs
        profile = np.repeat(np.arange(len(self.ids)), given["count"])
        return Profiles(self.ids, *self.location, profile, given["top"], given["bottom"], given["depth"], given["soc"])

    @property
    def observed(self) -> Observed:
        """What was observed at all the sites."""
        return Observed(*(self._inputs[name] for name in ("start", "count", "weights", "soc", "depth")))

    @property
    def interpolation(self) -> str:
        """How the profiles read the cells of the forcing."""
        return stored_interpolation(self._inputs)

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return -(-len(self.ids) // self.inversion.block)

    def sites_of(self, block: int) -> tuple[int, int]:
        """First and last but one of a block's sites."""
        first = block * self.inversion.block
        return first, min(first + self.inversion.block, len(self.ids))

    def path(self, block: int, what: str) -> Path:
        """One of a block's files: ``draws.npy``, ``state.npz`` or ``summary.npz``."""
        return self.folder / f"block-{block:05d}.{what}"

    def keys(self, block: int) -> np.ndarray:
        """Keys of the random numbers of a block's chains, ``(sites, chains)``."""
        first, stop = self.sites_of(block)
        names = [f"{place}|{name}" for place, name in zip(self._inputs["places"][first:stop], self.ids[first:stop])]
        return chain_keys(self.inversion.seed, names, self.inversion.plan.chains)

    def posterior(self, block: int) -> SitePosterior:
        """The posterior of a block's sites."""
        first, stop = self.sites_of(block)
        given = self.inversion
        forcing = forcing_of(self._inputs, first, stop)
        published = given.plan.sampler == "published"
        return SitePosterior(given.space, given.bedrock, forcing, self.observed.subset(first, stop), SocError(given.spread, published))

    def draws(self, block: int, write: bool = False) -> np.ndarray:
        """The draws of a block, on disk: ``(records, chains, sites, parameters)``; made where absent."""
        path, plan = self.path(block, "draws.npy"), self.inversion.plan
        first, stop = self.sites_of(block)
        shape = (plan.records, plan.chains, stop - first, sum(self.inversion.space.learned))
        if path.exists():
            found = map_array(path)
            if found is None or found.shape != shape or found.dtype != np.float32:
                raise InputError(f"{path} does not contain the draws that are listed in the manifest.", ANEW)
            return np.load(path, mmap_mode="r+", allow_pickle=False) if write else found
        # A state counts on the draws before it: without them the block begins anew.
        self.path(block, "state.npz").unlink(missing_ok=True)
        with replacing(path) as file:
            # Every byte now: where a disk is full, writing into holes of a mapped file ends the process without a word.
            np.save(file, np.zeros(shape, dtype=np.float32))
        return np.load(path, mmap_mode="r+", allow_pickle=False)

    def check_draws(self, block: int, draws: np.ndarray, written: np.ndarray, digest: np.ndarray) -> None:
        """Raise :class:`InputError` where the draws of a block are not those that its state was saved with.

        Parameters
        ----------
        block
            Number of the block.
        draws, written, digest
            As of :meth:`draws`; of the state, the number of records of each chain, ``(sites, chains)``, and their :func:`digest_of`.
        """
        if not np.array_equal(digest_of(draws, written), digest):
            raise InputError(f"{self.path(block, 'draws.npy')} was changed or damaged after it was written.", ANEW)

    def save(self, block: int, what: str, arrays: Mapping[str, np.ndarray]) -> None:
        """Replace one of a block's files as a whole.

        Parameters
        ----------
        block, what
            As of :meth:`path`.
        arrays
            What the file is to hold, by name; any shape.
        """
        save_arrays(self.path(block, what), arrays)

    def share(self, block: int) -> float:
        """How much of a block is done, 0 to 1, as far as it has been written."""
        if self.path(block, "summary.npz").exists():
            return 1.0
        path = self.path(block, "state.npz")
        if not path.exists():
            return 0.0
        with open_arrays(path) as file:
            return float(file["share"])

    @property
    def current_run(self) -> str:
        """The mark of the run that wants the chains at present; empty for none."""
        try:
            return (self.folder / WANTED).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def mark(self, run: str) -> None:
        """Leave the mark of a run that wants the chains."""
        write_bytes(self.folder / WANTED, run.encode())

    def unmark(self, run: str) -> None:
        """Take away the mark of a run, unless another run has put its own there."""
        if self.current_run == run:
            (self.folder / WANTED).unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove what processes that were killed had not finished writing."""
        for path in self.folder.glob(f"*{UNFINISHED}"):
            if is_unfinished(path):
                path.unlink(missing_ok=True)

    def describe(self, values: Mapping[str, Any]) -> None:
        """Add to what the manifest says."""
        write_bytes(self.folder / MANIFEST, to_json({**read_manifest(self.folder), **values}).encode())

    def load(self, block: int, what: str) -> dict[str, np.ndarray] | None:
        """One of a block's files, None where it is not there yet."""
        path = self.path(block, what)
        return load_arrays(path) if path.exists() else None


def open_chains(folder: str | Path, inversion: Inversion, sites: Sites) -> ChainFolder:
    """The chain folder of an inversion of ``sites``, new or to go on from.

    Raises
    ------
    JobError
        Where the folder holds the chains of another inversion, or other files.
    OutputError
        Where it cannot be written.
    """
    folder = Path(folder)
    inputs = inputs_of(sites, inversion.bedrock)
    manifest = {"format": FORMAT, "version": VERSION, "fingerprint": _fingerprint(inversion, inputs), **asdict(inversion)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / MANIFEST).exists():
            if read_manifest(folder).get("fingerprint") != manifest["fingerprint"]:
                raise JobError(
                    f"The folder {folder} contains the chains of another inversion: with other profiles, or with other settings.",
                    "Choose another folder, or use the settings of that inversion to resume it.",
                )
        else:
            if not all(is_unfinished(path, MANIFEST) for path in folder.iterdir()):
                raise JobError(
                    f"The folder {folder} contains other files, but no manifest of an inversion.",
                    "Choose an empty folder, or one that does not exist.",
                )
            # Before all else: it says that what is in the folder is the product's.
            write_bytes(folder / MANIFEST, to_json(manifest).encode())
        if not (folder / INPUTS).exists():
            save_arrays(folder / INPUTS, inputs)
    except OSError as error:
        raise cannot_write(f"The folder {folder}", error, "Choose another folder.") from error
    return ChainFolder(folder, inversion, inputs)


def read_chains(folder: str | Path) -> ChainFolder:
    """The chains in a folder; raises :class:`InputError` where it holds none."""
    folder = Path(folder)
    manifest = read_manifest(folder)
    try:
        space = ParameterSpace(**{name: tuple(values) for name, values in manifest["space"].items()})
        settings = {name: manifest[name] for name in ("seed", "bedrock", "spread", "block")}
        inversion = Inversion(plan=ChainPlan(**manifest["plan"]), space=space, **settings)
        inputs = load_arrays(folder / INPUTS)
        written = _fingerprint(inversion, inputs)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        why = f"{error} is missing" if isinstance(error, KeyError) else "a setting is unknown, missing or of the wrong kind"
        raise InputError(f"{folder / MANIFEST} does not describe the inversion: {why}.", _OTHER) from error
    if written != manifest.get("fingerprint"):
        raise InputError(f"{folder / MANIFEST} or {INPUTS} in the same folder was changed or damaged after it was written.", _OTHER)
    return ChainFolder(folder, inversion, inputs)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a chain folder; raises :class:`InputError` where there is none that this engine reads."""
    try:
        manifest = parse_json((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"The folder {folder} contains no chains: {MANIFEST} cannot be read ({error.strerror}).", _OTHER) from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{folder / MANIFEST} is damaged.", _OTHER) from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT or manifest.get("version") != VERSION:
        raise InputError(f"{folder / MANIFEST} describes chains that this version of the engine cannot read.", _OTHER)
    return manifest


def _fingerprint(inversion: Inversion, inputs: Mapping[str, np.ndarray]) -> str:
    digest = hashlib.sha256(to_json(asdict(inversion)).encode())
    for name in sorted(inputs):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(inputs[name]).tobytes())
    return digest.hexdigest()
