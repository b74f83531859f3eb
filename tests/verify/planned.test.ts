import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { ResourceState } from "../../cli/plan/resources";
import { unreadable } from "../../cli/plan/secrets";
import { scopeOf } from "../../cli/review/expected";
import type { Aws } from "../../cli/verify/aws";
import { policy } from "../../cli/verify/bucketPolicy";
import { bucketsOf } from "../../cli/verify/buckets";
import type { ExpectedComponent, ExpectedRole } from "../../cli/verify/expected";
import { checkKeys } from "../../cli/verify/keys";
import { misplaced } from "../../cli/verify/planned";
import { documentsBucketPolicy, masterKeyStatements } from "../../components";
import { siteOf } from "../access/siteOf";
import { accountWith } from "./account";
import { args, standIn } from "./packages";

const Version = "2012-10-17";
const unknown = "abcdefunknown0123456789abcdef";
const name = args.s3BucketDocumentsArn.split(":::")[1] ?? "";
const keyArn = args.kmsMasterKeyArn;
const keyId = keyArn.split("/")[1] ?? "";
const intern = {
  ...{ Sid: "ByHand", Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:role/intern" } },
  ...{ Action: "*", Resource: "*" },
};

/** A resource with these inputs; what is managed has them as outputs, too. */
const state = (type: string, inputs: object, more: Partial<ResourceState> = {}): ResourceState => ({
  ...{ urn: `urn:pulumi:t::shop::${type}::p`, type, inputs: { ...inputs }, outputs: { ...inputs }, ...more },
});

/** How a program gives a policy, what is said of it where the account's lets somebody in besides. */
type Said = "differs" | "not judged" | undefined;
const forms: [what: string, of: (document: object) => unknown, said: Said][] = [
  ["as a text", (document) => JSON.stringify(document, undefined, 2), "differs"],
  ["as an object", (document) => document, "differs"],
  ["that is not known", () => unknown, "not judged"],
  ["that is no whole JSON", (document) => JSON.stringify(document).slice(0, -1), "not judged"],
  ["that is encrypted", () => unreadable, "not judged"],
  ["that is empty", () => "", undefined],
];
const notKnown = /^the policy that the stack gives it cannot be read here: take --state/;

describe("verify, of the policy that the stack gives a bucket", () => {
  const found = async (resources: ResourceState[]) => {
    const site = await siteOf(args, standIn);
    const component: ExpectedComponent = {
      ...{ name: "app", inputs: {}, scope: scopeOf({ ...args }, standIn), isKnown: () => true },
      roles: [roleOf("backend", site.roleArn)],
    };
    const [bucket] = bucketsOf(component, matrix(site), resources, []);
    const { Statement } = packages(site.roleArn);
    const live = { Version, Statement: [...Statement, intern] };
    const aws = { call: async () => ({ Policy: JSON.stringify(live) }) } as unknown as Aws;
    return bucket ? [await policy(aws, bucket)].flat() : [];
  };
  const packages = (roleArn: string) =>
    documentsBucketPolicy({ bucketArn: args.s3BucketDocumentsArn, roleArn, kmsKeyArn: keyArn });
  const places: [what: string, resource: (policy: unknown) => ResourceState[]][] = [
    ["BucketPolicy", (policy) => [state("aws:s3/bucketPolicy:BucketPolicy", { bucket: name, policy })]],
    [
      "Bucket",
      (policy) => [
        { ...state("aws:s3/bucket:Bucket", { bucket: name, policy }), outputs: { bucket: name, policy: "" } },
      ],
    ],
    ["BucketV2", (policy) => [state("aws:s3/bucketV2:BucketV2", { bucket: name, policy })]],
    [
      "BucketPolicy of aws-native",
      (policy) => [state("aws-native:s3:BucketPolicy", { bucket: name, policyDocument: policy })],
    ],
  ];
  for (const [of, resource] of places) {
    for (const [what, form, said] of forms) {
      it(`${of}, ${what}: ${said ?? "none is given"}`, async () => {
        const { roleArn } = await siteOf(args, standIn);
        expectSaid(await found(resource(form(packages(roleArn)))), said);
      });
    }
  }

  const given = async () => JSON.stringify(packages((await siteOf(args, standIn)).roleArn));
  it("what AWS says of a bucket's policy is none that the stack gives it", async () => {
    const bucket = state("aws:s3/bucket:Bucket", { bucket: name });
    expectSaid(await found([{ ...bucket, outputs: { bucket: name, policy: await given() } }]), undefined);
  });
  it("nor is what the stack only reads", async () => {
    const read = { external: true };
    for (const type of ["aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"])
      expectSaid(await found([state(type, { bucket: name, policy: await given() }, read)]), undefined);
  });
});

describe("verify, of the policy that the stack gives the master key", () => {
  const packages = (roleArn: string) => ({ Version, Statement: masterKeyStatements({ roleArn }) });
  const found = async (resources: ResourceState[]) => {
    const site = await siteOf(args, standIn);
    const roles = [roleOf("backend", site.roleArn)];
    const scope = scopeOf({ ...args }, standIn);
    const component: ExpectedComponent = { name: "app", inputs: {}, scope, isKnown: () => true, roles };
    const live = { Version, Statement: [...packages(site.roleArn).Statement, intern] };
    const aws = accountWith([{ arn: keyArn, tags: { Environment: "x" }, policy: JSON.stringify(live) }]);
    return checkKeys(aws, [{ component, rows: matrix(site) }], resources, []);
  };
  const places: [what: string, resource: (policy: unknown) => ResourceState][] = [
    ["KeyPolicy", (policy) => state("aws:kms/keyPolicy:KeyPolicy", { keyId, policy })],
    ["Key", (policy) => state("aws:kms/key:Key", { arn: keyArn, policy })],
    ["ReplicaKey", (policy) => state("aws:kms/replicaKey:ReplicaKey", { arn: keyArn, policy })],
    ["Key of aws-native", (keyPolicy) => state("aws-native:kms:Key", { arn: keyArn, keyPolicy })],
  ];
  for (const [of, resource] of places) {
    for (const [what, form, said] of forms) {
      it(`${of}, ${what}: ${said ?? "none is given"}`, async () => {
        const { roleArn } = await siteOf(args, standIn);
        expectSaid(await found([resource(form(packages(roleArn)))]), said);
      });
    }
  }
});

describe("verify, of policies of which it is not known what they are for", () => {
  const types: [type: string, key: string, area: string, own: ResourceState][] = [
    ...(["aws:s3/bucketPolicy:BucketPolicy", "aws-native:s3:BucketPolicy"] as const).map(
      (type): [string, string, string, ResourceState] => [
        ...([type, "bucket", "buckets"] as const),
        state("aws:s3/bucket:Bucket", { bucket: unknown }),
      ],
    ),
    ["aws:kms/keyPolicy:KeyPolicy", "keyId", "keys", state("aws:kms/key:Key", { keyId: unknown })],
  ];
  const isKnown = (text: string) => !text.includes(unknown);
  for (const [type, key, area, own] of types) {
    const of = (id: string) => state(type, { [key]: id, policy: "{}" });
    it(`${type}: told once, unless the stack makes what it is for`, () => {
      const said = misplaced([of(unknown)], isKnown);
      expect(said.map((one) => [one.area, one.of, one.result])).to.deep.equal([[area, "p", "not judged"]]);
      expect(said[0]?.what).to.match(/take --state$/);
      expect(misplaced([of(unknown), own], isKnown)).to.deep.equal([]);
      expect(misplaced([of("known")], isKnown)).to.deep.equal([]);
    });
  }
});

const roleOf = (kind: ExpectedRole["kind"], arn: string): ExpectedRole => ({
  ...{ name: arn.split("/").at(-1) ?? "", arn, kind, path: "/", tags: {}, attached: [], inline: [] },
});

/** That somebody is let in is a difference from the stack's policy; that the policy is not known, is said. */
function expectSaid(findings: { result: string; what: string }[], said: Said): void {
  const isMore = ({ result, what }: { result: string; what: string }) =>
    result === "differs" && /lets in more than the program's: grant added/.test(what);
  const isUnread = ({ result, what }: { result: string; what: string }) =>
    result === "not judged" && notKnown.test(what);
  expect([findings.some(isMore), findings.some(isUnread)]).to.deep.equal([
    said === "differs",
    said === "not judged",
  ]);
}
