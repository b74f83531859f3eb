import os
import shutil

import boto3
from boto3.s3.transfer import TransferConfig
from cells import AUDIT_LOGS, BACKUPS, DOCUMENTS, LARGER, call, cell, piped, script, stores

CA = os.environ["AWS_CA_BUNDLE"]
REGION = os.environ["AWS_REGION"]
s3 = boto3.client("s3")


@stores("boto3, client", "boto3")
def _(bucket, key, file):
    s3.put_object(Bucket=bucket, Key=key, Body=file.read_bytes())


@stores("boto3, client", "boto3", 'put_object(IfNoneMatch="*")')
def _(bucket, key, file):
    s3.put_object(Bucket=bucket, Key=key, Body=file.read_bytes(), IfNoneMatch="*")


@stores("boto3, resource", "boto3")
def _(bucket, key, file):
    boto3.resource("s3").Object(bucket, key).put(Body=file.read_bytes())


@stores("boto3, resource", "boto3", 'put(IfNoneMatch="*")')
def _(bucket, key, file):
    boto3.resource("s3").Object(bucket, key).put(Body=file.read_bytes(), IfNoneMatch="*")


def conditional(client):
    """Each write of a client, or of those of a session, brings the header, however it is asked for."""

    def add(params, **_):
        params.setdefault("IfNoneMatch", "*")

    events = getattr(client, "meta", client).events
    for operation in ("PutObject", "CompleteMultipartUpload"):
        events.register(f"provide-client-params.s3.{operation}", add)
    return client


def upload_fileobj(client, bucket, key, file):
    with piped(file) as stream:
        client.upload_fileobj(stream, bucket, key, Config=TransferConfig(use_threads=False))


@stores("boto3, upload_fileobj", "boto3")
def _(bucket, key, file):
    upload_fileobj(s3, bucket, key, file)


@stores("boto3, upload_fileobj", "boto3", "an event handler that adds IfNoneMatch")
def _(bucket, key, file):
    upload_fileobj(conditional(boto3.client("s3")), bucket, key, file)


def upload_file(client, bucket, key, file):
    client.upload_file(str(file), bucket, key, Config=TransferConfig(use_threads=False))


@stores("boto3, upload_file", "boto3")
def _(bucket, key, file):
    upload_file(s3, bucket, key, file)


@stores("boto3, upload_file", "boto3", "an event handler that adds IfNoneMatch")
def _(bucket, key, file):
    upload_file(conditional(boto3.client("s3")), bucket, key, file)


def smart_open_to(client, bucket, key, file):
    import smart_open

    with file.open("rb") as content, smart_open.open(f"s3://{bucket}/{key}", "wb", transport_params={"client": client}) as out:
        shutil.copyfileobj(content, out)


@stores("smart_open", "smart_open", large=LARGER)
def _(bucket, key, file):
    smart_open_to(s3, bucket, key, file)


@stores("smart_open", "smart_open", "a client with that event handler", large=LARGER)
def _(bucket, key, file):
    smart_open_to(conditional(boto3.client("s3")), bucket, key, file)


def obstore_of(bucket):
    from obstore.store import S3Store

    return S3Store(bucket, region=REGION, virtual_hosted_style_request=False)


@stores("obstore", "obstore")
def _(bucket, key, file):
    obstore_of(bucket).put(key, file)


@stores("obstore", "obstore", 'put(mode="create")')
def _(bucket, key, file):
    obstore_of(bucket).put(key, file, mode="create")


@stores("pyarrow.fs", "pyarrow")
def _(bucket, key, file):
    from pyarrow import fs

    host = os.environ["AWS_ENDPOINT_URL"].removeprefix("https://")
    s3 = fs.S3FileSystem(endpoint_override=host, region=REGION, tls_ca_file_path=CA)
    with file.open("rb") as content, s3.open_output_stream(f"{bucket}/{key}") as out:
        shutil.copyfileobj(content, out)


@stores("polars, write_parquet", "polars", large=LARGER)
def _(bucket, key, file):
    import polars

    # Numbers, which are 8 bytes each without compression.
    frame = polars.DataFrame({"a": range(max(1, file.stat().st_size // 8))})
    frame.write_parquet(f"s3://{bucket}/{key}", compression="uncompressed")


@stores("django-storages", "django-storages")
def _(bucket, key, file):
    django_save(django_storage(bucket), key, file)


@stores("django-storages", "django-storages", "a subclass whose connection has that event handler")
def _(bucket, key, file):
    storage = django_storage(bucket)
    conditional(storage.connection.meta.client)
    django_save(storage, key, file)


def django_storage(bucket):
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_TZ=True)
        django.setup()
    from storages.backends.s3 import S3Storage

    return S3Storage(bucket_name=bucket, file_overwrite=True, default_acl=None)


def django_save(storage, key, file):
    from django.core.files.base import File

    with file.open("rb") as content:
        storage.save(key, File(content))


def minio_put(bucket, key, file, metadata=None, **more):
    import minio
    import urllib3

    client = minio.Minio(
        os.environ["AWS_ENDPOINT_URL"].removeprefix("https://"),
        access_key=os.environ["AWS_ACCESS_KEY_ID"],
        secret_key=os.environ["AWS_SECRET_ACCESS_KEY"],
        session_token=os.environ["AWS_SESSION_TOKEN"],
        http_client=urllib3.PoolManager(ca_certs=CA, retries=False),
        **more,
    )
    with piped(file) as stream:
        client.put_object(bucket, key, stream, -1, part_size=10 * 1024 * 1024, metadata=metadata)


@stores("minio (Python)", "minio")
def _(bucket, key, file):
    minio_put(bucket, key, file)


@stores("minio (Python)", "minio", 'Minio(region="us-east-1")')
def _(bucket, key, file):
    minio_put(bucket, key, file, region=REGION)


@stores("minio (Python)", "minio", 'Minio(region="us-east-1"), put_object(metadata={"If-None-Match": "*"})')
def _(bucket, key, file):
    minio_put(bucket, key, file, metadata={"If-None-Match": "*"}, region=REGION)


@stores("cloudpathlib, write_bytes", "cloudpathlib")
def _(bucket, key, file):
    from cloudpathlib import S3Client

    S3Client().CloudPath(f"s3://{bucket}/{key}").write_bytes(file.read_bytes())


def cloudpath_upload(session, bucket, key, file, **more):
    from cloudpathlib import S3Client

    S3Client(boto3_session=session).CloudPath(f"s3://{bucket}/{key}").upload_from(file, **more)


@stores("cloudpathlib, upload_from", "cloudpathlib")
def _(bucket, key, file):
    cloudpath_upload(boto3.Session(), bucket, key, file)


@stores("cloudpathlib, upload_from", "cloudpathlib", "force_overwrite_to_cloud=True", data=(DOCUMENTS,))
def _(bucket, key, file):
    cloudpath_upload(boto3.Session(), bucket, key, file, force_overwrite_to_cloud=True)


unlooking = "a session with that event handler, and `force_overwrite_to_cloud=True`"


@stores("cloudpathlib, upload_from", "cloudpathlib", unlooking, data=(BACKUPS, AUDIT_LOGS))
def _(bucket, key, file):
    cloudpath_upload(conditional(boto3.Session()), bucket, key, file, force_overwrite_to_cloud=True)


def s3cmd(bucket, key, file, *more):
    host = os.environ["AWS_ENDPOINT_URL"].removeprefix("https://")
    command = [*script("s3cmd"), f"--host={host}", f"--host-bucket={host}"]
    command += [f"--ca-certs={CA}", "--access_token=" + os.environ["AWS_SESSION_TOKEN"]]
    command += [f"--access_key={os.environ['AWS_ACCESS_KEY_ID']}", f"--secret_key={os.environ['AWS_SECRET_ACCESS_KEY']}"]
    call(*command, *more, "put", str(file), f"s3://{bucket}/{key}")


@stores("s3cmd", "s3cmd")
def _(bucket, key, file):
    s3cmd(bucket, key, file)


@stores("s3cmd", "s3cmd", '--disable-multipart --add-header="If-None-Match: *"')
def _(bucket, key, file):
    s3cmd(bucket, key, file, "--disable-multipart", "--add-header=If-None-Match: *")


@cell("boto3, client", "boto3", "reading documents")
def _():
    bucket, key = os.environ["DOCUMENTS_BUCKET"], "tenants/1/read"
    s3.put_object(Bucket=bucket, Key=key, Body=b"a document")
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
