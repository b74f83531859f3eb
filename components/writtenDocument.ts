import { getPolicyDocument } from "@pulumi/aws/iam/getPolicyDocument";
import type * as pulumi from "@pulumi/pulumi";
import { type Statement, toPolicyDocumentStatement } from "./policies/statement";

/**
 * A document as the provider writes it: `json` with white space, `minifiedJson` without. It is asked in an apply, which is not
 * reached where an input is refused. getPolicyDocumentOutput would print that fault by itself, and the engine once more.
 */
export function writtenDocument(
  statements: pulumi.Output<Statement[]>,
  form: "json" | "minifiedJson",
  opts: pulumi.InvokeOptions,
): pulumi.Output<string> {
  return statements.apply(async (all) => {
    const written = await getPolicyDocument({ statements: all.map(toPolicyDocumentStatement) }, opts);
    return written[form];
  });
}
