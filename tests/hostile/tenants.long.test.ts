import { expect } from "chai";
import fc from "fast-check";
import { backendRows, deny, type Row } from "../../cli/access/row";
import { keyArn, requestTags, resourceTags } from "../../cli/access/rows/kmsRequests";
import type { Site } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
import { siteOf } from "../access/siteOf";
import { judge } from "../judge/judge";
import { runs, seed } from "./suite";

/** IDs as S3 keys allow them, those among them that mean more to IAM, to S3's folders or to file systems. */
const special = [
  "",
  "*",
  "?",
  "**",
  "..",
  "../",
  ".",
  "/",
  "a",
  "ab",
  "a/",
  "a/b",
  "A",
  " ",
  "a ",
  "%2F",
  "é",
  "42",
];
const characters = fc.constantFrom(..."abAB01 _.:/=+-@*?{$}%\\é,'\"<>&");
const id = fc.oneof(
  fc.constantFrom(...special),
  fc.string({ unit: characters, maxLength: 12 }),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);
/** Two of which one may begin, end or look like the other. */
const pair = fc.oneof(
  fc.tuple(id, id),
  fc.tuple(id, id).map(([a, b]) => [a, `${a}${b}`]),
  fc.tuple(id, id).map(([a, b]) => [`${a}${b}`, a]),
  fc.tuple(id, id).map(([a, b]) => [`${a}${b}`, b]),
  id.map((a) => [a, a.toUpperCase()]),
  id.map((a) => [a.replace(/./g, "?"), a]),
);

/** What a session of one tenant would try on another's documents and keys. */
function attempts(site: Site, a: string, b: string): Row[] {
  const as: Site = { ...site, tenant: { tagKey: "TenantId", id: a } };
  const s3 = backendRows(as, "S3");
  const kms = backendRows(as, "KMS");
  const never = deny("another tenant's");
  const ours = resourceTags(site.environment, "Application");
  const key = { ...ours, "aws:ResourceTag/TenantId": b };
  const tags = requestTags({ Environment: site.environment, ManagedBy: "Application", TenantId: b });
  // The judge takes a wildcard in what is asked for as any resource, and so refuses to answer.
  const object = /[*?]/.test(b) ? [] : [`${site.documents}/tenants/${b}/1.pdf`];
  return [
    s3("s3:ListBucket", site.documents, { "s3:prefix": `tenants/${b}/` }, never),
    ...object.flatMap((object) =>
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"].map((action) => s3(action, object, {}, never)),
    ),
    ...["kms:Decrypt", "kms:GenerateDataKey", "kms:Encrypt"].map((action) =>
      kms(action, keyArn(site), key, never),
    ),
    kms("kms:CreateKey", "*", tags, never),
    kms("kms:TagResource", keyArn(site), tags, never),
    kms("kms:TagResource", keyArn(site), { ...tags, ...key }, never),
  ];
}

describe("a session of one tenant", () => {
  let site: Site;
  before(async () => {
    console.log(`    FC_SEED=${seed}`);
    site = await siteOf({ ...argsOf("production", defaultStandIn), tenantIsolation: {} }, defaultStandIn);
  });

  it("reaches nothing of another, whatever the two are called", async () => {
    let tried = 0;
    const property = fc.asyncProperty(pair, async ([a = "", b = ""]) => {
      // What has a slash is no tenant's ID, as no session gets it: it is a folder in another's.
      if (a === b || b.includes("/")) return;
      for (const { request, policies } of attempts(site, a, b)) {
        tried++;
        const { decision } = await judge(request, policies);
        expect(decision, `${request.action} of ${request.resource} by ${JSON.stringify(a)}`).to.not.equal(
          "allow",
        );
      }
    });
    await fc.assert(property, { numRuns: runs, seed });
    expect(tried).to.be.greaterThan(runs);
  });

  it("reaches its own, if it is of exactly one, and else nothing at all", async () => {
    const seen = { allow: 0, "explicit deny": 0, "implicit deny": 0 };
    const property = fc.asyncProperty(id, async (a) => {
      const isOne = a !== "" && !/[/*?]/.test(a);
      for (const { request, policies } of attempts(site, a, a)) {
        if (isOne && /[${}]/.test(a)) continue; // Not in a tag's value: STS refuses it.
        const { decision } = await judge(request, policies);
        expect(decision, `${request.action} of ${request.resource} by ${JSON.stringify(a)}`).to.equal(
          isOne ? "allow" : "explicit deny",
        );
        seen[decision]++;
      }
    });
    await fc.assert(property, { numRuns: runs, seed });
    expect(seen.allow).to.be.greaterThan(runs);
    expect(seen["explicit deny"]).to.be.greaterThan(runs);
  });
});
