import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

interface Component {
  name: string;
  externalReferences?: { url: string }[];
}

/** What of a CycloneDX document is read or mended here. */
export interface Sbom {
  bomFormat: string;
  specVersion: string;
  metadata: { component: Component };
  components: Component[];
}

/** What users of the package install with it, as npm tells it, in CycloneDX. */
export function sbom(): Sbom {
  const args = ["sbom", "--omit", "dev", "--sbom-format", "cyclonedx"];
  const options = { cwd: resolve(__dirname, "../.."), maxBuffer: 2 ** 26 };
  const document: Sbom = JSON.parse(execFileSync("npm", args, { ...options, encoding: "utf8" }));
  document.metadata.component.name = "hipaa-iam"; // npm takes the name of the folder.
  for (const { externalReferences = [] } of document.components) {
    // Git's short form of an SSH address is none of the URLs that CycloneDX asks for.
    for (const each of externalReferences) each.url = each.url.replace(/^(git@[^:/]+):/, "ssh://$1/");
  }
  return document;
}

/** `npm run --silent sbom` prints it. */
if (require.main === module) console.log(JSON.stringify(sbom(), undefined, 2));
