import { expect } from "chai";
import { type Opened, opened } from "./opened";

describe("a request that is signed for what is no Region", () => {
  let box: Opened;
  before(async () => {
    box = await opened();
  });
  after(() => box.stop());

  const authorization = (service: string) =>
    `AWS4-HMAC-SHA256 Credential=${box.role.accessKeyId}/20261129/US/${service}/aws4_request, SignedHeaders=host, Signature=00`;
  const signed = (service: string) => ({
    ...{ authorization: authorization(service), "x-amz-security-token": box.role.sessionToken ?? "" },
  });

  it("is told by S3 where it is expected, in the element that clients ask again by", async () => {
    const path = "/example-documents/tenants/1/report.pdf";
    const { status, body: bytes } = await box.send({
      ...{ service: "s3", method: "PUT", path, by: null, headers: signed("s3"), body: "new" },
    });
    const body = String(bytes);
    expect(status).to.equal(400);
    expect(body).to.include("<Code>AuthorizationHeaderMalformed</Code>");
    expect(body).to.include("the region &apos;US&apos; is wrong; expecting &apos;us-east-1&apos;");
    expect(body).to.include("<Region>us-east-1</Region>");
    expect(box.last().decision).to.equal("refused");
  });

  it("is refused by the others, which name it", async () => {
    const { status, body: bytes } = await box.send({
      ...{ service: "kms", method: "POST", path: "/", by: null, body: "{}" },
      headers: { ...signed("kms"), "x-amz-target": "TrentService.DescribeKey" },
    });
    const body = String(bytes);
    expect(status).to.equal(400);
    expect(body).to.include("The signature is for the Region US: sign for one such as us-east-1.");
  });
});
