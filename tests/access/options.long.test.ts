import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { SiteArgs } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { commonJudge as judge } from "../judge/memo";
import { scopes } from "../support/scopes";
import { argsOf } from "./argsOf";
import { differences } from "./differences";
import { expectNothingAcross } from "./environments";
import { extensions } from "./options";
import { siteOf } from "./siteOf";

/** Rows of a site with an option that users add. */
const extended = new Map<string, number>();

describe("the access matrix holds with each option that users add", () => {
  const sites = scopes.flatMap((scope) => ["", "eu"].map((nameSuffix) => ({ ...scope, nameSuffix })));
  for (const { title, environment, standIn, nameSuffix } of sites) {
    for (const [option, options] of Object.entries(extensions(standIn))) {
      it(`${title}${nameSuffix && ", with a suffix"}, ${option}`, async () => {
        const site = await siteOf({ ...argsOf(environment, standIn), nameSuffix, ...options }, standIn);
        const rows = matrix(site);
        expect(await differences(rows, judge)).to.deep.equal([]);
        extended.set(option, rows.length);
      });
    }
  }

  const iam = "arn:aws:iam::123456789012";
  const anchor = "arn:aws:rolesanywhere:us-east-1";
  const unusual: [what: string, options: Partial<SiteArgs>][] = [
    [
      "an authority whose ID ends in 0, and a host in upper case",
      {
        rolesAnywhere: {
          trustAnchorArn: `${anchor}:123456789012:trust-anchor/1234abcd-12ab-34cd-56ef-123456789000`,
          subjectCommonName: "BACKEND",
        },
      },
    ],
    [
      "tokens with an audience in upper case, of a repository that others are tried as",
      {
        oidc: {
          providerArn: `${iam}:oidc-provider/token.actions.githubusercontent.com`,
          audience: "STS",
          subjects: ["repo:example/other:environment:production"],
        },
      },
    ],
    [
      "tokens of another issuer",
      {
        oidc: {
          providerArn: `${iam}:oidc-provider/gitlab.com`,
          audience: "https://github.com/example",
          subjects: ["project_path:example/backend:*"],
        },
      },
    ],
    [
      "roles of another account that others are tried as, and one whose name begins like the other's",
      {
        trustedPrincipalArns: [
          ...["other", "other2"].map((name) => `arn:aws:iam::888888888888:role/${name}`),
          `${iam}:user/somebody`,
        ],
      },
    ],
    [
      "a provisioner of keys, and a backend with tokens and certificates",
      {
        tenantKeyProvisioning: "provisioner",
        oidc: {
          providerArn: `${iam}:oidc-provider/token.actions.githubusercontent.com`,
          audience: "sts.amazonaws.com",
          subjects: ["repo:example/backend:environment:production"],
        },
        rolesAnywhere: {
          trustAnchorArn: `${anchor}:123456789012:trust-anchor/1234abcd-12ab-34cd-56ef-123456789012`,
          subjectCommonName: "backend",
        },
      },
    ],
    ["every Region that others are tried from", { bedrockInferenceRegions: ["us-east-1", "eu-central-1"] }],
  ];
  for (const [what, options] of unusual) {
    it(`with unusual values: ${what}`, async () => {
      const site = await siteOf({ ...argsOf("production", defaultStandIn), ...options }, defaultStandIn);
      expect(await differences(matrix(site), judge)).to.deep.equal([]);
    });
  }

  for (const { standIn } of scopes.filter(({ environment }) => environment === "dev")) {
    it(`across environments of one account nothing is allowed, ${standIn.partition}, with a suffix`, async () => {
      expect(await expectNothingAcross(standIn, { nameSuffix: "eu" })).to.equal(6 * 61);
    });
  }

  for (const [option, options] of Object.entries(extensions(defaultStandIn))) {
    it(`across environments of one account nothing is allowed, ${option}`, async () => {
      expect(await expectNothingAcross(defaultStandIn, options)).to.be.at.least(6 * 40);
    });
  }

  after(() => {
    console.log("\n    Cases of a site by what is added to it");
    console.table(Object.fromEntries(extended));
  });
});
