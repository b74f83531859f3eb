import * as pulumi from "@pulumi/pulumi";

/** A monitor that answers at once, and what it was asked. */
export async function install(): Promise<{ resources: number; invokes: number; first: number | undefined }> {
  const asked: { resources: number; invokes: number; first: number | undefined } = {
    ...{ resources: 0, invokes: 0, first: undefined },
  };
  await pulumi.runtime.setMocks({
    newResource({ name, inputs }) {
      asked.first ??= performance.now(); // Milliseconds since the process began.
      asked.resources++;
      return { id: name, state: { ...inputs, arn: `arn:aws:iam::123456789012:policy/${name}` } };
    },
    call({ inputs }) {
      asked.invokes++;
      const where = { partition: "aws", accountId: "123456789012", region: "us-east-1" };
      return { ...where, json: JSON.stringify(inputs) };
    },
  });
  return asked;
}

/** Until everything that was asked for is answered. */
export function settled(): Promise<void> {
  const runtime = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };
  return runtime.waitForRPCs();
}
