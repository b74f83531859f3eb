import { type Document, isScalar, parseDocument, type Scalar, visit } from "yaml";

/** Reads YAML as the Pulumi CLI does, which is written in Go; fails where the two readings differ. */
export function readAsCli(yaml: string): unknown {
  const document = parseDocument(yaml, { intAsBigInt: true });
  const [error] = document.errors;
  if (error) throw error;
  refuseOtherReadings(document);
  return document.toJS();
}

/** The text that the program gets for a value. Maps and lists come as JSON. */
export function configText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "bigint") return integerText(value);
  if (typeof value !== "object") return String(value);
  return JSON.stringify(value, (_, item) => (typeof item === "bigint" ? Number(item) : item));
}

/** The CLI keeps the digits of integers of 64 bits, and takes longer ones for floating-point numbers. */
function integerText(value: bigint): string {
  return value >= -(2n ** 63n) && value < 2n ** 64n ? String(value) : String(Number(value));
}

function refuseOtherReadings(document: Document): void {
  visit(document, {
    Scalar(_, node) {
      if (isPlain(node) && isReadOtherwise(node)) {
        throw new Error(`${node.source} is read otherwise by the CLI. Put it in quotes.`);
      }
    },
  });
}

function isPlain(node: Scalar): boolean {
  return isScalar(node) && node.type === "PLAIN";
}

/** The CLI takes octal numbers, dates and numbers with underscores for such; infinity and NaN it refuses. */
function isReadOtherwise({ source = "", value }: Scalar): boolean {
  if (typeof value === "number") return !Number.isFinite(value) || /^[-+]?0\d/.test(source);
  if (typeof value === "bigint") return /^[-+]?0\d/.test(source);
  if (typeof value !== "string") return false;
  const number = /^[-+]?(0b[01]+|0o[0-7]+|0x[0-9a-f]+|(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?)$/i;
  const date = /^\d{4}-\d{1,2}-\d{1,2}([Tt\s].*)?$/;
  return date.test(source) || (/^[-+.\d]/.test(source) && number.test(source.replaceAll("_", "")));
}
