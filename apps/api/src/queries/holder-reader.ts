import { Injectable } from '@nestjs/common';
import { bookStream, type Holder, type Role } from '#domain';
import { EventLog } from '#event-log';
import { Identity } from '#identity';
import type { Certificate } from '#read-model';
import type { Principal } from '../access/principal';
import { Standing } from '../access/standing';

/** Who works with people's papers. Viewers see numbers, administrators see neither. */
const seesPeople: readonly Role[] = ['clerk', 'supervisor', 'auditor'];

/** Opens the sealed line of one certificate, for those who may see whom it names. */
@Injectable()
export class HolderReader {
  constructor(
    private readonly standing: Standing,
    private readonly log: EventLog,
    private readonly identity: Identity,
  ) {}

  /** Undefined for callers who may not see people; null when the person was forgotten. */
  async of(principal: Principal, certificate: Certificate): Promise<Holder | null | undefined> {
    if (!(await this.maySee(principal, certificate))) return undefined;
    const [{ centre, revision, lineIndex }] = certificate.papers;
    const stream = bookStream(centre);
    // Sealed holders stand immediately before the fact that they belong to.
    const sealed = await this.log.readAt(stream, revision - 1n);
    if (sealed?.type !== 'HoldersSealed') {
      throw new Error(`${stream}@${revision} has no sealed holders before it`);
    }
    const place = { stream, eventId: sealed.id, certificateNumber: certificate.number };
    const holder = await this.identity.sealing.openLine(sealed.data, place, lineIndex);
    return holder === 'forgotten' ? null : holder;
  }

  private async maySee({ grants }: Principal, { centre }: Certificate): Promise<boolean> {
    for (const grant of grants) {
      if (seesPeople.includes(grant.role) && (await this.standing.covers(grant, centre))) {
        return true;
      }
    }
    return false;
  }
}
