import { hipaaProvisions } from "../../components/policies/hipaa";
import { uuidOf } from "../plan/uuid";
import { isTrust, type Review, type ReviewedComponent, type ReviewedStatement, statementsOf } from "./review";
import { wordsOf } from "./rows";

const rule = "45 CFR part 164, subpart C (HIPAA Security Rule)";
const ruleHref = "https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-C";
const ns = "https://www.npmjs.com/package/hipaa-iam";

/**
 * An OSCAL component definition. There is no OSCAL catalog of the Security Rule: a resource of the document stands for
 * it, and control IDs are made of its numbers. UUIDs are made from names, so that the file changes only where access does.
 */
export function oscalOf(review: Review, lastModified: string): unknown {
  const { project, stack, source, components } = review;
  const id = (...names: string[]) => uuidOf([project, stack, ...names].join("\n"));
  const ruleId = uuidOf(rule);
  const title = `Access review of stack ${stack} of project ${project}`;
  return {
    "component-definition": {
      uuid: id(),
      metadata: {
        title: line(title),
        "last-modified": lastModified,
        version: String(review.formatVersion),
        "oscal-version": "1.2.1",
        remarks: `From the ${source}.`,
      },
      components: components.map((component) => componentOf(component, `#${ruleId}`, id)),
      "back-matter": { resources: [{ uuid: ruleId, title: rule, rlinks: [{ href: ruleHref }] }] },
    },
  };
}

type Id = (...names: string[]) => string;

function componentOf(component: ReviewedComponent, source: string, id: Id) {
  const { name, environment, accountId, region, roles } = component;
  const statements = roles.flatMap((role) =>
    role.documents.flatMap((document) => ofRole(role.name, document)),
  );
  const cited = Object.entries(hipaaProvisions)
    .map(([provision, heading]) => ({
      ...{ provision, heading },
      served: statements.filter(({ statement }) => statement.provisions.includes(provision)),
    }))
    .filter(({ served }) => served.length > 0);
  const unexplained = roles.flatMap(statementsOf).filter(({ reason }) => reason === "");
  return {
    uuid: id(name),
    type: "policy",
    title: line(name),
    description: `The IAM roles of the backend in ${environment}, account ${accountId}, Region ${region}.`,
    props: [
      property("environment", environment),
      ...roles.map((role) => property("role", role.arn)),
      property("statements-without-known-reason", String(unexplained.length)),
    ],
    ...(cited.length > 0 && {
      "control-implementations": [
        {
          uuid: id(name, "control-implementation"),
          source,
          description: "What the statements of the policies serve, each with its reason.",
          "implemented-requirements": cited.map(({ provision, heading, served }) => ({
            uuid: id(name, provision),
            "control-id": controlId(provision),
            description: heading,
            props: [property("label", provision)],
            statements: served.map(({ role, document, statement }) => ({
              "statement-id": `${controlId(provision)}_smt.${statement.sid}`,
              uuid: id(name, provision, role, document, statement.sid),
              description: sentence(statement),
              props: [
                property("role", role),
                property("document", document),
                property("sid", statement.sid),
                property("effect", statement.effect),
              ],
            })),
          })),
        },
      ],
    }),
  };
}

function ofRole(role: string, document: ReviewedComponent["roles"][number]["documents"][number]) {
  const kind = isTrust(document) ? `${document.name} (trust)` : document.name;
  return document.statements.map((statement) => ({ role, document: kind, statement }));
}

function sentence(statement: ReviewedStatement): string {
  const { effect, actions, resources, principals, reason } = statement;
  const conditions = wordsOf(statement);
  const on = resources.length > 0 ? ` on ${resources.join(", ")}` : ` by ${principals.join(", ")}`;
  const where = conditions.length > 0 ? `, if ${conditions.join(" and ")}` : "";
  return `${reason} ${effect} ${actions.join(", ")}${on}${where}.`;
}

/** 164.312(a)(1) in the form that OSCAL takes: hipaa-164.312.a.1 */
function controlId(provision: string): string {
  return `hipaa-${provision.replaceAll("(", ".").replaceAll(")", "")}`;
}

/** Values of properties are one line of at least one character, without white space around. */
function property(name: string, value: string) {
  return { name, ns, value: line(value) };
}

function line(text: string): string {
  return text.replace(/\s+/g, " ").trim() || "none";
}
