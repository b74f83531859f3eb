#!/usr/bin/env bash
# iam-floyd 0.842.0 (npm), seen on 30 November 2026.
# One would expect: the typed method for KMS's condition key of the encryption context takes the name of a pair and its
# value, as ifResourceTag of Secrets Manager does. AWS's key is kms:EncryptionContext:NAME.
# What happens: ifEncryptionContext takes (value, operator). It writes the key "kms:EncryptionContext" without a name, which
# no request to KMS carries. An allow with it never holds, so each Decrypt is denied; a deny with it never holds either. What
# looks like (name, value) makes the value an operator: {"42": {"kms:EncryptionContext": "TenantId"}}. Nothing complains.
# The general if("kms:EncryptionContext:TenantId", "42") writes what AWS documents.
# What follows here: our statements are literals with AWS's own key names, held against the service reference by a test.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund iam-floyd@0.842.0

cat > statements.js << 'JS'
const assert = require("node:assert");
const { Statement } = require("iam-floyd");
const conditionOf = (statement) => statement.toJSON().Condition;

const byMethod = conditionOf(new Statement.Kms().toDecrypt().ifEncryptionContext("42"));
const asPair = conditionOf(new Statement.Kms().toDecrypt().ifEncryptionContext("TenantId", "42"));
const byHand = conditionOf(new Statement.Kms().toDecrypt().if("kms:EncryptionContext:TenantId", "42"));
const ofTags = conditionOf(new Statement.Secretsmanager().toGetSecretValue().ifResourceTag("TenantId", "42"));
console.log(JSON.stringify({ byMethod, asPair, byHand, ofTags }, undefined, 1));

assert.deepStrictEqual(byMethod, { StringLike: { "kms:EncryptionContext": "42" } });
assert.deepStrictEqual(asPair, { 42: { "kms:EncryptionContext": "TenantId" } });
assert.deepStrictEqual(byHand, { StringLike: { "kms:EncryptionContext:TenantId": "42" } });
assert.deepStrictEqual(ofTags, { StringLike: { "secretsmanager:ResourceTag/TenantId": "42" } });
JS
node statements.js
echo 'Still so: the typed method writes a condition key that names no pair.'
