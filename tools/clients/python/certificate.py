"""AWS's signing helper: a certificate becomes a session of the role, by way of IAM Roles Anywhere."""

import datetime
import os
import shutil
import sys
import tempfile

from cells import call, cell, module_version

HELPER = shutil.which("rolesanywhere-credential-helper", path=os.environ["PROGRAMS"])
PUT = """
import boto3, os
boto3.client("s3").put_object(Bucket=os.environ["DOCUMENTS_BUCKET"], Key="tenants/1/certificate", Body=b"a")
"""


def certificate(folder, name):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(days=1))
    kind = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with open(f"{folder}/certificate.pem", "wb") as file:
        file.write(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    with open(f"{folder}/key.pem", "wb") as file:
        file.write(key.private_bytes(serialization.Encoding.PEM, *kind))


def put(name):
    """A profile whose credentials the helper gets, and an environment without keys."""
    folder = tempfile.mkdtemp()
    certificate(folder, name)
    profile = "arn:aws:rolesanywhere:us-east-1:123456789012:profile/11111111-1111-4111-8111-111111111111"
    options = {
        **{"endpoint": os.environ["AWS_ENDPOINT_URL"], "region": os.environ["AWS_REGION"], "profile-arn": profile},
        **{"certificate": f"{folder}/certificate.pem", "private-key": f"{folder}/key.pem"},
        **{"trust-anchor-arn": os.environ["TRUST_ANCHOR_ARN"], "role-arn": os.environ["APP_IAM_ROLE_ARN"]},
    }
    words = " ".join(f"--{option} {value}" for option, value in options.items())
    with open(f"{folder}/config", "w") as file:
        file.write(f"[default]\ncredential_process = {HELPER} credential-process {words}\n")
    env = {"AWS_CONFIG_FILE": f"{folder}/config", "AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}
    try:
        call(sys.executable, "-c", PUT, env=env)
    finally:
        shutil.rmtree(folder)


if HELPER:
    version = module_version(HELPER)
    client = "AWS signing helper, credential_process of a profile"
    cell(client, version, "assuming the role")(lambda: put("another"))
    cell(client, version, "assuming the role", "a certificate of the name that rolesAnywhere has")(lambda: put("backend"))
