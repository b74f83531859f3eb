import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as iam from "@pulumi/aws/iam";
import Ajv from "ajv";
import { expect } from "chai";
import { oscalOf } from "../../cli/review/oscal";
import { catalogOf } from "../../cli/review/oscalCatalog";
import { provenReviewOf } from "../../cli/review/proofs";
import { reviewOf } from "../../cli/review/reviewing";
import type { HipaaIamComponent } from "../../components";
import { hipaaProvisions } from "../../components/policies/hipaa";
import { optionSets } from "../access/options";
import { repository } from "../support/folder";
import { ofLikeNames, stacks } from "./optionStacks";
import { allStatements, attach, changed, deploymentOf, reviewed } from "./reviewed";

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

describe("the OSCAL files of a review", () => {
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
      ...["hipaa-164.308.a.4.ii.C", "hipaa-164.308.a.8", "hipaa-164.312.a.1", "hipaa-164.312.a.2.iv"],
      ...["hipaa-164.312.b", "hipaa-164.312.c.1", "hipaa-164.312.d", "hipaa-164.312.e.1"],
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

  const theirs = (more: Record<string, unknown>) => (component: HipaaIamComponent) =>
    attach(component, { Sid: "Theirs", Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...more });
  const managed = (policyArn: string) => (component: HipaaIamComponent) => {
    new iam.RolePolicyAttachment("theirs", { role: component.appIamRoleName, policyArn });
  };
  const bounded = (permissionsBoundaryArn: string) => ({ permissionsBoundaryArn });
  const boundary = "arn:aws:iam::123456789012:policy/";

  it("have another UUID for each other access, of any origin, and list what serves no provision", async () => {
    const accesses: Parameters<typeof reviewed>[] = [
      [{}, () => {}],
      [{}, theirs({})],
      [{}, theirs({ Action: ["s3:GetObject", "iam:PassRole"] })],
      [{}, theirs({ Resource: "arn:aws:s3:::x/*" })],
      [{}, theirs({ Effect: "Deny" })],
      [{}, theirs({ Effect: "Deny", Action: "iam:*" })],
      [{}, theirs({ Condition: { Bool: { "aws:SecureTransport": "true" } } })],
      [{}, managed("arn:aws:iam::aws:policy/AdministratorAccess")],
      [{}, managed("arn:aws:iam::aws:policy/ReadOnlyAccess")],
      [bounded(`${boundary}a`), () => {}],
      [bounded(`${boundary}b`), () => {}],
    ];
    const texts: string[] = [];
    const uuids = new Set<string>();
    for (const given of accesses) {
      const review = await reviewed(...given);
      expectValid(oscalOf(review, date));
      const definition = definitionOf(review);
      uuids.add(definition.uuid);
      texts.push(plain(definition.components[0]?.description ?? ""));
    }
    expect(uuids.size).to.equal(accesses.length);
    expect(texts[0]).not.to.include("- ");
    const line =
      "- Theirs, of role hipaa-app-backend-dev, in extra: No reason known: hipaa-iam does not make this.";
    expect(texts[2]).to.include(`${line} Allow iam:PassRole, s3:GetObject on *.`);
    expect(texts[5]).to.include(`${line} Deny iam:* on *.`);
    expect(texts[7]).to.match(
      /- arn:aws:iam::aws:policy\/AdministratorAccess \(managed policy\), of role hipaa-app-backend-dev: No reason known/,
    );
  });

  it("are the same for the same access in another order", async () => {
    const two = ["arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/b"];
    const of = async (trustedPrincipalArns: string[]) =>
      definitionOf(provenReviewOf(await deploymentOf({ trustedPrincipalArns })));
    expect(await of([...two].reverse())).to.deep.equal(await of(two));
    const deployment = await deploymentOf({}, theirs({ Action: ["s3:GetObject", "s3:PutObject"] }));
    const turned = changed(deployment, (one) => [
      { ...one, Action: Array.isArray(one.Action) ? [...one.Action].reverse() : one.Action },
    ]);
    const { resources } = turned;
    expect(JSON.stringify(resources)).not.to.equal(JSON.stringify(deployment.resources));
    const first = definitionOf(provenReviewOf(deployment));
    expect(definitionOf(provenReviewOf(turned))).to.deep.equal(first);
    const reversed = resources.map((one) => {
      const { policy } = one.outputs;
      if (one.type !== "aws:iam/policy:Policy" || typeof policy !== "string") return one;
      const document = JSON.parse(policy);
      const text = JSON.stringify({ ...document, Statement: [document.Statement].flat().reverse() });
      return { ...one, outputs: { ...one.outputs, policy: text } };
    });
    expect(definitionOf(reviewOf({ ...deployment, resources: reversed.reverse() }))).to.deep.equal(
      definitionOf(reviewOf(deployment)),
    );
  });
});
