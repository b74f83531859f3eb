#!/usr/bin/env bash
# pymongocrypt 1.21.2, which brings libmongocrypt (2026-11-29).
# One would expect: an answer of KMS is read whatever the case of its header names, as HTTP has it (RFC 9110, 5.1).
# What happens: "Content-Length" is understood, "content-length" is not, and the body then counts as too much: "Unexpected
# extra HTTP content". So MongoDB's client-side encryption fails behind a proxy or local KMS that writes names in lower case.
# What follows here: hipaa-iam sandbox writes Content-Length as AWS does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pymongocrypt==1.21.2 pymongo==4.20.1
cat >try.py <<'PY'
import base64
import json
import sys

from bson import BSON
from pymongocrypt.errors import MongoCryptError
from pymongocrypt.mongocrypt import MongoCrypt, MongoCryptOptions
from pymongocrypt.synchronous.explicit_encrypter import ExplicitEncrypter
from pymongocrypt.synchronous.state_machine import MongoCryptCallback

KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-4111-8111-111111111111"


class Answers(MongoCryptCallback):
    """Answers the request for KMS with this spelling of the header, and keeps the data key."""

    def __init__(self, header):
        self.header = header

    def kms_request(self, context):
        body = json.dumps({"CiphertextBlob": base64.b64encode(b"s" * 200).decode(), "KeyId": KEY}).encode()
        head = f"HTTP/1.1 200 OK\r\n{self.header}: {len(body)}\r\n\r\n".encode()
        context.feed(head + body)

    def insert_data_key(self, data_key):
        return BSON(data_key).decode()["_id"]

    def bson_encode(self, doc):
        return BSON.encode(doc)

    def collection_info(self, *_):
        return None

    mark_command = fetch_keys = close = collection_info


def outcome(header):
    keys = {"aws": {"accessKeyId": "a", "secretAccessKey": "b"}}
    callback = Answers(header)
    encrypter = ExplicitEncrypter(callback, MongoCryptOptions(keys))
    try:
        encrypter.create_data_key("aws", {"region": "us-east-1", "key": KEY})
        return "a data key"
    except MongoCryptError as error:
        return str(error)
    finally:
        encrypter.close()


seen = {header: outcome(header) for header in ("Content-Length", "content-length")}
for header, what in seen.items():
    print(f"{header}: {what}")
same = seen["Content-Length"] == "a data key" and "Unexpected extra HTTP content" in seen["content-length"]
sys.exit(0 if same else 1)
PY
venv/bin/python try.py
