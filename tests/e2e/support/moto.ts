import { join } from "node:path";
import { motoVersion, type Started, startMoto } from "../../../cli/sandbox/moto";
import { repository } from "../../support/folder";
import { installPython } from "../../support/python";

const requirement = `moto[server,iam,sts,kms,s3,secretsmanager]==${motoVersion}`;
const venv = join(repository, `.cache/moto-${motoVersion}`);

/** The Python that has moto. */
export const motoPython = join(venv, "bin/python");

/** Installs moto, the local AWS API. */
export const installMoto = () => installPython(venv, "moto, the local AWS API,", requirement);

/** Starts an AWS API without any resource, on a free port of this machine. */
export const startApi = () => startMoto(motoPython, { MOTO_IAM_LOAD_MANAGED_POLICIES: "true" });

/** moto's own account. Credentials of a role of another account lead into that one: MOTO_ACCOUNT_ID would forbid it. */
export const accountId = "123456789012";

/** An API of its own for the tests of the surrounding suite. */
export function localApi(): () => string {
  let api: Started;
  before(async () => {
    api = await startApi();
  });
  after(() => api.stop());
  return () => api.endpoint;
}
