import { Injectable } from '@nestjs/common';
import type { CentreCode, Language, Role } from '#domain';
import { Identity, type OpenUpload, type Upload } from '#identity';
import type { Principal } from '../access/principal';
import { Standing } from '../access/standing';
import { notYourCentre, notYourRole, Problem } from '../problems/problem';
import type { RefusedContent, RefusedRow, UploadParticulars } from './particulars';
import { refusedCsv, refusedDto, refusedListMax, refusedXlsx } from './refused-rows';
import { noNotes } from './uploaded-table';
import type { UploadDto, UploadListDto, UploadSummaryDto } from './uploads.dto';

/** Who works with people's papers: a roster names people, and so do its refused rows. */
const seesPeople: readonly Role[] = ['clerk', 'supervisor', 'auditor'];
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function summaryDto(upload: Upload): UploadSummaryDto {
  const { id, centre, kind, state, rowCount, doneCount, refusedCount, userId } = upload;
  return {
    upload: id,
    centre,
    kind,
    status: state,
    rows: rowCount,
    done: doneCount,
    refusedCount,
    by: userId,
    createdAt: upload.createdAt.toISOString(),
    finishedAt: upload.finishedAt?.toISOString() ?? null,
    cancelledAt: upload.cancelledAt?.toISOString() ?? null,
    expiresAt: upload.expiresAt.toISOString(),
    position: upload.position === undefined ? null : String(upload.position),
    proposals: [...upload.proposals],
  };
}

/** What became of uploads, for those who may see whom they name. */
@Injectable()
export class UploadReader {
  constructor(
    private readonly identity: Identity,
    private readonly standing: Standing,
  ) {}

  /** @throws Problem 403, 404 */
  async read(id: string, principal: Principal, language: Language): Promise<UploadDto> {
    return this.withOpen(id, principal, async (open) => {
      const refused: RefusedRow[] = [];
      for await (const piece of refusedOf(open)) {
        refused.push(...piece.refused.slice(0, refusedListMax - refused.length));
        if (refused.length === refusedListMax) break;
      }
      const { ignored, notes = noNotes } = open.particulars<UploadParticulars>();
      return {
        ...summaryDto(open.upload),
        refused: refusedDto(refused, language),
        ignoredColumns: [...ignored],
        notes,
      };
    });
  }

  /**
   * The file of refused rows, step by step.
   *
   * @throws Problem 403, 404
   */
  refusedFile(
    id: string,
    principal: Principal,
    format: 'csv' | 'xlsx',
    language: Language,
    send: (steps: AsyncIterable<string | Buffer>) => Promise<void>,
  ): Promise<void> {
    return this.withOpen(id, principal, async (open) => {
      const particulars = open.particulars<UploadParticulars>();
      const pieces = refusedOf(open);
      if (format === 'csv') await send(refusedCsv(particulars, pieces, language));
      else await send(oneStep(refusedXlsx(particulars, pieces, language)));
    });
  }

  async ofCentre(principal: Principal, centre: CentreCode): Promise<UploadListDto> {
    await this.requireSight(principal, centre);
    const uploads = await this.identity.uploads.ofCentre(centre);
    return { items: uploads.map(summaryDto) };
  }

  /**
   * Ends an upload after the append under way; what is posted stays. For its uploader and the
   * supervisors of its centre.
   *
   * @throws Problem 403, 404
   */
  async cancel(id: string, { userId, grants }: Principal): Promise<UploadSummaryDto> {
    const upload = uuid.test(id) ? await this.identity.uploads.find(id) : undefined;
    if (!upload) throw unknownUpload();
    const supervised = grants.filter(({ role }) => role === 'supervisor');
    if (upload.userId !== userId && !supervised.some(({ centre }) => centre === upload.centre)) {
      throw supervised.length > 0 ? notYourCentre() : notYourRole();
    }
    await this.identity.uploads.cancel(id);
    const ended = await this.identity.uploads.find(id);
    if (!ended) throw unknownUpload();
    return summaryDto(ended);
  }

  private async withOpen<Result>(
    id: string,
    principal: Principal,
    act: (open: OpenUpload) => Promise<Result>,
  ): Promise<Result> {
    const open = uuid.test(id) ? await this.identity.uploads.open(id) : undefined;
    if (!open) throw unknownUpload();
    try {
      await this.requireSight(principal, open.upload.centre);
      return await act(open);
    } finally {
      open.close();
    }
  }

  private async requireSight({ grants }: Principal, centre: CentreCode): Promise<void> {
    const seeing = grants.filter(({ role }) => seesPeople.includes(role));
    if (seeing.length === 0) throw notYourRole();
    for (const grant of seeing) if (await this.standing.covers(grant, centre)) return;
    throw notYourCentre();
  }
}

const unknownUpload = (): Problem => new Problem(404, 'unknown-upload');

/** Of the pieces that were worked on; the others say nothing yet. */
async function* refusedOf(open: OpenUpload): AsyncGenerator<RefusedContent> {
  for (let number = 0; number < open.upload.nextPiece; number += 1) {
    yield await open.piece<RefusedContent>(number);
  }
}

async function* oneStep(file: Promise<Buffer>): AsyncGenerator<Buffer> {
  yield await file;
}
