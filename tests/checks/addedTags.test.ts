import { Provider } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import {
  HipaaIamBoundary,
  HipaaIamComponent,
  type HipaaIamComponentArgs,
  HipaaIamGuardrails,
} from "../../components";
import { exampleGuardrails } from "../guardrails/guardrails";
import { exampleArgs, run } from "../support/component";
import { messagesOf, namesOf, refusal } from "../support/refusals";

const tags = (length: number) => Object.fromEntries(Array.from({ length }, (_, at) => [`tag-${at}`, "x"]));
const twin = (key: string, own: string, by: string) =>
  `'${key}' of ${by} differs from '${own}' only in case, which IAM takes for the same. Take it out there.`;
const tenant = (key: string, by: string) =>
  `'${key}' of ${by} would count as the tag of the role's sessions, which tenantIsolation goes by. Take it out there.`;

const accepted = "letters, digits, spaces or _.:/=+-@";
const keyOf = (key: string, by: string) =>
  `the key '${key}' of ${by} is not accepted. Give 1 to 128 ${accepted} that do not start with aws:.`;
const valueAt = (key: string, by: string) =>
  `the value of '${key}' of ${by} is not accepted. Give at most 256 ${accepted}.`;
const long = "x".repeat(129);

const rows: [
  why: string,
  added: Record<string, string>,
  args: Partial<HipaaIamComponentArgs>,
  reason: ((by: string) => string) | undefined,
][] = [
  [
    "one of the component's own, in another case",
    { environment: "x" },
    {},
    (by) => twin("environment", "Environment", by),
  ],
  ["one of tags, in another case", { team: "x" }, { tags: { Team: "a" } }, (by) => twin("team", "Team", by)],
  [
    "more than 50 together",
    tags(47),
    {},
    (by) => `47 tags of ${by} make 51 with the component's own, and IAM takes 50. Give fewer.`,
  ],
  ["the tag of tenants", { TenantId: "shared" }, { tenantIsolation: {} }, (by) => tenant("TenantId", by)],
  [
    "that in another case",
    { practice: "x" },
    { tenantIsolation: { tagKey: "Practice" } },
    (by) => tenant("practice", by),
  ],
  ["a key with a character that IAM does not take", { "R&D": "x" }, {}, (by) => keyOf("R&D", by)],
  ["a key that AWS keeps for itself", { "aws:team": "x" }, {}, (by) => keyOf("aws:team", by)],
  ["a key without a character", { "": "x" }, {}, (by) => keyOf("", by)],
  ["a key of more than 128 characters", { [long]: "x" }, {}, (by) => keyOf(long, by)],
  ["a value with a character that IAM does not take", { Team: "R&D" }, {}, (by) => valueAt("Team", by)],
  ["a value of more than 256 characters", { Team: "x".repeat(257) }, {}, (by) => valueAt("Team", by)],
  ["a value of 256 characters, and an empty one", { Team: "x".repeat(256), Unit: "" }, {}, undefined],
  ["others", { Team: "x" }, {}, undefined],
  ["the same as one of tags, which wins", { Team: "x" }, { tags: { Team: "a" } }, undefined],
  ["50 together", tags(46), {}, undefined],
];

/** AWS Organizations takes keys that differ in case only for two, and no tag of a policy means a tenant. */
const rowsOfGuardrails: [why: string, added: Record<string, string>, reason?: (by: string) => string][] = [
  [
    "more than 50 together",
    tags(49),
    (by) => `49 tags of ${by} make 51 with the component's own, and AWS Organizations takes 50. Give fewer.`,
  ],
  ["50 together", tags(48)],
  ["50 together, one of which is the component's own", { ...tags(48), Module: "x" }],
  ["a key with any character", { "R&D": "R&D" }],
  [
    "a key of more than 128 characters",
    { [long]: "x" },
    (by) =>
      `the key '${long}' of ${by} is not accepted. Give 1 to 128 characters that do not start with aws:.`,
  ],
  [
    "a value of more than 256 characters",
    { Team: "x".repeat(257) },
    (by) => `the value of 'Team' of ${by} is not accepted. Give at most 256 characters.`,
  ],
  ["one of the component's own, in another case", { module: "x" }],
  ["the tag of tenants", { TenantId: "shared" }],
];

/** Adds tags to each resource that has some, as programs do for all their resources. */
const adding =
  (added: Record<string, string>): pulumi.ResourceTransformation =>
  ({ props, opts }) =>
    "tags" in props ? { props: { ...props, tags: { ...added, ...props.tags } }, opts } : undefined;

/** What a component says to tags that a provider, or a transformation, adds; in a preview as well. */
function itSays(
  why: string,
  added: Record<string, string>,
  reason: ((by: string) => string) | undefined,
  component: { name: string },
  make: (opts: pulumi.ComponentResourceOptions) => unknown,
): void {
  const expected = (by: string) => {
    if (!reason) return [];
    const said = refusal([{ propertyPath: "tags", reason: reason(by) }]);
    return [said.replace("HipaaIamComponent", component.name)];
  };
  for (const preview of [false, true]) {
    const title = `${component.name}, ${why}${preview ? ", in a preview" : ""}: ${reason ? "refused" : "accepted"}`;

    it(`by a provider's defaultTags: ${title}`, async () => {
      const done = await run(
        () => {
          const provider = new Provider("tagging", { region: "us-east-1", defaultTags: { tags: added } });
          make({ provider });
        },
        { preview },
      );
      expect(messagesOf(done)).to.deep.equal(expected("the provider's defaultTags"));
      if (reason) expect(namesOf(done)).to.deep.equal(["hipaa-iam-test", "tagging", "app"]); // Nothing is made.
    });

    it(`by a transformation: ${title}`, async () => {
      const done = await run(() => make({ transformations: [adding(added)] }), { preview });
      expect(messagesOf(done)).to.deep.equal(expected("a transformation"));
      if (reason) expect(namesOf(done)).to.deep.equal(["hipaa-iam-test", "app"]);
    });
  }
}

describe("tags that others add", () => {
  for (const [why, added, args, reason] of rows) {
    itSays(
      why,
      added,
      reason,
      HipaaIamComponent,
      (opts) => new HipaaIamComponent("app", { ...exampleArgs(), ...args }, opts),
    );
  }
  for (const [why, added, reason] of rowsOfGuardrails) {
    itSays(
      why,
      added,
      reason,
      HipaaIamGuardrails,
      (opts) => new HipaaIamGuardrails("app", exampleGuardrails, opts),
    );
  }

  for (const [what, reason] of Object.entries({
    TenantId: tenant("TenantId", "a transformation"),
    Team: undefined,
  })) {
    it(`by a transformation as an Output: ${what}, ${reason ? "refused" : "accepted"}`, async () => {
      const transformations: pulumi.ResourceTransformation[] = [
        ({ props, opts }) => {
          if (!("tags" in props)) return undefined;
          return {
            props: { ...props, tags: output(props.tags).apply((own) => ({ ...own, [what]: "x" })) },
            opts,
          };
        },
      ];
      const done = await run(
        () =>
          void new HipaaIamComponent("app", { ...exampleArgs(), tenantIsolation: {} }, { transformations }),
      );
      expect(messagesOf(done)).to.deep.equal(reason ? [refusal([{ propertyPath: "tags", reason }])] : []);
      const role = done.resources.find(({ name }) => name === "app-role");
      expect((role?.inputs.tags as Record<string, string> | undefined)?.Team).to.equal(
        reason ? undefined : "x",
      );
    });
  }

  it("by a transformation that gives one of the component's own another value: refused", async () => {
    const changing: pulumi.ResourceTransformation = ({ props, opts }) =>
      "tags" in props
        ? { props: { ...props, tags: { ...props.tags, Environment: "R&D" } }, opts }
        : undefined;
    const done = await run(
      () => void new HipaaIamComponent("app", exampleArgs(), { transformations: [changing] }),
      { preview: true },
    );
    const reason = valueAt("Environment", "a transformation");
    expect(messagesOf(done)).to.deep.equal([refusal([{ propertyPath: "tags", reason }])]);
  });

  it("by a provider, of one that the component has itself: the component's counts", async () => {
    const done = await run(() => {
      const defaultTags = { tags: { Environment: "R&D" } };
      const provider = new Provider("tagging", { region: "us-east-1", defaultTags });
      new HipaaIamComponent("app", exampleArgs(), { provider });
    });
    expect(messagesOf(done)).to.deep.equal([]);
  });

  for (const type of ["aws:iam/role:Role", "aws:iam/policy:Policy"]) {
    for (const component of [HipaaIamComponent, HipaaIamBoundary]) {
      const isMade = type.endsWith("Policy") || component === HipaaIamComponent;
      it(`by a transformation of ${type} alone, ${component.name}: ${isMade ? "refused" : "accepted"}`, async () => {
        const add = adding({ environment: "x" });
        const transformations: pulumi.ResourceTransformation[] = [
          (one) => (one.type === type ? add(one) : undefined),
        ];
        const done = await run(() => void new component("app", exampleArgs(), { transformations }), {
          preview: true,
        });
        const reason = twin("environment", "Environment", "a transformation");
        const said = refusal([{ propertyPath: "tags", reason }]).replace("HipaaIamComponent", component.name);
        expect([...new Set(messagesOf(done))]).to.deep.equal(isMade ? [said] : []);
        if (isMade) expect(namesOf(done)).to.deep.equal(["hipaa-iam-test", "app"]);
      });
    }
  }
});
