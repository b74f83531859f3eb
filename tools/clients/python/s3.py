import io
import os
import tempfile
from contextlib import contextmanager

import boto3
from boto3.s3.transfer import TransferConfig
from cells import AUDIT_LOGS, BACKUPS, DOCUMENTS, call, cell, script, stores

CA = os.environ["AWS_CA_BUNDLE"]
REGION = os.environ["AWS_REGION"]
SMALL, LARGE = b"a backup", b"0" * (9 * 1024 * 1024)
s3 = boto3.client("s3")


@stores("boto3, client", "boto3")
def _(bucket, key):
    s3.put_object(Bucket=bucket, Key=key, Body=SMALL)


@stores("boto3, client", "boto3", 'put_object(IfNoneMatch="*")')
def _(bucket, key):
    s3.put_object(Bucket=bucket, Key=key, Body=SMALL, IfNoneMatch="*")


@stores("boto3, resource", "boto3")
def _(bucket, key):
    boto3.resource("s3").Object(bucket, key).put(Body=SMALL)


@stores("boto3, resource", "boto3", 'put(IfNoneMatch="*")')
def _(bucket, key):
    boto3.resource("s3").Object(bucket, key).put(Body=SMALL, IfNoneMatch="*")


def conditional(client):
    """Each write of a client, or of those of a session, brings the header, however it is asked for."""

    def add(params, **_):
        params.setdefault("IfNoneMatch", "*")

    events = getattr(client, "meta", client).events
    for operation in ("PutObject", "CompleteMultipartUpload"):
        events.register(f"provide-client-params.s3.{operation}", add)
    return client


@stores("boto3, upload_fileobj", "boto3")
def _(bucket, key):
    s3.upload_fileobj(io.BytesIO(LARGE), bucket, key, Config=TransferConfig(use_threads=False))


@stores("boto3, upload_fileobj", "boto3", "an event handler that adds IfNoneMatch")
def _(bucket, key):
    conditional(boto3.client("s3")).upload_fileobj(io.BytesIO(LARGE), bucket, key)


@contextmanager
def file_of(data):
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        yield file.name


def upload_file(client, bucket, key):
    with file_of(LARGE) as path:
        client.upload_file(path, bucket, key, Config=TransferConfig(use_threads=False))


@stores("boto3, upload_file", "boto3")
def _(bucket, key):
    upload_file(s3, bucket, key)


@stores("boto3, upload_file", "boto3", "an event handler that adds IfNoneMatch")
def _(bucket, key):
    upload_file(conditional(boto3.client("s3")), bucket, key)


@stores("smart_open", "smart_open")
def _(bucket, key):
    import smart_open

    with smart_open.open(f"s3://{bucket}/{key}", "wb", transport_params={"client": s3}) as file:
        file.write(LARGE)


@stores("smart_open", "smart_open", "a client with that event handler")
def _(bucket, key):
    import smart_open

    client = conditional(boto3.client("s3"))
    with smart_open.open(f"s3://{bucket}/{key}", "wb", transport_params={"client": client}) as file:
        file.write(LARGE)


def obstore_of(bucket):
    from obstore.store import S3Store

    return S3Store(bucket, region=REGION, virtual_hosted_style_request=False)


@stores("obstore", "obstore")
def _(bucket, key):
    obstore_of(bucket).put(key, SMALL)


@stores("obstore", "obstore", 'put(mode="create")')
def _(bucket, key):
    obstore_of(bucket).put(key, SMALL, mode="create")


@stores("pyarrow.fs", "pyarrow")
def _(bucket, key):
    from pyarrow import fs

    host = os.environ["AWS_ENDPOINT_URL"].removeprefix("https://")
    s3 = fs.S3FileSystem(endpoint_override=host, region=REGION, tls_ca_file_path=CA)
    with s3.open_output_stream(f"{bucket}/{key}") as file:
        file.write(SMALL)


@stores("polars, write_parquet", "polars")
def _(bucket, key):
    import polars

    polars.DataFrame({"a": [1]}).write_parquet(f"s3://{bucket}/{key}")


@stores("django-storages", "django-storages")
def _(bucket, key):
    django_storage(bucket).save(key, django_file())


@stores("django-storages", "django-storages", "a subclass whose connection has that event handler")
def _(bucket, key):
    storage = django_storage(bucket)
    conditional(storage.connection.meta.client)
    storage.save(key, django_file())


def django_storage(bucket):
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_TZ=True)
        django.setup()
    from storages.backends.s3 import S3Storage

    return S3Storage(bucket_name=bucket, file_overwrite=True, default_acl=None)


def django_file():
    from django.core.files.base import ContentFile

    return ContentFile(SMALL)


def minio_client(**more):
    import minio
    import urllib3

    return minio.Minio(
        os.environ["AWS_ENDPOINT_URL"].removeprefix("https://"),
        access_key=os.environ["AWS_ACCESS_KEY_ID"],
        secret_key=os.environ["AWS_SECRET_ACCESS_KEY"],
        session_token=os.environ["AWS_SESSION_TOKEN"],
        http_client=urllib3.PoolManager(ca_certs=CA, retries=False),
        **more,
    )


@stores("minio (Python)", "minio")
def _(bucket, key):
    minio_client().put_object(bucket, key, io.BytesIO(SMALL), len(SMALL))


@stores("minio (Python)", "minio", 'Minio(region="us-east-1")')
def _(bucket, key):
    minio_client(region=REGION).put_object(bucket, key, io.BytesIO(SMALL), len(SMALL))


@stores("minio (Python)", "minio", 'Minio(region="us-east-1"), put_object(metadata={"If-None-Match": "*"})')
def _(bucket, key):
    client = minio_client(region=REGION)
    client.put_object(bucket, key, io.BytesIO(SMALL), len(SMALL), metadata={"If-None-Match": "*"})


@stores("cloudpathlib, write_bytes", "cloudpathlib")
def _(bucket, key):
    from cloudpathlib import S3Client

    S3Client().CloudPath(f"s3://{bucket}/{key}").write_bytes(SMALL)


def cloudpath_upload(session, bucket, key, **more):
    from cloudpathlib import S3Client

    path = S3Client(boto3_session=session).CloudPath(f"s3://{bucket}/{key}")
    with file_of(SMALL) as file:
        path.upload_from(file, **more)


@stores("cloudpathlib, upload_from", "cloudpathlib")
def _(bucket, key):
    cloudpath_upload(boto3.Session(), bucket, key)


@cell("cloudpathlib, upload_from", "cloudpathlib", DOCUMENTS, "force_overwrite_to_cloud=True")
def _(bucket, key):
    cloudpath_upload(boto3.Session(), bucket, key, force_overwrite_to_cloud=True)


unlooking = "a session with that event handler, and `force_overwrite_to_cloud=True`"


@cell("cloudpathlib, upload_from", "cloudpathlib", (BACKUPS, AUDIT_LOGS), unlooking)
def _(bucket, key):
    cloudpath_upload(conditional(boto3.Session()), bucket, key, force_overwrite_to_cloud=True)


def s3cmd(bucket, key, *more):
    path = os.path.join(os.path.dirname(CA), "s3cmd.bin")
    with open(path, "wb") as file:
        file.write(SMALL)
    host = os.environ["AWS_ENDPOINT_URL"].removeprefix("https://")
    command = [*script("s3cmd"), f"--host={host}", f"--host-bucket={host}"]
    command += [f"--ca-certs={CA}", "--access_token=" + os.environ["AWS_SESSION_TOKEN"]]
    command += [f"--access_key={os.environ['AWS_ACCESS_KEY_ID']}", f"--secret_key={os.environ['AWS_SECRET_ACCESS_KEY']}"]
    call(*command, *more, "put", path, f"s3://{bucket}/{key}")


@stores("s3cmd", "s3cmd")
def _(bucket, key):
    s3cmd(bucket, key)


@stores("s3cmd", "s3cmd", '--add-header="If-None-Match: *"')
def _(bucket, key):
    s3cmd(bucket, key, "--add-header=If-None-Match: *")


@cell("boto3, client", "boto3", "reading documents")
def _():
    bucket, key = os.environ["DOCUMENTS_BUCKET"], "tenants/1/read"
    s3.put_object(Bucket=bucket, Key=key, Body=SMALL)
    s3.get_object(Bucket=bucket, Key=key)
    s3.list_objects_v2(Bucket=bucket, Prefix="tenants/1/")


@cell("pyarrow.fs", "pyarrow", "reading documents")
def _():
    from pyarrow import fs

    host = os.environ["AWS_ENDPOINT_URL"].removeprefix("https://")
    store = fs.S3FileSystem(endpoint_override=host, region=REGION, tls_ca_file_path=CA)
    store.open_input_stream(f"{os.environ['DOCUMENTS_BUCKET']}/tenants/1/read").read()


@cell("obstore", "obstore", "reading documents")
def _():
    obstore_of(os.environ["DOCUMENTS_BUCKET"]).get("tenants/1/read").bytes()


@cell("cloudpathlib", "cloudpathlib", "reading documents")
def _():
    from cloudpathlib import S3Client

    S3Client().CloudPath(f"s3://{os.environ['DOCUMENTS_BUCKET']}/tenants/1/read").read_bytes()
