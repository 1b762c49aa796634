#!/usr/bin/env bash
# Runs the plugin's tests on other releases of QGIS, each in a Debian of its own (a chroot), and prints a table.
#
# Usage: bash scripts/compatibility.sh [--keep FOLDER] [RELEASE...]
#
# RELEASE names a release of Debian and, behind a hyphen, backports where QGIS comes from there; left out: bookworm-backports (QGIS 3.40)
# and trixie-backports (QGIS 3.44). Needs root on Debian 12 or newer, 4 GB of disk a release under ${TMPDIR:-/var/tmp}, and what
# scripts/setup.sh needs. With --keep the systems stay in FOLDER, and the next call with it takes them up again.
#
# The engine is this checkout's own: it runs in an environment of its own on every QGIS, with the interpreter that made it.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
[ "$(id -u)" -eq 0 ] || { echo "compatibility: needs root, for chroot" >&2; exit 1; }
# A mount namespace of its own: whatever happens, no mount outlives this script, and nothing below a mount is ever removed.
if [ -z "${BINN_OWN_MOUNTS:-}" ]; then BINN_OWN_MOUNTS=1 exec unshare --mount --propagation private bash "$0" "$@"; fi

keep=""
if [ "${1:-}" = "--keep" ]; then keep="$(realpath -m "${2:?a folder}")"; shift 2; fi
releases=("$@")
[ $# -gt 0 ] || releases=(bookworm-backports trixie-backports)
packages=(qgis python3-qgis python3-venv xvfb xauth fonts-open-sans)
work="${keep:-$(mktemp -d "${TMPDIR:-/var/tmp}/binn-compatibility.XXXXXX")}"
mkdir -p "$work"
say() { echo "compatibility: $* ($SECONDS s)" >&2; }

clean_up() {
    local mount
    # Last first, so that inner ones go before outer ones.
    tac /proc/self/mounts | cut -d' ' -f2 | while read -r mount; do
        case "$mount" in "$work"/*) umount --lazy "$mount" ;; esac
    done
    [ -n "$keep" ] || rm -rf --one-file-system "$work"
}
trap clean_up EXIT

# within SYSTEM COMMAND...: runs a command in a system, with an environment that knows nothing of this one's.
within() {
    local system="$1"
    shift
    chroot "$system" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

# The host's own sources, for another release; a second entry of the first of them where QGIS is in its backports.
apt_sources() {
    local system="$1" base="$2" release="$3" host source
    host="$(. /etc/os-release; echo "$VERSION_CODENAME")"
    cp -r /etc/apt/apt.conf.d /etc/apt/auth.conf.d /etc/apt/keyrings "$system/etc/apt/" 2> /dev/null || true
    cp -rL /etc/ssl/certs "$system/etc/ssl/" 2> /dev/null || true
    rm -f "$system/etc/apt/sources.list"
    for source in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
        [ ! -f "$source" ] || sed "s/\\b$host\\b/$base/g" "$source" > "$system/etc/apt/sources.list.d/$(basename "$source")"
    done
    [ "$release" = "$base" ] || echo "deb $(mirror) $release main" > "$system/etc/apt/sources.list.d/backports.list"
}

# The first archive of Debian in this machine's sources.
mirror() { cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2> /dev/null | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -1; }

# make_system SYSTEM RELEASE: a Debian with QGIS. Made beside its place and renamed, so that what is there is whole.
make_system() {
    local system="$1" release="$2" base="${2%-backports}" from=() made="$1.part"
    [ ! -d "$system" ] || return 0
    say "$release: a Debian"
    rm -rf --one-file-system "$made"
    debootstrap --variant=minbase --include=ca-certificates "$base" "$made" "$(mirror)" > "$work/$release.log" 2>&1
    apt_sources "$made" "$base" "$release"
    cp /etc/hosts /etc/resolv.conf "$made/etc/"
    mount --bind /dev "$made/dev"
    mount -t proc proc "$made/proc"
    say "$release: QGIS"
    [ "$release" = "$base" ] || from=(-t "$release")
    { within "$made" apt-get update -qq && within "$made" apt-get install -y -qq --no-install-recommends "${from[@]}" "${packages[@]}" \
        && within "$made" apt-get clean; } >> "$work/$release.log" 2>&1
    umount "$made/dev" "$made/proc"
    mv "$made" "$system"
}

# furnish SYSTEM: the checkout, the test tools and the engine, where the tests look for them.
furnish() {
    local system="$1" engine interpreter part
    for part in dev sys; do mkdir -p "$system/$part" && mount --bind "/$part" "$system/$part"; done
    mount -t proc proc "$system/proc"
    rm -rf --one-file-system "${system:?}$root"
    mkdir -p "$system$root"
    tar -C "$root" --exclude-vcs --exclude-vcs-ignores --exclude=./.venv --exclude=./.venv-qgis -c . | tar -C "$system$root" -x
    engine="$(realpath "$root/.venv")"
    interpreter="$(realpath "$engine/bin/python")"
    # The environment's packages, the interpreter that it was made with and its standard library, under the names they have here; but
    # bin/ is made anew, since there the system's python3 may be another.
    for part in "$interpreter" "$("$engine/bin/python" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')" "$engine/lib"; do
        share "$part" "$system"
    done
    mkdir -p "$system$engine/bin"
    cp "$engine/pyvenv.cfg" "$system$engine/"
    ln -sfn "$interpreter" "$system$engine/bin/python"
    [ "$engine" = "$root/.venv" ] || ln -s "$engine" "$system$root/.venv"
    mkdir -p "$system/wheels"
    cp "$work"/wheels/* "$system/wheels"
    within "$system" python3 -m venv --clear --system-site-packages "$root/.venv-qgis"
    within "$system" "$root/.venv-qgis/bin/python" -m pip install --quiet --no-index --find-links /wheels -r "$root/scripts/requirements-qgis.txt"
}

# share PATH SYSTEM: a file or folder of this machine at the same place there, read-only.
share() {
    if [ -d "$1" ]; then mkdir -p "$2$1"; else mkdir -p "$(dirname "$2$1")" && touch "$2$1"; fi
    mount --bind "$1" "$2$1"
    mount -o remount,bind,ro "$2$1"
}

# run_tests SYSTEM RELEASE: fails where a test fails. Results as JUnit files and logs beside the system.
run_tests() {
    local system="$1" release="$2" failed=0 python="$root/.venv-qgis/bin/python" part
    local common=(PYTEST_QT_API=pyqt5 XDG_RUNTIME_DIR=/run/binn)
    install -d -m 700 "$system/run/binn"
    for part in headless desktop; do
        say "$release: tests, $part"
        if [ "$part" = headless ]; then
            set -- QT_QPA_PLATFORM=offscreen "$python" -m pytest tests/qgis --ignore=tests/qgis/desktop
        else
            set -- xvfb-run -a -s "-screen 0 1600x1000x24" "$python" -m pytest tests/qgis/desktop
        fi
        within "$system" "${common[@]}" sh -c 'cd "$0" && exec env "$@"' "$root" "$@" --junit-xml="/run/$part.xml" \
            > "$work/$release.$part.log" 2>&1 || failed=1
        cp "$system/run/$part.xml" "$work/$release.$part.xml" 2> /dev/null || true
        tail -n 1 "$work/$release.$part.log" >&2
    done
    return "$failed"
}

VERSIONS='
import platform, numpy
from osgeo import gdal
from qgis.core import Qgis
from qgis.PyQt.QtCore import QT_VERSION_STR
print(Qgis.QGIS_VERSION.split("-")[0], QT_VERSION_STR, platform.python_version(), gdal.__version__, numpy.__version__, sep=" | ")
'

# score FILE: what a JUnit file counts.
score() {
    [ -s "$1" ] || { echo "did not run"; return; }
    python3 - "$1" << 'PYTHON'
import sys
import xml.etree.ElementTree as tree
suite = next(tree.parse(sys.argv[1]).getroot().iter("testsuite")).attrib
count = {name: int(suite[name]) for name in ("tests", "failures", "errors", "skipped")}
bad = count["failures"] + count["errors"]
print(f"{count['tests'] - bad - count['skipped']} passed, {bad} failed, {count['skipped']} skipped")
PYTHON
}

{ [ -x "$root/.venv/bin/python" ] && [ -x "$root/.venv-qgis/bin/python" ]; } || bash "$root/scripts/setup.sh"
command -v debootstrap > /dev/null || { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap > /dev/null; }
mkdir -p "$work/wheels"
"$root/.venv-qgis/bin/python" -m pip download --quiet --disable-pip-version-check --dest "$work/wheels" -r "$root/scripts/requirements-qgis.txt"

table=("| Debian | QGIS | Qt | Python | GDAL | numpy | headless | desktop | seconds |" "|-|-|-|-|-|-|-|-|-|")
all_failed=0
for release in "${releases[@]}"; do
    start=$SECONDS
    make_system "$work/$release" "$release"
    furnish "$work/$release"
    run_tests "$work/$release" "$release" || all_failed=1
    versions="$(within "$work/$release" QT_QPA_PLATFORM=offscreen /usr/bin/python3 -c "$VERSIONS")"
    table+=("| $release | $versions | $(score "$work/$release.headless.xml") | $(score "$work/$release.desktop.xml") | $((SECONDS - start)) |")
done
printf '%s\n' "${table[@]}"
exit "$all_failed"
