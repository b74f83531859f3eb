import { expect } from "chai";
import { roleOf } from "../../cli/diff/access";
import { questionOfEvent } from "../../cli/explain/cloudTrail";
import { explain } from "../../cli/explain/explain";
import { outcomeOf } from "../../cli/explain/report";
import { asListed } from "../../cli/explain/secrets";
import { type Document, documentOf } from "../../cli/policy/document";
import { event, letThrough, overwriting } from "./events";

const place = "arn:aws:secretsmanager:us-east-1:123456789012";
const listed = `${place}:secret:app-abc123`;
const documentWith = (...Resource: string[]) =>
  documentOf("secrets", {
    Version: "2012-10-17",
    Statement: [{ Sid: "ReadSecrets", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource }],
  });
const role = (policies: Document[], trust: Document[] = []) => ({
  ...{ ...roleOf("hipaa-app-backend-dev"), policies, trust },
});

describe("explain finds the secret that a request names in another way than the policy", () => {
  const policies = [documentWith(listed, `${place}:secret:two-aaaaaa`, `${place}:secret:two-bbbbbb`)];
  const rows: [named: string, found: string][] = [
    [listed, listed],
    ["app", listed],
    [`${place}:secret:app`, listed],
    [`${place}:secret:app-xxxxxx`, listed],
    ["app-abc123", "app-abc123"],
    ["ap", "ap"],
    ["two", "two"],
    [`${place.replace("123456789012", "999999999999")}:secret:app`, ""],
    [`${place.replace("us-east-1", "us-west-2")}:secret:app`, ""],
  ];
  for (const [resource, found] of rows)
    it(`${resource}: ${found || "none"}`, () => {
      const check = { action: "secretsmanager:GetSecretValue", resource, context: {} };
      expect(asListed(check, role(policies)).resource).to.equal(found || resource);
    });

  it("an event that names it by its name", () => {
    const read = letThrough(
      event("secretsmanager", "GetSecretValue", { requestParameters: { secretId: "app" } }),
    );
    const access = { roles: [role(policies)], policies: [] } as unknown as Parameters<typeof explain>[1];
    const told = explain(questionOfEvent(read), access, undefined);
    expect([outcomeOf(told), told.request?.resource]).to.deep.equal(["allowed", listed]);
  });
});

describe("explain says what it cannot read of a state with encrypted policies", () => {
  const why = "it is encrypted here; export the stack with --show-secrets";
  const sealed = (name: string): Document => ({ name, statements: [], fault: { why, text: "(secret)" } });
  const accessOf = (policies: Document[], trust: Document[]) =>
    ({ roles: [role(policies, trust)], policies: [] }) as unknown as Parameters<typeof explain>[1];

  it("the trust policy: nothing is decided, and nothing advised", () => {
    const access = accessOf([], [sealed("the trust policy")]);
    const { arn } = { arn: "arn:aws:iam::123456789012:role/hipaa-app-backend-dev" };
    const checks = [{ action: "sts:AssumeRole", resource: arn, context: {} }];
    const question = { ...questionOfEvent(letThrough(overwriting)), checks };
    const { evaluation, advice, unknown } = explain(question, access, "hipaa-app-backend-dev");
    expect([evaluation, advice, unknown]).to.deep.equal([
      undefined,
      "",
      [`What the trust policy says cannot be read: ${why}.`],
    ]);
  });

  it("another policy: told beside the answer", () => {
    const access = accessOf([documentWith(listed), sealed("more")], []);
    const { unknown } = explain(questionOfEvent(letThrough(overwriting)), access, undefined);
    expect(unknown).to.include(`What more says cannot be read: ${why}.`);
  });
});
