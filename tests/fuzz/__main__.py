"""``python -m tests.fuzz SECONDS SEED [FIRST]``: damaged inputs until the time is over; exit status 1 where one of them is not met well."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from .cases import make_case
from .running import Outcome, run_case
from .world import World, make_world


def fuzz(world: World, folder: Path, seed: int, numbers: range, seconds: float = float("inf")) -> tuple[Counter, list[str]]:
    """Run cases until they or the time are over; how they ended by kind, and what is wrong, a line each."""
    endings: Counter = Counter()
    faults: list[str] = []
    started = time.monotonic()
    for number in numbers:
        if time.monotonic() - started > seconds:
            break
        place = folder / f"case-{seed}-{number}"
        place.mkdir(parents=True)
        kind, case = make_case(world, place / "world", seed, number)
        outcome: Outcome = run_case(case, place / "world", place)
        endings[kind, "done" if outcome.status == 0 else "refused"] += 1
        faults += [f"seed {seed} case {number} ({kind}; {' '.join(case.words)}): {fault}" for fault in outcome.faults]
        if not outcome.faults:
            shutil.rmtree(place, ignore_errors=True)
    return endings, faults


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("seconds", type=float)
    parser.add_argument("seed", type=int)
    parser.add_argument("--cases", type=int, default=1_000_000, help="At most so many cases.")
    parser.add_argument("--first", type=int, default=0, help="Number of the first case: with --cases 1, one case again.")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="binn-fuzz-"))
    world = make_world(folder / "world")
    endings, faults = fuzz(world, folder, options.seed, range(options.first, options.first + options.cases), options.seconds)
    for kind, ending in sorted(endings):
        print(f"{endings[kind, ending]:6d}  {kind}: {ending}")
    print(f"{sum(endings.values())} cases, {len(faults)} faults")
    print("\n".join(faults))
    if faults:
        print(f"The cases with faults are in {folder}.")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
