"""Runs the cells of one file under the sandbox: each a client with one kind of data, as it is or with a setting.

`python cells.py FILE` prints a JSON object for each cell that has ended. A cell that raises has failed;
whether an object was stored is told by the sandbox, not by the client.
"""

import importlib.metadata
import importlib.util
import json
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

CELLS = []

DOCUMENTS, BACKUPS, AUDIT_LOGS = "documents", "backups", "audit logs"
BUCKETS = (DOCUMENTS, BACKUPS, AUDIT_LOGS)
SMALL_DUMP, LARGE_DUMP = "a small dump", "a dump of 24 MB"
# What is stored: each is a variable with the path of a file. See ../files.ts.
SMALL, LARGE, LARGER, LARGEST = "SMALL", "LARGE", "LARGER", "LARGEST"
_number = iter(range(1_000_000))


def place(data: str) -> tuple[str, str]:
    """A bucket, and a key in it that is new each time."""
    name = f"{os.getpid()}-{next(_number)}.bin"
    if data in (SMALL_DUMP, LARGE_DUMP):
        data = BACKUPS
    return {
        DOCUMENTS: (os.environ["DOCUMENTS_BUCKET"], f"tenants/1/{name}"),
        BACKUPS: (os.environ["BACKUPS_BUCKET"], f"nightly/{name}"),
        AUDIT_LOGS: (os.environ["AUDIT_LOGS_BUCKET"], f"application-logs/{name}"),
    }[data]


def cell(client: str, package: str, data, setting: str = "", sizes=("",)):
    """Declares a cell. `package` is where the version is read from; `data` one kind or several."""

    def add(function):
        for one in [data] if isinstance(data, str) else data:
            CELLS.extend((client, package, one, setting, size, function) for size in sizes)
        return function

    return add


def stores(client: str, package: str, setting: str = "", large=LARGE, data=BUCKETS):
    """
    Cells of a function that stores a file under a key: for each bucket one with a large file, which is more than the
    client sends in one piece, and one with a small file.
    """
    return cell(client, package, data, setting, (large, SMALL))


@contextmanager
def piped(file: Path):
    """A stream that does not tell its size."""
    with subprocess.Popen(["cat", file], stdout=subprocess.PIPE) as process:
        yield process.stdout


class Said(Exception):
    """The last words of a program: the person sees these, and no exception."""


def call(*command, env=None, **more):
    """Runs a program, as a script of a shell does. A variable that is None is left out."""
    variables = {name: value for name, value in {**os.environ, **(env or {})}.items() if value is not None}
    done = subprocess.run(command, capture_output=True, env=variables, timeout=120, **more)
    if done.returncode:
        raise Said(last_words((done.stderr or done.stdout).decode(errors="replace")) or f"exit code {done.returncode}, and not a word")
    return done.stdout


def last_words(text):
    """The last line, with those that it goes on from, without the time."""
    lines = text.strip().splitlines() or [""]
    start = next((at for at in range(len(lines) - 1, 0, -1) if not lines[at].startswith((" ", "\t"))), 0)
    return re.sub(r"^\d{4}[-/]\d\d[-/]\d\d [\d:,.]+ (\[\d+\] )?", "", " ".join(lines[start:]))


def script(name):
    """A program of this environment. Its first line says where that was made, which is elsewhere since."""
    return [sys.executable, str(Path(sys.executable).parent / name)]


def version_of(program, *args):
    """As a program prints it, for what is no package of Python."""
    words = re.split(r"[\s/]+", call(program, *args).decode())
    return "=" + next((word.lstrip("v").partition("-")[0] for word in words if re.match(r"v?\d", word)), "?")


def module_version(program):
    """Of a program that `go install` has built from a module: some do not say it themselves then."""
    return "=" + re.search(r"\tmod\t\S+\tv(\S+)", call("go", "version", "-m", program).decode())[1]


def version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return package.partition("=")[2]


def tell(**fields) -> None:
    print(json.dumps(fields), file=sys.__stdout__, flush=True)


def run() -> None:
    for client, package, data, setting, size, function in CELLS:
        name = {"client": client, "version": version(package), "data": data, "setting": setting, **({"size": size} if size else {})}
        begun = time.time()
        sees = ""
        try:
            at = place(data) if data in (*BUCKETS, SMALL_DUMP, LARGE_DUMP) else ()
            function(*at, *([Path(os.environ[size])] if size else []))
        except BaseException as error:  # noqa: BLE001: whatever the person sees
            text = " ".join(str(error).split())
            sees = (text if isinstance(error, Said) else f"{type(error).__name__}: {text}")[:2000]
        tell(**name, begun=begun, ended=time.time(), sees=sees)


if __name__ == "__main__":
    sys.modules["cells"] = sys.modules["__main__"]
    sys.path[0] = str(Path(__file__).parent / "shared")  # Files of cells have the names of the packages that they try.
    path = Path(sys.argv[1])
    spec = importlib.util.spec_from_file_location(path.stem, path)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    run()
