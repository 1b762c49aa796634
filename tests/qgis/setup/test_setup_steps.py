"""A set-up that stops and goes on, with a real venv, pip and engine; the packages are one wheel that points at the engine's own."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest


def pointing_wheel(folder: Path, name: str, at: str) -> None:
    """A wheel that makes the packages of another environment importable."""
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as file:
        file.writestr(f"{name}.pth", at + "\n")
        file.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")


@pytest.fixture
def wheels(engine_python, tmp_path, monkeypatch):
    """A folder of wheels and the requirements of two steps: "torch" is the engine's packages, "others" nothing."""
    from binn.ui.setup import installation
    from binn.ui.setup.pythons import base_python

    release = "import sys; print(sys.version_info[:2])"
    pythons = (base_python(), engine_python)
    found = {subprocess.run([str(python), "-c", release], capture_output=True, text=True, check=True).stdout for python in pythons}
    if len(found) > 1:
        pytest.skip("the engine's packages are of another Python than the one that environments are made with here")
    site = subprocess.run(
        [str(engine_python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True
    ).stdout.strip()
    folder, requirements = tmp_path / "wheels", tmp_path / "requirements.txt"
    folder.mkdir()
    pointing_wheel(folder, "torch", site)
    requirements.write_text("torch==1.0\nothers==1.0\n", encoding="utf-8")
    monkeypatch.setattr(installation, "REQUIREMENTS", requirements)
    return folder


@pytest.mark.long
def test_a_set_up_that_stopped_goes_on_where_it_was_and_is_checked_by_the_engine(qgis_app, wheels, feedback, tmp_path, monkeypatch):
    from binn.binn_engine.errors import EngineError
    from binn.ui.engine.environment import SetupProgress, python_in, why_no_engine
    from binn.ui.setup.choices import Installation
    from binn.ui.setup.installation import set_up

    wanted = Installation(folder=str(tmp_path / "Größe ü (1)"), wheels=str(wheels))
    with pytest.raises(EngineError, match="is kept") as caught:
        set_up(wanted, feedback)
    assert caught.value.kind == "package"
    assert SetupProgress.of(wanted.place) == SetupProgress("cpu", ("PyTorch",), True)
    monkeypatch.setenv("BINN_ENGINE_PYTHON", str(python_in(wanted.place)))
    assert "not finished" in why_no_engine()
    pointing_wheel(wheels, "others", "/nowhere")
    feedback.said["info"].clear()
    assert set_up(wanted, feedback) == python_in(wanted.place)
    assert "Installing PyTorch" not in feedback.said["info"]
    assert any(line.startswith("The engine works, on cpu: ") for line in feedback.said["info"])
    assert why_no_engine() == ""
    assert not (wanted.place / "tmp").exists()


def test_the_room_is_told_for_folders_that_do_not_exist_yet(qgis_app, tmp_path):
    from binn.ui.setup.choices import Installation, room_for

    plain, large = (room_for(Installation(folder=str(tmp_path / "a" / "b"), device=device)) for device in ("cpu", "cuda"))
    assert large.needed > plain.needed
    assert plain.free > 0
    assert "GB needed" in plain.told


def test_too_little_room_is_told_before_anything_is_made(qgis_app, feedback, tmp_path, monkeypatch):
    from binn.binn_engine.errors import EngineError
    from binn.ui.setup import choices, installation

    monkeypatch.setitem(choices.NEEDED_BYTES, "cpu", 10**18)
    with pytest.raises(EngineError, match="not have enough space") as caught:
        installation.set_up(choices.Installation(folder=str(tmp_path / "engine")), feedback)
    assert caught.value.kind == "disk"
    assert not (tmp_path / "engine").exists()


def test_cuda_without_a_driver_is_refused_and_leaves_nothing(qgis_app, feedback, tmp_path, monkeypatch):
    from binn.binn_engine.errors import EngineError
    from binn.ui.setup import choices, graphics, installation

    if graphics.find_driver() is not None:
        pytest.skip("this machine has an NVIDIA driver")
    with pytest.raises(EngineError, match="no NVIDIA driver"):
        installation.set_up(choices.Installation(folder=str(tmp_path / "engine"), device="cuda"), feedback)
    assert not (tmp_path / "engine").exists()


def test_a_python_that_is_too_old_is_refused_by_its_version(qgis_app, tmp_path, monkeypatch):
    from binn.ui.setup import pythons

    monkeypatch.setattr(pythons, "LEAST", (3, 99))
    assert "is too old for the engine" in pythons.why_unfit(Path("/usr/bin/python3"))
    assert "does not run as a Python program: no message" in pythons.why_unfit(Path("/bin/true"))
    assert "not enough values" not in pythons.why_unfit(Path("/bin/ls"))


SMI = "| NVIDIA-SMI 550.54.15    Driver Version: 550.54.15    CUDA Version: {version} |\nGPU 0: NVIDIA A2000 (UUID: GPU-1)\n"


@pytest.mark.parametrize(("version", "build"), [("13.1", "cu130"), ("13.0", "cu130"), ("12.8", "cu126"), ("12.6", "cu126"), ("12.4", "")])
def test_the_build_of_pytorch_is_one_that_the_driver_runs(qgis_app, version, build):
    from binn.ui.setup.graphics import driver_of, torch_index

    driver = driver_of(SMI.format(version=version))
    assert driver.build == build
    assert driver.told == f"NVIDIA A2000, CUDA {version}"
    assert (torch_index("cuda", driver, own_index=True) == f"https://download.pytorch.org/whl/{build}") is bool(build)


def test_the_plain_pytorch_is_taken_where_there_is_no_card_and_an_own_index_is_left_alone(qgis_app):
    from binn.ui.setup.graphics import driver_of, torch_index

    assert driver_of("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.") is None
    assert torch_index("cpu", None, own_index=False).endswith("/cpu")
    assert torch_index("cpu", None, own_index=True) == ""


@pytest.fixture
def proxy(qgis_app):
    """Sets QGIS's proxy, and takes it back after the test."""
    from qgis.core import QgsNetworkAccessManager
    from qgis.PyQt.QtNetwork import QNetworkProxy

    manager = QgsNetworkAccessManager.instance()
    before = manager.fallbackProxy(), manager.excludeList(), manager.noProxyList()

    def choose(kind, *login, spared=()):
        manager.setFallbackProxyAndExcludes(QNetworkProxy(kind, "proxy.example", 8080, *login), list(spared), [])

    yield choose
    manager.setFallbackProxyAndExcludes(*before)


def test_programs_get_qgiss_proxy_with_its_password_and_its_exceptions(proxy):
    from binn.ui.setup.proxy import proxy_variables
    from qgis.PyQt.QtNetwork import QNetworkProxy

    proxy(QNetworkProxy.ProxyType.HttpProxy, "me", "p@ss:word", spared=["https://intern.example/wheels"])
    variables = proxy_variables()
    assert variables["HTTPS_PROXY"] == variables["https_proxy"] == "http://me:p%40ss%3Aword@proxy.example:8080"
    assert variables["NO_PROXY"] == "intern.example"
    proxy(QNetworkProxy.ProxyType.Socks5Proxy)
    assert proxy_variables()["HTTP_PROXY"] == "socks5://proxy.example:8080"
    proxy(QNetworkProxy.ProxyType.DefaultProxy)
    assert proxy_variables() == {}


def test_a_child_gets_the_proxy_and_no_certificate_check_is_ever_switched_off(proxy, tmp_path):
    from binn.ui.setup.installation import _pip
    from binn.ui.setup.steps import _started
    from qgis.PyQt.QtNetwork import QNetworkProxy

    proxy(QNetworkProxy.ProxyType.HttpProxy)
    child = _started(["/usr/bin/env"], "ask", tmp_path)
    lines = list(child.lines(lambda: False))
    child.stop()
    assert "HTTPS_PROXY=http://proxy.example:8080" in lines
    assert f"TMPDIR={tmp_path / 'tmp'}" in lines
    assert not any("trusted-host" in word for word in _pip(Path("python")))
