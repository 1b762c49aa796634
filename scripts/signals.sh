#!/usr/bin/env bash
# Signals at random moments over all kinds of job: signals.sh ROUNDS SEED. Prints a table by kind and signal; fails where a run
# lasts two seconds longer than its signal, or leaves anything.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
.venv/bin/python -m tests.engine.running.signals "${1:-300}" "${2:-1}" "$folder"
