import os
from pathlib import Path

from cells import AUDIT_LOGS, BACKUPS, LARGER, cell, stores

HOST = os.environ["AWS_ENDPOINT_URL"].removeprefix("https://")


def connection(more=""):
    import duckdb
    import duckdb_extension_httpfs

    [extension] = Path(duckdb_extension_httpfs.__file__).parent.glob(f"extensions/v{duckdb.__version__}/*.duckdb_extension")
    db = duckdb.connect()
    db.execute(f"load '{extension}'")
    db.execute(f"set ca_cert_file = '{os.environ['AWS_CA_BUNDLE']}'")
    keys = f"key_id '{os.environ['AWS_ACCESS_KEY_ID']}', secret '{os.environ['AWS_SECRET_ACCESS_KEY']}', session_token '{os.environ['AWS_SESSION_TOKEN']}'"
    db.execute(f"create secret (type s3, {keys}, region '{os.environ['AWS_REGION']}', endpoint '{HOST}', url_style 'path'{more})")
    return db


def copy_to(bucket, key, file, more=""):
    # Numbers, which are 8 bytes each without compression.
    numbers = f"select range as a from range({max(1, file.stat().st_size // 8)})"
    connection(more).execute(f"copy ({numbers}) to 's3://{bucket}/{key}' (format parquet, compression uncompressed)")


@stores("duckdb, COPY TO", "duckdb", large=LARGER)
def _(bucket, key, file):
    copy_to(bucket, key, file)


once = "extra_http_headers map {'If-None-Match': '*'}"


@stores("duckdb, COPY TO", "duckdb", f"create secret (type s3, {once})", large=LARGER, data=(BACKUPS, AUDIT_LOGS))
def _(bucket, key, file):
    copy_to(bucket, key, file, f", {once}")


@cell("duckdb, read_parquet", "duckdb", "reading documents")
def _():
    path = f"s3://{os.environ['DOCUMENTS_BUCKET']}/tenants/1/duckdb"
    db = connection()
    db.execute(f"copy (select 1 as a) to '{path}/a.parquet' (format parquet)")
    assert db.execute(f"select a from read_parquet('{path}/*.parquet')").fetchall() == [(1,)]
