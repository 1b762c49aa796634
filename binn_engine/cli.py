"""The command line: one verb for each kind of job, ``run`` for a job file, ``info`` for a checkpoint, ``check`` for the engine.

Events go to standard output as JSON lines (see :mod:`binn_engine.protocol`).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress

from .errors import BinnError, Cancelled
from .protocol import EXIT_CANCELLED, EXIT_ERROR, EXIT_OK, job_from_dict
from .running import surroundings
from .running.events import Reporter
from .running.leftovers import one_place_for_temporary_files
from .running.repeating import job_to_run
from .running.stopping import asked_to_stop, ignore_signals, stop_on_signals, stop_when_input_closes
from .settings import JOBS, Job, element_type


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0, 1 after an error, 130 after a cancelled run."""
    # Of the processes that torchrun starts the first one reports; the others say only why they fail.
    reporter = Reporter(silent="TORCHELASTIC_RUN_ID" in os.environ and os.environ.get("RANK", "0") != "0")
    try:
        options = _parser().parse_args(arguments)
        surroundings.check_output()
        options.action(options, reporter)
        ignore_signals()
    except SystemExit as error:  # help, or a wrong option
        return error.code if isinstance(error.code, int) else EXIT_ERROR
    except BaseException as error:
        return _ended(reporter, error)
    return EXIT_OK


def _ended(reporter: Reporter, error: BaseException) -> int:
    """Say why a run ended, and return its exit status."""
    ignore_signals()
    if isinstance(error, (Cancelled, BrokenPipeError)) or asked_to_stop():
        _report(reporter, error if isinstance(error, Cancelled) else Cancelled())
        return EXIT_CANCELLED
    if isinstance(error, MemoryError):
        error = BinnError("The computer does not have enough memory for this run.", "Use smaller tiles, smaller batches or fewer passes.")
    if not isinstance(error, BinnError):
        known = surroundings.explained(error)
        if known is None:
            # A fault of the engine: the trace goes to standard error for the report, the caller still gets an error event.
            traceback.print_exception(error, file=sys.stderr)
            known = BinnError(f"The engine failed: {type(error).__name__}: {error}.", "Please report this with the log.")
        error = known
    _report(reporter, error)
    return EXIT_ERROR


def _report(reporter: Reporter, error: BinnError) -> None:
    with suppress(Cancelled, OSError, ValueError):  # nobody reads any more
        reporter.event("error", code=error.code, message=error.message, remedy=error.remedy)
    with suppress(OSError, ValueError):
        sys.stderr.write(f"Error: {error}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m binn_engine",
        description="BINN maps soil carbon, its processes and their parameters with a neural network and the CLM5 soil carbon model.",
    )
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for kind, job in JOBS.items():
        _add_job(verbs, kind, job)
    run = verbs.add_parser("run", help="Run a job file, or the record of an earlier run.")
    run.add_argument("job", help="job.json, or NAME.KIND.run.json of an earlier run.")
    run.add_argument(
        "--output-folder",
        default="",
        help="Folder for the outputs, used instead of the paths in the file. It is created if it does not exist.",
    )
    run.add_argument(
        "--trust-paths",
        action="store_true",
        help="Allow a record to write outside its own folder, to replace files that its run did not write, and to "
        "use the Dask scheduler that it names.",
    )
    run.add_argument("--watch-stdin", action="store_true", help="Stop the run when standard input is closed.")
    run.set_defaults(action=_run_file)
    info = verbs.add_parser("info", help="Print the model card of a checkpoint as JSON.")
    info.add_argument("model", help="Checkpoint (.safetensors).")
    info.set_defaults(action=_print_card)
    check = verbs.add_parser(
        "check", help="Check that the engine works on this computer: versions, device, and a real forward and backward pass."
    )
    check.set_defaults(action=_check_engine)
    return parser


def _add_job(verbs: argparse._SubParsersAction, kind: str, job: type) -> None:
    summary = (job.__doc__ or "").strip().splitlines()[0]
    name = kind.replace("_", "-")
    # The kind itself, as job files have it, is a verb too.
    spellings = [kind] * (kind != name)
    form = argparse.ArgumentDefaultsHelpFormatter
    verb = verbs.add_parser(name, aliases=spellings, help=summary, description=summary, formatter_class=form)
    for row in dataclasses.fields(job):
        wanted, several = element_type(row)
        option: dict = {"help": row.metadata["help"].replace("%", "%%"), "dest": row.name, "default": argparse.SUPPRESS}
        if wanted is bool:
            option["action"] = argparse.BooleanOptionalAction
            option["help"] += f" Default: {'yes' if row.default else 'no'}."
        else:
            option |= {"type": wanted, "required": row.metadata["required"]}
            if row.metadata["choices"]:
                option["choices"] = row.metadata["choices"]
            if several:
                option["nargs"] = "+" if row.metadata["required"] else "*"
            if not row.metadata["required"] and row.default is not None:
                option["help"] += f" Default: {_shown(row.default)}."
        verb.add_argument(f"--{row.name.replace('_', '-')}", **option)
    verb.set_defaults(action=_run_verb, kind=kind)


def _shown(default: object) -> str:
    if isinstance(default, tuple):
        return " ".join(str(value) for value in default) or "none"
    return str(default).replace("%", "%%") if default != "" else "empty"


def job_of(arguments: Sequence[str]) -> Job:
    """The job that the words of a command line describe, verb first.

    Raises
    ------
    JobError
        For a value that the job cannot have.
    SystemExit
        For a wrong option, after a message on standard error.
    """
    return _job(_parser().parse_args(arguments))


def _job(options: argparse.Namespace) -> Job:
    return job_from_dict({name: value for name, value in vars(options).items() if name != "action"})


def _run_verb(options: argparse.Namespace, reporter: Reporter) -> None:
    _run(_job(options), reporter)


def _run_file(options: argparse.Namespace, reporter: Reporter) -> None:
    if options.watch_stdin:
        stop_when_input_closes()
    found = job_to_run(options.job, options.output_folder, options.trust_paths)
    _run(found.job, reporter, str(found.path))


def _run(job: Job, reporter: Reporter, job_file: str = "") -> None:
    # The jobs import torch, which takes seconds: --help and a wrong option must not wait for it.
    from .jobs.runner import run_job

    stop_on_signals()
    with one_place_for_temporary_files():
        run_job(job, reporter, job_file)


def _print_card(options: argparse.Namespace, reporter: Reporter) -> None:
    # torch takes seconds to load; see above.
    from .model.checkpoints import read_card

    card = read_card(options.model)
    card["training"]["profile_hashes"] = f"{len(card['training']['profile_hashes'])} hashes"
    print(json.dumps(card, indent=2, ensure_ascii=False))


def _check_engine(options: argparse.Namespace, reporter: Reporter) -> None:
    # torch takes seconds to load; see above.
    from .selfcheck import check_engine

    stop_on_signals()
    with one_place_for_temporary_files():
        found = check_engine()
    print(json.dumps(found, ensure_ascii=False))
