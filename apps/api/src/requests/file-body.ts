/** Requests whose body is a form with one file. */
import { SetMetadata } from '@nestjs/common';
import busboy from 'busboy';
import type { Request, Response } from 'express';
import { malformed, Problem } from '../problems/problem';
import {
  FilePlaces,
  type FileStay,
  fileSizeBytesMax,
  formSizeBytesMax,
  isTooSlow,
} from './file-places';
import { findHostile } from './inspect-json';
import { stateOf } from './request-state';

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

const fieldSizeBytesMax = 16 * 1024;
const fieldCountMax = 20;
/** How often it is looked at how fast a form comes in, in ms. */
const paceMs = 1_000;

const fileTooLarge = (): Problem =>
  new Problem(413, 'file-too-large', { params: { max: fileSizeBytesMax } });

const files = new WeakMap<object, Buffer>();
const places = new FilePlaces();

/** @throws Error when the body was not read as a form: a wiring fault. */
export function fileOf(request: Request): Buffer {
  const file = files.get(request);
  if (!file) throw new Error('the request has no file');
  return file;
}

/**
 * Reads a form: its fields as the body, its file apart.
 *
 * @throws Problem 400 (no form, no file, a field twice or unreadable), 408 (it comes too slowly),
 *   413 (file too large), 429 (the user's last form is not answered), 503 (too many come or wait)
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
  const { principal } = stateOf(request);
  if (!principal) throw new Error('a file without a guard');
  const stay = places.enter(principal.userId);
  response.once('close', () => places.leave(stay));
  const { fields, file } = await readParts(request, stay);
  await places.turn(stay);
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

async function readParts(request: Request, stay: FileStay): Promise<Parts> {
  const watching = new AbortController();
  try {
    return await Promise.race([partsOf(request), refusedPace(request, stay, watching.signal)]);
  } finally {
    watching.abort();
    // Whatever else comes of a form that was refused is not gathered.
    request.unpipe();
  }
}

/** Rejects when there is no memory for what comes, or it comes too slowly. */
function refusedPace(request: Request, stay: FileStay, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const beganAtMs = performance.now();
    const grow = (chunk: Buffer): void => {
      try {
        places.grow(stay, chunk.length);
      } catch (error) {
        reject(error);
      }
    };
    const pacing = setInterval(() => {
      if (isTooSlow(stay.sizeBytes, performance.now() - beganAtMs)) {
        reject(new Problem(408, 'upload-too-slow'));
      }
    }, paceMs);
    request.on('data', grow);
    signal.addEventListener('abort', () => {
      clearInterval(pacing);
      request.off('data', grow);
    });
  });
}

function partsOf(request: Request): Promise<Parts> {
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
