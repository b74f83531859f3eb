import type { Statement } from "../policy/document";
import { askingOf, namingOf } from "../policy/principals";
import type { Request } from "../policy/request";
import { lowerCase } from "../policy/scalars";

/**
 * Who asks, of whom the statements say no more than that nobody names them, or their account: the user or role that
 * aws:PrincipalArn is the ARN of, or somebody of the account that aws:PrincipalAccount or the ARN names. Whoever the statements
 * name otherwise stays who they are.
 */
export function askerTold(principal: string, context: Request["context"], statements: Statement[]): string {
  if (!principal.endsWith(":user/somebody")) return principal;
  const told = (key: string) => {
    const [, value] = Object.entries(context).find(([one]) => lowerCase(one) === key) ?? [];
    return typeof value === "string" ? value : "";
  };
  const arn = told("aws:principalarn");
  const [, partition, ofArn] = /^arn:([\w-]+):(?:iam|sts)::(\d{12}):/.exec(arn) ?? [];
  const [id] = /^\d{12}$/.exec(told("aws:principalaccount")) ?? [ofArn];
  const isWhole = /^arn:[\w-]+:iam::\d{12}:(?:root$|(?:user|role)\/)/.test(arn);
  const [, own] = principal.split(":");
  const other = isWhole ? arn : id && `arn:${partition ?? own}:iam::${id}:user/somebody`;
  if (!other) return principal;
  const [before, after] = [askingOf(principal, undefined), askingOf(other, undefined)];
  const isSame = statements.every(
    (one) => namingOf(one.principal, before) === namingOf(one.principal, after),
  );
  return isSame ? other : principal;
}
