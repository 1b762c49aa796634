"""Why a set-up failed: told from what pip and venv wrote, here and on the day the texts were recorded.

``installer_texts`` holds what pip 23.0.1 and Python 3.11 wrote when they were brought to fail in each way.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TEXTS = Path(__file__).parent.with_name("installer_texts")
KINDS = {
    "closed_port": "network",
    "no_such_host": "network",
    "bad_proxy": "proxy",
    "proxy_password": "proxy",
    "socks_proxy": "proxy",
    "certificate": "certificate",
    "disk_full": "disk",
    "read_only": "permission",
    "read_only_venv": "permission",
    "wrong_python": "python",
    "no_package": "package",
    "missing_library": "runtime",
}


@pytest.mark.parametrize("name", KINDS)
def test_a_recorded_failure_is_of_its_kind_with_a_remedy_of_its_own(qgis_app, name):
    from binn.ui.setup.failures import failure

    lines = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    error = failure("install PyTorch", 1, lines)
    assert error.kind == KINDS[name]
    assert lines[-1].strip() in error.message
    assert len(error.remedy) > 30


def test_every_recorded_text_is_tested():
    assert {path.stem for path in TEXTS.glob("*.txt")} == set(KINDS)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ('OSError: [WinError 126] The specified module could not be found. Error loading "C:\\torch\\lib\\c10.dll"', "runtime"),
        ("ImportError: DLL load failed while importing _C: The specified module could not be found.", "runtime"),
        ("ImportError: /lib/libc.so.6: version `GLIBC_2.28' not found", "runtime"),
        ("PermissionError: [WinError 5] Access is denied: 'C:\\\\venv'", "permission"),
        ("OSError: [WinError 112] There is not enough space on the disk", "disk"),
        ("something nobody has seen", "unknown"),
    ],
)
def test_what_other_systems_write_is_known_too(qgis_app, line, kind):
    from binn.ui.setup.failures import kind_of

    assert kind_of([line]).name == kind


def test_a_failure_that_was_overcome_does_not_count(qgis_app):
    from binn.ui.setup.failures import kind_of

    lines = [*(TEXTS / "bad_proxy.txt").read_text(encoding="utf-8").splitlines(), "OSError: [Errno 28] No space left on device"]
    assert kind_of(lines).name == "disk"


def test_an_illegal_instruction_is_a_matter_of_the_system(qgis_app):
    from binn.ui.setup.failures import failure

    assert failure("run the engine", -4, []).kind == "runtime"


def wheel(folder: Path, name: str, size: int = 10) -> Path:
    """A wheel of a package without code."""
    info = f"{name}-1.0.dist-info"
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{name}/data.bin", bytes(size))
        file.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture(scope="module")
def pip(tmp_path_factory) -> list[str]:
    """pip of a fresh environment, free of the machine's settings."""
    folder = tmp_path_factory.mktemp("pip") / "venv"
    subprocess.run(["/usr/bin/python3", "-m", "venv", str(folder)], check=True)
    return [str(folder / "bin" / "python"), "-m", "pip", "install", "--no-input", "--isolated", "--retries", "1", "--timeout", "3"]


def said_by(words: list[str], **variables: str) -> tuple[int, list[str]]:
    """Exit status and lines of a program."""
    environment = {"PATH": "/usr/bin:/bin", "PIP_CONFIG_FILE": "/dev/null", **variables}
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode, done.stdout.splitlines()


def test_pip_of_today_at_a_closed_port_and_a_bad_proxy(qgis_app, pip):
    from binn.ui.setup.failures import failure

    status, lines = said_by([*pip, "--index-url", "http://127.0.0.1:9/simple", "nothing"])
    assert failure("install", status, lines).kind == "network"
    status, lines = said_by([*pip, "--index-url", "https://index.invalid/simple", "nothing"], HTTPS_PROXY="http://127.0.0.1:9")
    assert failure("install", status, lines).kind == "proxy"


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("unshare") is None, reason="needs Linux's unshare to mount a small disk")
@pytest.mark.parametrize(("size", "options", "kind"), [("4m", "", "disk"), ("64m", "mount -o remount,ro disk;", "permission")])
def test_pip_of_today_on_a_full_and_on_a_read_only_disk(qgis_app, pip, tmp_path, size, options, kind):
    from binn.ui.setup.failures import failure

    wheel(tmp_path, "large", 8_000_000)
    words = " ".join([*pip[:3], "install --isolated --no-index --find-links . --target disk/here large"])
    script = f"mkdir disk && mount -t tmpfs -o size={size} tmpfs disk && mkdir disk/here && {{ {options} cd {tmp_path}; {words}; }}"
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if "unshare failed" in done.stdout or "mount: " in done.stdout:
        pytest.skip(f"no disk can be mounted here: {done.stdout.strip()}")
    assert done.returncode != 0
    assert failure("install", done.returncode, done.stdout.splitlines()).kind == kind


def test_a_venv_that_hides_its_reason_on_a_full_disk_is_told_by_the_disk(qgis_app, tmp_path, monkeypatch):
    from binn.ui.setup import failures

    lines = ["Error: Command '[venv/bin/python3, -m, ensurepip]' returned non-zero exit status 1."]
    assert failures.kind_of(lines, tmp_path).name == "unknown"
    monkeypatch.setattr(failures, "_FULL_BYTES", shutil.disk_usage(tmp_path).total + 1)
    assert failures.kind_of(lines, tmp_path / "not" / "there").name == "disk"
