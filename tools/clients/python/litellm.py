import os

from cells import cell

MODEL = f"bedrock/{os.environ['MODEL_ID']}"
messages = [{"role": "user", "content": "Say hello."}]


def complete(**more):
    import litellm

    # It takes the endpoint of its own variable or argument, not AWS_ENDPOINT_URL.
    url = os.environ["AWS_ENDPOINT_URL"]
    return litellm.completion(
        model=MODEL, messages=messages, num_retries=0, aws_bedrock_runtime_endpoint=url, **more
    )


@cell("litellm, completion", "litellm", "a model, in one piece")
def _():
    assert complete().choices[0].message.content


@cell("litellm, completion", "litellm", "a model, streaming")
def _():
    assert list(complete(stream=True))
