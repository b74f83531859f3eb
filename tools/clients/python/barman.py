import os

from cells import BACKUPS, call, cell, script
from postgres import POSTGRES, Server

URL = ["--endpoint-url", os.environ["AWS_ENDPOINT_URL"]]
FILE = os.path.join(os.path.dirname(os.environ["AWS_CA_BUNDLE"]), "000000010000000000000001")


@cell("barman-cloud-wal-archive", "barman", BACKUPS)
def _(bucket, key):
    with open(FILE, "wb") as file:
        file.write(b"\0" * (16 * 1024 * 1024))
    call(*script("barman-cloud-wal-archive"), *URL, f"s3://{bucket}/pg", "main", FILE)


if POSTGRES:

    @cell("barman-cloud-backup", "barman", BACKUPS)
    def _(bucket, key):
        server = Server()
        call(*script("barman-cloud-backup"), *URL, "-h", server.folder, "-U", "postgres", "--immediate-checkpoint", f"s3://{bucket}/pg", "main")
