"""Judges the OSCAL files in folders of reviews: `judge.py FOLDER`, a folder a stack. Prints what is wrong, a line each."""

import argparse
import json
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

from oscal_validate import validate_file
from trestle.common.list_utils import as_list
from trestle.core.commands.author.component import ComponentAssemble, ComponentGenerate
from trestle.core.commands.import_ import ImportCmd
from trestle.core.commands.init import InitCmd
from trestle.oscal.component import ComponentDefinition

DEFINITION = "oscal-component-definition.json"
CATALOG = "oscal-catalog.json"


def against_constraints(folder):
    """Errors and warnings of NIST's constraints, and references that name nothing."""
    for name, others in ((CATALOG, []), (DEFINITION, [folder / CATALOG])):
        for finding in validate_file(folder / name, others):
            unresolved = finding.code == "REFERENCE_UNVERIFIABLE"
            if finding.severity.name in ("ERROR", "WARNING") or unresolved:
                yield f"{name}: {finding.code} {finding.location} {finding.value}"


def requirements_of(file):
    """What a component definition says of each control: its words and its status."""
    definition = ComponentDefinition.oscal_read(file)
    found = {}
    for component in as_list(definition.components):
        for implementation in as_list(component.control_implementations):
            for one in implementation.implemented_requirements:
                status = [prop.value for prop in as_list(one.props) if prop.name == "implementation-status"]
                others = sorted(prop.value for prop in as_list(one.props) if prop.name != "implementation-status")
                found[component.title, one.control_id] = (one.description, status, others)
    return found


def through_trestle(folder):
    """What is lost or changed when trestle writes the evidence as Markdown and reads it back."""
    workspace = Path(tempfile.mkdtemp())
    before = Path.cwd()
    try:
        os.chdir(workspace)
        options = dict(trestle_root=workspace, verbose=0)
        run(InitCmd, **options, full=False, local=True, govdocs=False)
        run(ImportCmd, **options, file=str(folder / DEFINITION), output="review", regenerate=False)
        shutil.copy(folder / CATALOG, workspace / CATALOG)  # Its source is a file beside it.
        run(ComponentGenerate, **options, name="review", output="markdown", force_overwrite=False)
        ComponentAssemble.assemble_component(workspace, "review", "markdown", "back", False, None)
        text = "".join(file.read_text() for file in (workspace / "markdown").rglob("*.md"))
        if "Implementation Status: planned" in text:
            yield "trestle's Markdown says planned"
        path = "component-definitions/{}/component-definition.json"
        given = requirements_of(workspace / path.format("review"))
        back = requirements_of(workspace / path.format("back"))
        if not given:
            yield "there is no requirement in it"
        for key, value in given.items():
            if back.get(key) != value:
                yield f"trestle gives back {str(back.get(key))[-60:]} for {key}, which was {str(value)[-60:]}"
        if len(list((workspace / "markdown").rglob("*.md"))) != len(given):
            yield "trestle writes controls that no statement serves"
    except Exception as error:
        yield f"trestle fails: {error}"
    finally:
        os.chdir(before)
        shutil.rmtree(workspace)


def run(command, **options):
    if command()._run(argparse.Namespace(**options)) != 0:
        raise RuntimeError(f"trestle: {command.__name__} failed")


logging.disable(logging.WARNING)
faults = 0
for stack in sorted(Path(sys.argv[1]).iterdir()):
    for fault in [*against_constraints(stack), *through_trestle(stack)]:
        faults += 1
        print(f"{stack.name}: {fault}")
count = len(list(Path(sys.argv[1]).iterdir()))
print(json.dumps({"stacks": count, "faults": faults}))
