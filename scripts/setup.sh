#!/usr/bin/env bash
# Makes a fresh Debian machine ready: QGIS and a virtual screen from apt, then two Python environments in the checkout.
#
#   .venv       the engine: torch, rasterio and the rest, nothing of the system's; finds binn_engine from any folder
#   .venv-qgis  the system's Python, which sees QGIS, with the test tools beside it
#
# Run it as often as you like: what is there and current is left alone.
set -euo pipefail

unset PYTHONDONTWRITEBYTECODE  # what is compiled on import is to be kept
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# Debian's own Python: another that comes first on the PATH sees no QGIS.
python=/usr/bin/python3

say() { echo "setup: $*" >&2; }

# install_packages NAMES...: from apt, those that are missing.
install_packages() {
    local missing=() package as_root=()
    command -v dpkg-query > /dev/null || { say "this is no Debian system: install QGIS 3.22 or newer, Xvfb and Python 3.11 or newer yourself"; return; }
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    say "installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
}

# environment FOLDER "VENV OPTIONS" REQUIREMENTS...: makes the environment, or brings it up to its requirement files.
environment() {
    local folder="$1" options="$2" stamp now file arguments=()
    shift 2
    stamp="$folder/.binn-stamp"
    # The folder's own path counts: an environment that was copied or moved still points at its old place.
    now="$({ echo "$folder"; "$python" --version; cat "$@"; } | sha256sum | cut -d' ' -f1)"
    if [ -x "$folder/bin/python" ] && [ "$(cat "$stamp" 2> /dev/null)" = "$now" ]; then return; fi
    say "preparing $(basename "$folder") (a minute or two the first time)"
    # shellcheck disable=SC2086  # the options are words
    "$folder/bin/python" -c '' 2> /dev/null || "$python" -m venv --clear $options "$folder"
    for file in "$@"; do arguments+=(-r "$file"); done
    # Python compiles what it imports; pip would compile all of torch and scipy, which takes a minute.
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile "${arguments[@]}"
    echo "$now" > "$stamp"
}

# One set-up at a time in a checkout; the lock is held on this very file and goes with the process.
exec 9< "$root/scripts/setup.sh"
flock 9

engine_environment() {
    environment "$root/.venv" "" "$root/binn_engine/requirements.txt" "$root/scripts/requirements-test.txt"
    # A path file makes `python -m binn_engine` work from any folder, without building a package.
    echo "$root" > "$("$root/.venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/binn.pth"
    compile_kernels
}

# The kernels are compiled on first use; here nobody waits for it later. Each of two processes compiles one half first.
compile_kernels() {
    local now double
    now="$(cat "$root"/binn_engine/clm5/*.py "$root"/binn_engine/clm5/compiled/*.py | sha256sum | cut -d' ' -f1)"
    if [ "$(cat "$root/.venv/.binn-kernels" 2> /dev/null)" = "$now" ]; then return; fi
    say "compiling the soil carbon kernels (most of a minute, once)"
    "$root/.venv/bin/python" "$root/scripts/compile_kernels.py" &
    double=$!
    "$root/.venv/bin/python" -m binn_engine check > /dev/null
    wait "$double"
    echo "$now" > "$root/.venv/.binn-kernels"
}

# The engine's environment needs nothing of QGIS, so that both are prepared side by side, once Python can make environments.
if ! "$python" -c 'import ensurepip' 2> /dev/null; then install_packages python3-venv; fi
engine_environment &
engine=$!
install_packages qgis python3-qgis xvfb xauth fonts-open-sans
environment "$root/.venv-qgis" "--system-site-packages" "$root/scripts/requirements-qgis.txt"
wait "$engine"
