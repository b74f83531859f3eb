// `node tools/release/ready.js TAG REPOSITORY`: refuses a release whose package does not say what it is and where it is
// from. JavaScript, as the workflow asks before it installs anything.
const manifest = require("../../package.json");

/** What keeps a release back, one line each. */
function faultsOf({ version, repository, homepage, bugs }, tag, from) {
  const url = (value) => String(value?.url ?? value ?? "");
  const source = url(repository)
    .replace(/^git\+/, "")
    .replace(/\.git$/, "");
  return [
    tag !== `v${version}` && `The tag is ${tag}, package.json says v${version}.`,
    // npm holds the provenance against it.
    source !== from && `"repository" is ${told(source)}: give ${from}, where this is released.`,
    ...Object.entries({ homepage: url(homepage), bugs: url(bugs) }).map(([name, address]) => {
      if (!isAddress(address)) return `"${name}" is ${told(address)}: give ${wanted[name]}.`;
      return (
        isOfAnother(address, from) && `"${name}" is "${address}": give a page of ${from}, or of another site.`
      );
    }),
  ].filter(Boolean);
}

const wanted = { homepage: "the address of a page", bugs: "the address where issues are filed" };

const told = (value) => (value === "" ? "not given" : `"${value}"`);

/** Whether it could be a page that is there: names under "example" are nobody's, and those of CONTRIBUTING.md stand for one. */
function isAddress(text) {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname } = new URL(text);
  const isPlaceholder =
    /\/(%3C.*%3E|%7B.*%7D|your[-_][^/]*|YOUR[-_][^/]*|OWNER|ORG|USER|NAME|REPO)(\/|$)/.test(pathname);
  return (
    protocol === "https:" && hostname.includes(".") && !/(^|\.)example(\.|$)/.test(hostname) && !isPlaceholder
  );
}

/** A page of the same host is one of the repository: its owner's other repositories are other packages. */
function isOfAnother(address, from) {
  const { host, pathname } = new URL(address);
  const own = new URL(from);
  const [path, root] = [`${pathname}/`.toLowerCase(), `${own.pathname}/`.toLowerCase()];
  return host === own.host && !path.startsWith(root);
}

module.exports = { faultsOf };

if (require.main === module) {
  const [tag = "", from = ""] = process.argv.slice(2);
  for (const fault of faultsOf(manifest, tag, from)) {
    console.error(`::error file=package.json::${fault}`);
    process.exitCode = 1;
  }
}
