"""Files of chains that are damaged, removed, changed or somebody else's: refused by name, or made again; never a wrong posterior."""

from __future__ import annotations

import json
import zipfile

import numpy as np
import pytest

from binn_engine.errors import InputError, JobError, OutputError
from binn_engine.proda.chains import open_chains, read_chains
from binn_engine.proda.inversion import cost_of, invert, run_block, summaries
from tests.engine.support.proda_chains import Stopped, all_draws, ignored
from tests.engine.support.proda_sites import inversion, prior_sites, small_chains


def stopped_halfway(chains) -> None:
    """Run the first block and stop it in the middle, with a state on disk."""

    def watch(share: float) -> None:
        if share > 0.4:
            raise Stopped

    with pytest.raises(Stopped):
        run_block(chains, 0, watch)
    assert chains.path(0, "state.npz").exists()


ROOMY = {"steps": 600}  # an inversion whose draws take more than 100,000 bytes


@pytest.fixture(scope="module")
def roomy(tmp_path_factory) -> np.ndarray:
    """The draws of such an inversion that nothing stops."""
    chains = small_chains(tmp_path_factory.mktemp("roomy"), **ROOMY)
    invert(chains, 1, ignored)
    return all_draws(chains)


HUGE = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000000,), }"


@pytest.mark.long
@pytest.mark.parametrize("room", [2_000, 100_000])
def test_a_file_that_does_not_fit_is_named_and_the_run_can_go_on(roomy, tmp_path, room) -> None:
    """The system refuses files beyond ``room`` bytes, as a full disk does: the mark of the run fits, the draws do not."""
    resource = pytest.importorskip("resource")
    chains = small_chains(tmp_path, **ROOMY)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with pytest.raises(OutputError, match=r"block-00000\.draws\.npy cannot be written"):
            invert(chains, 1, ignored)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path.name for path in chains.folder.iterdir()} == {"manifest.json", "inputs.npz"}
    invert(chains, 1, ignored)
    np.testing.assert_array_equal(all_draws(chains), roomy)
    assert chains.path(0, "draws.npy").stat().st_size > room


@pytest.mark.parametrize("what", ["state.npz", "summary.npz"])
def test_a_damaged_file_is_named_and_made_anew_once_it_is_removed(tmp_path, what) -> None:
    chains = small_chains(tmp_path)
    invert(chains, 1, ignored)
    before = all_draws(chains)
    chains.path(1, "summary.npz").unlink()
    chains.path(1, what).write_bytes(chains.path(0, what).read_bytes()[:200])
    with pytest.raises(InputError, match=rf"block-00001\.{what} is damaged") as refused:
        invert(chains, 1, ignored) if what == "state.npz" else summaries(chains)
    assert "Delete this file" in refused.value.remedy
    chains.path(1, what).unlink()
    invert(chains, 1, ignored)
    np.testing.assert_array_equal(all_draws(chains), before)
    assert len(summaries(chains)["rhat"]) == 11


@pytest.mark.parametrize("sampler", ["differential", "published"])
def test_a_block_whose_draws_were_removed_begins_anew(tmp_path, monkeypatch, sampler) -> None:
    """Its state counts on draws that are gone: going on from it would take zeros for them."""
    monkeypatch.setattr("binn_engine.proda.inversion.SECONDS_BETWEEN_STATES", 0.0)
    whole, broken = (small_chains(tmp_path / name, count=3, sampler=sampler) for name in ("whole", "broken"))
    run_block(whole, 0)
    stopped_halfway(broken)
    broken.path(0, "draws.npy").unlink()
    run_block(broken, 0)
    np.testing.assert_array_equal(whole.draws(0), broken.draws(0))


def test_draws_that_were_cut_short_are_refused_by_name(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("binn_engine.proda.inversion.SECONDS_BETWEEN_STATES", 0.0)
    chains = small_chains(tmp_path, count=3)
    stopped_halfway(chains)
    path = chains.path(0, "draws.npy")
    cut = path.read_bytes()[:-1000]
    path.write_bytes(cut)
    with pytest.raises(InputError, match=r"block-00000\.draws\.npy does not contain") as refused:
        run_block(chains, 0)
    assert "Delete this file" in refused.value.remedy
    assert path.read_bytes() == cut


def test_inputs_that_were_removed_are_written_again(tmp_path) -> None:
    sites, _ = prior_sites(tmp_path, 3)
    before = (open_chains(tmp_path / "chains", inversion(), sites).folder / "inputs.npz").read_bytes()
    (tmp_path / "chains" / "inputs.npz").unlink()
    with pytest.raises(InputError, match=r"inputs\.npz is damaged, or it cannot be read"):
        read_chains(tmp_path / "chains")
    open_chains(tmp_path / "chains", inversion(), sites)
    assert len(read_chains(tmp_path / "chains").ids) == 3
    assert (tmp_path / "chains" / "inputs.npz").stat().st_size == len(before)


@pytest.mark.parametrize("lost", ["plan", "space", "seed"])
def test_a_manifest_that_lacks_something_is_refused_by_name(tmp_path, lost) -> None:
    path = small_chains(tmp_path, count=3).folder / "manifest.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    del said[lost]
    path.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(InputError, match=rf"manifest\.json does not describe the inversion: '{lost}' is missing"):
        read_chains(path.parent)


@pytest.mark.parametrize("name", ["inputs.npz", "notes.new", "inputs.npz.new", "block-00000.draws.npy"])
def test_files_of_the_users_own_are_kept_in_a_folder_without_a_manifest(tmp_path, name) -> None:
    sites, _ = prior_sites(tmp_path, 2)
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / name).write_text("my own arrays")
    with pytest.raises(JobError, match="other files"):
        open_chains(folder, inversion(), sites)
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [(name, "my own arrays")]


def test_only_unfinished_files_of_chains_are_cleared(tmp_path) -> None:
    sites, _ = prior_sites(tmp_path, 2)
    (tmp_path / "chains").mkdir()
    (tmp_path / "chains" / f"manifest.json.{'0' * 32}.new").touch()  # a run that was killed at its start
    chains = open_chains(tmp_path / "chains", inversion(), sites)
    for name in ("notes.new", f"block-00000.state.npz.{'a' * 32}.new"):
        (chains.folder / name).touch()
    chains.clear()
    assert sorted(path.name for path in chains.folder.iterdir()) == ["inputs.npz", "manifest.json", "notes.new"]


@pytest.mark.parametrize("sampler", ["differential", "published"])
@pytest.mark.parametrize("damage", ["zeroed", "one bit"])
def test_draws_that_were_changed_between_runs_are_refused_by_name(tmp_path, monkeypatch, sampler, damage) -> None:
    """Going on from them would give other posteriors; what the state does not count on may be anything."""
    monkeypatch.setattr("binn_engine.proda.inversion.SECONDS_BETWEEN_STATES", 0.0)
    chains = small_chains(tmp_path, count=3, sampler=sampler)

    def stop(share: float) -> None:
        if (state := chains.load(0, "state.npz")) is not None and state["written"][0].any():
            raise Stopped

    with pytest.raises(Stopped):
        run_block(chains, 0, stop)
    draws = np.load(chains.path(0, "draws.npy"), mmap_mode="r+")
    written = chains.load(0, "state.npz")["written"]
    chain = int(written[0].argmax())
    draws[written.max() :] = 0.5
    if damage == "zeroed":
        draws[: written.max()] = 0.0
    else:
        draws.view(np.uint32)[written[0, chain] - 1, chain, 0, 0] ^= 1
    draws.flush()
    with pytest.raises(InputError, match=r"block-00000\.draws\.npy was changed or damaged"):
        run_block(chains, 0)
    chains.path(0, "draws.npy").unlink()
    run_block(chains, 0)
    assert chains.path(0, "summary.npz").exists()


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("seed", 7),
        ("spread", 0.1),
        ("bedrock", "granite"),
        ("block", 0),
        ("plan", {"thin": 1}),
        ("plan", {"steps": 8, "sveps": 1}),
        ("space", {}),
    ],
)
def test_a_manifest_that_was_changed_is_refused(finished, tmp_path, part, value) -> None:
    for path in finished.folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    read_chains(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, part: value}))
    with pytest.raises(InputError, match=r"manifest\.json") as refused:
        read_chains(tmp_path)
    assert "__init__" not in str(refused.value)


@pytest.mark.parametrize("cost", [{"nan": 1}, [1], "much", {"profiles": "many"}])
def test_a_cost_in_the_manifest_that_is_none_is_worked_out_again(finished, tmp_path, cost) -> None:
    for path in finished.folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, "cost": cost}))
    chains = read_chains(tmp_path)
    found = summaries(chains)
    assert cost_of(chains, found, 0, 1.0).evaluations == int(found["evaluations"].sum())


@pytest.mark.parametrize("header", [b"{'descr': '<f8', 'shape': (", HUGE, b"\xff(", b"[1", b""])
def test_a_header_of_an_array_that_was_changed_is_refused_by_name(finished, tmp_path, header) -> None:
    for path in finished.folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    array = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
    with zipfile.ZipFile(tmp_path / "inputs.npz", "w") as archive:
        archive.writestr("ids.npy", array)
    with pytest.raises(InputError, match=r"inputs\.npz"):
        read_chains(tmp_path)


def test_a_manifest_with_half_a_character_is_refused(finished, tmp_path) -> None:
    manifest = json.loads((finished.folder / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, "note": "\ud800"}))
    with pytest.raises(InputError, match=r"manifest\.json is damaged"):
        read_chains(tmp_path)
