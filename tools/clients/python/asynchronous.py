import asyncio
import io
import os

from cells import cell, stores

SMALL, LARGE = b"a backup", b"0" * (9 * 1024 * 1024)


async def with_client(use):
    import aioboto3

    async with aioboto3.Session().client("s3") as client:
        await use(client)


@stores("aioboto3, put_object", "aioboto3")
def _(bucket, key):
    asyncio.run(with_client(lambda s3: s3.put_object(Bucket=bucket, Key=key, Body=SMALL)))


@stores("aioboto3, put_object", "aioboto3", 'put_object(IfNoneMatch="*")')
def _(bucket, key):
    asyncio.run(with_client(lambda s3: s3.put_object(Bucket=bucket, Key=key, Body=SMALL, IfNoneMatch="*")))


@stores("aioboto3, upload_fileobj", "aioboto3")
def _(bucket, key):
    asyncio.run(with_client(lambda s3: s3.upload_fileobj(io.BytesIO(LARGE), bucket, key)))


@stores("aioboto3, upload_fileobj", "aioboto3", 'ExtraArgs={"IfNoneMatch": "*"}, only below 8 MiB')
def _(bucket, key):
    extra = {"IfNoneMatch": "*"}
    asyncio.run(with_client(lambda s3: s3.upload_fileobj(io.BytesIO(SMALL), bucket, key, ExtraArgs=extra)))


@stores("s3fs", "s3fs")
def _(bucket, key):
    import s3fs

    with s3fs.S3FileSystem().open(f"{bucket}/{key}", "wb") as file:
        file.write(SMALL)


@stores("s3fs", "s3fs", 'open(mode="xb"), also in parts')
def _(bucket, key):
    import s3fs

    with s3fs.S3FileSystem().open(f"{bucket}/{key}", "xb") as file:
        file.write(SMALL)


@cell("s3fs", "s3fs", "reading documents")
def _():
    import s3fs

    fs = s3fs.S3FileSystem()
    path = f"{os.environ['DOCUMENTS_BUCKET']}/tenants/1/fs"
    with fs.open(path, "wb") as file:
        file.write(SMALL)
    fs.cat_file(path)
    fs.ls(f"{os.environ['DOCUMENTS_BUCKET']}/tenants/1", refresh=True)
