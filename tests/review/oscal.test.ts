import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { expect } from "chai";
import { oscalOf } from "../../cli/review/oscal";
import { catalogOf } from "../../cli/review/oscalCatalog";
import { reviewOf } from "../../cli/review/reviewing";
import { hipaaProvisions } from "../../components/policies/hipaa";
import { optionSets } from "../access/options";
import { repository } from "../support/folder";
import { ofLikeNames, stacks } from "./optionStacks";
import { allStatements, deploymentOf, reviewed } from "./reviewed";

const date = "2026-11-25T00:00:00Z";
const later = "2027-01-01T00:00:00Z";
const nist = join(repository, "tests/review/nist");

interface Requirement {
  "control-id": string;
  description: string;
  props: { name: string; value: string; ns?: string }[];
}
interface Definition {
  uuid: string;
  metadata: { version: string; title: string; "oscal-version": string };
  components: {
    title: string;
    description: string;
    "control-implementations"?: { source: string; "implemented-requirements": Requirement[] }[];
  }[];
}

/** What trestle, pandoc and browsers see of a text of Markdown: escapes and entities are one character. */
const plain = (text: string) =>
  text.replace(/\\([\\`*_{}[\]#!|>~$])/g, "$1").replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));

const definitionOf = (review: Parameters<typeof oscalOf>[0], when = date) =>
  (oscalOf(review, when) as { "component-definition": Definition })["component-definition"];

const requirementsOf = ({ components }: Definition) =>
  components.flatMap((component) =>
    (component["control-implementations"] ?? []).flatMap((one) => one["implemented-requirements"]),
  );

describe("the OSCAL files of a review", function () {
  this.timeout(120_000);
  const text = readFileSync(join(nist, "oscal_complete_schema.json"), "utf8");
  let validate: ReturnType<Ajv["compile"]>;

  before(() => {
    validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(JSON.parse(text));
  });

  const expectValid = (document: unknown) =>
    expect(validate(document), JSON.stringify(validate.errors)).to.equal(true);

  it("are held against NIST's schema as it is published", () => {
    const hash = createHash("sha256").update(text).digest("hex");
    expect(readFileSync(join(nist, "README.md"), "utf8")).to.include(hash);
    expect(validate({ catalog: {} })).to.equal(false);
    expect(text).to.include("1.2.3");
  });

  it("the catalog has each provision once, in the rule's order, by the rule's numbers", () => {
    const document = catalogOf() as { catalog: { groups: { id: string; controls: Control[] }[] } };
    type Control = { id: string; title: string; props: { value: string }[]; parts: { prose: string }[] };
    expectValid(document);
    const controls = document.catalog.groups.flatMap((group) => group.controls);
    expect(controls.map(({ title, props: [label] }) => [label?.value, title])).to.deep.equal(
      Object.entries(hipaaProvisions),
    );
    expect(controls.map(({ id }) => id)).to.deep.equal([
      ...["hipaa-164.308.a.1.ii.D", "hipaa-164.308.a.3.i", "hipaa-164.308.a.4.i", "hipaa-164.308.a.4.ii.B"],
      ...["hipaa-164.308.a.4.ii.C", "hipaa-164.312.a.1", "hipaa-164.312.a.2.iv", "hipaa-164.312.b"],
      ...["hipaa-164.312.c.1", "hipaa-164.312.d", "hipaa-164.312.e.1"],
    ]);
    for (const { parts, props } of controls)
      expect(parts[0]?.prose).to.equal(`See 45 CFR ${props[0]?.value}.`);
  });

  it("are valid for every option set, with unique IDs, and name controls that the catalog has", async () => {
    const known = [...JSON.stringify(catalogOf()).matchAll(/"id":"(hipaa-[^"]+)"/g)].map(([, id]) => id);
    const all = await stacks();
    expect(all.length).to.be.at.least(Object.keys(optionSets({ ...all[0] } as never)).length);
    for (const { name, review } of all) {
      const document = oscalOf(review, date);
      expectValid(document);
      const uuids = [...JSON.stringify(document).matchAll(/"uuid":"([^"]+)"/g)].map(([, uuid]) => uuid);
      expect(new Set(uuids).size, name).to.equal(uuids.length);
      const requirements = requirementsOf(definitionOf(review));
      for (const requirement of requirements) {
        expect(known, name).to.include(requirement["control-id"]);
        const status = requirement.props.filter((one) => one.name === "implementation-status");
        expect(status).to.deep.equal([{ name: "implementation-status", value: "partial" }]);
        const statements = requirement.props.filter((one) => one.name === "statement");
        expect(new Set(statements.map(({ value }) => value)).size, name).to.equal(statements.length);
        expect(requirement.description.match(/^- /gm)?.length).to.equal(statements.length);
      }
      // Each provision of each statement once.
      const served = allStatements(review).flatMap(({ sid, provisions }) =>
        provisions.map((provision) => `${provision} ${sid}`),
      );
      const told = requirements.flatMap(({ props }) =>
        props
          .filter((one) => one.name === "statement")
          .map(({ value }) => `${props[0]?.value} ${value.split("/").at(-1)}`),
      );
      expect(told.sort(), name).to.deep.equal(served.sort());
    }
  });

  it("are valid where nothing is known of the statements", async () => {
    const review = await reviewed();
    for (const statement of allStatements(review)) Object.assign(statement, { reason: "", provisions: [] });
    expectValid(oscalOf(review, date));
    expect(requirementsOf(definitionOf(review))).to.deep.equal([]);
  });

  it("say in Markdown what the policies say: no * of an ARN is emphasis", async () => {
    const [component] = definitionOf(await reviewed({ enableRdsMonitoring: true })).components;
    const [one] = component?.["control-implementations"] ?? [];
    const found = one?.["implemented-requirements"].map(({ description }) => description).join("\n") ?? "";
    expect(found).not.to.match(/(?<!\\)(\\\\)*[*_`[\]<]/);
    expect(plain(found)).to.include("arn:aws:s3:::example-documents/tenants/*");
    expect(plain(found)).to.include("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-*");
  });

  it("keep components of one name, and of names that read alike, apart", async () => {
    const review = await ofLikeNames();
    expectValid(oscalOf(review, date));
    const { components } = definitionOf(review);
    expect(components.map(({ title }) => plain(title))).to.deep.equal([
      ...["a", "a (2)", "a (2) (2)", "A (3)", "a b", "a b (2)", "a b (3)", "none", "none (2)", "*a*"],
      ...["\ufffda", "\ufffda (2)", "a-b", "..-a", "a control-implementation", "control-implementation"],
      "&lt;b>",
    ]);
    const uuids = [...JSON.stringify(components).matchAll(/"uuid":"([^"]+)"/g)].map(([, uuid]) => uuid);
    expect(new Set(uuids).size).to.equal(uuids.length);
  });

  it("give parts of a name that could run together UUIDs of their own", async () => {
    const review = await reviewed();
    const uuidOf = (project: string, stack: string) =>
      JSON.stringify(definitionOf({ ...review, project, stack }).components).slice(0, 60);
    expect(uuidOf("a\nb", "c")).not.to.equal(uuidOf("a", "b\nc"));
  });

  it("have a UUID and a version that follow what they say, and nothing else", async () => {
    const deployment = await deploymentOf();
    const of = (made: Definition) => [made.uuid, made.metadata.version];
    const same = of(definitionOf(reviewOf(deployment)));
    expect(of(definitionOf(reviewOf(deployment), later))).to.deep.equal(same);
    const changes = [
      await reviewed({ backupsWriteOnce: false }),
      reviewOf({ ...deployment, stack: "other" }),
      reviewOf({ ...deployment, source: "state of the stack" }),
    ];
    const all = [same, ...changes.map((review) => of(definitionOf(review)))];
    expect(new Set(all.map(([uuid]) => uuid)).size).to.equal(all.length);
    expect(new Set(all.map(([, version]) => version)).size).to.equal(all.length);
  });
});
