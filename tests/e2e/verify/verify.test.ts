import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { UsageError } from "../../../cli/plan/errors";
import type { Check } from "../../../cli/verify/check";
import { make } from "../../../cli/verify/make";
import { neededPolicy } from "../../../cli/verify/permissions";
import type { Verification } from "../../../cli/verify/report";
import type { Wish } from "../../../cli/verify/wish";
import { openComplete } from "../support/complete";
import { localApi } from "../support/moto";
import { result, VerifiedApi } from "./api";
import { Deployed } from "./deployed";
import { deviations } from "./deviations";
import { withoutBucketPolicies, withoutKeyPolicies } from "./deviationsOfDenies";
import { withComponentBeside } from "./deviationsOfKeys";
import type { Form } from "./simulator";
import { widened } from "./widened";

const externalId = "only-we-know-this";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

const settings: Record<string, string> = {
  ...{
    versioning: "GetBucketVersioning",
    encryption: "GetEncryptionConfiguration",
    policy: "GetBucketPolicy",
  },
  ...{ publicAccessBlock: "GetBucketPublicAccessBlock", ownershipControls: "GetBucketOwnershipControls" },
  ...{ "object-lock": "GetBucketObjectLockConfiguration", lifecycle: "GetLifecycleConfiguration" },
  replication: "GetReplicationConfiguration",
};

/** What IAM is asked for a call. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
function actionOf(call: string): string {
  const [, setting] = /^s3:GET (\S*?)=?$/.exec(call) ?? [];
  return setting === undefined
    ? call.replace("accessanalyzer:", "access-analyzer:")
    : `s3:${settings[setting] ?? setting}`;
}

describe("hipaa-iam verify, against examples/complete as it is deployed", () => {
  const moto = localApi();
  let api: VerifiedApi;
  let deployed: Deployed;
  let state: string;
  let folder: string;
  const made = new Set<string>();

  const wish = (): Wish => ({
    ...{
      stack: undefined,
      state,
      folder: process.cwd(),
      config: [],
      region: "us-east-1",
      profile: undefined,
    },
    ...{ roleArn: undefined, externalId: undefined, lastUsed: false, validate: false, accept: undefined },
    ...{ partial: false, out: undefined, json: true, now: new Date("2026-11-29T12:00:00Z") },
  });
  const verify = async (given: Partial<Wish> = {}, pageSize?: number) => {
    const settings = { credentials, ...(pageSize && { pageSize }) };
    const result = await make({ ...wish(), ...given }, settings);
    expect(result.stdout).not.to.include(externalId);
    for (const call of api.calls) made.add(call);
    return {
      ...result,
      said: (given.json === false ? undefined : JSON.parse(result.stdout)) as Verification,
    };
  };
  const agreeing = ({ checks }: Verification) =>
    checks
      .filter(({ area, result }) => area === "promises" && result === "agrees")
      .reduce((sum, { details }) => sum + details.length, 0);
  const differing = ({ checks }: Verification) => checks.filter(({ result }) => result === "differs");
  const inWords = ({ area, of, what }: Check) => `${area}: ${of}: ${what}`;

  before(async () => {
    const stack = await openComplete(moto(), externalId, "arn:aws:iam::123456789012:role/deployer");
    const { errors } = await stack.up();
    expect(errors).to.deep.equal([]);
    folder = stack.folder;
    state = join(stack.folder, "state.json");
    writeFileSync(state, JSON.stringify(await stack.stack.exportStack()));
    api = await VerifiedApi.start(moto());
    process.env.AWS_ENDPOINT_URL = api.endpoint;
    deployed = new Deployed(moto(), (await stack.outputs()) as Record<string, string>);
    // AWS gives it to every new bucket, the local API does not.
    for (const bucket of [deployed.documents, deployed.backups, deployed.auditLogs]) {
      await deployed.own(bucket, "BucketOwnerEnforced");
    }
  });
  beforeEach(() => api.reset());
  after(() => {
    delete process.env.AWS_ENDPOINT_URL;
    api.stop();
  });

  it("agrees, right after `pulumi up`", async () => {
    const { said, exitCode } = await verify();
    expect(differing(said).map(inWords)).to.deep.equal([]);
    expect(said.checks.filter(({ result }) => result === "not seen")).to.deep.equal([]);
    expect(exitCode).to.equal(0);
    expect(agreeing(said)).to.be.greaterThan(400);
    // What is not asked of a role is told of it, as what is asked.
    const ofPromises = said.checks.filter(({ area }) => area === "promises");
    expect([...new Set(ofPromises.map(({ of }) => of))]).to.deep.equal([deployed.role]);
    // The example's policy of the key names the role and the deployer, by a condition.
    const ofKeys = said.checks.filter(({ area, result }) => area === "keys" && result === "told");
    expect(ofKeys.map(({ what }) => what).join("; ")).to.match(
      /with the policy of the master key, IAM policies of the account let nobody use the key whom it does not name; .*lets others manage the key/,
    );
  });

  it("verifies all but what is encrypted, of a state exported without --show-secrets", async () => {
    const stacks = join(folder, ".state/.pulumi/stacks");
    const [project = ""] = readdirSync(stacks);
    const kept = JSON.parse(readFileSync(join(stacks, project, "dev.json"), "utf8"));
    const encrypted = join(folder, "encrypted.json");
    writeFileSync(encrypted, JSON.stringify({ version: 3, deployment: kept.checkpoint.latest }));
    expect(readFileSync(encrypted, "utf8")).to.include("ciphertext").and.not.to.include("plaintext");
    const { said, exitCode } = await verify({ state: encrypted });
    const [unread, added, ...more] = differing(said);
    expect([unread?.details, more.map(inWords), exitCode]).to.deep.equal([
      ["the trust policy cannot be read: it is encrypted here; export the stack with --show-secrets"],
      [],
      3,
    ]);
    expect(added?.what).to.match(/^trust added \(AssumeWithExternalId\)/);
    expect(agreeing(said)).to.be.greaterThan(400);
  });

  it("tells the requests that AWS decides as promised by README's sentences", async () => {
    const { said } = await verify();
    const sentences = said.checks.filter(({ area, result }) => area === "promises" && result === "agrees");
    expect(sentences.map(({ what }) => what)).to.satisfy((all: string[]) =>
      all.some((what) =>
        /^may: list the documents bucket with a prefix under tenants\/ \(\d requests\)$/.test(what),
      ),
    );
    expect(sentences.length).to.be.greaterThan(30);
    for (const { what, details } of sentences) expect(what).to.include(`(${details.length} request`);
  });

  it("reads either form in which AWS answers of several resources", async () => {
    const each = await verify();
    api.form = "of an action";
    expect((await verify()).said.checks).to.deep.equal(each.said.checks);
    await deviations.find(({ what }) => what.includes("cuts KMS"))?.make(deployed, api);
    const form = async (one: Form) => {
      api.form = one;
      return (await verify()).said.checks.filter(({ result }) => result === "differs");
    };
    expect(await form("of an action")).to.deep.equal(await form("each"));
  });

  it("asks apart what the simulator does not take together, and so all the same", async () => {
    const together = await verify();
    const before = api.calls.length;
    api.groupOf = (action) => action.split(":")[0];
    const { said, exitCode } = await verify();
    expect(said.checks).to.deep.equal(together.said.checks);
    expect(exitCode).to.equal(0);
    expect(api.calls.length - before).to.be.greaterThan(before);
  });

  it("could not see what the simulator does not take alone, and nothing else", async () => {
    const all = agreeing((await verify()).said);
    api.groupOf = (action) => (action === "s3:CreateBucket" ? undefined : "any");
    const { said, exitCode } = await verify();
    const [unseen, ...more] = said.checks.filter(({ result }) => result === "not seen");
    expect(more).to.deep.equal([]);
    expect(unseen?.what).to.match(/^could not look: AWS's simulator gave no answer to \d+ requests?$/);
    for (const one of unseen?.details ?? []) expect(one).to.match(/^s3:CreateBucket on /);
    expect(agreeing(said)).to.equal(all - (unseen?.details.length ?? 0));
    expect(differing(said).map(inWords)).to.deep.equal([]);
    expect(exitCode).to.equal(3);
  });

  for (const form of ["each", "of an action"] satisfies Form[]) {
    it(`takes no answer for agreement that allows what it says the organisation does not, ${form}`, async () => {
      api.form = form;
      api.above = { isTorn: true };
      const { said, exitCode } = await verify();
      const found = differing(said);
      expect(found.every(({ details }) => details.includes("AWS's answer contradicts itself"))).to.equal(
        true,
      );
      expect(found.length).to.be.greaterThan(30);
      expect(exitCode).to.equal(3);
    });
  }

  for (const { what, make: deviate, said: expected, state: changed, told, details } of deviations) {
    it(`names ${what}, and nothing else`, async () => {
      const undo = await deviate(deployed, api);
      const other = join(mkdtempSync(join(tmpdir(), "state-")), "state.json");
      if (changed) writeFileSync(other, changed(readFileSync(state, "utf8")));
      try {
        const { said, exitCode } = await verify(changed ? { state: other } : {});
        const found = differing(said);
        const fits = (one: Check, area: string, words: RegExp) => one.area === area && words.test(one.what);
        const isExpected = (one: Check) => expected.some(([area, words]) => fits(one, area, words));
        expect(found.filter((one) => !isExpected(one)).map(inWords)).to.deep.equal([]);
        for (const [area, words, times = 1] of expected) {
          const fitting = found.filter((one) => fits(one, area, words)).map(inWords);
          // Each request is a promise.
          if (area === "promises") expect(fitting, `${words}`).not.to.deep.equal([]);
          else expect(fitting, `${words}`).to.have.lengthOf(times);
        }
        if (details) expect(found[0]?.details.join("; ")).to.match(details);
        if (told)
          expect(said.checks.flatMap((one) => [one.what, ...one.details])).to.satisfy((all: string[]) =>
            all.some((one) => told.test(one)),
          );
        expect(exitCode).to.equal(expected.length > 0 ? 3 : 0);
      } finally {
        await undo();
      }
    });
  }

  it("agrees again when all of it is taken back", async () => {
    const { said } = await verify();
    expect(differing(said).map(inWords)).to.deep.equal([]);
  });

  it("says who refuses: the organisation, not the role", async () => {
    const deviation = deviations.find(({ what }) => what.includes("cuts KMS"));
    await deviation?.make(deployed, api);
    const { said } = await verify();
    const first = differing(said).find(({ what }) => what.startsWith(`kms:Decrypt on ${deployed.masterKey}`));
    expect(first?.details.join()).to.include("a policy of the organisation does not");
    expect(first?.details.join()).to.include("UseMasterKey (dev-kms-access-policy)");
  });

  /** The ids of two differences: a key that carries no tag, and a tag of the role. */
  const idsOfTwo = async () => {
    const { undo } = await deployed.newKey({});
    const tagged = await deviations
      .find(({ what }) => what === "a tag has another value")
      ?.make(deployed, api);
    const found = differing((await verify()).said);
    await undo();
    await tagged?.();
    const idOf = (area: string) => found.find((one) => one.area === area)?.id ?? "";
    return [idOf("keys"), idOf("roles")];
  };
  const acceptedIn = (...ids: string[]) => {
    const file = join(mkdtempSync(join(tmpdir(), "accept-")), "accepted.yaml");
    writeFileSync(file, ids.map((id) => `- id: "${id}"\n  reason: old\n`).join(""));
    return file;
  };
  const ids = (entries: { id: string }[]) => entries.map(({ id }) => id);

  it("takes known differences with a reason, and tells of those that are gone or were not looked at", async () => {
    const [ofKey = "", ofRole = ""] = await idsOfTwo();
    const other = "0".repeat(32);
    const { undo } = await deployed.newKey({});
    const known = differing((await verify()).said)[0]?.id ?? "";
    const { said, exitCode } = await verify({ accept: acceptedIn(known, ofKey, ofRole, other) });
    await undo();
    expect(exitCode).to.equal(0);
    expect(differing(said).map((one) => one.accepted)).to.deep.equal(["old"]);
    expect(ids(said.stale)).to.deep.equal([ofKey, ofRole]);
    expect(ids(said.unseen)).to.deep.equal([other]);
  });

  const growing: [what: string, principal: object | string, words: RegExp][] = [
    ["another account", { AWS: "arn:aws:iam::999999999999:root" }, /lets in other accounts$/],
    ["everybody", "*", /lets in everybody$/],
    ["the role", { AWS: "arn:aws:iam::123456789012:role/hipaa-app-backend-dev" }, /lets the role do/],
  ];
  for (const [what, Principal, words] of growing) {
    it(`asks again when a bucket's policy lets ${what} do more than was accepted`, async () => {
      const { documents } = deployed;
      const other = join(mkdtempSync(join(tmpdir(), "state-")), "state.json");
      writeFileSync(other, withoutBucketPolicies(readFileSync(state, "utf8")));
      const idFor = async (Action: string, Resource: string) => {
        const more = { Sid: "ByHand", Effect: "Allow", Principal, Action, Resource };
        const undo = await deployed.withStatement(documents, more);
        const { said } = await verify({ state: other });
        await undo();
        const [found, ...others] = differing(said).filter((one) => words.test(one.what));
        expect(others).to.deep.equal([]);
        return found?.id;
      };
      const all = `arn:aws:s3:::${documents}/*`;
      const ids = [await idFor("s3:GetObject", all), await idFor("s3:*", all)];
      expect(await idFor("s3:GetObject", all)).to.equal(ids[0]);
      expect(ids[0]).not.to.equal(ids[1]);
      expect(ids).not.to.include(undefined);
    });
  }

  type Trust = Awaited<ReturnType<Deployed["trust"]>>["Statement"];
  const hiding: [what: string, change: (statements: Trust, value: string) => unknown[], first: string][] = [
    [
      "another account's becomes a wildcard",
      (statements, value) => [
        ...statements,
        {
          ...{ Sid: "Partner", Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" } },
          ...{ Action: "sts:AssumeRole", Condition: { StringLike: { "sts:ExternalId": value } } },
        },
      ],
      "long-random-partner-8d7f6e",
    ],
    [
      "the role's own is changed again",
      (statements, value) => JSON.parse(JSON.stringify(statements).replaceAll(externalId, value)),
      "value-one-111111",
    ],
  ];
  for (const [what, change, first] of hiding) {
    it(`asks again when an external ID that was accepted is another, which it does not show: ${what}`, async () => {
      const trust = await deployed.trust();
      const withValue = async (value: string, accept?: string) => {
        const undo = await deployed.setTrust({
          ...trust,
          Statement: change(trust.Statement, value) as Trust,
        });
        const result = await verify({ accept });
        await undo();
        expect(result.stdout).not.to.match(/partner-8d7f6e|value-one/);
        return result;
      };
      const accepted = differing((await withValue(first)).said).map(({ id = "" }) => id);
      expect(accepted).not.to.deep.equal([]);
      const accept = acceptedIn(...accepted);
      expect((await withValue(first, accept)).exitCode).to.equal(0);
      const { exitCode, said } = await withValue("*", accept);
      expect(exitCode).to.equal(3);
      expect(ids(said.stale)).to.deep.equal(accepted);
    });
  }

  it("asks again when the master key's policy lets another account do more than was accepted", async () => {
    const other = join(mkdtempSync(join(tmpdir(), "state-")), "state.json");
    writeFileSync(other, withoutKeyPolicies(readFileSync(state, "utf8")));
    const Principal = { AWS: "arn:aws:iam::999999999999:root" };
    const idFor = async (Action: string) => {
      const more = { Sid: "ByHand", Effect: "Allow", Principal, Action, Resource: "*" };
      const undo = await deployed.setMasterKeyPolicy((some) => [...some, more]);
      const { said } = await verify({ state: other });
      await undo();
      return differing(said).find(({ what }) => what.endsWith("lets in other accounts"))?.id;
    };
    const first = await idFor("kms:Encrypt");
    expect(first).not.to.equal(undefined);
    expect(await idFor("kms:*")).not.to.be.oneOf([first, undefined]);
  });

  for (const { what, state: changed, make: change } of widened) {
    it(`asks again when what was accepted is not kept back any more: ${what}`, async () => {
      const other = join(mkdtempSync(join(tmpdir(), "state-")), "state.json");
      writeFileSync(other, changed ? changed(readFileSync(state, "utf8")) : readFileSync(state, "utf8"));
      const idsOf = async (isKeptBack: boolean) => {
        const undo = await change(deployed, api, isKeptBack);
        const { said } = await verify({ state: other, validate: true });
        await undo();
        return differing(said).map(({ id }) => id);
      };
      const accepted = await idsOf(true);
      expect(accepted).not.to.deep.equal([]);
      expect((await idsOf(false)).filter((id) => !accepted.includes(id))).not.to.deep.equal([]);
      expect(await idsOf(true)).to.deep.equal(accepted);
    });
  }

  it("tells for each accepted difference by itself whether it is gone: not of what was refused or not judged", async () => {
    const [ofKey = "", ofRole = ""] = await idsOfTwo();
    const accept = acceptedIn(ofKey, ofRole);
    api.spoil = (call) => (call === "kms:ListKeys" ? "denied" : undefined);
    const refused = (await verify({ accept, partial: true })).said;
    expect([ids(refused.stale), ids(refused.unseen)]).to.deep.equal([[ofRole], [ofKey]]);
    api.reset();
    // Of the role the account's own values are taken.
    const ofStack = (await verify({ state: undefined, stack: "dev", folder, accept })).said;
    expect([ids(ofStack.stale), ids(ofStack.unseen)]).to.deep.equal([[ofKey], [ofRole]]);
  });

  const settingsOfBuckets: [what: string, call: string, answer: string, told: RegExp][] = [
    [
      ...(["Object Lock with a time", "s3:GET object-lock"] as const),
      "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Years>6</Years></DefaultRetention></Rule></ObjectLockConfiguration>",
      /^has Object Lock: COMPLIANCE for 6 years$/,
    ],
    [
      ...(["Object Lock in days", "s3:GET object-lock"] as const),
      "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>GOVERNANCE</Mode><Days>30</Days></DefaultRetention></Rule></ObjectLockConfiguration>",
      /^has Object Lock: GOVERNANCE for 30 days$/,
    ],
    [
      ...(["Object Lock without a time", "s3:GET object-lock"] as const),
      "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>",
      /^has Object Lock, and no retention by default$/,
    ],
    ...(["SSE-C", "NONE"] as const).map((type): [string, string, string, RegExp] => [
      type === "SSE-C" ? "keys of clients refused" : "keys of clients not refused",
      "s3:GET encryption",
      `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>KEY</KMSMasterKeyID></ApplyServerSideEncryptionByDefault><BlockedEncryptionTypes><EncryptionType>${type}</EncryptionType></BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>`,
      type === "SSE-C" ? /^refuses keys that a client brings/ : /^does not say that keys a client brings/,
    ]),
  ];
  for (const [what, call, answer, told] of settingsOfBuckets) {
    it(`tells of each bucket: ${what}`, async () => {
      api.answers.set(call, answer.replace("KEY", deployed.masterKey));
      const { said, exitCode } = await verify();
      expect(differing(said).map(inWords)).to.deep.equal([]);
      const ofBuckets = said.checks.filter((one) => one.area === "buckets" && told.test(one.what));
      expect(ofBuckets.map(({ of }) => of)).to.have.members([
        ...[deployed.documents, deployed.backups, deployed.auditLogs],
      ]);
      expect(exitCode).to.equal(0);
    });
  }

  for (const [ofProfile, ofStack, region] of [
    ["us-west-2", "us-east-1", "us-east-1"],
    ["us-east-1", undefined, "us-east-1"],
  ] as const) {
    it(`with --stack takes the Region ${ofStack ? "of the stack, and not that of the profile" : "of the profile, where the stack names none"}`, async () => {
      const config = join(mkdtempSync(join(tmpdir(), "profile-")), "config");
      writeFileSync(config, `[profile looks]\nregion = ${ofProfile}\n`);
      const file = readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8");
      expect(file).to.match(/^ +aws:region: us-east-1$/m);
      const kept = file.replace(/^ +aws:region: .*\n/m, ofStack ? "$&" : "");
      writeFileSync(join(folder, "Pulumi.profile.yaml"), kept);
      const { AWS_CONFIG_FILE, AWS_REGION } = process.env;
      process.env.AWS_CONFIG_FILE = config;
      delete process.env.AWS_REGION;
      try {
        const wanted = { state: undefined, stack: "profile", folder, profile: "looks", region: undefined };
        const { said } = await verify(wanted);
        expect(said.region).to.equal(region);
        expect(differing(said).map(inWords)).to.deep.equal([]);
      } finally {
        if (AWS_CONFIG_FILE === undefined) delete process.env.AWS_CONFIG_FILE;
        else process.env.AWS_CONFIG_FILE = AWS_CONFIG_FILE;
        if (AWS_REGION !== undefined) process.env.AWS_REGION = AWS_REGION;
      }
    });
  }

  it("looks into the Region of the component, whatever Region is asked for", async () => {
    const { arn, undo } = await deployed.newKey({});
    const { said } = await verify({ region: "us-west-2" });
    await undo();
    expect(said.region).to.equal("us-east-1");
    expect(differing(said).map(({ details }) => details)).to.deep.equal([[arn]]);
  });

  const besides: [tags: Record<string, string>, words: RegExp[]][] = [
    [{}, [/backend-staging carries neither tag: hipaa-app-backend-dev can tag it and use it then, /]],
    [
      { Environment: "dev", ManagedBy: "Application" },
      [/both tags of dev's tenants: hipaa-app-backend-dev can /],
    ],
    [{ Environment: "staging" }, []],
  ];
  for (const [tags, words] of besides) {
    it(`names the master key of a component beside by its tags: ${JSON.stringify(tags)}`, async () => {
      const { arn, undo } = await deployed.newKey(tags);
      const other = join(mkdtempSync(join(tmpdir(), "state-")), "state.json");
      writeFileSync(other, withComponentBeside(readFileSync(state, "utf8"), arn));
      const { said } = await verify({ state: other });
      await undo();
      const found = differing(said).filter(({ area }) => area === "keys");
      expect(found.map(({ of }) => of)).to.deep.equal(found.map(() => arn));
      // Nobody turned its rotation on.
      for (const [at, one] of [/^the master key is not rotated/, ...words].entries())
        expect(found[at]?.what).to.match(one);
      expect(found).to.have.lengthOf(1 + words.length);
    });
  }

  it("takes the account's own values for what the program does not know offline, and tells so", async () => {
    const { said, exitCode } = await verify({ state: undefined, stack: "dev", folder });
    expect(differing(said).map(inWords)).to.deep.equal([]);
    const taken = said.checks.find(({ what }) => what.startsWith("taken from the account, not checked"));
    expect(taken?.of).to.equal(deployed.role);
    expect(taken?.details.join("; ")).to.match(/config hipaa-environment:externalId, .*; .*key.*, keyId/i);
    expect(said.notes.join(" ")).not.to.include("Nothing was asked of AWS");
    expect(exitCode).to.equal(0);
  });

  it("names what differs of a statement besides the values that the program does not know", async () => {
    const trust = await deployed.trust();
    const Statement = trust.Statement.map((one) => ({ ...one, Principal: { AWS: "999999999999" } }));
    const undo = await deployed.setTrust({ ...trust, Statement });
    const { said } = await verify({ state: undefined, stack: "dev", folder });
    await undo();
    expect(differing(said).map(inWords).join("; ")).to.match(/roles: hipaa-app-backend-dev: trust/);
  });

  const ways: [what: string, made: string, result: string, words: RegExp][] = [
    [
      "as an object",
      "policyOf({ bucketArn, roleArn, kmsKeyArn })",
      "differs",
      /^its policy lets in more than the program's: grant added/,
    ],
    [
      "that another stack has",
      'new StackReference("acme/data/prod").requireOutput("policy")',
      "not judged",
      /^the policy that the stack gives it cannot be read here: take --state/,
    ],
  ];
  for (const [what, made, result, words] of ways) {
    it(`with --stack does not pass over a bucket's policy ${what}`, async () => {
      const file = join(folder, "dataBucket.ts");
      const text = readFileSync(file, "utf8");
      const old = "JSON.stringify(policyOf({ bucketArn, roleArn, kmsKeyArn }))";
      expect(text).to.include(old);
      writeFileSync(
        file,
        text.replace(old, made).replace("import { all, ", "import { all, StackReference, "),
      );
      const undo = await deployed.withStatement(deployed.documents, {
        ...{ Sid: "ByHand", Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:role/intern" } },
        ...{ Action: "s3:GetObject", Resource: `arn:aws:s3:::${deployed.documents}/*` },
      });
      try {
        const { said } = await verify({ state: undefined, stack: "dev", folder });
        const found = said.checks.filter(({ of, result: is }) => of === deployed.documents && is === result);
        expect(found.map((one) => one.what)).to.satisfy((all: string[]) =>
          all.some((one) => words.test(one)),
        );
        if (result === "differs") expect(differing(said)).to.have.lengthOf(1);
      } finally {
        await undo();
        writeFileSync(file, text);
      }
    });
  }

  for (const one of deviations.filter(({ what }) => /^an inline policy that/.test(what)))
    it(`names the statement of ${one.what}, where AWS decides otherwise`, async () => {
      const undo = await one.make(deployed, api);
      const { said } = await verify();
      await undo();
      const details = differing(said).flatMap(({ area, details }) =>
        area === "promises" ? [details.at(-1)] : [],
      );
      expect([...new Set(details)]).to.deep.equal(["statements that matched: ByHand (by-hand)"]);
    });

  for (const [what, made] of [
    ["a policy", 'new ofIam.Policy("other", { policy: read("policy") });'],
    ["a role's trust", 'new ofIam.Role("other", { assumeRolePolicy: read("trust") });'],
  ] as const)
    it(`with --stack verifies the component beside ${what} that only a deployment knows`, async () => {
      const file = join(folder, "index.ts");
      const text = readFileSync(file, "utf8");
      const imports = `import { iam as ofIam } from "@pulumi/aws";\nimport { StackReference } from "@pulumi/pulumi";\n`;
      const read = `const read = (name: string) => new StackReference("acme/data/prod").requireOutput(name);\n`;
      writeFileSync(file, `${imports}${text}\n${read}${made}\n`);
      try {
        const { said, exitCode } = await verify({ state: undefined, stack: "dev", folder });
        expect([differing(said).map(inWords), exitCode]).to.deep.equal([[], 0]);
        expect(agreeing(said)).to.be.greaterThan(400);
      } finally {
        writeFileSync(file, text);
      }
    });

  for (const pageSize of [1, 2, 7]) {
    it(`reads lists page by page, ${pageSize} at a time, to the end`, async () => {
      const keys = await Promise.all(
        ([{ a: "1", b: "2", Environment: "x" }, {}, {}] as Record<string, string>[]).map((tags) =>
          deployed.newKey(tags),
        ),
      );
      const { said } = await verify({}, pageSize);
      for (const { undo } of keys) await undo();
      const [only, ...more] = differing(said);
      expect(more).to.deep.equal([]);
      expect(only?.details).to.have.members(keys.slice(1).map(({ arn }) => arn));
    });
  }

  for (const action of neededPolicy().Statement.flatMap(({ Action }) => Action)) {
    it(`a refused ${action} is told once, and does not pass for agreement`, async () => {
      api.spoil = (call) => (actionOf(call) === action ? "denied" : undefined);
      const withInline = await deviations.find(({ what }) => what === "an inline policy that widens");
      const undo = action === "iam:GetRolePolicy" ? await withInline?.make(deployed, api) : undefined;
      const wanted = {
        lastUsed: /LastAccessed/.test(action),
        validate: action.startsWith("access-analyzer"),
      };
      const { said, exitCode } = await verify(wanted);
      await undo?.();
      const unseen = said.checks.filter(({ result }) => result === "not seen");
      expect(unseen.map(({ what }) => what)).to.deep.equal([`could not look: needs ${action}`]);
      expect(exitCode).to.equal(3);
    });
  }

  const inPart: [call: string, answer: string, words: RegExp][] = [
    [
      "iam:SimulatePrincipalPolicy",
      result("SimulatePrincipalPolicy", "<IsTruncated>false</IsTruncated><EvaluationResults/>"),
      /^could not look: AWS's simulator gave no answer to \d{3} requests$/,
    ],
    [
      "iam:ListPolicyVersions",
      result("ListPolicyVersions", "<IsTruncated>false</IsTruncated><Versions/>"),
      /answer to iam ListPolicyVersions is not whole$/,
    ],
    ["iam:GetRole", result("GetRole", ""), /answer to iam GetRole is not whole$/],
    ["kms:GetKeyRotationStatus", "{}", /answer to kms GetKeyRotationStatus is not whole$/],
    ["kms:DescribeKey", '{"KeyMetadata":{}}', /answer to kms DescribeKey is not whole$/],
    ...(
      [
        ["encryption", "<ServerSideEncryptionConfiguration/>", "GetBucketEncryption"],
        ["replication", "<ReplicationConfiguration/>", "GetBucketReplication"],
        ["lifecycle", "<LifecycleConfiguration/>", "GetBucketLifecycleConfiguration"],
      ] as const
    ).map(([setting, answer, operation]): [string, string, RegExp] => [
      `s3:GET ${setting}`,
      answer,
      new RegExp(`answer to s3 ${operation} is not whole`),
    ]),
    ["kms:ListKeys", '{"Keys":[],"Truncated":true}', /answer to kms ListKeys is not whole$/],
    ["kms:ListKeys", '{"Truncated":false}', /answer to kms ListKeys is not whole$/],
    ["kms:DescribeKey", '{"KeyMetadata":{"KeyState":"Enabled"}}', /answer to kms DescribeKey is not whole$/],
    ["kms:ListGrants", '{"Grants":[],"Truncated":true}', /answer to kms ListGrants is not whole$/],
    ["kms:GetKeyPolicy", "{}", /answer to kms GetKeyPolicy is not whole$/],
    ["kms:GetKeyPolicy", '{"Policy":" "}', /answer to kms GetKeyPolicy cannot be read: it is not JSON/],
    ["s3:GET policy", " ", /answer to s3 GetBucketPolicy cannot be read: it is not JSON/],
    [
      "iam:ListRolePolicies",
      result("ListRolePolicies", "<IsTruncated>true</IsTruncated><PolicyNames/>"),
      /answer to iam ListRolePolicies is not whole$/,
    ],
    [
      "iam:GetServiceLastAccessedDetails",
      result(
        "GetServiceLastAccessedDetails",
        "<JobStatus>COMPLETED</JobStatus><IsTruncated>true</IsTruncated><ServicesLastAccessed/>",
      ),
      /answer to iam GetServiceLastAccessedDetails is not whole$/,
    ],
    ["accessanalyzer:ValidatePolicy", "{}", /answer to accessanalyzer ValidatePolicy is not whole$/],
  ];
  for (const [call, answer, words] of inPart) {
    it(`an answer in part does not pass for agreement: ${call} ${answer.slice(-60)}`, async () => {
      api.answers.set(call, answer);
      const { said, exitCode } = await verify({ lastUsed: true, validate: true });
      const unseen = said.checks.filter((one) => one.result === "not seen");
      expect(unseen.map(({ what }) => what).join("; ")).to.match(words);
      expect(exitCode).to.equal(3);
    });
  }

  it("what was refused does not count where that is asked for", async () => {
    api.spoil = (call) => (call === "iam:SimulatePrincipalPolicy" ? "denied" : undefined);
    expect((await verify({ partial: true })).exitCode).to.equal(0);
  });

  it("tells a call that is refused for many keys in one line, with each of them", async () => {
    const keys = await Promise.all([1, 2, 3].map(() => deployed.newKey({ Environment: "x" })));
    api.spoil = (call) => (call === "kms:ListResourceTags" ? "denied" : undefined);
    const { said } = await verify();
    for (const { undo } of keys) await undo();
    const [only, ...more] = said.checks.filter(({ result }) => result === "not seen");
    expect(more).to.deep.equal([]);
    expect(only?.of).to.match(/^([4-9]|\d{2,}) keys$/);
    expect(only?.details).to.include.members(keys.map(({ arn }) => arn));
    expect(said.checks.map(({ what }) => what).join()).not.to.include("carries a tag");
  });

  for (const [spoilt, how] of [
    ["throttled", "are throttled"],
    ["cut", "are cut"],
    ["slow", "are slow"],
  ] as const) {
    it(`agrees although calls ${how}`, async () => {
      api.spoil = (call, times) =>
        times === 1 && /GetRole|ListKeys|versioning|Simulate/.test(call) ? spoilt : undefined;
      const { said } = await verify();
      expect(differing(said).map(inWords)).to.deep.equal([]);
      expect(said.checks.filter(({ result }) => result === "not seen")).to.deep.equal([]);
    });
  }

  it("comes to no result where a call is cut each time", async () => {
    api.spoil = (call) => (call === "kms:ListKeys" ? "cut" : undefined);
    const error = await verify().catch((one: Error) => one);
    expect(error).to.be.instanceOf(UsageError);
    expect((error as Error).message).to.match(/^AWS gave no answer to kms ListKeys, and so nothing is said/);
  });

  it("looks as another role, and shows its external ID to AWS alone", async () => {
    const roleArn = "arn:aws:iam::123456789012:role/looks";
    const wanted = { roleArn, externalId: "shown-to-nobody" };
    const out = mkdtempSync(join(tmpdir(), "verified-"));
    const { said } = await verify({ ...wanted, out });
    expect(said.caller).to.equal("arn:aws:sts::123456789012:assumed-role/looks/hipaa-iam-verify");
    expect(Object.fromEntries(api.asked.get("sts:AssumeRole") ?? [])).to.include({
      ...{ RoleArn: roleArn, ExternalId: "shown-to-nobody", RoleSessionName: "hipaa-iam-verify" },
    });
    for (const name of readdirSync(out))
      expect(readFileSync(join(out, name), "utf8"), name).not.to.include("shown-to-nobody");
    api.spoil = (call) => (call === "sts:AssumeRole" ? "denied" : undefined);
    const error = (await verify(wanted).catch((one: Error) => one)) as Error;
    expect(error).to.be.instanceOf(UsageError);
    expect(error.message).to.match(/^AWS does not let you in: .*ExternalId=\(secret\)/);
    expect(error.message).not.to.include("shown-to-nobody");
  });

  it("tells last use and Access Analyzer's findings where they are asked for", async () => {
    const { said } = await verify({ lastUsed: true, validate: true });
    const use = said.checks.filter(({ area }) => area === "use");
    const idle = use.find(({ what }) => what.includes("nobody used"))?.details ?? [];
    expect(idle).to.include("kms:Decrypt: 2026-01-02");
    expect(idle.join()).to.include("bedrock:InvokeModel: never");
    expect(use.find(({ what }) => what.includes("were used"))?.details.join()).to.include(
      "s3:GetObject: 2026-11-28",
    );
    expect(said.checks.filter(({ area }) => area === "validation").map(({ of }) => of)).to.have.lengthOf(8);
  });

  it("tells last use of patterns and of capitals by the services, and names AWS's own policies", async () => {
    const attach = deviations.find(({ what }) => what === "a policy of AWS is attached: ReadOnlyAccess");
    expect(attach, "there is such a deviation").to.exist;
    const detach = await attach?.make(deployed, api);
    const { iam: client, role: RoleName } = deployed;
    const Statement = [
      { Effect: "Allow", Action: ["*", "S3:GetObject", "KMS:decrypt", "bedrock:*"], Resource: "*" },
    ];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: "by-hand", PolicyDocument }));
    const { said } = await verify({ lastUsed: true });
    await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "by-hand" }));
    await detach?.();
    const use = said.checks.filter(({ area }) => area === "use");
    expect(use.flatMap(({ what, details }) => details.map((one) => `${what}: ${one}`))).to.include.members([
      "grants that were used in the last 90 days: *: 2026-11-28, of the service as a whole",
      "grants that were used in the last 90 days: S3:GetObject: 2026-11-28, of the service as a whole",
      "grants that nobody used for 90 days: KMS:decrypt: 2026-01-02",
      "grants that nobody used for 90 days: bedrock:*: never in the time that AWS keeps, of the service as a whole",
      "policies of AWS whose grants are not looked at: arn:aws:iam::aws:policy/ReadOnlyAccess",
    ]);
  });

  it("writes the page, the table, JSON and an OSCAL assessment, with nothing hostile in them", async () => {
    const hostile = deviations.find(({ what }) => what.includes("a tag more"));
    const undo = await hostile?.make(deployed, api);
    const out = mkdtempSync(join(tmpdir(), "verified-"));
    await verify({ out, lastUsed: true });
    await undo?.();
    const read = (name: string) => readFileSync(join(out, name), "utf8");
    for (const name of ["review.html", "verified.html"])
      expect(read(name)).not.to.match(/<b>@you|<script|\u202e/);
    expect(read("verified.html")).to.include("arn:aws:sts::123456789012:");
    expect(read("review.html")).to.include("verified.html says more");
    expect(read("review.html")).to.include("<li>differs: hipaa-app-backend-dev: its tags are others</li>");
    expect(read("verified.csv").split("\r\n").length).to.be.greaterThan(20);
    const oscal = JSON.parse(read("oscal-assessment-results.json"))["assessment-results"];
    const [result] = oscal.results;
    const open = result.findings.filter(
      (one: { target: { status: { state: string } } }) => one.target.status.state !== "satisfied",
    );
    expect(open.map(({ title }: { title: string }) => title)).to.have.lengthOf(1);
    for (const name of ["verified.json", "oscal-assessment-results.json", "verified.csv", "verified.html"]) {
      expect(read(name)).not.to.include(externalId);
    }
  });

  it("on a terminal moves no cursor, whatever a tag says", async () => {
    const { iam: client, role: RoleName } = deployed;
    const { TagRoleCommand, UntagRoleCommand } = await import("@aws-sdk/client-iam");
    await client
      .send(new TagRoleCommand({ RoleName, Tags: [{ Key: "x", Value: "\u2028\u0007y" }] }))
      .catch(() => undefined);
    const { stdout } = await verify({ json: false });
    await client.send(new UntagRoleCommand({ RoleName, TagKeys: ["x"] }));
    expect(stdout).not.to.match(/[^\P{C}\n]/u);
    expect(stdout).to.match(/checks agree, /);
  });

  it("makes every call that its policy lets it make, and no other", async () => {
    const undo = await deviations
      .find(({ what }) => what === "an inline policy that widens")
      ?.make(deployed, api);
    await verify({ lastUsed: true, validate: true });
    await undo?.();
    const needed = [...made].map(actionOf).filter((action) => !action.startsWith("sts:"));
    const granted = neededPolicy().Statement.flatMap(({ Action }) => Action);
    expect([...new Set(needed)].sort()).to.deep.equal([...granted].sort());
  });
});
