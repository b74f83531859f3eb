"""Judges the OSCAL files in folders of reviews: `judge.py FOLDER`, a folder a stack. Prints what is wrong, a line each."""

import argparse
import json
import logging
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from oscal_validate import validate_file
from trestle.common.list_utils import as_list
from trestle.core.commands.author.component import ComponentAssemble, ComponentGenerate
from trestle.core.commands.import_ import ImportCmd
from trestle.core.commands.init import InitCmd
from trestle.oscal.assessment_results import AssessmentResults
from trestle.oscal.component import ComponentDefinition

DEFINITION = "oscal-component-definition.json"
CATALOG = "oscal-catalog.json"
ASSESSMENT = "oscal-assessment-results.json"


def against_constraints(folder):
    """Errors and warnings of NIST's constraints, and references that name nothing."""
    for name, others in ((CATALOG, []), (DEFINITION, [folder / CATALOG]), (ASSESSMENT, [folder / CATALOG])):
        for finding in validate_file(folder / name, others):
            # An assessment names its controls by way of a plan, which there is none of: see below.
            by_plan = name == ASSESSMENT and finding.location.endswith("control-id")
            unresolved = finding.code == "REFERENCE_UNVERIFIABLE" and not by_plan
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


def ids_in(part, keys):
    """Values of keys, however deep they stand."""
    if isinstance(part, list):
        return {value for one in part for value in ids_in(one, keys)}
    if not isinstance(part, dict):
        return set()
    found = {value for key, value in part.items() if key in keys and isinstance(value, str)}
    return found | ids_in(list(part.values()), keys)


def assessment_names(folder):
    """What an assessment names that neither it nor the catalog beside it has."""
    catalog, assessment = (json.loads((folder / name).read_text()) for name in (CATALOG, ASSESSMENT))
    for name in sorted(ids_in(assessment, {"control-id", "target-id"}) - ids_in(catalog, {"id"})):
        yield f"{ASSESSMENT}: {name} is not in the catalog"
    for name in sorted(ids_in(assessment, {"observation-uuid"}) - ids_in(assessment, {"uuid"})):
        yield f"{ASSESSMENT}: there is no observation {name}"


def in_one_form(text):
    """A time may end in Z or in +00:00."""
    return json.loads(re.sub(r"(\.0+)?Z\"", '+00:00"', text))


def assessment_through_trestle(folder):
    """What trestle does not take of an assessment, or does not write again as it was."""
    given = AssessmentResults.oscal_read(folder / ASSESSMENT)
    with tempfile.TemporaryDirectory() as place:
        given.oscal_write(Path(place) / ASSESSMENT)
        before, after = ((one / ASSESSMENT).read_text() for one in (folder, Path(place)))
    if in_one_form(before) != in_one_form(after):
        yield f"{ASSESSMENT}: trestle writes another"


def run(command, **options):
    if command()._run(argparse.Namespace(**options)) != 0:
        raise RuntimeError(f"trestle: {command.__name__} failed")


logging.disable(logging.WARNING)
faults = 0
for stack in sorted(Path(sys.argv[1]).iterdir()):
    judges = (against_constraints, through_trestle, assessment_names, assessment_through_trestle)
    for fault in (fault for judge in judges for fault in judge(stack)):
        faults += 1
        print(f"{stack.name}: {fault}")
count = len(list(Path(sys.argv[1]).iterdir()))
print(json.dumps({"stacks": count, "faults": faults}))
