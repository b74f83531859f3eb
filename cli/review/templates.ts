import type { ResourceState } from "../plan/resources";
import { unreadable } from "../plan/secrets";
import type { Deployment } from "./deployment";
import { nameOf } from "./roles";
import { property } from "./stack";

/** A stack of CloudFormation that a stack of Pulumi makes. Its template is not read. */
export interface Template {
  name: string;
  /** Its text, however it is escaped; undefined where it is not known. */
  text: string | undefined;
}

export function templatesIn(
  resources: ResourceState[],
  isUnknown: Deployment["isUnknown"] = () => false,
): Template[] {
  return resources
    .filter(({ type }) => /^aws(-native)?:cloudformation[/:]stack(Set)?(:|$)/i.test(type))
    .map((one) => {
      const body = property(one, "templateBody");
      const isKnown = body !== undefined && body !== "" && body !== unreadable;
      const text = typeof body === "string" ? unescaped(body) : JSON.stringify(body);
      return { name: nameOf(one), text: isKnown && !isUnknown(String(body)) ? text : undefined };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
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

const notRead = (name: string) => `The template of the CloudFormation stack ${name} is not read`;

/** What a reader has to know of these stacks: a warning of those that may give a role more, a note of the others. */
export function toldOfTemplates(
  templates: Template[],
  roles: string[],
): Record<"warnings" | "notes", string[]> {
  const may = (one: Template) => roles.some((role) => mayAttach(one, role));
  return {
    warnings: templates
      .filter(may)
      .map(({ name }) => `${notRead(name)}, and may attach policies to the roles of hipaa-iam.`),
    notes: templates
      .filter((one) => !may(one))
      .map(({ name }) => `${notRead(name)}. It names no policy of IAM and no role of hipaa-iam.`),
  };
}
