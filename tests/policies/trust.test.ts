import { expect } from "chai";
import { documentsOf, runComponent } from "../support/component";
import { scopes } from "../support/scopes";

const expected = (root: string, externalId: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "AssumeWithExternalId",
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { AWS: root },
      Condition: { StringEquals: { "sts:ExternalId": externalId } },
    },
  ],
});

describe("the trust policy of the backend's role", () => {
  for (const { title, environment, standIn } of scopes) {
    it(`is as written here for ${title}`, async () => {
      const documents = documentsOf(await runComponent({ environment }, { standIn }));
      const root = `arn:${standIn.partition}:iam::${standIn.accountId}:root`;
      expect(documents[`hipaa-app-backend-${environment}`]).to.deep.equal(
        expected(root, "railway-hipaa-app"),
      );
    });
  }

  it("asks for the external ID that is given", async () => {
    const externalId = "Some_+=,.@:/-external-ID";
    const documents = documentsOf(await runComponent({ externalId }));
    expect(documents["hipaa-app-backend-dev"]).to.deep.equal(
      expected("arn:aws:iam::123456789012:root", externalId),
    );
  });
});
