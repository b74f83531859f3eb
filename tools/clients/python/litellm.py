import os

from cells import cell

MODEL = f"bedrock/{os.environ['MODEL_ID']}"
messages = [{"role": "user", "content": "Say hello."}]


def complete(**more):
    import litellm

    return litellm.completion(model=MODEL, messages=messages, num_retries=0, **more)


@cell("litellm, completion", "litellm", "a model, in one piece")
def _():
    assert complete().choices[0].message.content


@cell("litellm, completion", "litellm", "a model, streaming")
def _():
    assert list(complete(stream=True))
