import { createHash } from "node:crypto";
import { hipaaProvisions } from "../../components/policies/hipaa";
import { uuidOf } from "../plan/uuid";
import { markdown } from "./escape";
import { catalogFile, controlId, ns, oscalVersion, ruleResource } from "./oscalCatalog";
import {
  isTrust,
  noReason,
  type Review,
  type ReviewedComponent,
  type ReviewedDocument,
  type ReviewedPromise,
  type ReviewedRole,
  type ReviewedStatement,
  statementsOf,
} from "./review";
import { reasonOf, sortedSentence } from "./rows";
import { outcomeOf, requestOf, sentenceOf } from "./words";

/**
 * An OSCAL component definition. UUIDs and the version are made of names and content, so that the same access gives the
 * same file, but for the date. Titles and descriptions are Markdown, and so are the names in them escaped.
 */
export function oscalOf(review: Review, lastModified: string): unknown {
  const { project, stack, source } = review;
  const titles = numberedTitles(review.components);
  const title = markup(`Access review of stack ${stack} of project ${project}`);
  const id = (...parts: string[]) => uuidOf(JSON.stringify([project, stack, ...parts]));
  const components = review.components.map((component, index) =>
    componentOf(component, titles[index] ?? "", id),
  );
  const remarks = `From the ${source}.`;
  const content = JSON.stringify({ title, remarks, components });
  return {
    "component-definition": {
      uuid: uuidOf(content),
      metadata: {
        title,
        "last-modified": lastModified,
        version: createHash("sha256").update(content).digest("hex").slice(0, 12),
        "oscal-version": oscalVersion,
        remarks,
      },
      components,
      "back-matter": { resources: [ruleResource()] },
    },
  };
}

/**
 * Components of a stack may share a name, or have names that read alike; tools tell them apart by their titles, and trestle
 * makes folders of these, in which a / would be a folder within, and which some disks tell apart by letters alone that are not the same in lower case.
 */
function numberedTitles(components: ReviewedComponent[]): string[] {
  const taken = new Set<string>();
  return components.map(({ name }) => {
    const base = markup(name.replaceAll("/", "-"));
    let title = base;
    for (let number = 2; taken.has(title.toLowerCase()); number++) title = `${base} (${number})`;
    taken.add(title.toLowerCase());
    return title;
  });
}

type Id = (...parts: string[]) => string;

interface Served {
  role: string;
  document: string;
  statement: ReviewedStatement;
}

function componentOf(component: ReviewedComponent, title: string, id: Id) {
  const { environment, accountId, region, roles, promises = [] } = component;
  const statements = roles.flatMap((role) => role.documents.flatMap((document) => servedBy(role, document)));
  const cited = Object.entries(hipaaProvisions)
    .map(([provision, heading]) => ({
      ...{ provision, heading },
      served: statements.filter(({ statement }) => statement.provisions.includes(provision)),
      promised: promises.filter(({ hipaa }) => hipaa.some((one) => one === provision)),
    }))
    .filter(({ served, promised }) => served.length + promised.length > 0);
  const unexplained = roles.flatMap(statementsOf).filter(({ reason }) => reason === "");
  const rest = statements.filter(({ statement }) => statement.provisions.length === 0);
  const place = `The IAM roles of the backend in ${environment}, account ${accountId}, Region ${region}.`;
  return {
    uuid: id(title),
    type: "policy",
    title,
    description: [
      markup(place),
      ...listed("What serves no provision that hipaa-iam knows of:", rest.map(statementLine)),
      ...listed("Attached, and not shown:", unreadLines(roles)),
    ].join("\n"),
    props: [
      property("environment", environment),
      ...roles.map((role) => property("role", role.arn)),
      ...roles
        .filter(({ permissionsBoundary }) => permissionsBoundary !== "")
        .map(({ name, permissionsBoundary }) =>
          property("permissions-boundary", `${name}/${permissionsBoundary}`),
        ),
      property("statements-without-known-reason", String(unexplained.length)),
    ],
    ...(cited.length > 0 && {
      "control-implementations": [
        {
          uuid: id(title, "control-implementation"),
          source: catalogFile,
          description: "What the statements of the policies serve, each with its reason.",
          "implemented-requirements": cited.map(({ provision, heading, served, promised }) => ({
            uuid: id(title, provision),
            "control-id": controlId(provision),
            description: descriptionOf(provision, heading, served, promised),
            props: [
              property("label", provision),
              // IAM alone serves none of them whole: buckets, keys, records and people do the rest.
              { name: "implementation-status", value: "partial" },
              ...served.map(({ role, statement }) => property("statement", `${role}/${statement.sid}`)),
              ...promised.map((one) => property(promiseProperty(one), `${one.of}/${one.id}`)),
            ],
          })),
        },
      ],
    }),
  };
}

/** The statements of a document, in an order that does not depend on the document's. */
function servedBy(role: ReviewedRole, document: ReviewedDocument): Served[] {
  const name = isTrust(document) ? `${document.name} (trust)` : document.name;
  const served = document.statements.map((statement) => ({ role: role.name, document: name, statement }));
  return served
    .map((one) => ({ one, line: statementLine(one) }))
    .sort((a, b) => (a.line < b.line ? -1 : 1))
    .map(({ one }) => one);
}

/** Policies that are attached and whose text is elsewhere, or is no policy. */
function unreadLines(roles: ReviewedRole[]): string[] {
  return roles.flatMap((role) =>
    role.documents
      .filter(({ unread }) => unread !== "")
      .map(({ name, kind, unread, reason }) =>
        markup(`${name} (${kind}), of role ${role.name}: ${reason || noReason} ${unread}`),
      ),
  );
}

function listed(heading: string, lines: string[]): string[] {
  return lines.length > 0 ? ["", heading, "", ...lines.map((text) => `- ${text}`)] : [];
}

/**
 * The statements are a list in the description: a requirement's own statements would have to be those of the control,
 * and tools drop what they cannot find there.
 */
function descriptionOf(
  provision: string,
  heading: string,
  served: Served[],
  promised: ReviewedPromise[],
): string {
  return [
    `${heading}, ${markup(provision)}: what the policies of the roles do for it. It is a part: settings of buckets and keys, records and procedures do the rest.`,
    "",
    ...served.map((one) => `- ${statementLine(one)}`),
    ...listed("What the policies together come to:", promised.map(promiseLine)),
  ].join("\n");
}

/** What remains open, as README says, is not proven safe. */
function promiseProperty({ answer, outcome }: ReviewedPromise): string {
  return answer === "open" && outcome === "proven" ? "promise-open" : `promise-${outcome.replace(" ", "-")}`;
}

function promiseLine(promise: ReviewedPromise): string {
  const why = promise.why ? ` (${promise.why})` : "";
  return markup(`${sentenceOf(promise)}: ${outcomeOf(promise)}${why}. ${requestOf(promise)}`);
}

function statementLine({ role, document, statement }: Served): string {
  const place = `${statement.sid || "(no name)"}, of role ${role}, in ${document}`;
  return markup(`${place}: ${sentence(statement)}`);
}

/** Lists are sorted: their order says nothing, and the same access gives the same file. */
function sentence(statement: ReviewedStatement): string {
  const sorted = (values: string[]) => [...new Set(values)].sort().join(", ");
  const { effect, actions, resources, principals } = statement;
  const conditions = sortedSentence(statement);
  const on = resources.length > 0 ? ` on ${sorted(resources)}` : "";
  const by = principals.length > 0 ? ` by ${sorted(principals)}` : "";
  const where = conditions === "" ? "" : `, if ${conditions}`;
  return `${reasonOf(statement)} ${effect} ${sorted(actions)}${on}${by}${where}.`;
}

/** Values of properties are one line of at least one character, without white space around. */
export function property(name: string, value: string) {
  return { name, ns, value: line(value) };
}

/** Nothing in a name is markup: a * of an ARN would begin emphasis and vanish. */
export function markup(text: string): string {
  return markdown(line(text));
}

function line(text: string): string {
  return text.replace(/\s+/g, " ").trim() || "none";
}
