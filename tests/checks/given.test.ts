import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { HipaaIamBoundary, HipaaIamComponent, HipaaIamGuardrails, tenantKeyPolicy } from "../../components";
import { documentsOf, exampleArgs, run } from "../support/component";
import { messagesOf, namesOf } from "../support/refusals";

type Members = Record<string, unknown>;
const keys = Object.keys as (members: Members) => string[];

/** Ways in which TypeScript takes members for those of an object. */
const ways: Record<string, (members: Members) => object> = {
  own: (members) => members,
  "getters of its own": (members) => gettersOn({}, members),
  "hidden members of its own": (members) =>
    Object.defineProperties({}, Object.fromEntries(keys(members).map((k) => [k, { value: members[k] }]))),
  "fields of a class": (members) =>
    new (class Args {
      constructor() {
        Object.assign(this, members);
      }
    })(),
  "getters of a class": (members) => {
    class Args {}
    gettersOn(Args.prototype, members);
    return new Args();
  },
  "getters of a class above": (members) => {
    class Above {}
    class Args extends Above {}
    gettersOn(Above.prototype, members);
    return new Args();
  },
  "what it inherits": (members) => Object.create(members),
  "what it inherits from what has no prototype": (members) =>
    Object.create(Object.assign(Object.create(null), members)),
  "no prototype": (members) => Object.assign(Object.create(null), members),
};

function gettersOn(target: object, members: Members): object {
  for (const name of keys(members)) Object.defineProperty(target, name, { get: () => members[name] });
  return target;
}

const iam = "arn:aws:iam::123456789012";
const project = "arn:aws:bedrock-mantle:us-east-1:123456789012:project/proj_abc";
const net = { getOutput: (_: string) => pulumi.output(undefined) };
const boundary = `${iam}:policy/boundary`;

/** Runs a program that makes one thing; what the constructor throws is an error of the run. */
const made = (make: () => unknown) => run(make);
const component = (args: object) => made(() => new HipaaIamComponent("app", args as never));

/** Members, some of them nested, that are made in one of the ways. */
const options = (way: (members: Members) => object): Members => ({
  organizationId: "o-a1b2c3d4e5",
  trustedPrincipalArns: [`${iam}:role/deploy`],
  permissionsBoundaryArn: boundary,
  tags: way({ Team: "clinic" }),
  bedrockMantle: way({ projectArns: [project] }),
  tenantIsolation: way({ tagKey: "Clinic" }),
  oidc: way({
    providerArn: `${iam}:oidc-provider/token.actions.githubusercontent.com`,
    audience: "sts.amazonaws.com",
    subjects: ["repo:example/backend:environment:production"],
    claims: way({ repository_id: "123456789" }),
  }),
});

describe("an arg is what TypeScript takes for one", () => {
  for (const [how, way] of Object.entries(ways)) {
    it(`${how}: makes what a plain object makes`, async () => {
      const plain = await component({ ...exampleArgs(), ...options((members) => members) });
      const other = await component(way({ ...exampleArgs(), ...options(way) }));
      expect(messagesOf(other)).to.deep.equal([]);
      expect(documentsOf(other)).to.deep.equal(documentsOf(plain));
      const inputs = ({ resources }: typeof plain) => resources.map(({ inputs }) => inputs);
      expect(inputs(other).slice(2)).to.deep.equal(inputs(plain).slice(2));
    });

    const refused: [what: string, args: Members, message: string][] = [
      [
        "an Output of nothing",
        { organizationId: net.getOutput("x") },
        "organizationId: it is given, but undefined.",
      ],
      [
        "a bad value",
        { permissionsBoundaryArn: "bogus" },
        "permissionsBoundaryArn: 'bogus' is not accepted.",
      ],
      [
        "a misspelt one",
        { permissionBoundaryArn: boundary },
        "permissionBoundaryArn: there is no such input.",
      ],
      [
        "a nested nothing",
        { bedrockMantle: way({ projectArns: undefined }) },
        "bedrockMantle.projectArns: it is given, but",
      ],
      [
        "a nested bad value",
        { tenantIsolation: way({ tagKey: "Name" }) },
        "tenantIsolation.tagKey: 'Name' is not accepted.",
      ],
      [
        "a nested misspelt one",
        { tenantIsolation: way({ tag: "Clinic" }) },
        "tenantIsolation.tag: there is no such input.",
      ],
    ];
    for (const [what, args, message] of refused) {
      it(`${how}: ${what} is refused`, async () => {
        const done = await component(way({ ...exampleArgs(), ...args }));
        expect(messagesOf(done)).to.have.lengthOf(1);
        expect(messagesOf(done)[0]).to.contain(`\n  - ${message}`);
        expect(namesOf(done).filter((name) => name.startsWith("app-"))).to.deep.equal([]);
      });
    }

    it(`${how}: so it is for a boundary, the guardrails and the other side's functions`, async () => {
      const bad = { kmsMasterKeyArn: "bogus" };
      const ofBoundary = await made(
        () => new HipaaIamBoundary("b", way({ ...exampleArgs(), ...bad }) as never),
      );
      expect(messagesOf(ofBoundary).join()).to.contain("kmsMasterKeyArn: 'bogus' is not accepted.");
      const guardrails = {
        targetIds: ["123456789012"],
        keptBucketArns: ["arn:aws:s3:::example"],
        allowedRegions: ["us-east-1"],
        administratorArns: [`${iam}:role/pulumi`],
      };
      const good = await made(() => new HipaaIamGuardrails("g", way(guardrails) as never));
      expect(messagesOf(good)).to.deep.equal([]);
      const mantle = { ...guardrails, bedrockMantle: "yes" };
      const ofGuardrails = await made(() => new HipaaIamGuardrails("g", way(mantle) as never));
      expect(messagesOf(ofGuardrails).join()).to.contain("bedrockMantle: 'yes' is not accepted.");
      const [roleArn, creatorArn] = [`${iam}:role/a`, `${iam}:role/b`];
      expect(tenantKeyPolicy(way({ roleArn, creatorArn }) as never)).to.deep.equal(
        tenantKeyPolicy({ roleArn, creatorArn }),
      );
      expect(() => tenantKeyPolicy(way({ roleArn, creatorArn: "bogus" }) as never)).to.throw(
        "creatorArn: 'bogus' is not accepted.",
      );
    });
  }

  it("it is read once: what is checked is what is used", async () => {
    let reads = 0;
    const done = await component({
      ...exampleArgs(),
      get permissionsBoundaryArn() {
        reads += 1;
        return reads === 1 ? boundary : undefined;
      },
    });
    expect(reads).to.equal(1);
    const roles = done.resources.filter(({ type }) => type === "aws:iam/role:Role");
    expect(roles.map(({ inputs }) => inputs.permissionsBoundary)).to.deep.equal([boundary]);
  });

  it("what the program changes in it afterwards changes nothing", async () => {
    const trustedPrincipalArns = [`${iam}:role/deploy`];
    const args = { ...exampleArgs(), trustedPrincipalArns };
    const before = documentsOf(await component(args));
    const after = await made(() => {
      new HipaaIamComponent("app", args);
      trustedPrincipalArns.pop();
    });
    expect(messagesOf(after)).to.deep.equal([]);
    expect(documentsOf(after)).to.deep.equal(before);
  });
});

describe("what holds its values otherwise than as members is refused where a map belongs", () => {
  class Projects extends Map<string, unknown> {}
  const others: [what: string, value: unknown, shown: string][] = [
    ["a Map", new Map([["projectArns", [project]]]), "Map(1) {"],
    ["a Map of one's own", new Projects([["projectArns", [project]]]), "Projects(1) [Map] {"],
    ["a Set", new Set([project]), "Set(1) {"],
    ["a Date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["parameters of a URL", new URLSearchParams("projectArns=x"), "URLSearchParams {"],
  ];
  for (const [what, value, shown] of others) {
    for (const arg of ["bedrockMantle", "tenantIsolation", "tags", "oidc", "rolesAnywhere"]) {
      it(`${arg}: ${what}`, async () => {
        const done = await component({ ...exampleArgs(), [arg]: value });
        expect(messagesOf(done).join()).to.contain(`\n  - ${arg}: ${shown}`);
        expect(messagesOf(done).join()).to.contain("is not accepted. Give a plain map ");
        expect(namesOf(done)).to.deep.equal(["hipaa-iam-test"]);
      });
    }

    it(`all args: ${what}`, async () => {
      const args = Object.assign(value as object, exampleArgs(), { permissionsBoundaryArn: "bogus" });
      expect(messagesOf(await component(args)).join()).to.contain("environment: it is missing.");
    });
  }

  it("a class that keeps its values to itself", async () => {
    class Mantle {
      readonly #projectArns = [project];
      arns() {
        return this.#projectArns;
      }
    }
    const done = await component({ ...exampleArgs(), bedrockMantle: new Mantle() });
    expect(messagesOf(done).join()).to.contain("bedrockMantle.arns: there is no such input.");
  });
});

describe("a hole in a list is a member that is missing", () => {
  // biome-ignore lint/suspicious/noSparseArray: it is what is refused
  const holed = [, `${iam}:role/deploy`];
  it("of a component's args", async () => {
    const done = await component({ ...exampleArgs(), trustedPrincipalArns: holed });
    expect(messagesOf(done).join()).to.contain("trustedPrincipalArns[0]: it is missing.");
  });
  it("of a nested arg", async () => {
    // biome-ignore lint/suspicious/noSparseArray: it is what is refused
    const done = await component({ ...exampleArgs(), bedrockMantle: { projectArns: [project, , "x"] } });
    expect(messagesOf(done).join()).to.contain("bedrockMantle.projectArns[1]: it is missing.");
  });
  it("of a function's", () => {
    const args = { roleArn: `${iam}:role/a`, administratorArns: holed as string[] };
    expect(() => tenantKeyPolicy(args)).to.throw("administratorArns[0]: undefined is not accepted.");
  });
});
