import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Licences that ask of users no more than to keep a notice. The second line is Python's, and those of two lists of data. */
const permissive = [
  ...["0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"],
  ...["Python-2.0", "CC0-1.0", "CC-BY-3.0"],
];

/** What somebody read in the file that a package names instead of a licence. */
const readByHand: Record<string, string> = { "@logdna/tail-file 2.2.0: SEE LICENSE IN LICENSE": "MIT" };

/** What package-lock.json says of a package. */
export interface LockedPackage {
  version?: string;
  license?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** By folders in node_modules. */
type Locked = Record<string, LockedPackage>;

/** Packages that users of this package install too: what its dependencies lead to. What its workspaces need stays here. */
export function runtimePackages(packages: Locked): [folder: string, LockedPackage][] {
  const reached = new Set<string>();
  const visit = (folder: string) => {
    const { dependencies, optionalDependencies } = packages[folder] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = placeOf(name, folder, packages);
      if (found === undefined || reached.has(found)) continue;
      reached.add(found);
      visit(found);
    }
  };
  visit("");
  return [...reached].sort().map((folder) => [folder, packages[folder] ?? {}]);
}

/** Where Node finds a package from a folder: there, or in the next above. */
function placeOf(name: string, folder: string, packages: Locked): string | undefined {
  const place = `${folder && `${folder}/`}node_modules/${name}`;
  if (packages[place]) return place;
  const above = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, "");
  return folder === "" ? undefined : placeOf(name, above, packages);
}

/** Those of them whose licence asks for more, or is not told. */
export function faultsOf(packages: Record<string, LockedPackage>): string[] {
  return runtimePackages(packages).flatMap(([folder, { version, license = "no licence" }]) => {
    const name = folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);
    const stated = `${name} ${version}: ${license}`;
    return isPermissive(readByHand[stated] ?? license) ? [] : [stated];
  });
}

/** Of "A OR B" the user chooses; "A AND B" must both be kept. Nothing else is understood, and so it is refused. */
function isPermissive(expression: string): boolean {
  const choices = expression.replace(/^\((.*)\)$/, "$1").split(" OR ");
  return choices.some((choice) => choice.split(" AND ").every((licence) => permissive.includes(licence)));
}

/** `npm run licences` */
function main(): void {
  const { packages } = JSON.parse(readFileSync(join(__dirname, "../../package-lock.json"), "utf8"));
  const counts = new Map<string, number>();
  for (const [, { license = "none" }] of runtimePackages(packages)) {
    counts.set(license, (counts.get(license) ?? 0) + 1);
  }
  for (const [licence, count] of [...counts].sort()) console.log(`${String(count).padStart(4)} ${licence}`);
  const faults = faultsOf(packages);
  for (const fault of faults) console.error(`Not permissive: ${fault}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

if (require.main === module) main();
