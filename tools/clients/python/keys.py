import os

import boto3
from cells import cell

KEY = os.environ["MASTER_KEY_ARN"]
TAGS = [
    {"TagKey": "Environment", "TagValue": os.environ["ENVIRONMENT"]},
    {"TagKey": "ManagedBy", "TagValue": "Application"},
]
MASTER, TENANT, SECRET = "the master key", "a tenant's key", "a secret"


@cell("boto3, kms", "boto3", MASTER)
def _():
    kms = boto3.client("kms")
    sealed = kms.encrypt(KeyId=KEY, Plaintext=b"a", EncryptionContext={"tenant": "1"})["CiphertextBlob"]
    kms.decrypt(CiphertextBlob=sealed, EncryptionContext={"tenant": "1"})


@cell("boto3, kms", "boto3", TENANT)
def _():
    tenant_key()


def tenant_key():
    kms = boto3.client("kms")
    key = kms.create_key(Tags=TAGS)["KeyMetadata"]["Arn"]
    kms.generate_data_key(KeyId=key, KeySpec="AES_256")
    return key


def encrypt_with(key):
    import aws_encryption_sdk

    client = aws_encryption_sdk.EncryptionSDKClient()
    provider = aws_encryption_sdk.StrictAwsKmsMasterKeyProvider(key_ids=[key])
    sealed, _ = client.encrypt(source=b"a", key_provider=provider)
    client.decrypt(source=sealed, key_provider=provider)


@cell("aws-encryption-sdk", "aws-encryption-sdk", MASTER)
def _():
    encrypt_with(KEY)


@cell("aws-encryption-sdk", "aws-encryption-sdk", TENANT)
def _():
    encrypt_with(tenant_key())


@cell("boto3, secretsmanager", "boto3", SECRET)
def _():
    boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET_ARN"])


@cell("boto3, secretsmanager", "boto3", "a secret, by its name")
def _():
    boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET_NAME"])


@cell("aws-secretsmanager-caching", "aws-secretsmanager-caching", SECRET)
def _():
    from aws_secretsmanager_caching import SecretCache

    assert SecretCache(client=boto3.client("secretsmanager")).get_secret_string(os.environ["SECRET_ARN"])
