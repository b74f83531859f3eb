/**
 * Whether an ARN without wildcards is of the form of a type in AWS's service reference, as the evaluator reads those: where a
 * part of a form is one variable, no separator stands in it; where it is more, anything does.
 */
export function isOfForm(resource: string, form: string): boolean {
  const expression = expressions.get(form) ?? expressionOf(form);
  expressions.set(form, expression);
  return expression.test(resource);
}

const expressions = new Map<string, RegExp>();

function expressionOf(form: string): RegExp {
  // The partition, service, Region and account cannot have colons; all else is one part.
  const [, partition = "", service = "", region = "", account = "", ...rest] = form.split(":");
  const parts = [partition, service, region, account].map((part) => partOf(part, "[^:]"));
  return new RegExp(`^[^:]*:${parts.join(":")}:${partOf(rest.join(":"), "[^]")}$`, "i");
}

function partOf(part: string, any: string): string {
  if (part === "*") return `${any}*`;
  const isVariable = /^\$\{[0-9a-zA-Z]+\}$/.test(part);
  const texts = part.split(/\$\{[^}]*\}/).map((text) => text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&"));
  return texts.join(isVariable ? "[^:/]+" : `${any}+`);
}
