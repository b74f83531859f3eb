"""A running PostgreSQL, from Debian's packages in PROGRAMS, with a table to dump."""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time

from cells import call

PROGRAMS = os.environ["PROGRAMS"]
POSTGRES = shutil.which("postgres", path=PROGRAMS)
BIN = os.path.dirname(POSTGRES or "")
# PostgreSQL does not run as root.
AS = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


class Server:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="pg")
        os.chmod(self.folder, 0o755)
        self.data = f"{self.folder}/data"
        os.mkdir(self.data)
        if AS:
            shutil.chown(self.folder, "nobody")
            shutil.chown(self.data, "nobody")
        env = {"LANG": "C.UTF-8"}
        call(f"{BIN}/initdb", "-D", self.data, "-U", "postgres", "-A", "trust", env=env, cwd=self.folder, **AS)
        settings = ["listen_addresses=", "jit=off", "archive_mode=on", "archive_command=true", f"unix_socket_directories={self.folder}"]
        command = [POSTGRES, "-D", self.data, *(word for one in settings for word in ("-c", one))]
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **AS)
        atexit.register(self.stop)
        for _ in range(100):
            if subprocess.run([f"{BIN}/pg_isready", "-q", "-h", self.folder]).returncode == 0:
                break
            time.sleep(0.1)
        # Dumped without compression, these are 24 MB.
        self.sql("create table small as select 1 as a; create table large as select repeat(md5(i::text), 32) as a from generate_series(1, 24000) as i")

    def sql(self, text):
        call(f"{BIN}/psql", "-h", self.folder, "-U", "postgres", "-qc", text)

    def dump(self, table):
        """pg_dump, to read from."""
        command = [f"{BIN}/pg_dump", "-h", self.folder, "-U", "postgres", "-Fc", "-Z0", "-t", table]
        return subprocess.Popen(command, stdout=subprocess.PIPE)

    def stop(self):
        self.process.send_signal(signal.SIGINT)  # Without waiting for who is connected.
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)
