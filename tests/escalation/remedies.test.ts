import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Site } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { siteOf } from "../access/siteOf";
import { faultsOf } from "../judge/checker";
import { judge } from "../judge/judge";
import { commonJudge } from "../judge/memo";
import { repository } from "../support/folder";
import { type Key, residue, smallAccount, type Thing } from "./account";
import { breaches } from "./breaches";
import { requestFor } from "./moves";
import { search } from "./search";

const page = readFileSync(join(repository, "docs/untagged-keys.md"), "utf8");
const serviceControl = JSON.parse(/```json\n([\s\S]+?)```/.exec(page)?.[1] ?? "");

describe("what docs/untagged-keys.md says about keys with neither tag", () => {
  let site: Site;
  let untagged: Key;
  before(async () => {
    site = await siteOf(argsOf("production", defaultStandIn), defaultStandIn);
    untagged = smallAccount(site).find((thing): thing is Key => thing.origin === residue) as Key;
  });
  const remaining = async (change: { things?: Thing[]; serviceControl?: typeof serviceControl }) =>
    breaches(site, await search(site, change, commonJudge));

  it("one is reached as it stands, so that the remedies have something to mend", async () => {
    expect(await remaining({ things: [untagged] })).to.have.length(8);
  });

  for (const value of ["dev", "production", ""]) {
    it(`"tag every key": Environment="${value}" closes it`, async () => {
      expect(await remaining({ things: [{ ...untagged, tags: { Environment: value } }] })).to.deep.equal([]);
    });
  }

  it("the service control policy closes it, and all else stays as it is", async () => {
    expect(await faultsOf(serviceControl)).to.deep.equal([]);
    expect(await remaining({ serviceControl })).to.deep.equal([]);
  });

  it("with the service control policy the role creates no keys, and the provisioner does", async () => {
    const tags = { "aws:RequestTag/Environment": "production", "aws:RequestTag/ManagedBy": "Application" };
    const condition = { ...tags, "aws:TagKeys": ["Environment", "ManagedBy"] };
    const move = { name: "create", action: "kms:CreateKey", resource: "*", condition, next: [] };
    const { principal, context, ...rest } = requestFor(site, move);
    const identity = site.policies.backend;
    expect(await judge({ ...rest, principal, context }, { identity, serviceControl })).to.deep.equal({
      decision: "explicit deny",
      sids: ["OnlyTheProvisionerTagsUntaggedKeys"],
    });
    const provisioner = {
      principal: "arn:aws:sts::123456789012:assumed-role/production-key-provisioner/session",
      context: {
        ...context,
        "aws:PrincipalArn": "arn:aws:iam::123456789012:role/production-key-provisioner",
      },
    };
    const { decision } = await judge({ ...rest, ...provisioner }, { identity, serviceControl });
    expect(decision).to.equal("allow");
  });

  it("a key policy that does not delegate closes it", async () => {
    const { reached } = await search(site, { things: [{ ...untagged, closed: true }] }, commonJudge);
    expect(reached).to.deep.equal([]);
  });
});
