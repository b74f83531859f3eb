import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { prove } from "../../cli/prove/command";
import type { Deployment } from "../../cli/review/deployment";
import { provenReviewOf } from "../../cli/review/proofs";
import { outcomesOf } from "../../cli/review/proving";
import { toldOfPolicies } from "../../cli/review/resourcePolicies";
import type { ReviewedPromise } from "../../cli/review/review";
import { componentsOf } from "../../cli/review/subjects";
import {
  documentsBucketPolicy,
  HipaaIamBoundary,
  HipaaIamComponent,
  masterKeyStatements,
  tenantKeyPolicy,
} from "../../components";
import { deploymentOf, exported } from "../review/reviewed";
import { exampleArgs, run } from "../support/component";

const account = "123456789012";
const role = `arn:aws:iam::${account}:role/hipaa-app-backend-dev`;
const session = `arn:aws:sts::${account}:assumed-role/hipaa-app-backend-dev/me`;
const root = `arn:aws:iam::${account}:root`;
const foreignKey = `arn:aws:kms:us-east-1:${account}:key/99999999-12ab-34cd-56ef-1234567890ab`;
const backups = "arn:aws:s3:::example-backups";

const allow = (Principal: unknown, Action: unknown, Resource: unknown, more: object = {}) => ({
  ...{ Sid: "Z", Effect: "Allow", Action, Resource, ...more },
  ...(Principal === undefined ? {} : { Principal }),
});
const policyOf = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const reads = (Principal: unknown, more: object = {}) =>
  allow(Principal, "s3:GetObject", `${backups}/*`, more);

const trusts = (Principal: unknown) => ({
  Sid: "Trust",
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal,
});

const onBackups =
  (...statements: object[]) =>
  () =>
    new aws.s3.BucketPolicy("bp", { bucket: "example-backups", policy: policyOf(...statements) });
const onKey = (Principal: unknown, Action: unknown) => () =>
  new aws.kms.KeyPolicy("kp", { keyId: foreignKey, policy: policyOf(allow(Principal, Action, "*")) });

/** The promises of the backend that are not proven, as `ID outcome`, and what decides them. */
const unproven = (promises: ReviewedPromise[] = []) =>
  promises.filter(({ outcome }) => outcome !== "proven").map(({ id, outcome }) => `${id} ${outcome}`);
const promisesIn = ({ resources }: Deployment) => componentsOf(resources).flatMap((one) => outcomesOf(one));

type Beside = (iam: HipaaIamComponent) => unknown;
const bucketBreaks = ["read-backup broken", "nothing-else broken"];
const usesKey = ["use-other-keys broken", "nothing-else broken"];
class Native extends pulumi.CustomResource {}
const native = (type: string, inputs: Record<string, unknown>) => () => new Native(type, "native", inputs);

describe("promises together with policies of resources", () => {
  const breaking: [what: string, beside: Beside, ids: string[], by: string][] = [
    ["a bucket policy", onBackups(reads({ AWS: role })), bucketBreaks, "Z of the bucket policy bp"],
    [
      "the same with the role of the component",
      (iam) =>
        new aws.s3.BucketPolicy("bp", {
          bucket: "example-backups",
          policy: iam.appIamRoleArn.apply((AWS) => policyOf(reads({ AWS }))),
        }),
      bucketBreaks,
      "Z of the bucket policy bp",
    ],
    [
      "one that is an object",
      () =>
        new aws.s3.BucketPolicy("bp", {
          bucket: "example-backups",
          policy: { Version: "2012-10-17", Statement: [reads({ AWS: role }) as aws.iam.PolicyStatement] },
        }),
      bucketBreaks,
      "Z of the bucket policy bp",
    ],
    [
      "a bucket's own policy",
      () => new aws.s3.Bucket("b", { bucket: "example-backups", policy: policyOf(reads({ AWS: role })) }),
      bucketBreaks,
      "Z of the policy of the bucket b",
    ],
    [
      "a bucket policy of aws-native",
      native("aws-native:s3:BucketPolicy", {
        bucket: "example-backups",
        policyDocument: { Version: "2012-10-17", Statement: [reads({ AWS: role })] },
      }),
      bucketBreaks,
      "Z of the bucket policy native",
    ],
    ["everybody", onBackups(reads("*")), bucketBreaks, "Z of the bucket policy bp"],
    [
      "everybody, in other words",
      onBackups(reads({ AWS: ["*"] })),
      bucketBreaks,
      "Z of the bucket policy bp",
    ],
    [
      "everybody, if it is the role",
      onBackups(reads("*", { Condition: { ArnLike: { "aws:PrincipalArn": role } } })),
      bucketBreaks,
      "Z of the bucket policy bp",
    ],
    ["a session of the role", onBackups(reads({ AWS: session })), bucketBreaks, "Z of the bucket policy bp"],
    [
      "everybody but another role",
      onBackups(reads(undefined, { NotPrincipal: { AWS: `${role}-2` } })),
      bucketBreaks,
      "Z of the bucket policy bp",
    ],
    [
      "a wider resource than the bucket, which counts for the bucket alone",
      onBackups(allow({ AWS: role }, "s3:GetObject", "*")),
      ["settings broken", ...bucketBreaks],
      "Z of the bucket policy bp",
    ],
    ["a key policy", onKey({ AWS: role }, "kms:Decrypt"), usesKey, "Z of the key policy kp"],
    [
      "a key's own policy",
      () => new aws.kms.Key("k", { policy: policyOf(allow({ AWS: role }, "kms:Decrypt", "*")) }),
      usesKey,
      "Z of the policy of the key k",
    ],
    [
      "the policy of an external key",
      () => new aws.kms.ExternalKey("k", { policy: policyOf(allow({ AWS: role }, "kms:Decrypt", "*")) }),
      usesKey,
      "Z of the policy of the key k",
    ],
    [
      "a grant of a key",
      (iam) =>
        new aws.kms.Grant("g", {
          ...{ keyId: foreignKey, granteePrincipal: iam.appIamRoleArn },
          operations: ["Decrypt"],
        }),
      usesKey,
      "Operations of the grant g",
    ],
    [
      "a grant by the key's ID, under a constraint",
      () =>
        new aws.kms.Grant("g", {
          ...{ keyId: foreignKey.split("/")[1] ?? "", granteePrincipal: session, operations: ["Encrypt"] },
          constraints: [{ encryptionContextEquals: { team: "a" } }],
        }),
      usesKey,
      "Operations of the grant g",
    ],
    [
      "a grant that the role retires",
      () =>
        new aws.kms.Grant("g", {
          ...{ keyId: foreignKey, granteePrincipal: `${role}-2`, retiringPrincipal: role },
          operations: ["Decrypt"],
        }),
      ["change-keys broken", "nothing-else broken"],
      "RetiringPrincipal of the grant g",
    ],
    [
      "a policy of a directory bucket",
      () => {
        const bucket = "exports--use1-az4--x-s3";
        const Resource = `arn:aws:s3express:us-east-1:${account}:bucket/${bucket}`;
        const policy = policyOf(allow({ AWS: role }, "s3express:CreateSession", Resource));
        new aws.s3.BucketPolicy("bp", { bucket, policy });
      },
      ["nothing-else broken"],
      "Z of the bucket policy bp",
    ],
    [
      "the trust policy of another role",
      () =>
        new aws.iam.Role("exporter", { name: "exporter", assumeRolePolicy: policyOf(trusts({ AWS: role })) }),
      ["nothing-else broken"],
      "Trust of the trust policy of the role exporter",
    ],
    [
      "the trust policy of another role, of aws-native",
      native("aws-native:iam:Role", {
        arn: `arn:aws:iam::${account}:role/exporter`,
        assumeRolePolicyDocument: { Version: "2012-10-17", Statement: [trusts({ AWS: session })] },
      }),
      ["nothing-else broken"],
      "Trust of the trust policy of the role native",
    ],
    [
      "a secret policy",
      () => {
        const { arn } = new aws.secretsmanager.Secret("s", { name: "s" });
        const policy = policyOf(allow({ AWS: role }, "secretsmanager:GetSecretValue", "*"));
        return new aws.secretsmanager.SecretPolicy("sp", { secretArn: arn, policy });
      },
      ["nothing-else broken"],
      "Z of the secret policy sp",
    ],
    [
      "a secret's own policy",
      () =>
        new aws.secretsmanager.Secret("s", {
          policy: policyOf(allow({ AWS: role }, "secretsmanager:GetSecretValue", "*")),
        }),
      ["nothing-else broken"],
      "Z of the policy of the secret s",
    ],
  ];
  for (const [what, beside, ids, by] of breaking) {
    it(`break what they let the role do: ${what}`, async () => {
      const promises = promisesIn(await deploymentOf({}, beside));
      expect(unproven(promises)).to.deep.equal(ids);
      for (const one of promises.filter(({ outcome }) => outcome === "broken")) {
        expect(one.by, one.id).to.deep.equal([by]);
      }
    });
  }

  const arns = { roleArn: role, administratorArns: [`arn:aws:iam::${account}:role/deployer`] };
  const others: [what: string, beside: Beside][] = [
    ["the account as a whole", onBackups(reads({ AWS: root }))],
    ["the account by its ID", onBackups(reads({ AWS: account }))],
    ["another role", onBackups(reads({ AWS: `${role}-2` }))],
    ["a session of another role", onBackups(reads({ AWS: session.replace("-dev/", "-dev2/") }))],
    ["a service", onBackups(reads({ Service: "logging.s3.amazonaws.com" }))],
    [
      "everybody, if it is another role",
      onBackups(reads("*", { Condition: { ArnEquals: { "aws:PrincipalArn": `${role}-2` } } })),
    ],
    [
      "the trust policies of roles for the account, another role and a service",
      () => {
        for (const [name, principal] of Object.entries({
          ...{ account: { AWS: root }, another: { AWS: `${role}-2` } },
          service: { Service: "lambda.amazonaws.com" },
        })) {
          new aws.iam.Role(name, { name, assumeRolePolicy: policyOf(trusts(principal)) });
        }
      },
    ],
    ["a deny", onBackups(allow({ AWS: role }, "s3:PutObject", `${backups}/*`, { Effect: "Deny" }))],
    [
      "what another bucket has",
      onBackups(allow({ AWS: role }, "s3:GetObject", "arn:aws:s3:::example-other/*")),
    ],
    ["what the role's own denies refuse", onBackups(allow({ AWS: role }, "s3:DeleteObject", `${backups}/*`))],
    ["a key policy for the account", onKey({ AWS: root }, "kms:*")],
    [
      "a key of another account, which only agrees",
      () =>
        new aws.kms.KeyPolicy("kp", {
          keyId: foreignKey.replace(account, "999999999999"),
          policy: policyOf(allow({ AWS: role }, "kms:Decrypt", "*")),
        }),
    ],
    [
      "a grant to another role",
      () =>
        new aws.kms.Grant("g", {
          ...{ keyId: foreignKey, granteePrincipal: `${role}-2`, operations: ["Decrypt"] },
        }),
    ],
    [
      "the package's own policies",
      () => {
        const bucketArn = "arn:aws:s3:::example-documents";
        const policy = JSON.stringify(documentsBucketPolicy({ bucketArn, roleArn: role }));
        new aws.s3.BucketPolicy("documents", { bucket: "example-documents", policy });
        new aws.kms.Key("master", { policy: policyOf(...masterKeyStatements(arns)) });
        new aws.kms.Key("tenant", { policy: JSON.stringify(tenantKeyPolicy(arns)) });
      },
    ],
  ];
  for (const [what, beside] of others) {
    it(`break nothing: ${what}`, async () => {
      expect(unproven(promisesIn(await deploymentOf({}, beside)))).to.deep.equal([]);
    });
  }

  it("of buckets of another account only agree", async () => {
    const args = { bucketOwnerAccountId: "999999999999" };
    expect(unproven(promisesIn(await deploymentOf(args, onBackups(reads({ AWS: role })))))).to.deep.equal([]);
  });

  const bounded: [what: string, beside: Beside, ids: string[]][] = [
    ["what names the role", onBackups(reads({ AWS: role })), []],
    [
      "what names a session of it",
      onBackups(reads({ AWS: session })),
      [...bucketBreaks, "within-boundary broken"],
    ],
    ["what names everybody", onBackups(reads("*")), [...bucketBreaks, "within-boundary broken"]],
    [
      "what a key policy gives the role",
      onKey({ AWS: role }, "kms:Decrypt"),
      [...usesKey, "within-boundary broken"],
    ],
    [
      "what the trust policy of another role gives it",
      () =>
        new aws.iam.Role("exporter", { name: "exporter", assumeRolePolicy: policyOf(trusts({ AWS: role })) }),
      ["nothing-else broken", "within-boundary broken"],
    ],
    [
      "what a grant of a key gives it",
      () => new aws.kms.Grant("g", { keyId: foreignKey, granteePrincipal: role, operations: ["Decrypt"] }),
      [...usesKey, "within-boundary broken"],
    ],
  ];
  for (const [what, beside, ids] of bounded) {
    it(`a boundary ${ids.length > 0 ? "does not limit" : "limits"} ${what}`, async () => {
      const { states, errors } = await run(() => {
        const { policyArn: permissionsBoundaryArn } = new HipaaIamBoundary("bounds", exampleArgs());
        beside(new HipaaIamComponent("app", { ...exampleArgs(), permissionsBoundaryArn }));
      });
      expect(errors).to.deep.equal([]);
      const promises = componentsOf(states).flatMap((one) => outcomesOf(one));
      expect(unproven(promises)).to.deep.equal(ids);
      for (const { by } of promises.filter(({ outcome }) => outcome === "broken")) {
        const others = by?.filter((one) => one !== "AdministratorAccess of AdministratorAccess");
        expect(others).to.have.length(1);
      }
    });
  }

  it("of an account that is not known may be the role's: not proven", async () => {
    const { resources } = await deploymentOf(
      {},
      onBackups(reads({ AWS: role.replace(account, "222222222222") })),
    );
    const openWhere = (isPlaced: boolean) =>
      unproven(componentsOf(resources, { isPlaced: () => isPlaced }).flatMap((one) => outcomesOf(one)));
    expect(openWhere(false)).to.deep.equal(["read-backup not proven", "nothing-else not proven"]);
    expect(openWhere(true)).to.deep.equal([]);
  });

  it("of a key of another account count where the account of the role is not known", async () => {
    const { resources } = await deploymentOf({}, () => {
      const policy = policyOf(allow({ AWS: role }, "kms:Decrypt", "*"));
      new aws.kms.KeyPolicy("kp", { keyId: foreignKey.replace(account, "999999999999"), policy });
    });
    const openWhere = (isPlaced: boolean) =>
      unproven(componentsOf(resources, { isPlaced: () => isPlaced }).flatMap((one) => outcomesOf(one)));
    expect(openWhere(false)).to.deep.equal(usesKey);
    expect(openWhere(true)).to.deep.equal([]);
  });

  it("of the component's own roles let none of them in, and may be encrypted", async () => {
    const deployment = await deploymentOf();
    const sealed = (values: Record<string, unknown>) => ({ ...values, assumeRolePolicy: "encrypted" });
    const resources = deployment.resources.map((one) =>
      /^aws:iam\/role:/.test(one.type)
        ? { ...one, inputs: sealed(one.inputs), outputs: sealed(one.outputs) }
        : one,
    );
    expect(toldOfPolicies(resources)).to.deep.equal([]);
    const backend = promisesIn({ ...deployment, resources }).filter(({ of }) => of === "backend");
    expect(unproven(backend)).to.deep.equal([]);
  });

  it("that are not known leave open what they could change, with a warning", async () => {
    const deployment = await deploymentOf({}, () => {
      new aws.s3.BucketPolicy("bp", { bucket: "example-backups", policy: "not known" });
    });
    const { components, warnings } = provenReviewOf(deployment);
    const open = components[0]?.promises?.filter(({ outcome }) => outcome !== "proven") ?? [];
    expect(open.map(({ id }) => id)).to.include.members(["read-backup", "nothing-else"]);
    expect(open.map(({ id }) => id)).not.to.include.members(["use-other-keys"]);
    for (const { outcome, why } of open) {
      expect([outcome, why]).to.deep.equal(["not proven", "the bucket policy bp was not read"]);
    }
    expect(warnings.at(-1)).to.equal(
      "The bucket policy bp is not read, and may let the roles of hipaa-iam in.",
    );
  });

  it("of a bucket that is not known count for each that they name", async () => {
    const { resources } = await deploymentOf({}, () => {
      new aws.s3.BucketPolicy("bp", { bucket: "not-known", policy: policyOf(reads({ AWS: role })) });
    });
    const where = (isUnknown: (text: string) => boolean) =>
      unproven(componentsOf(resources, { isUnknown }).flatMap((one) => outcomesOf(one)));
    expect(where((text) => text === "not-known")).to.deep.equal(bucketBreaks);
    expect(where(() => false)).to.deep.equal([]);
  });

  it("that a plan does not know, as the program does not give them, are not counted", async () => {
    const { resources } = await deploymentOf({}, () => {
      new aws.kms.Key("k");
      new aws.s3.Bucket("b");
    });
    // A plan has a text there that stands for what AWS would say.
    const planned = resources.map((one) =>
      /^aws:(kms|s3)/.test(one.type) ? { ...one, outputs: { ...one.outputs, policy: "standsfor" } } : one,
    );
    const promises = componentsOf(planned).flatMap((one) => outcomesOf(one));
    expect(unproven(promises)).to.deep.equal([]);
  });

  it("that are a secret as a whole break a promise, and nothing of them is told", async () => {
    const statement = reads({ AWS: role }, { Sid: "Canary" });
    const promises = promisesIn(
      await deploymentOf({}, () => {
        const policy = pulumi.secret(policyOf(statement));
        new aws.s3.BucketPolicy("bp", { bucket: "example-backups", policy });
      }),
    );
    expect(unproven(promises)).to.deep.equal(bucketBreaks);
    expect(JSON.stringify(promises)).not.to.include("Canary");
  });

  it("are in what prove shows of a state, and in the questions that it writes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "prove-"));
    try {
      const told = async (...statements: object[]) => {
        const file = join(folder, "state.json");
        const text = exported(await deploymentOf({}, onBackups(...statements)), true);
        writeFileSync(
          file,
          statements.length > 0 ? text : text.replaceAll(JSON.stringify(policyOf()), '"?"'),
        );
        return prove(["--state", file, "--smt", join(folder, "smt")]);
      };
      const { stdout, exitCode } = await told(reads({ AWS: role }));
      expect(exitCode).to.equal(3);
      expect(stdout).to.match(
        /may not: read any backup\n {8}but: s3:GetObject on arn:aws:s3:::example-backups\/.*\n {8}by Z of the bucket policy bp\n/,
      );
      expect(readFileSync(join(folder, "smt/backend-read-backup.smt2"), "utf8")).to.include('; "Z", Allow');
      expect((await told(reads({ AWS: root }))).exitCode).to.equal(0);
      expect((await told()).stdout).to.include("The bucket policy bp is not read, and may let");
      expect(readFileSync(join(folder, "smt/README.md"), "utf8")).to.include(
        "read any backup: the bucket policy bp was not read",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("of a grant count as the program gives it, whatever a plan has for what it leaves out", async () => {
    const { resources } = await deploymentOf({}, () => {
      new aws.kms.Grant("g", { keyId: foreignKey, granteePrincipal: role, operations: ["Decrypt"] });
    });
    const constraints = [{ encryptionContextEquals: { standsfor: "something" } }];
    const planned = resources.map((one) =>
      one.type === "aws:kms/grant:Grant" ? { ...one, outputs: { ...one.outputs, constraints } } : one,
    );
    const promises = componentsOf(planned).flatMap((one) => outcomesOf(one));
    const broken = promises.find(({ outcome }) => outcome === "broken");
    expect(broken?.witness?.context).to.deep.equal({});
  });

  it("of a bucket count once where a state tells them of the bucket, too", async () => {
    const policy = policyOf(reads({ AWS: role }));
    const { resources, ...rest } = await deploymentOf({}, () => {
      new aws.s3.Bucket("b", { bucket: "example-backups" });
      onBackups(reads({ AWS: role }))();
    });
    const told = resources.map((one) =>
      one.type === "aws:s3/bucket:Bucket" ? { ...one, outputs: { ...one.outputs, policy } } : one,
    );
    const promises = promisesIn({ ...rest, resources: told });
    expect(promises.find(({ outcome }) => outcome === "broken")?.by).to.deep.equal([
      "Z of the bucket policy bp",
    ]);
  });
});
