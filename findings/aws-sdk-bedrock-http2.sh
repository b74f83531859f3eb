#!/usr/bin/env bash
# @aws-sdk/client-bedrock-runtime 3.1164.0 with @aws-sdk/client-kms 3.1164.0, Node.js 20.20 (2026-11-29).
# One would expect: a client of AWS's SDK for JavaScript talks to an HTTPS endpoint that speaks HTTP/1.1, as client-kms of the
# same version does, or falls back to it.
# What happens: client-bedrock-runtime speaks HTTP/2 and nothing else. An endpoint, proxy or local AWS API with HTTP/1.1
# alone gets no request, and the error names neither: "The pending stream has been canceled (... no application protocol)".
# What follows here: hipaa-iam sandbox speaks both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @aws-sdk/client-bedrock-runtime@3.1164.0 @aws-sdk/client-kms@3.1164.0
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem 2>/dev/null
cat >try.js <<'JS'
const { readFileSync } = require("node:fs");
const { createServer } = require("node:https");
const { BedrockRuntimeClient, ConverseCommand } = require("@aws-sdk/client-bedrock-runtime");
const { KMSClient, ListKeysCommand } = require("@aws-sdk/client-kms");

const reached = [];
const server = createServer({ key: readFileSync("key.pem"), cert: readFileSync("cert.pem") }, (request, response) => {
  reached.push(request.headers["x-amz-target"] ?? request.url);
  response.setHeader("content-type", "application/x-amz-json-1.1");
  response.end('{"Keys":[]}');
});
server.listen(0, async () => {
  const endpoint = `https://localhost:${server.address().port}`;
  const credentials = { accessKeyId: "a", secretAccessKey: "b" };
  const config = { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  await new KMSClient(config).send(new ListKeysCommand({}));
  const messages = [{ role: "user", content: [{ text: "hello" }] }];
  const failed = await new BedrockRuntimeClient(config).send(new ConverseCommand({ modelId: "m", messages })).catch((error) => error);
  console.log("requests that the HTTP/1.1 endpoint saw:", reached);
  console.log("client-bedrock-runtime says:", failed instanceof Error ? failed.message : "nothing, it worked");
  process.exit(reached.length === 1 && /application protocol|canceled/.test(failed.message) ? 0 : 1);
});
JS
NODE_EXTRA_CA_CERTS=cert.pem node try.js
