"""What a FastAPI backend on Railway does on AWS, with the role that hipaa-iam makes.

Needs boto3 and cryptography. Each call sends what the role's policies ask for: the external ID, If-None-Match, the two
tags and the key policy of a tenant key; with hipaa-iam's tenantIsolation, the tenant's tag.
"""

import json
import os
import time
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timezone

import boto3
import botocore.session
from botocore.config import Config
from botocore.credentials import CredentialProvider, CredentialResolver, DeferredRefreshableCredentials
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


TENANT_TAG = "TenantId"
"""The tagKey of tenantIsolation."""


@dataclass(frozen=True)
class Role:
    """Which role to assume. AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are read by boto3 itself."""

    role_arn: str
    external_id: str
    region: str

    @classmethod
    def from_environment(cls) -> "Role":
        if "AWS_BEARER_TOKEN_BEDROCK" in os.environ:
            # botocore would sign calls of models with it, whatever credentials a session has.
            raise RuntimeError(
                "AWS_BEARER_TOKEN_BEDROCK is set: calls of models would be its owner's, not the role's. Remove it."
            )
        return Role(
            role_arn=os.environ["APP_IAM_ROLE_ARN"],
            external_id=os.environ["EXTERNAL_ID"],
            region=os.environ["AWS_REGION"],
        )


@dataclass(frozen=True)
class Settings(Role):
    """The variables in Railway: the role, and what the backend uses through it."""

    environment: str
    documents: str
    backups: str
    audit_logs: str
    tenant_key_policy: str
    """What hipaa-iam's tenantKeyPolicy says, as JSON: the role alone uses the key."""

    @classmethod
    def from_environment(cls) -> "Settings":
        return cls(
            **asdict(Role.from_environment()),
            environment=os.environ["ENVIRONMENT"],
            documents=os.environ["DOCUMENTS_BUCKET"],
            backups=os.environ["BACKUPS_BUCKET"],
            audit_logs=os.environ["AUDIT_LOGS_BUCKET"],
            tenant_key_policy=os.environ["TENANT_KEY_POLICY"],
        )


class RoleProvider(CredentialProvider):
    """Assumes the role at the first call, and again before the credentials expire."""

    METHOD = "hipaa-iam"

    def __init__(self, role: Role, duration_seconds: int, tenant: str | None):
        super().__init__()
        self._sts = boto3.client("sts", region_name=role.region)
        self._request = {
            "RoleArn": role.role_arn,
            "RoleSessionName": "railway-backend",
            "ExternalId": role.external_id,
            "DurationSeconds": duration_seconds,
        }
        if tenant:
            self._request["Tags"] = [{"Key": TENANT_TAG, "Value": tenant}]

    def load(self) -> DeferredRefreshableCredentials:
        return DeferredRefreshableCredentials(self._assume_role, self.METHOD)

    def _assume_role(self) -> dict[str, str]:
        credentials = self._sts.assume_role(**self._request)["Credentials"]
        return {
            "access_key": credentials["AccessKeyId"],
            "secret_key": credentials["SecretAccessKey"],
            "token": credentials["SessionToken"],
            "expiry_time": credentials["Expiration"].isoformat(),
        }


def role_session(role: Role, duration_seconds: int = 3600, tenant: str | None = None) -> boto3.Session:
    """A session that acts as the role and as nobody else, and renews itself.

    One serves the whole process; with tenantIsolation one serves one tenant.
    """
    session = botocore.session.get_session()
    provider = RoleProvider(role, duration_seconds, tenant)
    session.register_component("credential_provider", CredentialResolver([provider]))
    return boto3.Session(botocore_session=session, region_name=role.region)


class Backend:
    """The calls that the role allows; with tenantIsolation those that it allows for one `tenant`."""

    def __init__(self, settings: Settings, session: boto3.Session | None = None, tenant: str | None = None):
        self._settings = settings
        self._tenant = tenant
        session = session or role_session(settings, tenant=tenant)
        self._s3 = session.client("s3")
        self._kms = session.client("kms")
        # Signed, as botocore would take a bearer token that it finds in the environment before the role's session.
        self._bedrock = session.client("bedrock-runtime", config=Config(signature_version="v4"))

    def put_document(self, tenant: str, name: str, body: bytes) -> str:
        key = f"tenants/{tenant}/{name}"
        self._s3.put_object(Bucket=self._settings.documents, Key=key, Body=body)
        return key

    def get_document(self, tenant: str, name: str) -> bytes:
        key = f"tenants/{tenant}/{name}"
        return self._s3.get_object(Bucket=self._settings.documents, Key=key)["Body"].read()

    def write_backup(self, name: str, body: bytes) -> str:
        """Returns the backup's key: the name and a UUID, so that none is ever there before."""
        key = f"{name}.{uuid.uuid4()}"
        put_new(self._s3, self._settings.backups, key, body)
        return key

    def append_audit_log(self, event: dict) -> str:
        now = datetime.now(timezone.utc)
        key = f"application-logs/{now:%Y/%m/%d}/{uuid.uuid4()}.json"
        body = json.dumps({**event, "time": now.isoformat()}).encode()
        put_new(self._s3, self._settings.audit_logs, key, body)
        return key

    def create_tenant_key(self, tenant: str) -> str:
        """Makes the tenant's key, with yearly rotation, and returns its ARN."""
        tags = [
            {"TagKey": "Environment", "TagValue": self._settings.environment},
            {"TagKey": "ManagedBy", "TagValue": "Application"},
        ]
        if self._tenant:
            tags.append({"TagKey": TENANT_TAG, "TagValue": tenant})
        key = self._kms.create_key(
            Description=f"Tenant {tenant}", Policy=self._settings.tenant_key_policy, Tags=tags
        )["KeyMetadata"]["Arn"]
        _once_tags_count(lambda: self._kms.enable_key_rotation(KeyId=key))
        return key

    def encrypt(self, key: str, tenant: str, plaintext: bytes) -> bytes:
        """Envelope encryption: a new data key for each text, itself encrypted with the tenant's key."""
        data_key = self._kms.generate_data_key(
            KeyId=key, KeySpec="AES_256", EncryptionContext={"tenant": tenant}
        )
        wrapped, nonce = data_key["CiphertextBlob"], os.urandom(12)
        ciphertext = AESGCM(data_key["Plaintext"]).encrypt(nonce, plaintext, tenant.encode())
        return len(wrapped).to_bytes(2, "big") + wrapped + nonce + ciphertext

    def decrypt(self, key: str, tenant: str, envelope: bytes) -> bytes:
        """Fails where the envelope was changed, or made with another key or for another tenant."""
        end = 2 + int.from_bytes(envelope[:2], "big")
        wrapped, nonce, ciphertext = envelope[2:end], envelope[end : end + 12], envelope[end + 12 :]
        data_key = self._kms.decrypt(
            KeyId=key, CiphertextBlob=wrapped, EncryptionContext={"tenant": tenant}
        )["Plaintext"]
        return AESGCM(data_key).decrypt(nonce, ciphertext, tenant.encode())

    def ask_claude(self, model: str, prompt: str) -> str:
        """`model` is the ID of an inference profile whose Regions are all listed, such as us.anthropic.claude-haiku-5-5."""
        body = {
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": 1024,
            "messages": [{"role": "user", "content": prompt}],
        }
        answer = self._bedrock.invoke_model(modelId=model, body=json.dumps(body))
        return "".join(block.get("text", "") for block in json.load(answer["body"])["content"])


def was_stored(error: ClientError, tries_before: int = 0) -> bool:
    """Whether a write with If-None-Match has succeeded although it failed.

    botocore sends a request again whose answer was lost, also where S3 had stored the object: the second then meets
    412. Under a key that has a UUID of yours the object can only be this one. A first request that meets 412 is an error.
    """
    tries = tries_before + error.response["ResponseMetadata"].get("RetryAttempts", 0)
    return error.response["Error"]["Code"] == "PreconditionFailed" and tries > 0


def put_new(s3, bucket: str, key: str, body: bytes, tries: int = 6) -> None:
    """Puts an object under a key that nobody else has, as a UUID is in it.

    S3 answers 409 to a write that another one of the same key crosses: it is to be sent again.
    """
    for attempt in range(tries):
        try:
            s3.put_object(Bucket=bucket, Key=key, Body=body, IfNoneMatch="*")
            return
        except ClientError as error:
            if was_stored(error, attempt):
                return
            if error.response["Error"]["Code"] != "ConditionalRequestConflict" or attempt == tries - 1:
                raise
        time.sleep(0.1 * 2**attempt)


def _once_tags_count(call, seconds: int = 300):
    """AWS takes up to five minutes to count new tags; until then a tenant key is out of reach."""
    deadline = time.monotonic() + seconds
    pause = 1
    while True:
        try:
            return call()
        except ClientError as error:
            denied = error.response["Error"]["Code"] == "AccessDeniedException"
            if not denied or time.monotonic() + pause > deadline:
                raise
        time.sleep(pause)
        pause = min(2 * pause, 30)
