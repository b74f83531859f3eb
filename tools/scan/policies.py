"""Judges the IAM policies that come as JSON on stdin, by name, with parliament and cloudsplaining, and prints findings."""

import json
import logging
import sys

from cloudsplaining.scan.policy_document import PolicyDocument
from parliament import analyze_policy_string

logging.disable(logging.CRITICAL)


def parliament(document):
    """What each statement is found to be, and the policy as a whole."""
    found = set(analysed(document))
    unknown = {sid for issue, sid in found if issue in ("UNKNOWN_ACTION", "UNKNOWN_PREFIX")}
    # It does not run its community auditors where it meets a name that it does not know: let them see the rest.
    rest = [statement for statement in document["Statement"] if statement["Sid"] not in unknown]
    if unknown and rest:
        found |= set(analysed({**document, "Statement": rest}))
    return sorted(found)


def analysed(document):
    policy = analyze_policy_string(json.dumps(document), include_community_auditors=True)
    of_statements = [
        (finding, statement["Sid"])
        for parsed, statement in zip(policy.statements, document["Statement"])
        for finding in parsed.findings
    ]
    known = {id(finding) for finding, _ in of_statements}
    of_policy = [(finding, "") for finding in policy.findings if id(finding) not in known]
    for finding, sid in of_statements + of_policy:
        yield finding.issue, sid


RISKS = (
    "allows_privilege_escalation",
    "allows_data_exfiltration_actions",
    "credentials_exposure",
    "infrastructure_modification",
    "permissions_management_without_constraints",
    "service_wildcard",
)


def cloudsplaining(document):
    """Its risks, as its command line looks for them: actions on all resources without a condition."""
    policy = PolicyDocument(document)
    plain = [risk for risk in RISKS if getattr(policy, risk)]
    for risk in plain:
        yield risk, ""
    # As with --flag-all-risky-actions: on named resources and under conditions too.
    policy = PolicyDocument(document, flag_conditional_statements=True, flag_resource_arn_statements=True)
    for risk in RISKS:
        if risk not in plain and getattr(policy, risk):
            yield f"{risk}_with_all_flags", ""


found = [
    {"scanner": scanner.__name__, "finding": finding, "document": name, "sid": sid}
    for name, document in json.load(sys.stdin).items()
    for scanner in (parliament, cloudsplaining)
    for finding, sid in scanner(document)
]
json.dump(found, sys.stdout)
