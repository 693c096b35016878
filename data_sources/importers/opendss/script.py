"""The script of an OpenDSS model, run line by line: it builds and solves the circuit and writes nothing.

A script may also export, show, plot and save, change directories and start programs. None of that says how the network
is built, and its files would land beside the model. So the files are read here, and only the commands that build or
solve reach the engine; the others are passed over and counted. Whatever the engine writes by itself (traces, demand
intervals) goes to its data path, which is set once, to a scratch folder.

Reading the files here has more uses: text in Windows-1252 or UTF-16 arrives as UTF-8, a file that Windows would find
(backslashes, another case of letters) is found, and it is known whether anything changed after the last solution.
"""

from __future__ import annotations

import codecs
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import opendssdirect as dss

_EDITS = frozenset({
    "new", "edit", "more", "m", "~", "select", "enable", "disable", "open", "close", "set", "calcvoltagebases",
    "setkvbase", "buildy", "makebuslist", "batchedit", "allocateloads", "clear", "clearall", "reset", "init",
    "setloadandgenkv", "remove", "reduce", "makeposseq", "reprocessbuses", "updatestorage", "disconnect",
})  # fmt: skip
_SOLVES = frozenset({
    "solve", "_initsnap", "_solvenocontrol", "_samplecontrols", "_docontrolactions", "_solvedirect", "_solvepflow",
})  # fmt: skip
_PLACES = frozenset({"setbusxy", "interpolate", "rotate"})
_PLACE_FILES = frozenset({"buscoords", "latlongcoords", "giscoords"})
_HARMLESS = frozenset({"//", "var"})
_REDIRECTS = frozenset({"redirect", "compile"})
_RUN = _EDITS | _SOLVES | _PLACES | _HARMLESS
# `Set datapath=…`, however it is shortened or quoted: where files are read from, and never where they are written.
_QUOTED = r"\"[^\"]*\"|'[^']*'|\([^)]*\)|\[[^]]*\]|\{[^}]*\}|\S+"
_DATA_PATH = re.compile(rf"\bdat(?:a|ap|apa|apat|apath)?\s*=\s*({_QUOTED})", re.IGNORECASE)

# Options that say how a circuit is drawn or reported: a solution stands after them.
_LOOKS_ONLY = re.compile(
    r"\s*set(\s+(mark|\w+marker|daisy|node|show|case|trace|rec|edit)\w*\s*=\s*[^\s!]+)*\s*((!|//).*)?", re.IGNORECASE
)


class Script:
    """Runs a master file and what it redirects to.

    Attributes:
        is_solved: whether the circuit was solved and not changed since.
        passed_over: how often each command that only reports was met.
        trouble: what the engine said of the last solution; empty where it said nothing.
    """

    def __init__(self, scratch: Path) -> None:
        """Sends what the engine writes by itself to a scratch folder; nothing is read yet."""
        self.is_solved = False
        self.passed_over: Counter[str] = Counter()
        self.trouble = ""
        self._scratch = scratch
        self._verbs = _abbreviations()
        self._open_files: list[Path] = []
        dss.Text.Command(f'Set datapath="{scratch}"')

    def run(self, path: Path, *, is_left_there: bool = True) -> None:
        """Run a file in its own folder.

        Args:
            path: the file.
            is_left_there: whether its folder stays the one that names are relative to (`compile`, not `redirect`).

        Raises:
            ValueError: a line that the engine refuses, with file and line.
        """
        if path in self._open_files:
            raise ValueError(f'"{path}" redirects to itself')
        before = Path.cwd()
        self._open_files.append(path)
        os.chdir(path.parent)
        for number, line in _lines(path):
            try:
                self._command(line)
            except dss.DSSException as error:
                raise ValueError(f'{error} [file: "{path}", line: {number}]') from error
            except OSError as error:
                raise ValueError(f'{error} [file: "{path}", line: {number}]') from error
        self._open_files.pop()
        if not is_left_there:
            os.chdir(before)

    def _command(self, line: str) -> None:
        dss.Parser.CmdString(line)
        name = dss.Parser.NextParam()
        first = dss.Parser.StrValue()
        verb = "" if name else self._verbs.get(first.lower(), first.lower())
        if verb in _REDIRECTS:
            self._redirect(verb)
        elif verb in _PLACE_FILES:
            self._places(verb)
        elif verb == "cd":
            dss.Parser.NextParam()
            _read_from(dss.Parser.StrValue())
        elif verb == "set":
            self._set(line)
        elif verb in _SOLVES:
            self._solve(line)
        elif verb in _RUN or verb not in self._verbs:  # a property of an object, or what the engine will refuse
            self._hand_on(line, is_change=bool(first) and verb not in _HARMLESS | _PLACES)
        else:
            self.passed_over[verb] += 1

    def _hand_on(self, line: str, *, is_change: bool) -> None:
        dss.Text.Command(line)
        self.is_solved = self.is_solved and not is_change

    def _redirect(self, verb: str) -> None:
        dss.Parser.NextParam()
        if name := dss.Parser.StrValue():
            self.run(find_file(name), is_left_there=verb == "compile")

    def _places(self, verb: str) -> None:
        """Coordinates of buses; a file that is not UTF-8 is handed on as a copy that is."""
        dss.Parser.NextParam()
        path = find_file(dss.Parser.StrValue())
        text = read_text(path)
        if text.encode() != path.read_bytes():
            path = self._scratch / "places.csv"
            path.write_text(text, encoding="utf-8", newline="")
        dss.Text.Command(f'{verb} "{path}"')

    def _set(self, line: str) -> None:
        if found := _DATA_PATH.search(line):
            _read_from(found[1].strip("\"'()[]{}"))
            line = _DATA_PATH.sub("", line)
        if len(line.split()) > 1:
            self._hand_on(line, is_change=not _LOOKS_ONLY.fullmatch(line))

    def _solve(self, line: str) -> None:
        """A solution that fails is not a model that cannot be read: what was said is kept."""
        self.is_solved, self.trouble = True, ""
        try:
            dss.Text.Command(line)
        except dss.DSSException as error:
            self.is_solved, self.trouble = False, str(error)


def _abbreviations() -> dict[str, str]:
    """Full name of each command by every beginning of it, as the engine resolves them: the first claims it."""
    names = [dss.Executive.Command(index + 1).lower() for index in range(dss.Executive.NumCommands())]
    found = {name: name for name in names}
    for name in names:
        for length in range(1, len(name)):
            found.setdefault(name[:length], name)
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number and text of each line outside block comments, which begin at a line's start and end with a line."""
    is_comment = False
    for number, line in enumerate(read_text(path).replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        is_comment = is_comment or line.startswith("/*")
        if not is_comment and line.strip():
            yield number, line
        is_comment = is_comment and "*/" not in line


def read_text(path: Path) -> str:
    """The text of a file in UTF-8 or UTF-16 (with its mark), or in Windows-1252 as older programs write it."""
    raw = path.read_bytes()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def find_file(name: str) -> Path:
    """The file of that name, seen from the present folder, as Windows finds it: any case, either slash.

    Raises:
        FileNotFoundError: there is none.
    """
    for candidate in (name, name.replace("\\", "/"), f"{name}.dss"):
        if (found := _in_any_case(Path(candidate))) is not None:
            return found.resolve()
    raise FileNotFoundError(f'File not found: "{name}"')


def _in_any_case(path: Path) -> Path | None:
    if path.is_file():
        return path
    found = Path(path.anchor) if path.anchor else Path()
    for part in path.parts[1:] if path.anchor else path.parts:
        step = found / part
        if not step.exists():
            same = [entry for entry in sorted(found.iterdir()) if entry.name.lower() == part.lower()]
            if not same:
                return None
            step = same[0]
        found = step
    return found if found.is_file() else None


def _read_from(folder: str) -> None:
    """Names are relative to that folder from here on; one that is not there changes nothing."""
    path = Path(folder.replace("\\", "/"))
    if path.is_dir():
        os.chdir(path)
