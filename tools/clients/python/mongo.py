"""Client-side field level encryption. MongoDB's own server is in no registry: FerretDB keeps the key vault."""

import atexit
import os
import shutil
import subprocess

from cells import cell

VAULT = shutil.which("vault", path=os.environ["PROGRAMS"])


def server():
    process = subprocess.Popen([VAULT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    atexit.register(process.communicate)  # It ends with its standard input.
    return process.stdout.readline().strip()


if VAULT:

    @cell("pymongo, ClientEncryption", "pymongo", "the master key")
    def _():
        from pymongo.encryption import Algorithm

        url = server()
        with encryption(url) as vault:
            master = {"region": os.environ["AWS_REGION"], "key": os.environ["MASTER_KEY_ARN"]}
            endpoint = os.environ["AWS_ENDPOINT_URL"].removeprefix("https://")
            key = vault.create_data_key("aws", master_key={**master, "endpoint": endpoint})
            sealed = vault.encrypt("a", Algorithm.AEAD_AES_256_CBC_HMAC_SHA_512_Random, key_id=key)
        with encryption(url) as another:  # The first has kept the key in memory.
            assert another.decrypt(sealed) == "a"


def encryption(url):
    from bson.codec_options import CodecOptions
    from pymongo import MongoClient
    from pymongo.encryption import ClientEncryption

    names = {"accessKeyId": "ACCESS_KEY_ID", "secretAccessKey": "SECRET_ACCESS_KEY", "sessionToken": "SESSION_TOKEN"}
    keys = {name: os.environ[f"AWS_{variable}"] for name, variable in names.items()}
    tls = {"aws": {"tlsCAFile": os.environ["AWS_CA_BUNDLE"]}}
    return ClientEncryption({"aws": keys}, "keys.vault", MongoClient(url), CodecOptions(), kms_tls_options=tls)
