import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const repository = resolve(__dirname, "../..");

interface Component {
  name: string;
  "bom-ref": string;
  externalReferences?: { url: string }[];
}

/** What of a CycloneDX document is read or mended here. */
export interface Sbom {
  bomFormat: string;
  specVersion: string;
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/** What users of the package install with it, as npm tells it, in CycloneDX. */
export function sbom(): Sbom {
  const args = ["sbom", "--omit", "dev", "--sbom-format", "cyclonedx"];
  const options = { cwd: repository, maxBuffer: 2 ** 26 };
  const document: Sbom = JSON.parse(execFileSync("npm", args, { ...options, encoding: "utf8" }));
  document.metadata.component.name = "hipaa-iam"; // npm takes the name of the folder.
  const installed = reachedFrom(document);
  document.components = document.components.filter((component) => installed.has(component["bom-ref"]));
  document.dependencies = document.dependencies.filter(({ ref }) => installed.has(ref));
  for (const { externalReferences = [] } of document.components) {
    // Git's short form of an SSH address is none of the URLs that CycloneDX asks for.
    for (const each of externalReferences) each.url = each.url.replace(/^(git@[^:/]+):/, "ssh://$1/");
  }
  return document;
}

/** The package and all that its own dependencies lead to. The workspaces of this repository are nobody else's. */
function reachedFrom({ metadata, dependencies }: Sbom): Set<string> {
  const dependsOn = new Map(dependencies.map((each) => [each.ref, each.dependsOn]));
  const root = metadata.component["bom-ref"];
  const { dependencies: own } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  const isOwn = (ref: string) => Object.keys(own).includes(ref.slice(0, ref.lastIndexOf("@")));
  const reached = new Set([root]);
  const visit = (ref: string) => {
    if (reached.has(ref)) return;
    reached.add(ref);
    dependsOn.get(ref)?.forEach(visit);
  };
  const direct = (dependsOn.get(root) ?? []).filter(isOwn);
  direct.forEach(visit);
  dependencies.find(({ ref }) => ref === root)?.dependsOn.splice(0, Number.POSITIVE_INFINITY, ...direct);
  return reached;
}

/** `npm run --silent sbom` prints it. */
if (require.main === module) console.log(JSON.stringify(sbom(), undefined, 2));
