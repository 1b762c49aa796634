#!/usr/bin/env bash
# test.sh [long|all]: sets up what is missing, then runs the tests and sums up. Fails if any part fails, but runs all parts.
#
# Without an argument: everything but the tests that are marked as long (whole chains of jobs, clusters, killed processes, damaged inputs). With "long":
# those. With "all": both, as CI does.
#
# The engine's tests and the plugin's run in different Pythons, two parts at a time, one on each of two cores. What they cost in processor time is held against
# a budget, so that tests stay quick: time by the clock depends on what else the machine does.
set -uo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root" || exit 1
bash scripts/setup.sh || exit 1

# Seconds of processor time of all parts together.
case "${1:-}" in
    "") tests=(-m "not long and not slow") budget=1900 ;;
    long) tests=(-m long) budget=1500 ;;
    all) tests=(-m "not slow") budget=3500 ;;
    *) echo "test.sh: '$1' is no choice. Use test.sh, test.sh long or test.sh all." >&2; exit 2 ;;
esac

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# processor_time NAME: sets NAME to the seconds of processor time of the programs that this shell has waited for.
processor_time() {
    times > "$work/times"  # by this shell itself: another one, as in $(times), has waited for none
    printf -v "$1" '%s' "$(tail -1 "$work/times" | awk '{split($1, own, /[ms]/); split($2, sys, /[ms]/); print int(60 * (own[1] + sys[1]) + own[2] + sys[2])}')"
}
processor_time before  # the set-up is not counted
mkdir -m 700 "$work/runtime"  # Qt wants one that only its user can read
export XDG_RUNTIME_DIR="$work/runtime" PYTEST_QT_API=pyqt5
export BINN_TEST_EXAMPLE="$work/example"  # one landscape with a model, for all parts that need it
# Each part has one core: with more threads the parts would wait for each other, at the cost of processor time.
export OMP_NUM_THREADS=1 NUMBA_NUM_THREADS=1
# Hundreds of tests start the engine, which would compile all its modules each time.
unset PYTHONDONTWRITEBYTECODE

# part NAME COMMAND...: runs a command, keeps what it says and how it went.
part() {
    local name="$1" start=$SECONDS outcome=passed
    shift
    "$@" > "$work/$name.log" 2>&1 || outcome=FAILED
    printf '%-8s %4d s  %s\n' "$outcome" "$((SECONDS - start))" "$name" | tee "$work/$name.outcome"
}

# Rooms whose tests hardly share a fixture with the others.
science=(clm5 example forcing model profiles radiocarbon reports resampling scoring soil_climate)
# run NAME: one part.
run() {
    local plugin=(.venv-qgis/bin/python -m pytest "${tests[@]}" --durations=15) engine=(.venv/bin/python -m pytest "${tests[@]}" --durations=15)
    case "$1" in
        plugin) part plugin env QT_QPA_PLATFORM=offscreen "${plugin[@]}" tests/qgis --ignore=tests/qgis/desktop ;;
        desktop) part desktop xvfb-run -a -s "-screen 0 1600x1000x24" "${plugin[@]}" tests/qgis/desktop ;;
        science) part science "${engine[@]}" --doctest-modules $(printf 'tests/engine/%s ' "${science[@]}") binn_engine ;;
        engine) part engine "${engine[@]}" tests/engine $(printf -- '--ignore=tests/engine/%s ' proda product "${science[@]}") ;;
        product) part product "${engine[@]}" tests/engine/product ;;
        proda) part proda "${engine[@]}" tests/engine/proda ;;
        types) part types bash scripts/types.sh ;;
        format) part format .venv/bin/ruff format --check . ;;
        style) part style .venv/bin/ruff check . ;;
    esac
}

# Two workers take the next part as soon as they are free, the longest first, so that no core waits; a folder says that a part is taken.
names=(plugin engine science product proda desktop)
[ "${1:-}" = long ] || names+=(types format style)
worker() {
    local name
    for name in "${names[@]}"; do
        mkdir "$work/$name" 2> /dev/null && run "$name"
    done
    true
}
echo "running parts two by two; what they say follows at the end"
worker &
worker &
wait

for name in "${names[@]}"; do
    [ -f "$work/$name.log" ] || continue
    printf '\n=== %s\n' "$name"
    cat "$work/$name.log"
done
printf '\n=== summary\n'
cat "$work"/*.outcome
processor_time after
spent="$((after - before))"
printf '%s s of processor time, of a budget of %s s; %s s by the clock\n' "$spent" "$budget" "$SECONDS"
failed=0
grep -q FAILED "$work"/*.outcome && failed=1
if [ "$spent" -gt "$budget" ]; then
    printf 'FAILED   the tests cost more than their budget: see the slowest above, and make them smaller\n'
    failed=1
fi
exit "$failed"
