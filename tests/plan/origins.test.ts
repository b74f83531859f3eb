import { expect } from "chai";
import { runOffline } from "../../cli/plan/offline";
import { temporaryFolder } from "../support/folder";
import { grant, trust } from "./programs";
import { comparedIn, projectOf, type Side } from "./sides";

describe("the origin of what is not known offline", () => {
  const folder = temporaryFolder();

  const offline = (side: Side, accountId?: string) =>
    runOffline({
      folder: projectOf(folder(), side),
      stack: "t",
      standIn: { ...(accountId && { accountId }) },
      config: [],
    });
  const failureOf = (side: Side, accountId?: string) =>
    offline(side, accountId).then(
      () => "",
      ({ message }: Error) => message,
    );

  /** Changes, and how many of them are growth. */
  async function changes(old: Side, now: Side): Promise<[all: number, growth: number]> {
    const found = await comparedIn(folder(), old, now);
    return [found.length, found.filter(({ grew }) => grew).length];
  }

  const made = (type: string, inputs: string, property = "arn", more = "") =>
    grant(`new aws.${type}("x", { ${inputs} }${more}).${property}`);
  const within = (provider: string) =>
    `const provider = new aws.Provider("p", { ${provider} });${made("sqs.Queue", 'name: "q"', "arn", ", { provider }")}`;
  const decides = (output: string) => grant(`${output}.apply((v) => (v === "on" ? "*" : "arn:aws:s3:::a"))`);
  const account = grant(
    'aws.getCallerIdentityOutput().accountId.apply((id) => "arn:aws:iam::" + id + ":role/x")',
  );
  const accountBy = (provider: string) =>
    `const provider = new aws.Provider("p", { ${provider} });${account.replace("Output()", "Output({}, { provider })")}`;

  const ofOther = (inputs: string) =>
    `new pulumi.CustomResource("other:index/thing:Thing", "x", { ${inputs}, out: undefined }).out`;
  const token = `$\{new pulumi.Config().requireSecret("token")}`;
  const encrypted = "  shop:token: {secure: AAABBB}\n";
  const product = (value: string) =>
    made(
      "servicecatalog.ProvisionedProduct",
      `name: "a", productName: "b", provisioningParameters: [{ key: "k", value: "${value}" }]`,
    );

  // A grant that moves is one that is new and one that is gone; what only decides is one change of the program.
  const [moved, decided] = [
    [2, 1],
    [1, 1],
  ];
  const partialSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db";
  const secretNames = (stack: string) =>
    grant(
      `new pulumi.StackReference("o/p/${stack}").secretOutputNames.apply((l) => l.map((x) => "arn:aws:s3:::" + x))`,
    );
  const others: [what: string, old: Side, now: Side, expected: number[]][] = [
    [
      "the ARN of a secret that is found by its ARN without the last six characters",
      [`const it = "${partialSecret}"; aws.secretsmanager.getSecretOutput({ arn: it });${grant("it")}`],
      [`const it = "${partialSecret}";${grant("aws.secretsmanager.getSecretOutput({ arn: it }).arn")}`],
      moved,
    ],
    ["the names of another stack's secret outputs", [secretNames("a")], [secretNames("b")], [3, 2]],
    ...["sqs.Queue", "sns.Topic", "cloudwatch.LogGroup", "ecr.Repository"].flatMap(
      (type): [string, Side, Side, number[]][] => [
        [`another name of ${type}`, [made(type, 'name: "a"')], [made(type, 'name: "b"')], moved],
        [
          `another Region of ${type}`,
          [made(type, 'name: "a"')],
          [made(type, 'name: "a", region: "us-west-2"')],
          moved,
        ],
      ],
    ),
    ...["lambda.Function", "dynamodb.Table", "ssm.Parameter", "cognito.UserPool"].map(
      (type): [string, Side, Side, number[]] => [
        `another name of ${type}`,
        [made(type, 'name: "a", type: "String", role: "r"')],
        [made(type, 'name: "b", type: "String", role: "r"')],
        type === "lambda.Function" ? [4, 2] : moved, // It runs as a role, too.
      ],
    ),
    [
      "another database",
      [made("rds.Instance", 'identifier: "a", instanceClass: "c"', "resourceId")],
      [made("rds.Instance", 'identifier: "b", instanceClass: "c"', "resourceId")],
      moved,
    ],
    [
      "another bucket of an access point",
      [made("s3.AccessPoint", 'name: "a", bucket: "a"')],
      [made("s3.AccessPoint", 'name: "a", bucket: "b"')],
      [3, 2], // The access point itself is one of the sort that is not read.
    ],
    [
      "another Region of the provider",
      [within('region: "us-east-1"')],
      [within('region: "eu-west-1"')],
      moved,
    ],
    [
      "another Region of the stack",
      [made("sqs.Queue", "")],
      [made("sqs.Queue", ""), "  aws:region: eu-west-1\n"],
      moved,
    ],
    [
      "another parameter that decides",
      [decides('aws.ssm.getParameterOutput({ name: "/a" }).value')],
      [decides('aws.ssm.getParameterOutput({ name: "/b" }).value')],
      decided,
    ],
    [
      "another Region of a parameter that decides",
      [decides('aws.ssm.getParameterOutput({ name: "/a" }).value')],
      [decides('aws.ssm.getParameterOutput({ name: "/a", region: "eu-west-1" }).value')],
      decided,
    ],
    [
      "another parameter that is read and decides",
      [decides('aws.ssm.Parameter.get("k", "/a").value')],
      [decides('aws.ssm.Parameter.get("k", "/b").value')],
      decided,
    ],
    [
      "another secret that decides",
      [decides('aws.secretsmanager.getSecretVersionOutput({ secretId: "a" }).secretString')],
      [decides('aws.secretsmanager.getSecretVersionOutput({ secretId: "b" }).secretString')],
      decided,
    ],
    [
      "other networks that are counted",
      [decides('aws.ec2.getVpcsOutput({ tags: { t: "a" } }).ids.length')],
      [decides('aws.ec2.getVpcsOutput({ tags: { t: "b" } }).ids.length')],
      decided,
    ],
    [
      "another key whose policy decides",
      [decides('aws.kms.Key.get("k", "a").policy')],
      [decides('aws.kms.Key.get("k", "b").policy')],
      decided,
    ],
    ...['path: "a", n: 1', 'path: "a", on: true', 'path: "a", of: ["x"]', 'path: "a", of: { x: 1 }'].map(
      (inputs): [string, Side, Side, number[]] => [
        `other inputs of another provider's, ${inputs}`,
        [grant(ofOther('path: "a"'))],
        [grant(ofOther(inputs))],
        moved,
      ],
    ),
    [
      "another text with a secret in it",
      [grant(ofOther(`create: pulumi.interpolate\`read -token=${token} a\``)), encrypted],
      [grant(ofOther(`create: pulumi.interpolate\`read -token=${token} b\``)), encrypted],
      moved,
    ],
    ["other parameters of a product", [product("a")], [product("b")], moved],
    ["another profile", [account], [account, "  aws:profile: prod\n"], decided],
    [
      "another profile of a provider",
      [accountBy('region: "us-east-1", profile: "a"')],
      [accountBy('region: "us-east-1", profile: "b"')],
      [3, 2], // Its account is in an ARN, too.
    ],
    [
      "other credentials of a provider",
      [accountBy('region: "us-east-1", accessKey: "AKIAAAAAAAAAAAAAAAAA", secretKey: "x"')],
      [accountBy('region: "us-east-1", accessKey: "AKIABBBBBBBBBBBBBBBB", secretKey: "x"')],
      [3, 2],
    ],
    [
      "accounts that may be each",
      [account],
      [account, '  aws:allowedAccountIds: ["999999999999", "888888888888"]\n'],
      decided,
    ],
  ];
  for (const [what, old, now, expected] of others) {
    it(`is another, and growth, for ${what}`, async () => {
      expect(await changes(old, now)).to.deep.equal(expected);
      expect(await changes(now, now)).to.deep.equal([0, 0]);
    });
  }

  const queue = (more: string) => made("sqs.Queue", `name: "q", ${more}`);
  const database = (more: string) => made("rds.Instance", `identifier: "d", ${more}`, "resourceId");
  const same: [what: string, old: Side, now: Side][] = [
    ["tags", [queue('tags: { a: "b" }')], [queue('tags: { a: "c" }')]],
    ["a description", [made("kms.Key", 'description: "a"')], [made("kms.Key", 'description: "b"')]],
    [
      "how long messages are kept",
      [queue("messageRetentionSeconds: 60")],
      [queue("messageRetentionSeconds: 90")],
    ],
    [
      "its size and version",
      [database('instanceClass: "a", engineVersion: "1"')],
      [database('instanceClass: "b", engineVersion: "2"')],
    ],
    [
      "its code",
      [made("lambda.Function", 'name: "f", role: "r", handler: "a.b", runtime: "x"')],
      [made("lambda.Function", 'name: "f", role: "r", handler: "c.d", runtime: "y"')],
    ],
    [
      "a secret, of which no digest is told",
      [grant(ofOther('path: "a", value: pulumi.secret("hush-1"), of: pulumi.secret({ "hush-1": 1 })'))],
      [grant(ofOther('path: "a", value: pulumi.secret("hush-2"), of: pulumi.secret({ "hush-2": 1 })'))],
    ],
    [
      "a profile beside the one account that is allowed",
      [account, '  aws:allowedAccountIds: ["123456789012"]\n'],
      [account, '  aws:allowedAccountIds: ["123456789012"]\n  aws:profile: prod\n'],
    ],
  ];
  for (const [what, old, now] of same) {
    it(`stays the same whatever it has as ${what}`, async () => {
      expect(await changes(old, now)).to.deep.equal([0, 0]);
    });
  }

  it("is told of each function and resource that is read, and of no other", async () => {
    const { unread } = await offline([
      `aws.ssm.getParameterOutput({ name: "/a" });
      aws.kms.Key.get("k", "id");
      aws.getCallerIdentityOutput(); aws.getRegionOutput(); aws.getPartitionOutput();
      aws.iam.getPolicyDocumentOutput({ statements: [] });
      new aws.sqs.Queue("q");`,
      "  aws:profile: prod\n",
    ]);
    expect(unread).to.deep.equal([
      "account of the default provider, profile prod",
      "kms.Key.get(k, id, region us-east-1)", // In the account of the default provider.
      "ssm.getParameter({name:/a}, region us-east-1)",
    ]);
  });

  it("hides what is secret in it", async () => {
    const { unread } = await offline([
      'aws.secretsmanager.getSecretVersionOutput({ secretId: pulumi.secret("hush-hush") }); new aws.iam.User("u", { name: pulumi.secret("hush-hush") });',
    ]);
    expect(unread.join())
      .to.match(/getSecretVersion/)
      .and.not.include("hush");
  });

  it("hides what is secret and only a function gets", async () => {
    const { unread, outputs, shown } = await offline([
      'exports.out = pulumi.unsecret(aws.ssm.getParameterOutput({ name: pulumi.secret("/hush-hush-1") }).value);',
    ]);
    const told = JSON.stringify([unread, shown(outputs)]);
    expect(told)
      .to.match(/name:\(secret\)/)
      .and.not.include("hush");
  });

  const reference = 'new pulumi.StackReference("acme/data/prod").getOutput("stores")';
  const failures: [what: string, side: Side, expected: string][] = [
    [
      "how many members an output has",
      [`exports.out = ${reference}.apply((x) => x.length);`],
      "StackReference acme/data/prod, output stores, is not known offline, nor how many members it has.",
    ],
    [
      "JSON in an answer",
      ['exports.out = aws.ssm.getParameterOutput({ name: "/a" }).value.apply(JSON.parse);'],
      "This may be a value that is not known offline. The program reads, or makes: ssm.getParameter({name:/a}, region us-east-1). Read",
    ],
    [
      "the default provider where it is disabled",
      ['new aws.sqs.Queue("q");', "  pulumi:disable-default-providers: [aws]\n"],
      "Default provider for 'aws' disabled. 'aws:sqs/queue:Queue' must use an explicit provider.",
    ],
    [
      "a function of the default provider where all are disabled",
      ["exports.out = aws.getRegionOutput();", '  pulumi:disable-default-providers: ["*"]\n'],
      "Default provider for 'aws' disabled. 'aws:index/getRegion:getRegion' must use an explicit provider.",
    ],
    ...["mode: disabled", "pattern: a-b", "providers: {aws: {mode: verbatim}}"].map(
      (form): [string, Side, string] => [
        `names by autonaming ${form}`,
        ["", `  pulumi:autonaming:\n    ${form}\n`],
        "pulumi:autonaming: {",
      ],
    ),
  ];
  for (const [what, side, expected] of failures) {
    it(`is named where the program needs ${what}`, async () => {
      expect(await failureOf(side)).to.include(expected);
    });
  }

  it("is no part of names that autonaming takes from the program", async () => {
    const verbatim = "  pulumi:autonaming:\n    mode: verbatim\n";
    const { outputs } = await offline([
      `exports.role = new aws.iam.Role("r", { assumeRolePolicy: '${trust}' }).name;
      exports.bucket = new aws.s3.Bucket("b", {}).bucket;`,
      verbatim,
    ]);
    expect(outputs).to.deep.equal({ role: "r", bucket: "b" });
  });

  it("is none where --account names one of those that are allowed, and another is refused", async () => {
    const allowed = '  aws:allowedAccountIds: ["999999999999", "888888888888"]\n';
    const { unread, standIn } = await offline([account, allowed], "888888888888");
    expect([unread, standIn.accountId]).to.deep.equal([[], "888888888888"]);
    expect(await failureOf([account, allowed], "123456789012")).to.equal(
      "aws:allowedAccountIds allows 999999999999 and 888888888888, and not 123456789012, which --account names.",
    );
  });
});
