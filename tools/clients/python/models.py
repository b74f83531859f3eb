import asyncio
import json
import os

from cells import cell

MODEL = os.environ["MODEL_ID"]
REGION = os.environ["AWS_REGION"]
HELLO = "Say hello."
converse = [{"role": "user", "content": [{"text": HELLO}]}]
messages = [{"role": "user", "content": HELLO}]
WHOLE, STREAM, TOOL = "a model, in one piece", "a model, streaming", "structured output"


def runtime():
    import boto3

    return boto3.client("bedrock-runtime")


@cell("boto3, converse", "boto3", WHOLE)
def _():
    runtime().converse(modelId=MODEL, messages=converse)


@cell("boto3, invoke_model", "boto3", WHOLE)
def _():
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 99, "messages": messages}
    json.loads(runtime().invoke_model(modelId=MODEL, body=json.dumps(body))["body"].read())


@cell("boto3, converse_stream", "boto3", STREAM)
def _():
    list(runtime().converse_stream(modelId=MODEL, messages=converse)["stream"])


def anthropic_client():
    from anthropic import AnthropicBedrock

    return AnthropicBedrock(aws_region=REGION, base_url=os.environ["AWS_ENDPOINT_URL"], max_retries=0)


@cell("anthropic, AnthropicBedrock", "anthropic", WHOLE)
def _():
    assert anthropic_client().messages.create(model=MODEL, max_tokens=99, messages=messages).content


@cell("anthropic, AnthropicBedrock", "anthropic", STREAM)
def _():
    with anthropic_client().messages.stream(model=MODEL, max_tokens=99, messages=messages) as stream:
        assert stream.get_final_text()


def langchain_model(**more):
    from langchain_aws import ChatBedrockConverse

    return ChatBedrockConverse(model=MODEL, region_name=REGION, **more)


@cell("langchain-aws, ChatBedrockConverse.invoke", "langchain-aws", WHOLE)
def _():
    assert langchain_model().invoke(HELLO).content


@cell("langchain-aws, astream_events", "langchain-aws", STREAM)
def _():
    async def read():
        return [event async for event in langchain_model().astream_events(HELLO, version="v2")]

    assert asyncio.run(read())


@cell("langchain-aws, ChatBedrockConverse.invoke", "langchain-aws", WHOLE, "disable_streaming=True, inside astream_events too")
def _():
    async def read():
        model = langchain_model(disable_streaming=True)
        return [event async for event in model.astream_events(HELLO, version="v2")]

    assert asyncio.run(read())


def pydantic_agent(**more):
    from pydantic_ai import Agent
    from pydantic_ai.models.bedrock import BedrockConverseModel

    return Agent(BedrockConverseModel(MODEL), retries=0, **more)


@cell("pydantic-ai, run", "pydantic-ai-slim", WHOLE)
def _():
    assert pydantic_agent().run_sync(HELLO).output


@cell("pydantic-ai, run", "pydantic-ai-slim", WHOLE, 'model_settings={"max_tokens": 4096}')
def _():
    assert pydantic_agent(model_settings={"max_tokens": 4096}).run_sync(HELLO).output


@cell("pydantic-ai, run_stream", "pydantic-ai-slim", STREAM)
def _():
    async def read():
        async with pydantic_agent().run_stream(HELLO) as result:
            return await result.get_output()

    assert asyncio.run(read())


@cell("strands, Agent", "strands-agents", WHOLE)
def _():
    strands_agent()


@cell("strands, Agent", "strands-agents", WHOLE, "BedrockModel(streaming=False)")
def _():
    strands_agent(streaming=False)


@cell("strands, Agent", "strands-agents", STREAM)
def _():
    strands_agent()


def strands_agent(**more):
    from strands import Agent
    from strands.models import BedrockModel

    assert Agent(model=BedrockModel(model_id=MODEL, region_name=REGION, **more), callback_handler=None)(HELLO)


@cell("instructor, from_provider", "instructor", TOOL)
def _():
    import instructor
    from pydantic import BaseModel

    class Person(BaseModel):
        name: str
        age: int

    client = instructor.from_bedrock(runtime())
    assert client.chat.completions.create(modelId=MODEL, messages=messages, response_model=Person, max_retries=0).age
