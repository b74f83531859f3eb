import os

from cells import cell


def generator(**more):
    from haystack_integrations.components.generators.amazon_bedrock import AmazonBedrockChatGenerator

    return AmazonBedrockChatGenerator(model=os.environ["MODEL_ID"], **more)


def ask(**more):
    from haystack.dataclasses import ChatMessage

    assert generator(**more).run([ChatMessage.from_user("Say hello.")])["replies"]


@cell("haystack, AmazonBedrockChatGenerator", "amazon-bedrock-haystack", "a model, in one piece")
def _():
    ask()


@cell("haystack, AmazonBedrockChatGenerator", "amazon-bedrock-haystack", "a model, streaming")
def _():
    ask(streaming_callback=lambda _: None)
