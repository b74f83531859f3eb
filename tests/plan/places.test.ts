import { expect } from "chai";
import { run } from "../../cli/plan/cli";
import { accountOf } from "../../cli/plan/places";
import { temporaryFolder } from "../support/folder";
import { grant, trust } from "./programs";
import { comparedIn, projectOf, type Side } from "./sides";

const here = "111111111111";
const there = "222222222222";
const role = (account: string) => `arn:aws:iam::${account}:role/deploy`;
const all = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
});

describe("the place where things are made and read", () => {
  const folder = temporaryFolder();
  const differences = (old: Side, now: Side) => comparedIn(folder(), old, now);
  const growth = async (old: Side, now: Side) =>
    (await differences(old, now)).filter(({ grew }) => grew).map(({ of, what, note }) => [of, what, note]);

  /** Each with a provider of the account that is known. */
  const providers: Record<string, (account: string) => string> = {
    "the role that it assumes": (account) => `assumeRoles: [{ roleArn: "${role(account)}" }]`,
    "the last of the roles that it assumes": (account) =>
      `assumeRoles: [{ roleArn: "${role("333333333333")}" }, { roleArn: "${role(account)}" }]`,
    "the only account that is allowed": (account) => `allowedAccountIds: ["${account}"]`,
    "the role of a token": (account) =>
      `assumeRoleWithWebIdentity: { roleArn: "${role(account)}", webIdentityToken: "t" }`,
  };
  const uses: Record<string, string> = {
    "the ARN of a queue": 'new aws.sqs.Queue("q", { name: "q" }, { provider }).arn',
    "a parameter": 'aws.ssm.getParameterOutput({ name: "/a" }, { provider }).value',
    "a parameter that decides":
      'aws.ssm.getParameterOutput({ name: "/a" }, { provider }).value.apply((v) => v === "on" ? "*" : "a")',
    "the policy of a key that is read": 'aws.kms.Key.get("k", "id", {}, { provider }).policy',
    "the ARN of a role that is read": 'aws.iam.Role.get("k", "id", {}, { provider }).arn',
    "the ARN of a role that is looked up": 'aws.iam.getRoleOutput({ name: "x" }, { provider }).arn',
    "who deploys": "aws.getCallerIdentityOutput({}, { provider }).arn",
  };
  const providerOf = (inputs: string) =>
    `const provider = new aws.Provider("p", { region: "us-east-1", ${inputs} });`;
  const within = (inputs: string, use: string) => providerOf(inputs) + grant(use);

  it("is part of each origin", async () => {
    const side = (account: string): Side => [
      `${providerOf(`allowedAccountIds: ["${account}"]`)}
       new aws.iam.Role("r", { name: "r", assumeRolePolicy: '${trust}' });
       ${Object.values(uses)
         .map(
           (use, at) => `new aws.iam.RolePolicy("p${at}", { role: "r", policy: pulumi.jsonStringify({
           Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "x:Use${at}", Resource: ${use} }],
         }) });`,
         )
         .join("\n")}`,
    ];
    const found = await differences(side(here), side(there));
    const actions = found
      .filter(({ grew }) => grew)
      .flatMap(({ access }) => access.flatMap((one) => one.actions));
    const decides = "a parameter that decides"; // What it decides is told of the program.
    const expected = Object.keys(uses).flatMap((use, at) => (use === decides ? [] : [`x:Use${at}`]));
    expect(actions.sort()).to.deep.equal(expected);
    expect(found.some(({ what, grew }) => what === "reads other values" && grew)).to.equal(true);
    expect(await differences(side(there), side(there))).to.deep.equal([]);
  });

  it("is known by each way in which a provider tells its account", async () => {
    const side = (account: string): Side => [
      `${Object.values(providers)
        .map(
          (inputs, at) =>
            `const p${at} = new aws.Provider("p${at}", { region: "us-east-1", ${inputs(account)} });`,
        )
        .join("\n")}${grant(
        `[${Object.keys(providers).map((_, at) => `new aws.sqs.Queue("q${at}", { name: "q" }, { provider: p${at} }).arn`)}]`,
      )}`,
    ];
    const found = await differences(side(here), side(there));
    const [grown] = found.filter(({ grew }) => grew);
    expect(grown?.access.flatMap(({ resources }) => resources)).to.deep.equal(
      Object.keys(providers).map(
        (_, at) => `unknown(sqs.Queue q${at} [name q, region us-east-1, account ${there}], arn)`,
      ),
    );
  });

  const both = (old: string, now: string, side: (one: string) => Side): [Side, Side] => [
    side(old),
    side(now),
  ];
  const others: [what: string, old: Side, now: Side][] = [
    [
      "a function that is read through another endpoint",
      [within('endpoints: [{ ssm: "http://a.example.com" }]', uses["a parameter"] ?? "")],
      [within('endpoints: [{ ssm: "http://b.example.com" }]', uses["a parameter"] ?? "")],
    ],
    [
      "an account of one of two providers that are both there",
      ...both("a", "b", (one) => [
        `const providers = Object.fromEntries(["a", "b"].map((profile) =>
          [profile, new aws.Provider(profile, { region: "us-east-1", profile })]));${grant(
            `pulumi.interpolate\`arn:aws:iam::\${aws.getCallerIdentityOutput({}, { provider: providers.${one} }).accountId}:role/x\``,
          )}`,
      ]),
    ],
    [
      "a provider without a profile, where the stack has one",
      [grant(uses["the ARN of a queue"]?.replace("{ provider }", "{}") ?? ""), "  aws:profile: a\n"],
      [within("", uses["the ARN of a queue"] ?? ""), "  aws:profile: a\n"],
    ],
    [
      "a secret name of what is made",
      ...both("one-queue", "other-queue", (name) => [
        grant(`new aws.sqs.Queue("q", { name: pulumi.secret("${name}") }).arn`),
      ]),
    ],
    [
      "config of another provider, of what is made",
      ...both("acme", "evil", (owner) => [
        `class Repository extends pulumi.CustomResource {
          constructor(name) { super("github:index/repository:Repository", name, { fullName: undefined }); }
        }${grant('new Repository("app").fullName')}`,
        `  github:owner: ${owner}\n`,
      ]),
    ],
    [
      "config of another provider, of what is read",
      ...both("us-east-1", "us-west-2", (region) => [
        `class Topic extends pulumi.CustomResource {
          constructor(name, id) { super("aws-native:sns:Topic", name, { topicArn: undefined }, { id }); }
        }${grant('new Topic("app", "id").topicArn')}`,
        `  aws-native:region: ${region}\n`,
      ]),
    ],
  ];
  for (const [what, old, now] of others) {
    it(`tells apart ${what}`, async () => {
      expect(await growth(old, now)).to.not.deep.equal([]);
      expect(await differences(now, now)).to.deep.equal([]);
    });
  }

  it("is told once where the whole stack moves", async () => {
    const side = (config: string): Side => [
      `const { arn } = new aws.sqs.Queue("q", { name: "q" });${grant("arn")}
       new aws.sqs.QueuePolicy("p", { queueUrl: "u", policy: '${all}' });`,
      config,
    ];
    const moves = [
      ["allowedAccountIds", (account: string) => `  aws:allowedAccountIds: ["${account}"]\n`],
      ["assumeRoles", (account: string) => `  aws:assumeRoles: [{ roleArn: "${role(account)}" }]\n`],
    ] as const;
    for (const [what, config] of moves) {
      expect(await growth(side(config(here)), side(config(there))), what).to.deep.equal([
        ["the stack", "made elsewhere", `made in account ${there} instead of account ${here}`],
      ]);
    }
    expect(await growth(side(""), side(moves[0][1](here)))).to.deep.equal([
      ["the stack", "made elsewhere", `made in account ${here} instead of an account that is not known`],
    ]);
    expect(await growth(side(""), side("  aws:region: eu-west-1\n"))).to.deep.include([
      "the stack",
      "made elsewhere",
      "made in Region eu-west-1 instead of Region us-east-1",
    ]);
  });

  const explicit = `const [dev, prod] = ["dev", "prod"].map((profile) =>
      new aws.Provider(profile, { region: "us-east-1", profile }));
    const other = new aws.Provider("other", { region: "us-east-1", allowedAccountIds: ["${there}"] });
    const far = new aws.Provider("far", { region: "eu-west-1" });`;
  const aRole = (options: string) => `new aws.iam.Role("r", { name: "r", assumeRolePolicy: '${trust}',
    inlinePolicies: [{ name: "i", policy: '${all}' }] }${options});`;
  /** What gives access, with what a report calls it. */
  const made: Record<string, (options: string) => string> = {
    "role r": aRole,
    "policy bucket (aws:s3/bucketPolicy:BucketPolicy)": (options) =>
      `new aws.s3.BucketPolicy("bucket", { bucket: "b", policy: '${all}' }${options});`,
    "role attached": (options) =>
      `new aws.iam.RolePolicyAttachment("a", { role: "attached", policyArn: "arn:aws:iam::aws:policy/X" }${options});`,
    "role inline": (options) =>
      `new aws.iam.RolePolicy("i", { role: "inline", policy: '${all}' }${options});`,
    "permission (aws:lambda/permission:Permission)": (options) =>
      `new aws.lambda.Permission("permission", { action: "lambda:*", function: "f", principal: "*" }${options});`,
    "url (aws:lambda/functionUrl:FunctionUrl)": (options) =>
      `new aws.lambda.FunctionUrl("url", { functionName: "f", authorizationType: "NONE" }${options});`,
  };

  it("is compared for all that gives access", async () => {
    const side = (options: string): Side => [
      explicit +
        Object.values(made)
          .map((program) => program(options))
          .join("\n"),
    ];
    const by = (name: string) => side(`, { provider: ${name} }`);
    for (const [old, now] of [
      [by("dev"), by("prod")],
      [side(""), by("other")],
      [by("other"), side("")],
    ] as const) {
      const found = (await growth(old, now)).map(([of]) => of?.replace(/ \((account|profile) .*/, ""));
      expect([...new Set(found)].filter((of) => of && of in made).sort()).to.deep.equal(
        Object.keys(made).sort(),
      );
    }
    expect(await differences(by("prod"), by("prod"))).to.deep.equal([]);
  });

  it("names the account that a role moves to", async () => {
    const side = (options: string): Side => [explicit + aRole(options)];
    expect(await growth(side(""), side(", { provider: other }"))).to.deep.equal([
      [
        `role r (account ${there})`,
        "made elsewhere",
        `made in account ${there} instead of the stack's own account and Region`,
      ],
    ]);
    expect(await growth(side(", { provider: dev }"), side(", { provider: prod }"))).to.deep.equal([
      [
        "role r (profile prod)",
        "made elsewhere",
        "made in the account of profile prod instead of the account of profile dev",
      ],
    ]);
    // IAM is of no Region, and the credentials are the same.
    expect(await differences(side(""), side(", { provider: far }"))).to.deep.equal([]);
  });

  it("tells roles of one name in two accounts apart", async () => {
    const side = (options: string): Side => [
      `${explicit}${aRole("")}
       new aws.iam.Role("r2", { name: "r", assumeRolePolicy: '${trust}' }, { provider: other });
       new aws.iam.RolePolicyAttachment("a", { role: "r", policyArn: "arn:aws:iam::aws:policy/X" }${options});`,
    ];
    expect(await growth(side(""), side(", { provider: other }"))).to.deep.equal([
      ["role r", "policy detached", "arn:aws:iam::aws:policy/X; what it may have denied is not read"],
      [
        `role r (account ${there})`,
        "policy attached",
        "arn:aws:iam::aws:policy/X; what it allows is not read",
      ],
    ]);
  });

  it("is not the account or the Region that a program writes down, where it stands in", async () => {
    const own = "aws.getCallerIdentityOutput().accountId";
    const side = (account: string, region: string): Side => [
      `new aws.iam.Role("r", { name: "r", assumeRolePolicy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: [{
        Effect: "Allow", Principal: { AWS: pulumi.interpolate\`arn:aws:iam::\${${account}}:root\` }, Action: "sts:AssumeRole",
      }] }) });
      new aws.iam.RolePolicy("p", { name: "p", role: "r", policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: [{
        Effect: "Allow", Action: "x:*", Resource: pulumi.interpolate\`arn:aws:sqs:\${${region}}:${here}:q\`,
      }] }) });`,
      '  aws:region: ""\n',
    ];
    const asked = side(own, "aws.getRegionOutput().region");
    for (const account of ["123456789012", here]) {
      expect(
        await growth(asked, side(`"${account}"`, "aws.getRegionOutput().region")),
        account,
      ).to.have.lengthOf(1);
    }
    expect(await growth(asked, side(own, '"us-east-1"'))).to.have.lengthOf(1);
    expect(await differences(asked, asked)).to.deep.equal([]);
    // What is given is known.
    const named: Side = [asked[0], `  aws:region: us-east-1\n  aws:allowedAccountIds: ["${here}"]\n`];
    const written: Side = [side(`"${here}"`, '"us-east-1"')[0], named[1]];
    expect(await differences(named, written)).to.deep.equal([]);
  });

  it("is asked for where the program checks it, and warned of only where it is known", async () => {
    const asked = `aws.getCallerIdentityOutput().accountId.apply((id) => {
      if (id !== "${here}") pulumi.log.warn("deployed to " + id);
      if (FAILS && id !== "${here}") throw new Error("deployed to " + id);
    });`;
    const planned = async (fails: boolean, config = "") => {
      const project = projectOf(folder(), [asked.replace("FAILS", String(fails)), config]);
      return run(["--folder", project, "--stack", "t", "--json"]);
    };
    expect((await planned(true)).stderr).to.match(
      /^deployed to 000000000000\n000000000000 stands for an account that nobody names. Give the stack's own with aws:allowedAccountIds/,
    );
    expect(JSON.parse((await planned(false)).stdout).warnings).to.deep.equal([]);
    const other = `  aws:allowedAccountIds: ["${there}"]\n`;
    expect(JSON.parse((await planned(false, other)).stdout).warnings).to.deep.equal([`deployed to ${there}`]);
  });

  it("is the only account that is allowed, or that of the last role", () => {
    const roles = (...accounts: string[]) => accounts.map((one) => ({ roleArn: role(one) }));
    const accounts: [inputs: Record<string, unknown>, expected: string | undefined][] = [
      [{}, undefined],
      [{ profile: "p" }, undefined],
      [{ allowedAccountIds: JSON.stringify([here]) }, here],
      [{ allowedAccountIds: [here, there] }, undefined],
      [{ assumeRoles: JSON.stringify(roles(here)) }, here],
      [{ assumeRoles: roles(here, there) }, there],
      [{ assumeRole: roles(here)[0] }, here],
      [{ assumeRoleWithWebIdentity: roles(here)[0] }, here],
      [{ assumeRoles: roles(there), assumeRoleWithWebIdentity: roles(here)[0] }, there],
      [{ assumeRoles: [...roles(here), { roleArn: "unknown" }] }, undefined],
    ];
    for (const [inputs, expected] of accounts) {
      expect(accountOf(inputs), JSON.stringify(inputs)).to.equal(expected);
    }
  });
});
