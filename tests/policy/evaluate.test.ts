import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { documentOf } from "../../cli/policy/document";
import { evaluate } from "../../cli/policy/evaluate";
import type { PolicySet, Request } from "../../cli/policy/request";
import { argsOf } from "../access/argsOf";
import { extensions } from "../access/options";
import { siteOf } from "../access/siteOf";
import { seed } from "../diff/soundness";
import { expectAlike } from "./random";
import { decidesAsTheJudge } from "./suite";

describe("the package's evaluator decides each case of the access matrix as the judge does, by the same statements", () => {
  const added = extensions(defaultStandIn);
  for (const option of ["every way is open", "sessions serve one tenant", "a guardrail is asked for"]) {
    it(option, async () => {
      await decidesAsTheJudge(
        { ...argsOf("production", defaultStandIn), enableRdsMonitoring: true, ...added[option] },
        defaultStandIn,
      );
    });
  }
});

it("the package's evaluator decides random requests as the judge does, by the same statements", async () => {
  const args = {
    ...argsOf("production", defaultStandIn),
    ...extensions(defaultStandIn)["every way is open"],
  };
  const counts = await expectAlike(await siteOf(args, defaultStandIn), 200, seed);
  expect(counts.allowed, `FC_SEED=${seed}`).to.be.greaterThan(0);
  expect(counts["explicitly denied"], `FC_SEED=${seed}`).to.be.greaterThan(0);
});

const role = "arn:aws:iam::123456789012:role/path/backend";
const session = "arn:aws:sts::123456789012:assumed-role/backend/railway";
const request: Request = {
  principal: session,
  action: "s3:PutObject",
  resource: "arn:aws:s3:::backups/a",
  accountId: "123456789012",
  context: { "aws:PrincipalArn": role, "s3:if-none-match": "*" },
};
const policy = (...Statement: object[]) => documentOf("p", { Version: "2012-10-17", Statement });
const allow = (more: object = {}) => ({ Effect: "Allow", Action: "s3:*", Resource: "*", ...more });
const grantTo = (AWS: string | string[]) => policy({ ...allow(), Principal: { AWS } });
const variable = (name: string) => `arn:aws:s3:::\${${name}}/*`;
const nothing = policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
const root = "arn:aws:iam::123456789012:root";

/** What no case of the matrix asks. */
const cases: [what: string, policies: PolicySet, decision: string, asked?: Partial<Request>][] = [
  ["no policy", { identity: [] }, "implicit deny"],
  [
    "a session policy that allows it too",
    { identity: [policy(allow())], session: [policy(allow())] },
    "allowed",
  ],
  ["a session policy that does not", { identity: [policy(allow())], session: [nothing] }, "implicit deny"],
  ["a boundary that does not", { identity: [policy(allow())], boundary: nothing }, "implicit deny"],
  [
    "one level of the organisation that does not",
    { identity: [policy(allow())], serviceControl: [[policy(allow())], [nothing]] },
    "implicit deny",
  ],
  [
    "two policies of a level, of which one does",
    { identity: [policy(allow())], serviceControl: [[policy(allow()), nothing]] },
    "allowed",
  ],
  ["the resource names the role", { identity: [], resource: grantTo(role) }, "allowed"],
  [
    "the resource names the role, its boundary does not allow it",
    { identity: [], boundary: nothing, resource: grantTo(role) },
    "implicit deny",
  ],
  [
    "the resource names the session, which no boundary limits",
    { identity: [], boundary: nothing, resource: grantTo(session) },
    "allowed",
  ],
  ["the resource names the account alone", { identity: [], resource: grantTo(root) }, "implicit deny"],
  [
    "another account's resource names the account",
    { identity: [policy(allow())], resource: grantTo(root) },
    "allowed",
    { accountId: "999999999999" },
  ],
  [
    "another account's resource has no policy",
    { identity: [policy(allow())] },
    "implicit deny",
    { accountId: "999999999999" },
  ],
  [
    "a deny of the boundary",
    { identity: [policy(allow())], boundary: policy(allow(), { ...allow(), Effect: "Deny" }) },
    "explicit deny",
  ],
  [
    "NotPrincipal with the role is no exemption of its session",
    {
      identity: [policy(allow())],
      resource: policy({ ...allow(), Effect: "Deny", NotPrincipal: { AWS: [root, role] } }),
    },
    "explicit deny",
  ],
  [
    "NotPrincipal with the session is",
    {
      identity: [policy(allow())],
      resource: policy({ ...allow(), Effect: "Deny", NotPrincipal: { AWS: [root, role, session] } }),
    },
    "allowed",
  ],
  [
    "a variable with a text of its own where there is none",
    { identity: [policy({ ...allow(), Resource: variable("aws:PrincipalTag/bucket, 'backups'") })] },
    "allowed",
  ],
  [
    "a variable without one",
    { identity: [policy({ ...allow(), Resource: variable("aws:PrincipalTag/bucket") })] },
    "implicit deny",
  ],
  [
    "numbers",
    {
      identity: [
        policy({ ...allow(), Condition: { NumericLessThanEquals: { "aws:MultiFactorAuthAge": "3600" } } }),
      ],
    },
    "allowed",
    { context: { "aws:MultiFactorAuthAge": "3600" } },
  ],
  [
    "dates",
    {
      identity: [
        policy({ ...allow(), Condition: { DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } } }),
      ],
    },
    "implicit deny",
    { context: { "aws:CurrentTime": "2025-12-31T23:59:59Z" } },
  ],
  [
    "networks",
    {
      identity: [
        policy({
          ...allow(),
          Condition: { NotIpAddress: { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"] } },
        }),
      ],
    },
    "implicit deny",
    { context: { "aws:SourceIp": "2001:db8::1" } },
  ],
];

describe("the package's evaluator decides as IAM documents", () => {
  for (const [what, policies, decision, asked] of cases) {
    it(`${what}: ${decision}`, () => {
      expect(evaluate({ ...request, ...asked }, policies).decision).to.equal(decision);
    });
  }

  it("says which condition of the nearest grant failed, what it saw and what it wants", () => {
    const identity = [
      policy(
        allow({ Sid: "Near", Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } }),
        allow({
          Sid: "Far",
          Resource: "arn:aws:s3:::other/*",
          Condition: { Bool: { "aws:SecureTransport": "true" } },
        }),
        { Sid: "OfAnother", Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
      ),
    ];
    const context = { ...request.context, "aws:RequestedRegion": "eu-west-1" };
    const { missing, nearMisses } = evaluate({ ...request, context }, { identity });
    expect(missing).to.deep.equal(["identity"]);
    expect(nearMisses.map(({ statement, parts, failed }) => [statement.sid, parts, failed])).to.deep.equal([
      [
        "Near",
        [],
        [
          {
            operator: "StringEquals",
            key: "aws:RequestedRegion",
            wanted: ["us-east-1"],
            seen: ["eu-west-1"],
          },
        ],
      ],
      [
        "Far",
        ["resource"],
        [{ operator: "Bool", key: "aws:SecureTransport", wanted: ["true"], seen: undefined }],
      ],
    ]);
  });

  it("an operator that IAM does not have is no operator that does not match", () => {
    const identity = [policy(allow({ Condition: { StringIs: { "aws:RequestedRegion": "us-east-1" } } }))];
    expect(() => evaluate(request, { identity })).to.throw("there is no operator StringIs");
  });
});
