"""Programs, as a backup script calls them."""

import os
import subprocess
import sys

from cells import BACKUPS, cell, stores

HERE = os.path.dirname(sys.executable)
FILE = os.path.join(os.path.dirname(os.environ["AWS_CA_BUNDLE"]), "dump.bin")
with open(FILE, "wb") as file:
    file.write(b"a dump")


def call(*command, stdin=None, env=None):
    done = subprocess.run(command, input=stdin, capture_output=True, env={**os.environ, **(env or {})}, timeout=120)
    if done.returncode:
        lines = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        raise RuntimeError(lines[-1] if lines else f"exit code {done.returncode}")


if os.path.exists(f"{HERE}/aws"):

    @stores("AWS CLI 1, s3 cp", "awscli")
    def _(bucket, key):
        call(f"{HERE}/aws", "s3", "cp", FILE, f"s3://{bucket}/{key}")

    @stores("AWS CLI 1, s3 cp -", "awscli")
    def _(bucket, key):
        call(f"{HERE}/aws", "s3", "cp", "-", f"s3://{bucket}/{key}", stdin=b"a dump")

    @stores("AWS CLI 1, s3api put-object", "awscli")
    def _(bucket, key):
        call(f"{HERE}/aws", "s3api", "put-object", "--bucket", bucket, "--key", key, "--body", FILE)

    @stores("AWS CLI 1, s3api put-object", "awscli", '--if-none-match "*"')
    def _(bucket, key):
        call(f"{HERE}/aws", "s3api", "put-object", "--bucket", bucket, "--key", key, "--body", FILE, "--if-none-match", "*")


if os.path.exists(f"{HERE}/barman-cloud-wal-archive"):

    @cell("barman-cloud-wal-archive", "barman", BACKUPS)
    def _(bucket, key):
        wal = os.path.join(os.path.dirname(FILE), "000000010000000000000001")
        with open(wal, "wb") as file:
            file.write(b"\0" * (16 * 1024 * 1024))
        url = os.environ["AWS_ENDPOINT_URL"]
        call(f"{HERE}/barman-cloud-wal-archive", "--endpoint-url", url, f"s3://{bucket}/pg", "main", wal)
