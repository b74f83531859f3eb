import type * as Yaml from "yaml";
import { isEnvelope } from "../plan/envelope";
import { isMap, isObject, jsonIn } from "../plan/fields";
import { textOf } from "./json";

/** The roles that a resource runs as, wherever it names them: in its inputs, or in JSON and YAML that these have as text. */

type Named = [key: string, value: unknown];

const names =
  /^(.*\/)?[\w-]*(roles?|roles?\w*[-_]?arns?|roles?[-_]?(names?|ids?)|instanceProfile[-_]?(arn|name)?|(caller|iam)Arn)(\.\$)?$/i;
/** A user's, or the ARN of a secret, where they are none of API Gateway's. */
const credentials = /^credentials(Arn)?$/i;
/** What the program names itself says nothing by its name. */
const ownNames = /^(tags(All)?|labels|variables|env(ironment)?s?(Variables)?)$/i;
/** Nor do texts that only programs read. */
const data =
  /^aws(-native)?:(secretsmanager[:/]secretVersion|ssm[:/]parameter\b|s3[:/]\w*object|dynamodb[:/]tableItem|appconfig[:/]hosted|cloudfront[:/]keyvaluestore|cloudwatch[:/]dashboard|lambda[:/]invocation)/i;
/** Inputs that are texts in which roles may be named, or say where such a text is. */
const texts =
  /^((definition|pipelineDefinition|body)(S3Location)?|definitionString|content|templateBody|input|inputTemplate|parameters|connectorParameters|configurations?(Json|Values)?|pipelineConfigurationBody|(container|ecs|node)Properties|extraConnectionAttributes|(replication(Task)?|supplemental)Settings)$/i;

export function rolesNamed(type: string, inputs: Record<string, unknown>): string[] {
  if (data.test(type)) return [];
  return rolesIn(inputs)
    .flatMap(([key, value]) => [value].flat().map((one): Named => [key, one]))
    .filter(([, one]) => one !== "" && one !== null && one !== undefined)
    .map(([key, one]) => `${key} ${textOf(one)}`);
}

/** With the names under which they stand. */
export function rolesIn(value: unknown, isText = false): Named[] {
  if (Array.isArray(value)) return value.flatMap((one) => rolesIn(one, isText));
  if (!isMap(value)) return typeof value === "string" ? rolesInText("", value) : [];
  return [...Object.entries(value), ...pairOf(value)].flatMap(([key, one]): Named[] => {
    if (ownNames.test(key)) return [];
    if (names.test(key) && !(isText && isWord(key, one))) return [[key, one]];
    if (credentials.test(key) && typeof one === "string") return isOfSecret(one) ? [] : [[key, one]];
    if (texts.test(key) && (isEnvelope(one) || /S3Location$/i.test(key))) return [[key, one]];
    return typeof one === "string" ? rolesInText(key, one) : rolesIn(one, isText);
  });
}

/** A name and a value beside each other, as settings and parameters in lists are written. */
function pairOf(value: Record<string, unknown>): Named[] {
  const entries = Object.entries(value);
  const [, name] = entries.find(([key]) => /^(parameter)?(name|key)$/i.test(key)) ?? [];
  if (typeof name !== "string" || !names.test(name)) return [];
  return entries.filter(([key]) => /values?$/i.test(key)).map(([, one]) => [name, one]);
}

/** In a text, which may also be a model of data, a role that is only a word is one of people. */
const isWord = (key: string, value: unknown) =>
  /^roles?$/i.test(key) && (typeof value !== "string" || (/^[\w .-]*$/.test(value) && !hasUnknown(value)));

const isOfSecret = (value: string) => /^arn:[\w-]+:(?!iam:|sts:)/.test(value);

function rolesInText(key: string, text: string): Named[] {
  const isRead = texts.test(key);
  const content = parsed(text, isRead);
  if (isObject(content)) return rolesIn(content, true);
  if (!isRead) return [];
  const unknown = text.match(unknowns);
  return unknown ? [[key, unknown.join(" ")]] : rolesAssigned(text);
}

/** What a text that is read says, as an object or a list. */
export function contentOf(type: string, key: string, text: string): unknown {
  return texts.test(key) && !data.test(type) ? parsed(text, true) : undefined;
}

/** Of JSON, or of YAML where that may be. */
function parsed(text: string, isYaml: boolean): unknown {
  if (/^\s*[{[]/.test(text)) return jsonIn(text);
  try {
    if (!isYaml || !/\n/.test(text)) return undefined;
    return (require("yaml") as typeof Yaml).parse(text, { logLevel: "error" }) as unknown;
  } catch {
    return undefined;
  }
}

/** As they stand in settings of the form `name=value;name=value`. */
const rolesAssigned = (text: string): Named[] =>
  [...text.matchAll(/(?<![\w-])([\w-]{1,80})\s?[=:]\s?(arn:[\w-]+:iam:[^\s;,"']+)/g)]
    .map(([, key = "", value]): Named => [key, value])
    .filter(([key]) => names.test(key));

/** What is not known, in a run and in a file of one. */
const unknowns = /unknown\([^)]*\)|(?:[a-p]{6})?unknown[0-9a-f]{16}/g;
const hasUnknown = (text: string) => text.search(unknowns) >= 0;
