#!/usr/bin/env bash
# trailscraper 0.10.0 (PyPI), seen on 30 November 2026.
# One would expect: the policy that `trailscraper generate` writes from CloudTrail's events allows the calls in these events.
# What happens: S3's events become the right actions (HeadObject becomes s3:GetObject, CompleteMultipartUpload becomes
# s3:PutObject), but an event of Bedrock keeps its own name. Converse becomes "bedrock:Converse". IAM has no such action: the
# call asks for bedrock:InvokeModel, and the service authorization reference lists no other. The tool ends with exit code 0
# and says nothing; the role that gets this policy is denied as before. The statement is on "*", though the event names the
# model.
# What follows here: `hipaa-iam explain` turns Converse and ConverseStream into the actions that IAM asks for.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet trailscraper==0.10.0

cat > events.py << 'PYTHON'
import json

def event(source, name, parameters):
    return {"eventVersion": "1.09", "eventTime": "2026-11-20T10:00:00Z", "eventSource": source, "eventName": name,
            "awsRegion": "us-east-1", "requestParameters": parameters, "responseElements": None, "eventType": "AwsApiCall",
            "userIdentity": {"type": "AssumedRole", "arn": "arn:aws:sts::111122223333:assumed-role/backend/session",
                             "sessionContext": {"sessionIssuer": {"arn": "arn:aws:iam::111122223333:role/backend"}}}}

print(json.dumps({"Records": [
    event("s3.amazonaws.com", "HeadObject", {"bucketName": "documents", "key": "a"}),
    event("s3.amazonaws.com", "CompleteMultipartUpload", {"bucketName": "documents", "key": "a", "uploadId": "u"}),
    event("bedrock.amazonaws.com", "Converse", {"modelId": "anthropic.claude-sonnet-4-5-20250929-v1:0"}),
]}))
PYTHON
python3 events.py | venv/bin/trailscraper generate > policy.json
cat policy.json

python3 - << 'PYTHON'
import json

statements = json.load(open("policy.json"))["Statement"]
granted = {action: statement["Resource"] for statement in statements for action in statement["Action"]}
assert set(granted) == {"s3:GetObject", "s3:PutObject", "bedrock:Converse"}, granted
assert granted["bedrock:Converse"] == ["*"], granted
PYTHON
echo 'Still so: S3 is translated, Converse is not.'
