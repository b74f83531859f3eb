import io

from cells import stores

once = {"IfNoneMatch": "*"}


@stores("awswrangler, s3.upload", "awswrangler")
def _(bucket, key):
    import awswrangler

    awswrangler.s3.upload(io.BytesIO(b"a backup"), f"s3://{bucket}/{key}")


@stores("awswrangler, s3.upload", "awswrangler", 's3_additional_kwargs={"IfNoneMatch": "*"}')
def _(bucket, key):
    import awswrangler

    awswrangler.s3.upload(io.BytesIO(b"a backup"), f"s3://{bucket}/{key}", s3_additional_kwargs=once)


def to_parquet(bucket, key, **more):
    import awswrangler
    import pandas

    awswrangler.s3.to_parquet(pandas.DataFrame({"a": [1]}), f"s3://{bucket}/{key}", **more)


@stores("awswrangler, s3.to_parquet", "awswrangler")
def _(bucket, key):
    to_parquet(bucket, key)


@stores("awswrangler, s3.to_parquet", "awswrangler", 's3_additional_kwargs={"IfNoneMatch": "*"}')
def _(bucket, key):
    to_parquet(bucket, key, s3_additional_kwargs=once)
