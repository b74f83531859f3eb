import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Access } from "../../cli/diff/access";
import { compare } from "../../cli/diff/compare";
import { accessFrom } from "../../cli/diff/sources";
import { run as plan } from "../../cli/plan/cli";
import { temporaryFolder } from "../support/folder";

const iam = "arn:aws:iam::123456789012";
const document = (Action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: `${iam}:root` }, Action: "sts:AssumeRole" }],
});
/** A value that `pulumi stack export` marks as secret. */
const secret = (content: object) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ...content,
});

const aws = (type: string, name: string, inputs: object, more: object = {}) => ({
  ...{ type: `aws:${type}`, urn: `urn:pulumi:s::p::aws:${type}::${name}`, inputs, outputs: {} },
  ...more,
});
const role = (inputs: object = {}) =>
  aws("iam/role:Role", "role", { name: "r", assumeRolePolicy: trust, ...inputs });
const policy = (Action: string, more: object = {}) =>
  aws(
    "iam/policy:Policy",
    "policy",
    { name: "p", policy: document(Action) },
    { outputs: { arn: `${iam}:policy/p` }, ...more },
  );
const attached = (policyArn = `${iam}:policy/p`) =>
  aws("iam/rolePolicyAttachment:RolePolicyAttachment", "attachment", { role: "r", policyArn });

describe("what is compared is read", () => {
  const folder = temporaryFolder();
  const read = (name: string, content: unknown): Promise<Access> => {
    const path = join(folder(), name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, JSON.stringify(content));
    return accessFrom(path);
  };
  const exported = (...resources: object[]) => read("state.json", { version: 3, deployment: { resources } });
  const found = (old: Access, now: Access) => compare(old, now).map(({ of, what }) => `${of}: ${what}`);

  it("a plan and the folder of its documents", async () => {
    const [plans, folders] = [join(folder(), "plan.json"), join(folder(), "documents")];
    const { stdout } = await plan(["--stack", "production", "--json", "--out", folders]);
    writeFileSync(plans, stdout);
    const [all, alone] = [await accessFrom(plans), await accessFrom(folders)];
    expect(
      all.roles.map(({ name, policies, trust, unread, maxSessionDuration }) => [
        name,
        policies.map((one) => one.name),
        trust.length,
        unread,
        maxSessionDuration,
      ]),
    ).to.deep.equal([
      [
        ...[
          "hipaa-app-backend-production",
          ["production-bedrock-access-policy", "production-kms-access-policy", "production-s3-access-policy"],
          1,
        ],
        ...[[], 3600],
      ],
      [
        "production-rds-monitoring-role",
        [],
        1,
        ["arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"],
        3600,
      ],
    ]);
    expect([all.policies, [...all.others]]).to.deep.equal([[], []]);
    expect(alone.roles.map(({ name }) => name)).to.deep.equal(all.roles.map(({ name }) => name));
    expect(alone.policies.map(({ name }) => name)).to.deep.equal([
      ...["production-bedrock-access-policy", "production-kms-access-policy", "production-s3-access-policy"],
    ]);
    expect(
      [...all.roles.flatMap((one) => [...one.policies, ...one.trust]), ...alone.policies].filter(
        ({ fault }) => fault,
      ),
    ).to.deep.equal([]);
    expect(compare(all, await accessFrom("stack:production"))).to.deep.equal([]);
  });

  it("a stack: each way to give a role a policy", async () => {
    const old = await exported(role());
    const ways: [string, object[], string[]][] = [
      ["attached", [role(), policy("s3:*"), attached()], ["role r: grant added"]],
      ["of AWS", [role(), attached("arn:aws:iam::aws:policy/ReadOnlyAccess")], ["role r: policy attached"]],
      ["of another stack", [role(), attached(`${iam}:policy/other`)], ["role r: policy attached"]],
      [
        "named by the role",
        [role({ managedPolicyArns: [`${iam}:policy/p`] }), policy("s3:*")],
        ["role r: grant added"],
      ],
      [
        "inline",
        [role(), aws("iam/rolePolicy:RolePolicy", "inline", { role: "r", policy: document("s3:*") })],
        ["role r: grant added"],
      ],
      [
        "in the role",
        [role({ inlinePolicies: [{ name: "i", policy: document("s3:*") }] })],
        ["role r: grant added"],
      ],
      [
        "on a role of another stack",
        [role(), { ...attached(), inputs: { role: "x", policyArn: `${iam}:policy/o` } }],
        ["role x: policy attached"],
      ],
      ["attached to nothing", [role(), policy("s3:*")], ["policy p: grant added"]],
      [
        "on a user",
        [role(), aws("iam/userPolicy:UserPolicy", "u", { policy: document("s3:*") })],
        [
          "policy u (aws:iam/userPolicy:UserPolicy): grant added",
          "u (aws:iam/userPolicy:UserPolicy): not comparable",
        ],
      ],
      [
        "of a bucket",
        [role(), aws("s3/bucketPolicy:BucketPolicy", "b", { policy: document("s3:*") })],
        [
          "policy b (aws:s3/bucketPolicy:BucketPolicy): grant added",
          "b (aws:s3/bucketPolicy:BucketPolicy): not comparable",
        ],
      ],
      [
        "about to be deleted",
        [role(), policy("s3:*", { delete: true, id: "x" })],
        ["policy (aws:iam/policy:Policy), x, which an update has still to delete: not comparable"],
      ],
      ["read and not managed", [role(), policy("s3:*", { external: true })], []],
    ];
    for (const [what, resources, expected] of ways) {
      expect(found(old, await exported(...resources)), what).to.deep.equal(expected);
    }
  });

  it("a stack: boundary and sessions", async () => {
    const [old, now] = [
      await exported(role({ permissionsBoundary: `${iam}:policy/b` })),
      await exported(role({ maxSessionDuration: 7200 })),
    ];
    expect(found(old, now)).to.deep.equal([
      "role r: permissions boundary removed",
      "role r: sessions longer",
    ]);
  });

  const sessions: [given: unknown, expected: string[]][] = [
    ...[undefined, null, 3600, "3600"].map((given): [unknown, string[]] => [given, []]),
    [7200, ["role r: sessions longer"]],
    ...["", " ", [], false, "unknown(a)", secret({ ciphertext: "a" })].map((given): [unknown, string[]] => [
      given,
      ["role r: sessions not comparable"],
    ]),
  ];
  for (const [given, expected] of sessions) {
    it(`a stack: sessions beside those of an hour, ${JSON.stringify(given)}`, async () => {
      const [hour, other] = [await exported(role()), await exported(role({ maxSessionDuration: given }))];
      expect(found(hour, other)).to.deep.equal(expected);
    });
  }

  it("a stack: secrets that are shown, and others", async () => {
    const shown = await exported(role({ assumeRolePolicy: secret({ plaintext: JSON.stringify(trust) }) }));
    expect(found(shown, await exported(role()))).to.deep.equal([]);
    const hidden = (ciphertext: string) => exported(role({ assumeRolePolicy: secret({ ciphertext }) }));
    expect(found(await hidden("a"), await hidden("a"))).to.deep.equal([]);
    expect(found(await hidden("a"), await hidden("b"))).to.deep.equal([
      "role r: not comparable",
      "role r: not comparable",
    ]);
    const [change] = compare(shown, await hidden("a"));
    expect(change?.note).to.equal(
      "the trust policy cannot be read: it is encrypted here; export the stack with --show-secrets",
    );
  });

  it("a stack: documents that are no JSON", async () => {
    const [old, now] = [await exported(role()), await exported(role({ assumeRolePolicy: "{" }))];
    expect(found(old, now)).to.deep.equal(["role r: not comparable", "role r: trust removed"]);
  });

  it("an access review, by its folder", async () => {
    const statement = (Action: string) => ({
      sid: "S",
      json: { Sid: "S", Effect: "Allow", Action, Resource: "*" },
    });
    const review = (Action: string, unread = "") => ({
      formatVersion: 1,
      components: [
        {
          roles: [
            {
              ...{ name: "r", permissionsBoundary: "" },
              documents: [
                {
                  name: "r",
                  kind: "trust policy",
                  unread: "",
                  statements: JSON.parse(trust).Statement.map((json: object) => ({ json })),
                },
                { name: "p", kind: "managed policy", unread, statements: unread ? [] : [statement(Action)] },
                {
                  name: "arn:aws:iam::aws:policy/X",
                  kind: "managed policy",
                  unread: "It is AWS's.",
                  statements: [],
                },
              ],
            },
          ],
        },
      ],
    });
    const [narrow, wide, hidden] = [
      await read("narrow/review.json", review("s3:GetObject")),
      await read("wide/review.json", review("s3:*")),
      await read("hidden/review.json", review("", "(secret)")),
    ];
    expect(await accessFrom(join(folder(), "wide"))).to.deep.equal(wide);
    expect(wide.roles[0]?.unread).to.deep.equal(["arn:aws:iam::aws:policy/X"]);
    expect(found(narrow, wide)).to.deep.equal(["role r: grant widened"]);
    expect(found(narrow, narrow)).to.deep.equal([]);
    expect(found(hidden, hidden).slice(0, 1)).to.deep.equal(["role r: not comparable"]);
    expect(compare(hidden, hidden)[0]?.grew).to.equal(true);
  });

  it("a stack: what is encrypted and changes is growth", async () => {
    const seal = (ciphertext: string) => secret({ ciphertext });
    const each = (value: unknown): object[][] => [
      [role({ permissionsBoundary: value })],
      [role({ inlinePolicies: value })],
      [role({ managedPolicyArns: value })],
      [role(), { ...attached(), inputs: { role: "r", policyArn: value } }],
      [role(), { ...attached(), inputs: { role: value, policyArn: "arn:aws:iam::aws:policy/X" } }],
    ];
    for (const [at, resources] of each(seal("a")).entries()) {
      const old = await exported(...resources);
      expect(compare(old, await exported(...resources))).to.deep.equal([]);
      for (const others of [each(seal("b"))[at] ?? [], [role()]]) {
        const grew = compare(old, await exported(...others)).some((change) => change.grew);
        expect(grew, `${at}, ${others.length}`).to.equal(true);
      }
    }
  });

  it("a plan: a component of a plugin, whose resources are not there, is growth where it is new or other", async () => {
    const shop = (inputs: object) => ({
      ...{ type: "awsx:ecs:Service", urn: "urn:pulumi:s::p::awsx:ecs:Service::shop", remote: true, inputs },
    });
    const plans = (...resources: object[]) => read("plan.json", { resources: [role(), ...resources] });
    const [without, one, other] = [await plans(), await plans(shop({ a: 1 })), await plans(shop({ a: 2 }))];
    for (const [old, now] of [
      [without, one],
      [one, other],
    ] as const) {
      expect(compare(old, now).some(({ grew }) => grew)).to.equal(true);
    }
    expect(compare(one, await plans(shop({ a: 1 })))).to.deep.equal([]);
  });

  it("a stack: twins of a sort that is not read", async () => {
    const user = (text: string) => aws("iam/userPolicyAttachment:UserPolicyAttachment", "u", { text });
    const [old, now] = [
      await exported(role(), user("a"), user("b")),
      await exported(role(), user("c"), user("b")),
    ];
    expect(compare(old, now).map(({ grew }) => grew)).to.deep.equal([true]);
  });

  it("a stack: where roles and policies are made, by their ARNs and providers", async () => {
    const provider = (name: string, inputs: object) => ({
      ...{
        type: "pulumi:providers:aws",
        urn: `urn:pulumi:s::p::pulumi:providers:aws::${name}`,
        inputs,
        outputs: {},
      },
    });
    const by = (name: string) => ({ provider: `urn:pulumi:s::p::pulumi:providers:aws::${name}::id` });
    const inAccount = (account: string) => ({ outputs: { arn: `arn:aws:iam::${account}:role/r` } });
    const bucket = (name: string) =>
      aws("s3/bucketPolicy:BucketPolicy", "b", { policy: document("s3:*") }, by(name));
    const providers = (region = "us-east-1", account = "222222222222") => [
      provider("default_7_0_0", { region, profile: "p" }),
      provider("same", { region: "us-east-1", profile: "p" }),
      provider("other", { region: "us-east-1", allowedAccountIds: JSON.stringify([account]) }),
    ];
    const state = (more: object, bucketBy = "default_7_0_0", ...all: object[]) =>
      exported(...(all.length > 0 ? all : providers()), { ...role(), ...more }, bucket(bucketBy));
    const policy = "policy b (aws:s3/bucketPolicy:BucketPolicy)";
    const moves: [what: string, old: Access, now: Access, expected: string[]][] = [
      [
        "another account",
        await state(inAccount("111111111111")),
        await state(inAccount("222222222222")),
        ["role r: made elsewhere"],
      ],
      ["a provider of the same account", await state({}), await state({}, "same"), []],
      [
        "a provider of another",
        await state({}),
        await state({}, "other"),
        [`${policy} (account 222222222222): made elsewhere`],
      ],
      [
        "another account of a provider",
        await state({}, "other"),
        await state({}, "other", ...providers("us-east-1", "333333333333")),
        [`${policy} (account 333333333333): made elsewhere`],
      ],
      [
        "another Region",
        await state({}),
        await state({}, "default_7_0_0", ...providers("eu-west-1")),
        ["the stack: made elsewhere"],
      ],
    ];
    for (const [what, old, now, expected] of moves) expect(found(old, now), what).to.deep.equal(expected);
    const twin = (name: string) => ({ ...role(), ...by(name) });
    expect((await exported(...providers(), twin("same"), twin("other"))).roles).to.have.lengthOf(2);
  });

  it("two roles of one name are refused", async () => {
    const twins = [role(), role()];
    expect((await exported(...twins).catch(String)) as unknown).to.match(
      /Two roles or policies are called r\. Compare one account at a time\.$/,
    );
  });
});
