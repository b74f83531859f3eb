"""Ways to the role's session. The environment has the keys of who may assume it."""

import os
import tempfile

from cells import cell

ROLE, EXTERNAL_ID = os.environ["APP_IAM_ROLE_ARN"], os.environ["EXTERNAL_ID"]
BUCKET = os.environ["DOCUMENTS_BUCKET"]


def profile(external_id=True):
    """A config file with a profile that assumes the role, and an environment without keys."""
    folder = tempfile.mkdtemp()
    keys = [os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]]
    with open(f"{folder}/credentials", "w") as file:
        file.write(f"[base]\naws_access_key_id={keys[0]}\naws_secret_access_key={keys[1]}\n")
    with open(f"{folder}/config", "w") as file:
        lines = ["[profile app]", f"role_arn={ROLE}", "source_profile=base"]
        file.write("\n".join([*lines, *([f"external_id={EXTERNAL_ID}"] if external_id else [])]) + "\n")
    return {
        "AWS_CONFIG_FILE": f"{folder}/config",
        "AWS_SHARED_CREDENTIALS_FILE": f"{folder}/credentials",
        "AWS_PROFILE": "app",
        "AWS_ACCESS_KEY_ID": None,
        "AWS_SECRET_ACCESS_KEY": None,
    }


def beside():
    return {name: value for name, value in profile().items() if value is not None}


class environment:
    def __init__(self, changes):
        self.changes = changes

    def __enter__(self):
        self.before = dict(os.environ)
        for name, value in self.changes.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value

    def __exit__(self, *_):
        os.environ.clear()
        os.environ.update(self.before)


def put(session):
    session.client("s3").put_object(Bucket=BUCKET, Key="tenants/1/credentials", Body=b"a")


@cell("boto3, keys of the environment alone", "boto3", "assuming the role")
def _():
    import boto3

    put(boto3.Session())


@cell("boto3, assume_role", "boto3", "assuming the role")
def _():
    import boto3

    got = boto3.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="me", ExternalId=EXTERNAL_ID)["Credentials"]
    put(boto3.Session(got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"]))


@cell("boto3, a profile", "boto3", "assuming the role")
def _():
    import boto3

    with environment(profile(external_id=False)):
        put(boto3.Session())


@cell("boto3, a profile", "boto3", "assuming the role", "external_id in the profile, no keys in the environment")
def _():
    import boto3

    with environment(profile()):
        put(boto3.Session())


@cell("boto3, AWS_PROFILE beside keys in the environment", "boto3", "assuming the role")
def _():
    import boto3

    with environment(beside()):
        put(boto3.Session())


@cell("boto3, AWS_PROFILE beside keys in the environment", "boto3", "assuming the role", 'Session(profile_name="app")')
def _():
    import boto3

    with environment(beside()):
        put(boto3.Session(profile_name="app"))
