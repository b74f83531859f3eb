import os

from cells import cell


@cell("tink, envelope AEAD", "tink", "the master key")
def _():
    import boto3
    from tink import aead
    from tink.integration import awskms

    aead.register()
    client = awskms.new_client(boto3_client=boto3.client("kms"), key_uri=f"aws-kms://{os.environ['MASTER_KEY_ARN']}") if hasattr(awskms, "new_client") else awskms.AwsKmsClient(f"aws-kms://{os.environ['MASTER_KEY_ARN']}", "")
    remote = client.get_aead(f"aws-kms://{os.environ['MASTER_KEY_ARN']}")
    envelope = aead.KmsEnvelopeAead(aead.aead_key_templates.AES256_GCM, remote)
    assert envelope.decrypt(envelope.encrypt(b"a", b""), b"") == b"a"
