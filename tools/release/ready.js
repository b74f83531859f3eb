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
    !isAddress(url(homepage)) && `"homepage" is ${told(url(homepage))}: give the address of a page.`,
    !isAddress(url(bugs)) && `"bugs" is ${told(url(bugs))}: give the address where issues are filed.`,
  ].filter(Boolean);
}

const told = (value) => (value === "" ? "not given" : `"${value}"`);

/** Whether it could be a page that is there: names under "example" are nobody's. */
function isAddress(text) {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" && hostname.includes(".") && !/(^|\.)example(\.|$)/.test(hostname);
}

module.exports = { faultsOf };

if (require.main === module) {
  const [tag = "", from = ""] = process.argv.slice(2);
  for (const fault of faultsOf(manifest, tag, from)) {
    console.error(`::error file=package.json::${fault}`);
    process.exitCode = 1;
  }
}
