import { expect } from "chai";
import { documentsOf, exampleArgs, runComponent } from "../support/component";
import { construct, expectRefused } from "../support/refusals";

const accepts =
  "a letter and up to 63 letters, digits, hyphens or underscores, but none of the component's own tags, as a plain value";

describe("the tag of a session's tenant", () => {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of IAM
  for (const [tagKey, why] of [
    ["", "empty"],
    ["*", "every tag"],
    ["Tenant*", "a wildcard"],
    ["aws:TenantId", "AWS's own"],
    ["Tenant/Id", "a slash"],
    ["Tenant Id", "a space"],
    ["${aws:username}", "a variable"],
    ["1Tenant", "a digit in front"],
    ["T".repeat(65), "65 characters"],
    ["Environment", "a tag that every role has"],
    ["managedby", "one in another case"],
    ["Name", "another"],
  ] as const) {
    it(`cannot be called ${tagKey || "nothing"}: ${why}`, () =>
      expectRefused({ ...exampleArgs(), tenantIsolation: { tagKey } }, [
        { propertyPath: "tenantIsolation.tagKey", reason: `'${tagKey}' is not accepted. Give ${accepts}.` },
      ]));
  }
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of IAM

  it("must be none of the role's own, in any case, as IAM takes a role's tags for its sessions'", () =>
    expectRefused({ ...exampleArgs(), tenantIsolation: {}, tags: { tenantid: "42" } }, [
      {
        propertyPath: 'tags["tenantid"]',
        reason:
          "the role's own tag would count as that of its sessions, which tenantIsolation goes by. Give another key.",
      },
    ]));

  it("leaves the role its other tags", async () => {
    const args = { ...exampleArgs(), tenantIsolation: {}, tags: { Project: "a", TenantIds: "b" } };
    expect((await construct(args)).thrown).to.equal(undefined);
  });

  it("is the only member of its map, and its name is told to who gives another", () =>
    expectRefused({ ...exampleArgs(), tenantIsolation: { key: "TenantId" } }, [
      { propertyPath: "tenantIsolation.key", reason: "there is no such input. Give tagKey." },
    ]));

  it("is not to be had from a certificate", () =>
    expectRefused(
      {
        ...exampleArgs(),
        tenantIsolation: {},
        rolesAnywhere: {
          trustAnchorArn:
            "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab",
          subjectCommonName: "backend",
        },
      },
      [
        {
          propertyPath: "tenantIsolation",
          reason:
            "sessions of rolesAnywhere carry no tag of a tenant. Give trustedPrincipalArns or oidc instead.",
        },
      ],
    ));

  it("is TenantId where it has no name, and whatever is given otherwise", async () => {
    for (const [tenantIsolation, tagKey] of [
      [{}, "TenantId"],
      [{ tagKey: "T".repeat(64) }, "T".repeat(64)],
    ] as const) {
      expect((await construct({ ...exampleArgs(), tenantIsolation })).thrown).to.equal(undefined);
      const documents = documentsOf(await runComponent({ tenantIsolation }));
      const text = JSON.stringify(documents["dev-s3-access-policy"]);
      expect(text).to.include(`"arn:aws:s3:::example-documents/tenants/\${aws:PrincipalTag/${tagKey}}/*"`);
    }
  });

  it("makes documents of one size, however many tenants there are, within the quotas", async () => {
    const key = "T".repeat(64);
    const documents = documentsOf(await runComponent({ tenantIsolation: { tagKey: key } }));
    const sizes = Object.entries(documents).map(([name, document]) => [
      name,
      JSON.stringify(document).length,
    ]);
    for (const [name, size] of sizes) expect(size, String(name)).to.be.below(6144);
  });
});
