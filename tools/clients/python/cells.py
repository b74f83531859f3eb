"""Runs the cells of one file under the sandbox: each a client with one kind of data, as it is or with a setting.

`python cells.py FILE` prints a JSON object when a cell begins and one when it has ended. A cell that raises has failed;
whether an object was stored is told by the sandbox, not by the client.
"""

import importlib.metadata
import importlib.util
import json
import os
import sys
import time
from pathlib import Path

CELLS = []

DOCUMENTS, BACKUPS, AUDIT_LOGS = "documents", "backups", "audit logs"
_number = iter(range(1_000_000))


def place(data: str) -> tuple[str, str]:
    """A bucket, and a key in it that is new each time."""
    name = f"{os.getpid()}-{next(_number)}.bin"
    return {
        DOCUMENTS: (os.environ["DOCUMENTS_BUCKET"], f"tenants/1/{name}"),
        BACKUPS: (os.environ["BACKUPS_BUCKET"], f"nightly/{name}"),
        AUDIT_LOGS: (os.environ["AUDIT_LOGS_BUCKET"], f"application-logs/{name}"),
    }[data]


def cell(client: str, package: str, data, setting: str = ""):
    """Declares a cell. `package` is where the version is read from; `data` one kind or several."""

    def add(function):
        for one in [data] if isinstance(data, str) else data:
            CELLS.append((client, package, one, setting, function))
        return function

    return add


def stores(client: str, package: str, setting: str = ""):
    """A cell for each bucket, of a function that stores bytes under a key."""
    return cell(client, package, (DOCUMENTS, BACKUPS, AUDIT_LOGS), setting)


def version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return package.partition("=")[2]


def tell(**fields) -> None:
    print(json.dumps(fields), file=sys.__stdout__, flush=True)


def run() -> None:
    for client, package, data, setting, function in CELLS:
        name = {"client": client, "version": version(package), "data": data, "setting": setting}
        begun = time.time()
        sees = ""
        try:
            if data in (DOCUMENTS, BACKUPS, AUDIT_LOGS):
                function(*place(data))
            else:
                function()
        except BaseException as error:  # noqa: BLE001: whatever the person sees
            text = " ".join(str(error).split())
            sees = f"{type(error).__name__}: {text}"[:300]
        tell(**name, begun=begun, ended=time.time(), sees=sees)


if __name__ == "__main__":
    sys.modules["cells"] = sys.modules["__main__"]
    sys.path.pop(0)  # Files of cells have the names of the packages that they try.
    path = Path(sys.argv[1])
    spec = importlib.util.spec_from_file_location(path.stem, path)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    run()
