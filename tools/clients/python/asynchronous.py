import asyncio
import os
import shutil

from cells import LARGER, cell, piped, stores


async def with_client(use):
    import aioboto3

    async with aioboto3.Session().client("s3") as client:
        await use(client)


@stores("aioboto3, put_object", "aioboto3")
def _(bucket, key, file):
    asyncio.run(with_client(lambda s3: s3.put_object(Bucket=bucket, Key=key, Body=file.read_bytes())))


@stores("aioboto3, put_object", "aioboto3", 'put_object(IfNoneMatch="*")')
def _(bucket, key, file):
    asyncio.run(with_client(lambda s3: s3.put_object(Bucket=bucket, Key=key, Body=file.read_bytes(), IfNoneMatch="*")))


def upload_fileobj(bucket, key, file, prepare=lambda s3: None):
    async def upload(s3):
        prepare(s3)
        with piped(file) as stream:
            await s3.upload_fileobj(stream, bucket, key)

    asyncio.run(with_client(upload))


@stores("aioboto3, upload_fileobj", "aioboto3")
def _(bucket, key, file):
    upload_fileobj(bucket, key, file)


def conditional(s3):
    def add(params, **_):
        params.setdefault("IfNoneMatch", "*")

    for operation in ("PutObject", "CompleteMultipartUpload"):
        s3.meta.events.register(f"provide-client-params.s3.{operation}", add)


@stores("aioboto3, upload_fileobj", "aioboto3", "an event handler that adds IfNoneMatch")
def _(bucket, key, file):
    upload_fileobj(bucket, key, file, conditional)


def s3fs_write(bucket, key, file, mode):
    import s3fs

    with file.open("rb") as content, s3fs.S3FileSystem().open(f"{bucket}/{key}", mode) as out:
        shutil.copyfileobj(content, out)


@stores("s3fs", "s3fs", large=LARGER)
def _(bucket, key, file):
    s3fs_write(bucket, key, file, "wb")


@stores("s3fs", "s3fs", 'open(mode="xb")', large=LARGER)
def _(bucket, key, file):
    s3fs_write(bucket, key, file, "xb")


@cell("s3fs", "s3fs", "reading documents")
def _():
    import s3fs

    fs = s3fs.S3FileSystem()
    path = f"{os.environ['DOCUMENTS_BUCKET']}/tenants/1/fs"
    with fs.open(path, "wb") as file:
        file.write(b"a document")
    fs.cat_file(path)
    fs.ls(f"{os.environ['DOCUMENTS_BUCKET']}/tenants/1", refresh=True)
