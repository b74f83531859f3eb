import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { Policies, PolicyDocument, Request } from "../../cli/access/request";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { siteOf } from "../access/siteOf";
import { decide, judge } from "./judge";
import { rememberingJudge } from "./memo";

describe("the remembering judge", () => {
  it("answers what the judge answers from the whole documents, to each question of the access matrix", async () => {
    const site = await siteOf(
      { ...argsOf("staging", defaultStandIn), enableRdsMonitoring: true },
      defaultStandIn,
    );
    const remembering = rememberingJudge();
    for (const { request, policies } of matrix(site)) {
      const verdict = await judge(request, policies);
      expect(await remembering(request, policies), request.action).to.deep.equal(verdict);
      expect(await decide(request, policies), `${request.action}, decided alone`).to.equal(verdict.decision);
    }
  });

  it("asks once what does not depend on the role's name, and again what does", async () => {
    const remembering = rememberingJudge();
    const ask = async (name: string, condition: object) => {
      const site = await siteOf({ ...argsOf("dev", defaultStandIn), nameSuffix: name }, defaultStandIn);
      const row = matrix(site).find(({ request }) => request.action === "s3:GetObject");
      if (!row) throw new Error("There is no such row.");
      const guarded = { Effect: "Deny", Action: "s3:GetObject", Resource: "*", Condition: condition };
      const Statement = [...(site.policies.backend[0]?.Statement ?? []), guarded];
      return remembering(row.request, { identity: [{ Version: "2012-10-17", Statement }] });
    };
    const never = { Bool: { "aws:SecureTransport": "false" } };
    for (const name of ["a", "b"]) expect(await ask(name, never)).to.include({ decision: "allow" });
    expect(remembering.asked()).to.equal(1);

    const named = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/hipaa-app-backend-dev-b" } };
    expect(await ask("a", named)).to.include({ decision: "allow" });
    expect(await ask("b", named)).to.include({ decision: "explicit deny" });
    expect(remembering.asked()).to.equal(3);
  });

  const request: Request = {
    principal: "arn:aws:iam::123456789012:role/example",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::example/a",
    accountId: "123456789012",
    context: {},
  };
  const places: [where: string, policies: (document: PolicyDocument) => Policies][] = [
    ["the role", (document) => ({ identity: [document] })],
    ["the resource", (resource) => ({ identity: [], resource })],
    ["the boundary", (boundary) => ({ identity: [], boundary })],
    ["the organisation", (serviceControl) => ({ identity: [], serviceControl })],
  ];
  const whole = { Sid: "AllBut", Effect: "Deny", Principal: "*", Action: "*", Resource: "*" };
  const { Action, Resource, Principal, ...rest } = whole;
  const inverted: [part: string, statement: Record<string, unknown>][] = [
    ["NotAction", { ...rest, Principal, Resource, NotAction: "iam:*" }],
    ["NotResource", { ...rest, Principal, Action, NotResource: "arn:aws:s3:::example/*" }],
    ["NotPrincipal", { ...rest, Action, Resource, NotPrincipal: { AWS: "123456789012" } }],
  ];
  for (const [part, statement] of inverted) {
    for (const [where, policies] of places) {
      it(`fails at a statement with ${part} in the policy of ${where}`, async () => {
        const document = { Version: "2012-10-17", Statement: [statement] };
        const error = await rememberingJudge()(request, policies(document)).then(
          ({ decision }) => expect.fail(`It answered ${decision}.`),
          (error: Error) => error,
        );
        expect(error.message).to.equal(`AllBut has ${part}, which is not read here.`);
      });
    }
  }
});
