"""The tests' surroundings: the environment that examples/complete makes, and a record of what is asked of AWS.

`npm run test:e2e` deploys that environment to a local AWS API and runs these tests on it.
"""

import json
import os

import boto3
import pytest

from hipaa_backend import Backend, Settings, role_session


@pytest.fixture(scope="session")
def settings() -> Settings:
    if "AWS_ENDPOINT_URL" not in os.environ:
        pytest.exit("AWS_ENDPOINT_URL is missing: these tests run on a local AWS API only.")
    return Settings.from_environment()


class Record(list):
    """Every request of the backend, as {service, operation, params, tenant}: of one tenant's session, or None."""

    def watch(self, session: boto3.Session, tenant: str | None = None) -> None:
        def add(params, model, **_):
            service = model.service_model.service_name
            self.append(
                {"service": service, "operation": model.name, "params": dict(params), "tenant": tenant}
            )

        session.events.register("provide-client-params.*.*", add)

    def of(self, operation: str) -> list[dict]:
        return [request["params"] for request in self if request["operation"] == operation]


@pytest.fixture(scope="session")
def everything():
    """What all tests recorded goes to the file that CAPTURED_REQUESTS names, for the judge of the role's policies."""
    record = Record()
    yield record
    if "CAPTURED_REQUESTS" in os.environ:
        with open(os.environ["CAPTURED_REQUESTS"], "w") as file:
            json.dump(record, file, default=lambda body: f"{len(body)} bytes", indent=2)


@pytest.fixture
def record(everything, monkeypatch):
    """What one test asks of AWS."""
    record = Record()
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", boto3.Session())  # It assumes the role.
    record.watch(boto3.DEFAULT_SESSION)
    yield record
    everything.extend(record)


@pytest.fixture
def session(settings, record) -> boto3.Session:
    session = role_session(settings)
    record.watch(session)
    return session


@pytest.fixture
def backend(settings, session) -> Backend:
    return Backend(settings, session)


@pytest.fixture
def tenant_backend(settings, record, monkeypatch) -> Backend:
    """The backend of tenant 42 alone, where hipaa-iam's tenantIsolation is on."""
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", boto3.Session())
    record.watch(boto3.DEFAULT_SESSION, "42")
    session = role_session(settings, tenant="42")
    record.watch(session, "42")
    return Backend(settings, session, tenant="42")


@pytest.fixture
def root(settings) -> boto3.Session:
    """Reads back what the role itself may not read."""
    return boto3.Session(region_name=settings.region)
