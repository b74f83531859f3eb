import os

from cells import cell


@cell("crewai, LLM.call", "crewai", "a model, in one piece")
def _():
    from crewai import LLM

    assert LLM(model=f"bedrock/{os.environ['MODEL_ID']}").call("Say hello.")
