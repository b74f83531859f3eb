import { uuidOf } from "../plan/uuid";
import { markup, property } from "../review/oscal";
import { catalogFile, controlId, ns, oscalVersion } from "../review/oscalCatalog";
import { type Review, statementsOf } from "../review/review";
import { type Area, areas, type Check, subjectsOf } from "./check";
import type { Verification } from "./report";

/** The provisions that what is looked at in an area serves. */
const provisions: Record<Area, string[]> = {
  roles: ["164.308(a)(4)(ii)(B)", "164.308(a)(4)(ii)(C)"],
  promises: ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"],
  buckets: ["164.312(a)(2)(iv)", "164.312(c)(1)", "164.312(e)(1)"],
  keys: ["164.312(a)(1)", "164.312(a)(2)(iv)"],
  use: ["164.308(a)(1)(ii)(D)"],
  validation: ["164.308(a)(4)(ii)(B)"],
};

/**
 * OSCAL assessment results: an observation for each check, and a finding for each thing that was looked at. UUIDs are made
 * of the content, so that the same answers of the same moment give the same file.
 * https://pages.nist.gov/OSCAL-Reference/models/v1.2.1/assessment-results/
 */
export function assessmentOf(verification: Verification, review: Review): unknown {
  const { project, stack, account, caller, region, date, source, checks } = verification;
  const id = (...parts: string[]) => uuidOf([project, stack, account, date, ...parts].join("\n"));
  const judged = checks.filter(({ result }) => ["agrees", "differs", "not seen"].includes(result));
  const named = judged.flatMap((one) => subjectsOf(one).map((of) => ({ area: one.area, of })));
  const subjects = [...new Map(named.map((one) => [`${one.area}\n${one.of}`, one])).values()];
  const numbered = checks.map((one, at) => ({ one, at }));
  const findings = subjects.map(({ area, of }) => {
    const about = numbered.filter(({ one }) => one.area === area && subjectsOf(one).includes(of));
    return {
      uuid: id("finding", area, of),
      title: markup(`${areas[area]}: ${of}`),
      ...outcomeOf(
        about.map(({ one }) => one),
        `${controlId(provisions[area][0] ?? "")}_smt`,
      ),
      "related-observations": about.map(({ at }) => ({ "observation-uuid": id("observation", String(at)) })),
    };
  });
  const [party, plan] = [id("party"), id("plan")];
  const cited = review.components.flatMap(({ roles }) => roles.flatMap(statementsOf));
  const wanted = [
    ...cited.flatMap((one) => one.provisions),
    ...judged.flatMap(({ area }) => provisions[area]),
  ];
  const controls = [...new Set(wanted)].sort().map((provision) => ({ "control-id": controlId(provision) }));
  return {
    "assessment-results": {
      uuid: id("assessment-results", JSON.stringify(checks)),
      metadata: {
        title: markup(`Verification of stack ${stack} of project ${project} in AWS`),
        "last-modified": date,
        version: date,
        "oscal-version": oscalVersion,
        roles: [{ id: "assessor", title: "Who looked" }],
        parties: [{ uuid: party, type: "person", name: caller }],
        "responsible-parties": [{ "role-id": "assessor", "party-uuids": [party] }],
        remarks: markup(`From the ${source}, against account ${account}, Region ${region}.`),
      },
      // There is no plan but the command's own: what it looks at is in its documentation.
      "import-ap": { href: `#${plan}` },
      results: [
        {
          uuid: id("result"),
          title: markup(`hipaa-iam verify, stack ${stack}`),
          description: "AWS was read: roles, policies, buckets and keys. Nothing was changed.",
          ...{ start: date, end: date },
          "reviewed-controls": { "control-selections": [{ "include-controls": controls }] },
          observations: checks.map((one, at) => observationOf(one, id("observation", String(at)), date)),
          ...(findings.length > 0 && { findings }),
        },
      ],
      "back-matter": {
        resources: [
          {
            uuid: plan,
            title: "What hipaa-iam verify looks at",
            rlinks: [{ href: ns }, { href: catalogFile }],
          },
        ],
      },
    },
  };
}

/** Satisfied is what was seen and agrees. A difference that is accepted is one, and what was not seen may be one. */
function outcomeOf(about: Check[], target: string) {
  const wordsOf = (intro: string, result: Check["result"], isAccepted = false) => {
    const found = about.filter((one) => one.result === result && (one.accepted !== undefined) === isAccepted);
    const words = found.map(({ what, accepted }) => (accepted ? `${what} (because: ${accepted})` : what));
    return words.length > 0 ? [`${intro}: ${words.join("; ")}.`] : [];
  };
  const open = wordsOf("Differs", "differs");
  const others = [...wordsOf("Could not be seen", "not seen"), ...wordsOf("Accepted", "differs", true)];
  const untold = wordsOf("Not judged", "not judged");
  const isSatisfied = open.length + others.length === 0;
  const whole = untold.length > 0 ? "What could be judged agrees." : "All agrees.";
  return {
    description: markup([...(isSatisfied ? [whole] : [...open, ...others]), ...untold].join(" ")),
    target: {
      ...{ type: "statement-id", "target-id": target },
      status: isSatisfied
        ? { state: "satisfied", reason: "pass" }
        : { state: "not-satisfied", reason: open.length > 0 ? "fail" : "other" },
    },
  };
}

function observationOf(
  { area, of, result, what, details, accepted, id }: Check,
  uuid: string,
  collected: string,
) {
  return {
    uuid,
    title: markup(`${areas[area]}: ${of}`),
    description: markup([what, ...details].join("; ")),
    props: [
      property("result", result),
      ...(accepted ? [property("accepted-because", accepted)] : []),
      ...(id ? [property("difference", id)] : []),
    ],
    // The simulator and Access Analyzer are asked; the others are settings that are read.
    methods: [area === "promises" || area === "validation" ? "TEST" : "EXAMINE"],
    collected,
  };
}
