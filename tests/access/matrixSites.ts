import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { Decision } from "../../cli/access/request";
import type { Row } from "../../cli/access/row";
import type { SiteArgs } from "../../cli/access/site";
import type { StandIn } from "../../cli/plan/standIns";
import { type Judge, rememberingJudge } from "../judge/memo";
import { scopes } from "../support/scopes";
import { argsOf } from "./argsOf";
import { differences } from "./differences";
import { optionSets } from "./options";
import { siteOf } from "./siteOf";

interface MatrixSite {
  title: string;
  args: SiteArgs;
  standIn: StandIn;
  /** Each partition and environment by default, each option in production of `aws`, and with a suffix. The others combine those. */
  isQuick: boolean;
}

/** Each environment in each partition, with and without a suffix, with each option. */
export const matrixSites: MatrixSite[] = scopes.flatMap(({ title, environment, standIn }) =>
  ["", "eu"].flatMap((nameSuffix) =>
    Object.entries(optionSets(standIn)).map(([option, options]) => ({
      title: `${title}${nameSuffix && ", with a suffix"}, ${option}`,
      args: { ...argsOf(environment, standIn), nameSuffix, ...options },
      standIn,
      isQuick:
        environment === "production" && standIn.partition === "aws"
          ? true
          : nameSuffix === "" && option === "by default",
    })),
  ),
);

/** A test for each site, and a count of the rows; the judge that they ask. */
export function expectMatrixHolds(sites: MatrixSite[]): Judge {
  const judged = new Map<Row["service"], Record<Decision, number>>();
  const judge = rememberingJudge();
  for (const { title, args, standIn } of sites) {
    it(title, async () => {
      const rows = matrix(await siteOf(args, standIn));
      expect(await differences(rows, judge)).to.deep.equal([]);
      for (const { service, expect } of rows) {
        const counts = judged.get(service) ?? { allow: 0, "implicit deny": 0, "explicit deny": 0 };
        counts[expect]++;
        judged.set(service, counts);
      }
    });
  }
  after(() => {
    console.log(`\n    Access matrix, ${sites.length} sites, ${judge.asked()} different questions`);
    console.table(Object.fromEntries(judged));
  });
  return judge;
}
