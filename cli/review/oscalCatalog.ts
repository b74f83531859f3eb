import { type HipaaProvision, hipaaProvisions } from "../../components/policies/hipaa";
import { uuidOf } from "../plan/uuid";

export const catalogFile = "oscal-catalog.json";
/** The newest patch of 1.2 (7 August 2026). https://github.com/usnistgov/OSCAL/releases */
export const oscalVersion = "1.2.3";
export const ns = "https://www.npmjs.com/package/hipaa-iam";
const rule = "45 CFR part 164, subpart C (HIPAA Security Rule)";
const ruleHref = "https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-C";

const sections = {
  "164.308": "Administrative safeguards",
  "164.312": "Technical safeguards",
};

/** 164.312(a)(1) in the form that OSCAL takes: hipaa-164.312.a.1 */
export function controlId(provision: string): string {
  return `hipaa-${provision.replaceAll("(", ".").replaceAll(")", "")}`;
}

/**
 * The provisions that statements may cite, with the rule's numbers and titles and without its text, so that tools resolve
 * the component definition's control IDs. It is the same for every stack.
 */
export function catalogOf(): unknown {
  const groups = Object.entries(sections).map(([section, title]) => ({
    id: `hipaa-${section}`,
    title,
    props: [{ name: "label", value: section }],
    controls: Object.entries(hipaaProvisions)
      .filter(([provision]) => provision.startsWith(section))
      .map(([provision, heading]) => controlOf(provision as HipaaProvision, heading)),
  }));
  const content = { groups, "back-matter": { resources: [ruleResource()] } };
  return {
    catalog: {
      uuid: uuidOf(JSON.stringify(content)),
      metadata: {
        title: "Provisions of the HIPAA Security Rule that hipaa-iam cites",
        // Of what is in it: that of 45 CFR part 164 as amended on 17 January 2025 and no later.
        "last-modified": "2026-11-30T00:00:00Z",
        version: "1",
        "oscal-version": oscalVersion,
        remarks: "Numbers and titles; the text is in the rule.",
      },
      ...content,
    },
  };
}

function controlOf(provision: HipaaProvision, title: string) {
  const id = controlId(provision);
  return {
    id,
    title,
    props: [{ name: "label", value: provision }],
    links: [{ href: `#${ruleResource().uuid}`, rel: "reference" }],
    parts: [{ id: `${id}_smt`, name: "statement", prose: `See 45 CFR ${provision}.` }],
  };
}

/** What stands for the rule itself in a document. */
export function ruleResource() {
  return { uuid: uuidOf(rule), title: rule, rlinks: [{ href: ruleHref }] };
}
