import os

from cells import cell


def model():
    from llama_index.llms.bedrock_converse import BedrockConverse

    return BedrockConverse(model=os.environ["MODEL_ID"], region_name=os.environ["AWS_REGION"])


@cell("llama-index, BedrockConverse", "llama-index-llms-bedrock-converse", "a model, in one piece")
def _():
    assert model().complete("Say hello.").text


@cell("llama-index, BedrockConverse", "llama-index-llms-bedrock-converse", "a model, streaming")
def _():
    assert list(model().stream_complete("Say hello."))
