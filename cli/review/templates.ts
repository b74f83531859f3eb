import type { ResourceState } from "../plan/resources";
import { unreadable } from "../plan/secrets";
import type { Deployment } from "./deployment";
import { nameOf } from "./roles";
import { property } from "./stack";

/** What a stack of Pulumi hands to CloudFormation or Cloud Control, which make resources of it. It is not read. */
export interface Template {
  /** In words, within a sentence. */
  what: string;
  /** Its text, however it is escaped; undefined where it is not known. */
  text: string | undefined;
}

const kinds: [type: RegExp, inputs: string[], words: string][] = [
  [
    /^aws(-native)?:cloudformation[/:]stack(Set)?(:|$)/i,
    ["templateBody"],
    "the template of the CloudFormation stack",
  ],
  [
    /^aws:cloudcontrol[/:]resource(:|$)/i,
    ["typeName", "desiredState"],
    "the text of the Cloud Control resource",
  ],
  // It gives Cloud Control any type, too.
  [
    /^aws-native:(index:)?extensionResource(:|$)/i,
    ["type", "properties"],
    "the text of the Cloud Control resource",
  ],
];

export function templatesIn(
  resources: ResourceState[],
  isUnknown: Deployment["isUnknown"] = () => false,
): Template[] {
  const found = kinds.flatMap(([type, inputs, words]) =>
    resources
      .filter((one) => type.test(one.type))
      .map((one) => {
        const values = inputs.map((input) => property(one, input));
        const isKnown = values.every((value) => value !== undefined && value !== "" && value !== unreadable);
        const texts = values.map((value) =>
          typeof value === "string" ? unescaped(value) : JSON.stringify(value),
        );
        const text =
          isKnown && !values.some((value) => isUnknown(String(value))) ? texts.join(" ") : undefined;
        return { what: `${words} ${nameOf(one)}`, text };
      }),
  );
  return found.sort((a, b) => (a.what < b.what ? -1 : 1));
}

/** JSON may write any letter as a number. */
function unescaped(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** A policy of IAM, or what brings in more of a template than stands there. */
const policies = /AWS::IAM::\w*Policy|AWS::CloudFormation::Stack|Transform|::MODULE/;

/** Whether what a template makes may be a policy of a role. */
export const mayAttach = ({ text }: Template, role: string) =>
  text === undefined || policies.test(text) || text.includes(role);

const notRead = ({ what }: Template) => `T${what.slice(1)} is not read`;

/** What a reader has to know of these: a warning of those that may give a role more, a note of the others. */
export function toldOfTemplates(
  templates: Template[],
  roles: string[],
): Record<"warnings" | "notes", string[]> {
  const may = (one: Template) => roles.some((role) => mayAttach(one, role));
  return {
    warnings: templates
      .filter(may)
      .map((one) => `${notRead(one)}, and may attach policies to the roles of hipaa-iam.`),
    notes: templates
      .filter((one) => !may(one))
      .map((one) => `${notRead(one)}. It names no policy of IAM and no role of hipaa-iam.`),
  };
}
