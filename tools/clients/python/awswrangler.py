from cells import stores

once = {"IfNoneMatch": "*"}


def upload(bucket, key, file, **more):
    import awswrangler

    with file.open("rb") as content:
        awswrangler.s3.upload(content, f"s3://{bucket}/{key}", **more)


@stores("awswrangler, s3.upload", "awswrangler")
def _(bucket, key, file):
    upload(bucket, key, file)


@stores("awswrangler, s3.upload", "awswrangler", 's3_additional_kwargs={"IfNoneMatch": "*"}')
def _(bucket, key, file):
    upload(bucket, key, file, s3_additional_kwargs=once)


def to_parquet(bucket, key, file, **more):
    import awswrangler
    import pandas

    # Numbers, which are 8 bytes each without compression.
    frame = pandas.DataFrame({"a": range(max(1, file.stat().st_size // 8))})
    awswrangler.s3.to_parquet(frame, f"s3://{bucket}/{key}", compression=None, **more)


@stores("awswrangler, s3.to_parquet", "awswrangler")
def _(bucket, key, file):
    to_parquet(bucket, key, file)


@stores("awswrangler, s3.to_parquet", "awswrangler", 's3_additional_kwargs={"IfNoneMatch": "*"}')
def _(bucket, key, file):
    to_parquet(bucket, key, file, s3_additional_kwargs=once)
