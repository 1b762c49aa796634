"""Delimited text as data frames: separator, encoding and decimal sign are detected, ids are kept as text."""

from __future__ import annotations

import codecs
import csv
import gzip
import re
import warnings
import zlib
from collections.abc import Callable, Sequence

import pandas as pd

from ...cells import meant_cells
from ...errors import InputError
from ...files.sizes import check_text_size, check_unpacked
from ...limits import CELLS, FIELDS, LINE_BYTES
from ...running.callbacks import Warn
from .ids import id_columns
from .numerals import MISSING_WORDS, with_plain_numbers

SEPARATORS = ",;\t"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)  # a first line that spreadsheets write and read
_NOT_WESTERN = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # bytes that are no sign in Windows-1252
_CHUNK = 2**20


def read_delimited(path: str, text: Sequence[str], warn: Warn) -> pd.DataFrame:
    """The table in a CSV, tab-separated or other delimited text, gzipped or not, with a header.

    Parameters
    ----------
    path
        The file.
    text
        Fields to keep as text, besides those with the name of an id.
    warn
        Called with a code and a message.

    Raises
    ------
    InputError
        For what is no text, empty, no table, or far larger unpacked than it is.
    """
    try:
        encoding, lines = _scanned(path, warn)
        how, header, values, commas = _layout(path, encoding)
        _check_cells(path, len(header), lines)
        columns = pd.read_csv(path, nrows=0, **how).columns
        again = sorted({name for name in header if name and header.count(name) > 1})
        if again:
            warn("repeated_field", f"{path} has more than one field {again[0]!r}. The first one is used.")
        ids = id_columns(columns, text)
        missing = {column: list(MISSING_WORDS) for column in columns if column not in ids}
        # If a comma may be a decimal sign or separate thousands, numbers are recognised field by field, from their text.
        kinds = str if commas else {column: str for column in ids}
        how |= {"dtype": kinds, "keep_default_na": False, "na_values": missing, "low_memory": False, "skipinitialspace": True}
        table = pd.read_csv(path, **how)
        table = table if len(values) <= len(header) else _with_names(table, path, how)
        table = _as_meant(table, ids)
        return with_plain_numbers(table, path, ids, warn, expected=True) if commas else table
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not a text file: {error.reason} at byte {error.start}.", "Save it as CSV in UTF-8.") from error
    except pd.errors.EmptyDataError as error:
        raise InputError(f"{path} is empty.", "Use a CSV file with a header line and rows.") from error
    except (OSError, EOFError, zlib.error, csv.Error, pd.errors.ParserError) as error:
        raise InputError(
            f"{path} cannot be read as CSV: {error}.", "Use a CSV file with one header line and the same number of values on every line."
        ) from error


def _layout(path: str, encoding: str) -> tuple[dict, list[str], list[str], bool]:
    """How pandas is to read a file; the names in its header, the values of its first row, and whether commas may stand in numbers."""
    with _opened(path)(path, "rt", encoding=encoding, newline="") as stream:
        first = stream.readline()
        said = _SEPARATOR_LINE.fullmatch(first)
        first = stream.readline() if said else first
        separator = said[1] if said else max(SEPARATORS, key=first.count)
        commas = separator != "," and any(re.search(r"\d,\d", line) for line in stream)
    with _opened(path)(path, "rt", encoding=encoding, newline="") as stream:
        if said:
            stream.readline()
        lines = (line for line in csv.reader(stream, delimiter=separator) if line)
        header, values = [name.strip() for name in next(lines, [])], next(lines, [])
    return {"sep": separator, "encoding": encoding, "skiprows": 1 if said else 0}, header, values, commas


def _as_meant(table: pd.DataFrame, ids: Sequence[str]) -> pd.DataFrame:
    """The table, its ids without the apostrophes that this product writes before text that is no formula."""
    changed = {column: meant for column in ids if column in table and (meant := meant_cells(table[column].unique()))}
    return table.assign(**{column: table[column].replace(meant) for column, meant in changed.items()}) if changed else table


def _opened(path: str) -> Callable:
    return gzip.open if path.lower().endswith(".gz") else open


def _scanned(path: str, warn: Warn) -> tuple[str, int]:
    """How a text is encoded, and how many lines it has: UTF-8, UTF-16 where its first bytes say so, else Windows-1252, as spreadsheets
    save tables. Read in parts, for nothing says yet that it is text."""
    check_text_size(path)
    utf8, western = codecs.getincrementaldecoder("utf-8")(), True
    encoding, lines, size, line = "utf-8-sig", 0, 0, 0
    with _opened(path)(path, "rb") as stream:
        while part := stream.read(_CHUNK):
            if not size and part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                encoding = "utf-16"
            elif encoding != "utf-16" and b"\0" in part:
                raise InputError(
                    f"{path} is not a text file: it contains a null byte at byte {size + part.index(0)}.", "Save it as CSV in UTF-8."
                )
            size, ends = size + len(part), part.count(b"\n") or part.count(b"\r")
            lines, line = lines + ends, 0 if ends else line + len(part)
            if path.lower().endswith(".gz"):
                check_unpacked(path, size)
            check_text_size(path, size)
            if line > LINE_BYTES:
                raise InputError(f"{path} has a line of over {LINE_BYTES >> 20} MB.", "Check that it is a table with line breaks.")
            western = western and not _NOT_WESTERN.search(part)
            encoding = encoding if encoding != "utf-8-sig" or _goes_on(utf8, part) else "cp1252"
    if encoding == "utf-8-sig" and not _goes_on(utf8, b"", final=True):
        encoding = "cp1252"
    if encoding == "cp1252":
        if not western:
            raise InputError(f"{path} is not a text file in UTF-8 or Windows-1252.", "Save it as CSV in UTF-8.")
        warn("encoding", f"{path} is not a text file in UTF-8, so it is read as Windows-1252.")
    return encoding, lines


def _goes_on(decoder: codecs.IncrementalDecoder, part: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(part, final)
    except UnicodeDecodeError:
        return False
    return True


def _check_cells(path: str, fields: int, lines: int) -> None:
    if fields > FIELDS:
        raise InputError(
            f"{path} has {fields:,} fields on its first line, which is too many.",
            f"A table may have at most {FIELDS:,} fields. Check the separator.",
        )
    if fields * lines > CELLS:
        raise InputError(
            f"{path} has {fields:,} fields on {lines:,} lines, but a table may have at most {CELLS:,} cells.",
            "Remove fields and rows that are not needed, or save the table as a GeoPackage.",
        )


def _with_names(table: pd.DataFrame, path: str, how: dict) -> pd.DataFrame:
    """A table whose lines have more values than its header has names, of which pandas takes the first as the names of rows.

    So they are where R wrote the table. Where the last values are all empty, lines end in separators, and names belong to the first.
    """
    extra = table.index.nlevels
    trailing = bool((table.iloc[:, -extra:].isna() | (table.iloc[:, -extra:] == "")).to_numpy().all())
    counted = extra == 1 and [str(name) for name in table.index] == [str(number + 1) for number in range(len(table))]
    if trailing and not counted:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pd.errors.ParserWarning)  # of the empty values that are left away
            return pd.read_csv(path, **how, index_col=False)
    if extra == 1 and not trailing and table.index.is_unique:
        return table.reset_index(drop=True)
    raise InputError(
        f"{path} has {len(table.columns)} names in its header, but {len(table.columns) + extra} values on a line.",
        "Give each column a name, and do not end lines with a separator.",
    )
