#!/usr/bin/env bash
# compliance-trestle 5.2.0 (PyPI), seen on 29 November 2026.
# One would expect: `trestle author component-generate` and `component-assemble`, with nothing edited in between, give back
# the component definition that they were given, or say what they leave out.
# What happens: statements whose ID is a part of the control that is no item of its statement - the statement itself, here -
# are gone from what is assembled, with exit code 0: generate warns that the part has no label, nothing tells of the loss. A requirement without the property
# implementation-status comes back as "planned". The definition passes `trestle validate` before and after.
# What follows here: the access review's OSCAL file has no statements of its own; they are a list in the requirement's
# description, and each requirement says its status.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet compliance-trestle==5.2.0
mkdir work && cd work
trestle() { ../venv/bin/trestle "$@"; }
trestle init --local > /dev/null 2>&1

cat > ../catalog.json << 'JSON'
{"catalog": {"uuid": "11111111-1111-4111-8111-111111111111",
  "metadata": {"title": "Catalog", "last-modified": "2026-11-29T00:00:00Z", "version": "1", "oscal-version": "1.2.1"},
  "groups": [{"id": "g", "title": "Group", "controls": [{"id": "c-1", "title": "Control",
    "parts": [{"id": "c-1_smt", "name": "statement", "prose": "Do it."}]}]}]}}
JSON
cat > ../definition.json << 'JSON'
{"component-definition": {"uuid": "22222222-2222-4222-8222-222222222222",
  "metadata": {"title": "Definition", "last-modified": "2026-11-29T00:00:00Z", "version": "1", "oscal-version": "1.2.1"},
  "components": [{"uuid": "33333333-3333-4333-8333-333333333333", "type": "software", "title": "app", "description": "App.",
    "control-implementations": [{"uuid": "44444444-4444-4444-8444-444444444444",
      "source": "trestle://catalogs/c/catalog.json", "description": "How.",
      "implemented-requirements": [{"uuid": "55555555-5555-4555-8555-555555555555", "control-id": "c-1",
        "description": "It is done.",
        "statements": [{"statement-id": "c-1_smt", "uuid": "66666666-6666-4666-8666-666666666666",
          "description": "By this."}]}]}]}]}}
JSON
trestle import -f ../catalog.json -o c > /dev/null 2>&1
trestle import -f ../definition.json -o d > /dev/null 2>&1
trestle validate -a > /dev/null 2>&1 && echo "valid before"
trestle author component-generate -n d -o md > generate.log 2>&1
trestle author component-assemble -n d -m md -o back > assemble.log 2>&1
grep -h WARNING generate.log assemble.log || true
trestle validate -a > /dev/null 2>&1 && echo "valid after"
../venv/bin/python - << 'PY'
import json
import sys

file = json.load(open("component-definitions/back/component-definition.json"))
[component] = file["component-definition"]["components"]
[requirement] = component["control-implementations"][0]["implemented-requirements"]
status = [one["value"] for one in requirement.get("props", []) if one["name"] == "implementation-status"]
print("statements given: 1, back:", len(requirement.get("statements", [])))
print("status given: none, back:", status)
sys.exit(not (requirement.get("statements", []) == [] and status == ["planned"]))
PY
