"""The log of the set-up is for people: no stack of a Python error, no raw JSON."""

from __future__ import annotations

import sys

import pytest

STACK = """Collecting torch
Traceback (most recent call last):
  File "/a/b.py", line 3, in <module>
    main()
KeyError: 'x'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/a/c.py", line 5, in main
    raise ImportError("no torch")
ImportError: no torch
Done
"""
PIP = """  error: subprocess-exited-with-error
  ╰─> [3 lines of output]
      Traceback (most recent call last):
        File "<string>", line 2, in <module>
      ModuleNotFoundError: No module named 'setuptools'
      [end of output]
"""
EVENT = (
    '{"event": "error", "code": "input", "message": "There is no GPU.", "remedy": "Choose cpu."}\n{"ok": true, "device": "cpu"}\n[1, 2]\n'
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (STACK, ["Collecting torch", "KeyError: 'x'", "ImportError: no torch", "Done"]),
        (PIP, [line for line in PIP.splitlines() if "Traceback" not in line and "<string>" not in line]),
        (EVENT, ["There is no GPU. Choose cpu."]),
        ("[notice] a new release of pip\n{not json\n", ["[notice] a new release of pip", "{not json"]),
    ],
)
def test_stacks_and_json_are_left_out(qgis_app, text, shown):
    from binn.ui.setup.readable import readable

    assert list(readable(text.splitlines())) == shown


def test_a_step_shows_what_is_readable_and_fails_with_it_and_the_file_has_every_line(qgis_app, feedback):
    from binn.ui.engine.last_log import last_log
    from binn.ui.setup.failures import SetupError
    from binn.ui.setup.steps import run_step

    body = 'print(\'{"event": "log", "message": "Looking."}\', flush=True); raise KeyError(\'no such thing\')'
    with pytest.raises(SetupError) as raised:
        run_step([sys.executable, "-c", body], "try", feedback)
    told = "\n".join(text for lines in feedback.said.values() for text in lines) + str(raised.value)
    assert "Looking." in told
    assert "KeyError: 'no such thing'" in told
    assert "Traceback" not in told
    assert '"event"' not in told
    assert "Traceback" in last_log()
    assert '"event"' in last_log()
