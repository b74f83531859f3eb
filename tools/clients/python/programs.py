"""Programs that are not of Python: rclone and restic from PROGRAMS, where they are."""

import os
import shutil
import subprocess

from cells import BACKUPS, cell, stores

CA = os.environ["AWS_CA_BUNDLE"]
URL = os.environ["AWS_ENDPOINT_URL"]
FILE = os.path.join(os.path.dirname(CA), "dump.bin")
with open(FILE, "wb") as file:
    file.write(b"a dump")


# With AWS_CA_BUNDLE rclone 1.60 fails before any request: "unsupported transport".
PLAIN = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}


def call(*command, stdin=None, env=None):
    done = subprocess.run(command, input=stdin, capture_output=True, env={**PLAIN, **(env or {})}, timeout=120)
    if done.returncode:
        lines = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        raise RuntimeError(lines[-1] if lines else f"exit code {done.returncode}")


def version_of(program, *args):
    text = subprocess.run([program, *args], capture_output=True, text=True).stdout
    return next((word.lstrip("v").removesuffix("-DEV") for word in text.split() if word.lstrip("v")[:1].isdigit()), "?")


for rclone in filter(None, {shutil.which("rclone", path=path) for path in os.environ["PROGRAMS"].split(":")}):
    number = version_of(rclone, "version")
    REMOTE = f":s3,provider=AWS,env_auth=true,region={os.environ['AWS_REGION']},force_path_style=true,endpoint='{URL}'"
    QUIET = ["--config", "/dev/null", "--ca-cert", CA, "--retries", "1", "--low-level-retries", "1"]

    def plain(bucket, key, rclone=rclone):
        call(rclone, *QUIET, "copyto", FILE, f"{REMOTE}:{bucket}/{key}")

    def conditional(bucket, key, rclone=rclone):
        more = ["--s3-no-check-bucket", "--s3-no-head", "--no-check-dest", "--header-upload", "If-None-Match: *"]
        call(rclone, *QUIET, *more, "copyto", FILE, f"{REMOTE}:{bucket}/{key}")

    def piped_plain(bucket, key, rclone=rclone):
        call(rclone, *QUIET, "rcat", f"{REMOTE}:{bucket}/{key}", stdin=b"a dump")

    def piped(bucket, key, rclone=rclone):
        more = ["--s3-no-check-bucket", "--s3-no-head", "--header-upload", "If-None-Match: *"]
        call(rclone, *QUIET, *more, "rcat", f"{REMOTE}:{bucket}/{key}", stdin=b"a dump")

    stores(f"rclone {number}, copyto", f"={number}")(plain)
    flags = '--s3-no-check-bucket --s3-no-head --header-upload "If-None-Match: *"'
    stores(f"rclone {number}, copyto", f"={number}", f"--no-check-dest {flags}")(conditional)
    stores(f"rclone {number}, rcat", f"={number}")(piped_plain)
    stores(f"rclone {number}, rcat", f"={number}", flags)(piped)

for restic in filter(None, {shutil.which("restic", path=path) for path in os.environ["PROGRAMS"].split(":")}):
    number = version_of(restic, "version")

    def backup(bucket, key, restic=restic):
        host = URL.removeprefix("https://")
        repository = f"s3:https://{host}/{bucket}/restic"
        env = {"RESTIC_PASSWORD": "a"}
        call(restic, "--cacert", CA, "-r", repository, "init", env=env)

    cell(f"restic {number}, init", f"={number}", BACKUPS)(backup)
