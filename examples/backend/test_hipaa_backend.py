import io
import json

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError, ConnectionClosedError
from botocore.httpsession import URLLib3Session
from botocore.response import StreamingBody
from botocore.stub import Stubber
from cryptography.exceptions import InvalidTag

import hipaa_backend
from hipaa_backend import Backend, role_session


def test_it_acts_as_the_role_with_the_external_id(settings, record, session):
    caller = session.client("sts").get_caller_identity()["Arn"]
    role = settings.role_arn.rsplit("/", 1)[-1]
    assert caller.endswith(f":assumed-role/{role}/railway-backend")
    assert record.of("AssumeRole") == [
        {
            "RoleArn": settings.role_arn,
            "RoleSessionName": "railway-backend",
            "ExternalId": settings.external_id,
            "DurationSeconds": 3600,
        }
    ]


def test_one_role_session_serves_many_calls(record, backend):
    for name in "abc":
        backend.put_document("42", name, b"text")
    assert len(record.of("AssumeRole")) == 1


def test_the_role_session_is_renewed_before_it_expires(settings, record):
    # Credentials of 15 minutes are within botocore's time of renewal from the start.
    session = role_session(settings, duration_seconds=900)
    record.watch(session)
    backend = Backend(settings, session)
    backend.put_document("42", "a", b"text")
    before = len(record.of("AssumeRole"))
    backend.put_document("42", "b", b"text")
    assert len(record.of("AssumeRole")) > before


def test_the_users_own_keys_are_never_used_for_data(settings, monkeypatch):
    session = role_session(settings)
    monkeypatch.setattr(
        hipaa_backend.RoleProvider, "_assume_role", lambda self: pytest.fail("no role"), raising=True
    )
    with pytest.raises(pytest.fail.Exception, match="no role"):
        Backend(settings, session).put_document("42", "a", b"text")


def test_a_document_is_put_and_got(settings, record, backend):
    key = backend.put_document("42", "referral.pdf", b"patient data")
    assert key == "tenants/42/referral.pdf"
    assert backend.get_document("42", "referral.pdf") == b"patient data"
    assert record.of("PutObject") == [{"Bucket": settings.documents, "Key": key, "Body": b"patient data"}]


def test_a_backup_is_never_written_over(settings, record, backend, root):
    keys = [backend.write_backup("2026-11-24T03:00:00Z.dump", body) for body in (b"first", b"second")]
    assert all(key.startswith("2026-11-24T03:00:00Z.dump.") for key in keys)
    written = [root.client("s3").get_object(Bucket=settings.backups, Key=key) for key in keys]
    assert [backup["Body"].read() for backup in written] == [b"first", b"second"]
    assert [request["IfNoneMatch"] for request in record.of("PutObject")] == ["*", "*"]


@pytest.fixture
def lost(backend):
    """The first answer to each PutObject is lost on its way, after S3 has stored the object."""
    sent = []

    def lose(request, **_):
        sent.append(request.url)
        if sent.count(request.url) == 1:
            URLLib3Session().send(request)
            raise ConnectionClosedError(endpoint_url=request.url)

    backend._s3.meta.events.register("before-send.s3.PutObject", lose)
    return sent


def test_a_lost_answer_is_no_failure(settings, backend, root, lost):
    log = backend.append_audit_log({"event": "login"})
    backup = backend.write_backup("a.dump", b"dump")
    assert len(lost) == 4  # botocore sent each twice.
    s3 = root.client("s3")
    assert json.load(s3.get_object(Bucket=settings.audit_logs, Key=log)["Body"])["event"] == "login"
    assert s3.get_object(Bucket=settings.backups, Key=backup)["Body"].read() == b"dump"


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        (["ConditionalRequestConflict", None], None),
        (["ConditionalRequestConflict", "PreconditionFailed"], None),
        (["ConditionalRequestConflict"] * 6, "ConditionalRequestConflict"),
        (["PreconditionFailed"], "PreconditionFailed"),
        (["AccessDenied"], "AccessDenied"),
    ],
    ids=["409, then well", "409, then it is there", "409 for ever", "412 at once", "another error"],
)
def test_a_crossed_write_is_sent_again_and_no_other(settings, root, pauses, answers, raised):
    backend = Backend(settings, root)
    with Stubber(backend._s3) as stub:
        for code in answers:
            stub.add_client_error("put_object", code) if code else stub.add_response("put_object", {})
        if raised:
            with pytest.raises(ClientError, match=raised):
                backend.write_backup("a.dump", b"dump")
        else:
            backend.write_backup("a.dump", b"dump")
        stub.assert_no_pending_responses()
    assert len(pauses) == min(answers.count("ConditionalRequestConflict"), 5)


def test_audit_logs_are_appended(settings, record, backend, root):
    keys = [backend.append_audit_log({"event": event}) for event in ("login", "logout")]
    logs = [root.client("s3").get_object(Bucket=settings.audit_logs, Key=key)["Body"].read() for key in keys]
    assert [json.loads(log)["event"] for log in logs] == ["login", "logout"]
    for request, key in zip(record.of("PutObject"), keys, strict=True):
        assert key.startswith("application-logs/")
        assert request == {
            "Bucket": settings.audit_logs,
            "Key": key,
            "Body": request["Body"],
            "IfNoneMatch": "*",
        }


def test_a_tenant_key_has_its_policy_its_tags_and_its_rotation(settings, record, backend, root):
    key = backend.create_tenant_key("42")
    tags = [
        {"TagKey": "Environment", "TagValue": settings.environment},
        {"TagKey": "ManagedBy", "TagValue": "Application"},
    ]
    policy = settings.tenant_key_policy
    assert record.of("CreateKey") == [{"Description": "Tenant 42", "Policy": policy, "Tags": tags}]
    written = root.client("kms").get_key_policy(KeyId=key, PolicyName="default")["Policy"]
    assert json.loads(written) == json.loads(policy)
    assert root.client("kms").list_resource_tags(KeyId=key)["Tags"] == tags
    assert root.client("kms").get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is True


def test_a_tenants_backend_names_its_tenant(settings, record, tenant_backend):
    tenant_backend.put_document("42", "referral.pdf", b"patient data")
    assert tenant_backend.get_document("42", "referral.pdf") == b"patient data"
    tenant_backend.write_backup("42.dump", b"dump")
    tenant_backend.append_audit_log({"event": "login"})
    key = tenant_backend.create_tenant_key("42")
    assert tenant_backend.decrypt(key, "42", tenant_backend.encrypt(key, "42", b"text")) == b"text"
    assert [request["Tags"] for request in record.of("AssumeRole")] == [[{"Key": "TenantId", "Value": "42"}]]
    assert [request["Tags"] for request in record.of("CreateKey")] == [
        [
            {"TagKey": "Environment", "TagValue": settings.environment},
            {"TagKey": "ManagedBy", "TagValue": "Application"},
            {"TagKey": "TenantId", "TagValue": "42"},
        ]
    ]


@pytest.fixture
def pauses(monkeypatch):
    clock, pauses = [0.0], []

    def sleep(seconds):
        clock[0] += seconds
        pauses.append(seconds)

    monkeypatch.setattr(hipaa_backend.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(hipaa_backend.time, "sleep", sleep)
    return pauses


@pytest.mark.parametrize(
    ("errors", "raised", "paused"),
    [
        (["AccessDeniedException"] * 3, None, 1 + 2 + 4),
        (["AccessDeniedException"] * 99, "AccessDeniedException", 271),
        (["DisabledException"], "DisabledException", 0),
    ],
    ids=["until the tags count", "for five minutes at most", "for no other error"],
)
def test_a_new_tenant_key_is_waited_for(settings, root, pauses, errors, raised, paused):
    key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    backend = Backend(settings, root)
    with Stubber(backend._kms) as stub:
        stub.add_response("create_key", {"KeyMetadata": {"KeyId": key, "Arn": key}})
        for code in errors:
            stub.add_client_error("enable_key_rotation", code)
        stub.add_response("enable_key_rotation", {})
        if raised:
            with pytest.raises(ClientError, match=raised):
                backend.create_tenant_key("42")
        else:
            assert backend.create_tenant_key("42") == key
    assert sum(pauses) == paused


def test_text_is_encrypted_with_the_tenants_key(record, backend):
    key = backend.create_tenant_key("42")
    envelope = backend.encrypt(key, "42", b"patient data")
    assert b"patient data" not in envelope
    assert backend.encrypt(key, "42", b"patient data") != envelope
    assert backend.decrypt(key, "42", envelope) == b"patient data"
    context = {"tenant": "42"}
    assert record.of("GenerateDataKey") == [
        {"KeyId": key, "KeySpec": "AES_256", "EncryptionContext": context}
    ] * 2
    assert [request["EncryptionContext"] for request in record.of("Decrypt")] == [context]


def test_an_envelope_opens_for_its_tenant_alone_and_unchanged(backend):
    key = backend.create_tenant_key("42")
    envelope = backend.encrypt(key, "42", b"patient data")
    with pytest.raises(ClientError, match="InvalidCiphertext"):
        backend.decrypt(key, "43", envelope)
    changed = envelope[:-1] + bytes([envelope[-1] ^ 1])
    with pytest.raises(InvalidTag):
        backend.decrypt(key, "42", changed)


def test_claude_is_asked(record, backend):
    model = "us.anthropic.claude-haiku-5-5"
    answer = json.dumps({"content": [{"type": "text", "text": "Take rest."}]}).encode()
    body = StreamingBody(io.BytesIO(answer), len(answer))
    # No local API has Bedrock.
    with Stubber(backend._bedrock) as stub:
        stub.add_response("invoke_model", {"body": body, "contentType": "application/json"})
        assert backend.ask_claude(model, "What helps?") == "Take rest."
    [request] = record.of("InvokeModel")
    assert request["modelId"] == model
    assert json.loads(request["body"])["messages"] == [{"role": "user", "content": "What helps?"}]


def test_a_bearer_token_does_not_stand_in_for_the_role(settings, monkeypatch, session):
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "key-of-somebody")
    with pytest.raises(RuntimeError, match="AWS_BEARER_TOKEN_BEDROCK is set"):
        type(settings).from_environment()
    sent = {}

    def answer(request, **_):
        sent.update(request.headers)
        return AWSResponse(request.url, 200, {}, Raw(b'{"content": []}'))

    backend = Backend(settings, session)
    backend._bedrock.meta.events.register("before-send.bedrock-runtime.InvokeModel", answer)
    backend.ask_claude("us.anthropic.claude-haiku-5-5", "What helps?")
    authorization = sent["Authorization"]
    text = authorization.decode() if isinstance(authorization, bytes) else authorization
    assert text.startswith("AWS4-HMAC-SHA256 ")


class Raw(io.BytesIO):
    """What botocore reads an answer's body from."""

    def stream(self, **_):
        yield self.read()
