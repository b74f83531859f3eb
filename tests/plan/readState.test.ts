import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { deploymentOf } from "../../cli/review/offline";
import { resourcePoliciesIn } from "../../cli/review/resourcePolicies";
import { readState } from "../../cli/review/state";
import { temporaryFolder } from "../support/folder";
import { grant, programsIn } from "./programs";

const key = "11111111-1111-4111-8111-111111111111";
const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const get = (type: string, id: string, state: string) => `aws.${type}.get("it", "${id}", ${state})`;

describe("what a program says of a resource that it reads", () => {
  const folder = temporaryFolder();
  const { run, changes, project } = programsIn(folder);

  const shown: [expression: string, expected: RegExp][] = [
    [
      `${get("iam.Role", "r", '{ path: "/a/" }')}.path`,
      /^unknown\(iam\.Role\.get\[it, r, state \w{8}\], path\)$/,
    ],
    [
      `${get("iam.Role", "r", `{ assumeRolePolicy: '${document}' }`)}.assumeRolePolicy`,
      /^unknown\(.*, assumeRolePolicy\)$/,
    ],
    [`${get("iam.Role", "r", '{ path: "/a/" }')}.name`, /^r$/],
    [`${get("iam.Role", "r", '{ name: "other" }')}.name`, /^r$/],
    [`${get("iam.Policy", "arn:aws:iam::1:policy/a/b", '{ path: "/c/" }')}.path`, /^\/a\/$/],
    [`${get("kms.Key", key, "{ isEnabled: false }")}.isEnabled`, /^unknown\(.*, isEnabled\)$/],
    [
      `${get("kms.Alias", "alias/a", `{ targetKeyId: "${key}" }`)}.targetKeyArn`,
      /^unknown\(.*, targetKeyArn\)$/,
    ],
    [`${get("rds.Instance", "db", '{ identifier: "other" }')}.identifier`, /^db$/],
    [
      `${get("secretsmanager.SecretVersion", "a|b", '{ secretId: "arn:aws:x" }')}.arn`,
      /^unknown\(.*, arn\)$/,
    ],
    [
      `${get("sqs.Queue", "https://q", '{ name: "n" }')}.name`,
      /^unknown\(sqs\.Queue\.get\[it, https:\/\/q, state .*, name\)$/,
    ],
    [
      `${get("sqs.Queue", "https://q", '{ tags: { A: "b" } }')}.tags.apply((tags) => tags.A)`,
      /^unknown\(.*, tags\.A\)$/,
    ],
    // Except for its Region, in which it is read.
    [
      `${get("kms.Key", key, '{ region: "us-west-2" }')}.arn`,
      /^arn:aws:kms:us-west-2:123456789012:key\/1{8}-/,
    ],
    [`${get("sqs.Queue", "https://q", '{ region: "us-west-2" }')}.region`, /^us-west-2$/],
    [
      'new (class extends pulumi.CustomResource { constructor() { super("x:y:Z", "it", { a: "b" }, { id: "i" }); } })().a',
      /^unknown\(.*, a\)$/,
    ],
  ];
  for (const [expression, expected] of shown) {
    it(`is not what AWS has: ${expression}`, async () => {
      const { outputs, shown } = await run(`exports.out = ${expression};`);
      expect(shown(outputs).out).to.match(expected);
    });
  }

  it("is part of its origin, but for its Region and what is secret", async () => {
    const of = (state: string) => grant(`${get("iam.Role", "r", state)}.permissionsBoundary`);
    const pairs: [old: string, now: string, growth: number][] = [
      ['{ path: "/a/" }', '{ path: "/a/" }', 0],
      ['{ path: "/a/", name: "n" }', '{ name: "n", path: "/a/" }', 0],
      ['{ path: pulumi.secret("/a/") }', '{ path: pulumi.secret("/b/") }', 0],
      ['{ path: "/a/" }', '{ path: "/b/" }', 2],
      ["undefined", '{ path: "/b/" }', 2],
    ];
    for (const [old, now, growth] of pairs) {
      expect((await changes(of(old), of(now)))[1], `${old} ${now}`).to.equal(growth);
    }
  });

  it("is no policy of the stack for a review, of a program or of a state", async () => {
    const place = project(`${get("s3.Bucket", "b", `{ policy: '${document}' }`)};`);
    const planned = await deploymentOf({ folder: place, stack: "t", standIn: {}, config: [] });
    expect(planned.resources.map(({ type, external }) => [type, external])).to.deep.include([
      "aws:s3/bucket:Bucket",
      true,
    ]);
    expect(resourcePoliciesIn(planned.resources)).to.deep.equal([]);
    const type = "aws:s3/bucket:Bucket";
    const urn = `urn:pulumi:t::shop::${type}::it`;
    const bucket = {
      urn,
      type,
      id: "b",
      external: true,
      inputs: { policy: document },
      outputs: { bucket: "b" },
    };
    const file = join(folder(), "state.json");
    for (const [external, count] of [
      [true, 0],
      [false, 1],
    ] as const) {
      writeFileSync(file, JSON.stringify({ deployment: { resources: [{ ...bucket, external }] } }));
      expect(resourcePoliciesIn((await readState(file)).resources)).to.have.length(count);
    }
  });
});
