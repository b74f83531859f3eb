import { Provider } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import { HipaaIamBoundary, HipaaIamComponent, type HipaaIamComponentArgs } from "../../components";
import { exampleArgs, run } from "../support/component";
import { messagesOf, namesOf, refusal } from "../support/refusals";

const many = Object.fromEntries(Array.from({ length: 47 }, (_, at) => [`tag-${at}`, "x"]));
const twin = (key: string, own: string, by: string) =>
  `'${key}' of ${by} differs from '${own}' only in case, which IAM takes for the same. Take it out there.`;
const tenant = (key: string, by: string) =>
  `'${key}' of ${by} would count as the tag of the role's sessions, which tenantIsolation goes by. Take it out there.`;

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
    many,
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
  ["others", { Team: "x" }, {}, undefined],
  ["the same as one of tags, which wins", { Team: "x" }, { tags: { Team: "a" } }, undefined],
  ["50 together", Object.fromEntries(Object.entries(many).slice(1)), {}, undefined],
];

/** Adds tags to each resource that has some, as programs do for all their resources. */
const adding =
  (added: Record<string, string>): pulumi.ResourceTransformation =>
  ({ props, opts }) =>
    "tags" in props ? { props: { ...props, tags: { ...added, ...props.tags } }, opts } : undefined;

describe("tags that others add to the roles'", () => {
  for (const [why, added, args, reason] of rows) {
    for (const preview of [false, true]) {
      const title = `${why}${preview ? ", in a preview" : ""}: ${reason ? "refused" : "accepted"}`;

      it(`by a provider's defaultTags: ${title}`, async () => {
        const done = await run(
          () => {
            const provider = new Provider("tagging", { region: "us-east-1", defaultTags: { tags: added } });
            new HipaaIamComponent("app", { ...exampleArgs(), ...args }, { provider });
          },
          { preview },
        );
        const by = "the provider's defaultTags";
        const expected = reason ? [refusal([{ propertyPath: "tags", reason: reason(by) }])] : [];
        expect(messagesOf(done)).to.deep.equal(expected);
        if (reason) expect(namesOf(done)).to.deep.equal(["hipaa-iam-test", "tagging", "app"]); // Nothing is made.
      });

      it(`by a transformation: ${title}`, async () => {
        const transformations = [adding(added)];
        const done = await run(
          () => void new HipaaIamComponent("app", { ...exampleArgs(), ...args }, { transformations }),
          { preview },
        );
        const expected = reason
          ? [refusal([{ propertyPath: "tags", reason: reason("a transformation") }])]
          : [];
        expect(messagesOf(done)).to.deep.equal(expected);
        if (reason) expect(namesOf(done)).to.deep.equal(["hipaa-iam-test", "app"]);
      });
    }
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
