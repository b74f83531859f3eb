"""Answers the SMT-LIB files of a folder with cvc5: `judge.py FOLDER`. Prints a JSON object: by file its answer and seconds."""

import json
import sys
import time
from pathlib import Path

import cvc5

LIMIT = "20000"  # milliseconds a question


def answer_to(file):
    """What cvc5 says, and how long it takes to read and to decide the question, its own start left out."""
    text = file.read_text()
    start = time.process_time()
    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("strings-exp", "true")
    solver.setOption("tlimit-per", LIMIT)
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, file.name)
    said = ""
    while not (command := parser.nextCommand()).isNull():
        said += str(command.invoke(solver, parser.getSymbolManager()))
    return said.strip(), time.process_time() - start


print(json.dumps({file.name: answer_to(file) for file in sorted(Path(sys.argv[1]).glob("*.smt2"))}))
