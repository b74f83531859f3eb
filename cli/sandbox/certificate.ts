import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A certificate for this machine's loopback, and the authority that clients have to trust for it. Both are PEM. */
export interface Certificate {
  authority: string;
  certificate: string;
  key: string;
}

/**
 * Node.js makes keys and signatures but no certificates, so they are written here in DER (RFC 5280). Nobody keeps the
 * authority's key: nothing but this certificate is ever signed with it. `hosts` are names of buckets: clients that put
 * them before the host take no `*.localhost`.
 */
export function makeCertificate(hosts: string[] = [], now = new Date()): Certificate {
  const names = ["localhost", "s3.localhost", "*.s3.localhost", ...hosts.map((host) => `${host}.localhost`)];
  const [authority, server] = [keyPair(), keyPair()];
  const validity = sequence(time(now, -1), time(now, 7));
  const [root, name] = [nameOf("hipaa-iam sandbox authority"), nameOf("hipaa-iam sandbox")];
  const keyId = identifierOf(authority.publicKey);
  const rootExtensions = [
    extension("2.5.29.19", sequence(boolean()), true), // Basic constraints: an authority.
    extension("2.5.29.15", bits(Buffer.from([0x06]), 1), true), // Key usage: to sign certificates and lists.
    extension("2.5.29.14", octets(keyId)), // Subject key identifier.
  ];
  const extensions = [
    extension("2.5.29.19", sequence(), true),
    extension("2.5.29.15", bits(Buffer.from([0x80]), 7), true), // Digital signature.
    extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.1"))), // Extended key usage: TLS servers.
    extension("2.5.29.14", octets(identifierOf(server.publicKey))),
    extension("2.5.29.35", sequence(tlv(0x80, keyId))), // Authority key identifier.
    extension("2.5.29.17", sequence(...names.map((one) => tlv(0x82, Buffer.from(one))), ...addresses)),
  ];
  const signed = (subject: Buffer, of: KeyObject, all: Buffer[]) =>
    certificate({ issuer: root, subject, validity, of, extensions: all, by: authority.privateKey });
  return {
    authority: pem(signed(root, authority.publicKey, rootExtensions)),
    certificate: pem(signed(name, server.publicKey, extensions)),
    key: server.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

const addresses = [Buffer.from([127, 0, 0, 1]), Buffer.from([...Array(15).fill(0), 1])].map((one) =>
  tlv(0x87, one),
);

const keyPair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });

interface Parts {
  issuer: Buffer;
  subject: Buffer;
  validity: Buffer;
  of: KeyObject;
  extensions: Buffer[];
  by: KeyObject;
}

function certificate({ issuer, subject, validity, of, extensions, by }: Parts): Buffer {
  const algorithm = sequence(oid("1.2.840.10045.4.3.2")); // ECDSA with SHA-256.
  const serial = tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)]));
  const version = tlv(0xa0, tlv(0x02, Buffer.from([2])));
  const key = of.export({ type: "spki", format: "der" });
  const content = sequence(
    ...[version, serial, algorithm, issuer, validity, subject, key],
    tlv(0xa3, sequence(...extensions)),
  );
  return sequence(content, algorithm, bits(sign("sha256", content, by), 0));
}

const identifierOf = (key: KeyObject) =>
  createHash("sha1")
    .update(key.export({ type: "spki", format: "der" }))
    .digest();

/** A type, its length and its value. */
function tlv(type: number, value: Buffer): Buffer {
  const size = value.length;
  const long = size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([type, ...(size < 0x80 ? [size] : long)]), value]);
}

const sequence = (...parts: Buffer[]) => tlv(0x30, Buffer.concat(parts));
const octets = (value: Buffer) => tlv(0x04, value);
const boolean = () => tlv(0x01, Buffer.from([0xff]));
const bits = (value: Buffer, unused: number) => tlv(0x03, Buffer.concat([Buffer.from([unused]), value]));
const nameOf = (text: string) => sequence(tlv(0x31, sequence(oid("2.5.4.3"), tlv(0x0c, Buffer.from(text))))); // A common name.

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  const bytes = rest.flatMap((number) => {
    const sevens = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) sevens.unshift((left & 0x7f) | 0x80);
    return sevens;
  });
  return tlv(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(oid(id), ...(isCritical ? [boolean()] : []), octets(value));
}

/** Some days from now, as UTCTime. */
function time(now: Date, days: number): Buffer {
  const text = new Date(now.getTime() + days * 86_400_000).toISOString().replace(/\.\d+|[-:T]/g, "");
  return tlv(0x17, Buffer.from(text.slice(2)));
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
