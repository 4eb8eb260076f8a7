/**
 * The node's own certificate: self-signed, made at the first start and kept. A client trusts it by
 * its file (`tlsCaFile`), so nobody else vouches for it and it is made for long.
 */
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { writePrivateFile } from './private-file';

const VALID_YEARS = 10;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface Certificate {
  readonly path: string;
  readonly certificate: Buffer;
  readonly privateKey: Buffer;
}

/** Reads the folder's certificate, or makes one for this host and for the machine itself. */
export async function certificateIn(folder: string, host: string): Promise<Certificate> {
  const path = join(folder, 'certificate.pem');
  const keyPath = join(folder, 'private-key.pem');
  if (!existsSync(path) || !existsSync(keyPath)) {
    const made = await makeCertificate(host);
    writePrivateFile(keyPath, made.privateKey);
    writePrivateFile(path, made.certificate);
  }
  return { path, certificate: readFileSync(path), privateKey: readFileSync(keyPath) };
}

function namesFor(host: string): x509.JsonGeneralName[] {
  const bare = host.replace(/^\[|\]$/g, '');
  return [...new Set(['127.0.0.1', '::1', 'localhost', bare])].map((value) => ({
    type: isIP(value) ? 'ip' : 'dns',
    value,
  }));
}

async function makeCertificate(host: string) {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const notBefore = new Date();
  notBefore.setUTCDate(notBefore.getUTCDate() - 1);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + VALID_YEARS);
  const made = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=Liushui event store node',
      notBefore,
      notAfter,
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(namesFor(host)),
      ],
    },
    webcrypto,
  );
  const privateKey = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' });
  return { certificate: made.toString('pem'), privateKey: String(privateKey) };
}
