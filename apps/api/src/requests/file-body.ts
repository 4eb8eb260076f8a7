/** Requests whose body is a form with one file. */
import { SetMetadata } from '@nestjs/common';
import busboy from 'busboy';
import type { Request, Response } from 'express';
import { malformed, Problem } from '../problems/problem';
import { findHostile } from './inspect-json';

const fileForm = 'liushui:file-form';

/** How the text of a form's fields is read; fields that are not named here are text. */
export interface FileForm {
  readonly json: readonly string[];
  readonly whole: readonly string[];
  readonly flags: readonly string[];
}

/** The body is a form (multipart/form-data) with these fields and one `file`. */
export const TakesFile = (form: FileForm): MethodDecorator => SetMetadata(fileForm, form);

export const fileFormOf = (handler: object): FileForm | undefined =>
  Reflect.getMetadata(fileForm, handler) as FileForm | undefined;

/** A roster of 20,000 people is some 4 MB as text and 2 MB as a workbook. */
export const fileSizeBytesMax = 8 * 1024 * 1024;
const fieldSizeBytesMax = 16 * 1024;
const fieldCountMax = 20;
/** All of a form but its file. */
const formSizeBytesMax = 1024 * 1024;
/** Files that one process has in memory at a time, whatever is being done with them. */
const filesInMemoryMax = 2;
const retryAfterSeconds = 3;

const fileTooLarge = (): Problem =>
  new Problem(413, 'file-too-large', { params: { max: fileSizeBytesMax } });

const files = new WeakMap<object, Buffer>();
let filesInMemory = 0;

/** @throws Error when the body was not read as a form: a wiring fault. */
export function fileOf(request: Request): Buffer {
  const file = files.get(request);
  if (!file) throw new Error('the request has no file');
  return file;
}

/** A place among the files in memory, given back when the request is answered. */
function takePlace(response: Response): void {
  if (filesInMemory >= filesInMemoryMax) {
    throw new Problem(503, 'uploads-busy', { retryAfterSeconds });
  }
  filesInMemory += 1;
  response.once('close', () => {
    filesInMemory -= 1;
  });
}

/**
 * Reads a form: its fields as the body, its file apart.
 *
 * @throws Problem 400 (no form, no file, a field twice or unreadable), 413 (file too large), 503
 *   (too many files are being read)
 */
export async function readFileBody(
  request: Request,
  response: Response,
  form: FileForm,
): Promise<object> {
  if (!/^multipart\/form-data\s*;/i.test(request.headers['content-type'] ?? '')) {
    throw new Problem(400, 'form-required');
  }
  const sizeBytes = Number(request.headers['content-length'] ?? 0);
  if (sizeBytes > fileSizeBytesMax + formSizeBytesMax) throw fileTooLarge();
  takePlace(response);
  const { fields, file } = await readParts(request);
  if (!file) throw malformed({ path: '/file', code: 'required' });
  files.set(request, file);
  const body = Object.fromEntries(
    [...fields].map(([name, text]) => [name, readField(name, text, form)]),
  );
  const hostile = findHostile(body);
  if (hostile) throw malformed(hostile);
  return body;
}

function readField(name: string, text: string, { json, whole, flags }: FileForm): unknown {
  if (whole.includes(name)) return /^\d{1,9}$/.test(text) ? Number(text) : text;
  if (flags.includes(name)) return text === 'true' ? true : text === 'false' ? false : text;
  if (!json.includes(name)) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw malformed({ path: `/${name}`, code: 'object' });
  }
}

interface Parts {
  readonly fields: Map<string, string>;
  file?: Buffer;
}

function readParts(request: Request): Promise<Parts> {
  return new Promise((resolve, reject) => {
    const broken = (): void => reject(new Problem(400, 'form-malformed'));
    const parts: Parts = { fields: new Map() };
    const form = formParser(request);
    if (!form) {
      broken();
      return;
    }
    form.on('field', (name, value, { nameTruncated, valueTruncated }) => {
      if (nameTruncated || valueTruncated || parts.fields.has(name)) broken();
      else parts.fields.set(name, value);
    });
    form.on('file', (name, stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => reject(fileTooLarge()));
      stream.on('error', broken);
      stream.on('end', () => {
        if (name !== 'file' || parts.file) broken();
        else parts.file = Buffer.concat(chunks);
      });
    });
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const)
      form.on(limit, broken);
    form.on('error', broken);
    form.on('close', () => resolve(parts));
    request.on('close', () => {
      if (!request.complete) broken();
    });
    request.pipe(form);
  });
}

function formParser({ headers }: Request): busboy.Busboy | undefined {
  try {
    return busboy({
      headers,
      limits: {
        fileSize: fileSizeBytesMax,
        files: 1,
        fields: fieldCountMax,
        parts: fieldCountMax + 1,
        fieldNameSize: 100,
        fieldSize: fieldSizeBytesMax,
        headerPairs: 20,
      },
    });
  } catch {
    return undefined;
  }
}
