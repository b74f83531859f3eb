import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** An input that is a text or a list of texts, however deep it is in those of a resource. */
interface Input {
  type: string;
  path: string[];
  doc: string;
}

interface Property {
  name: string;
  type: string;
  doc: string;
}

const folder = dirname(require.resolve("@pulumi/aws/package.json"));
const read = (file: string) => readFileSync(join(folder, file), "utf8");

/** The inputs of every resource of the installed @pulumi/aws, as its declarations have them. */
export function awsInputs(): Input[] {
  const nested = interfacesIn(read("types/input.d.ts"));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /^\w+[/\\]\w+\.d\.ts$/.test(file) && !file.startsWith("types"))
    .flatMap((file) => {
      const [, type = ""] = /__pulumiType = '(aws:[^']+)'/.exec(read(file.replace(/d\.ts$/, "js"))) ?? [];
      const args = type && interfacesIn(read(file)).get(`${type.split(":").at(-1)}Args`);
      return args ? inputsIn(args, nested).map(({ path, doc }) => ({ type, path, doc })) : [];
    });
}

function inputsIn(
  properties: Property[],
  nested: Map<string, Property[]>,
  within: string[] = [],
): Omit<Input, "type">[] {
  return properties.flatMap(({ name, type, doc }) => {
    const inner = [...type.matchAll(/inputs\.([\w.]+)/g)].map(([, one = ""]) => one);
    // Some are made of themselves.
    const below = inner.filter((one) => !within.includes(one));
    const found = below.flatMap((one) => inputsIn(nested.get(one) ?? [], nested, [...within, one]));
    const own = inner.length === 0 && /\bstring\b/.test(type) ? [{ path: [], doc }] : [];
    return [...own, ...found].map((one) => ({ ...one, path: [name, ...one.path] }));
  });
}

/** By name, with the namespace that it is in. */
function interfacesIn(declarations: string): Map<string, Property[]> {
  const found = new Map<string, Property[]>();
  let [space, doc] = ["", ""];
  let properties: Property[] = [];
  for (const line of declarations.split("\n")) {
    const [, namespace] = /^export declare namespace (\w+)/.exec(line) ?? [];
    const [, named] = /^\s*(?:export )?interface (\w+)/.exec(line) ?? [];
    const [, name = "", type = ""] = /^\s*(\w+)\??: (.*)$/.exec(line) ?? [];
    const last = properties.at(-1);
    if (namespace) space = `${namespace}.`;
    else if (named) {
      properties = [];
      found.set(`${space}${named}`, properties);
    } else if (/^\s*\/?\*/.test(line)) doc = /\/\*\*/.test(line) ? "" : `${doc} ${line.trim()}`;
    else if (name) properties.push({ name, type, doc });
    // What a map is of stands in lines of its own.
    else if (last) last.type += line;
  }
  return found;
}
