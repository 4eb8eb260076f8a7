/** From what the views say to what the contract shows. */
import type { Centres, Holder } from '#domain';
import type {
  Certificate,
  Consignment,
  HistoryEntry,
  Paper,
  SerialSegment,
  SerialState,
  SerialTrace,
  Voucher,
} from '#read-model';
import { voucherDto } from '../vouchers/voucher-answer';
import type { CertificateDto, PaperDto } from './certificate.dto';
import type { ConsignmentDto, LotDto } from './consignment.dto';
import type { HistoryEntryDto, SegmentDto, SerialDto } from './queries.dto';

function historyEntryDto(entry: HistoryEntry): HistoryEntryDto {
  const { position, event, occurredOn, recordedAt, from, to, centre, reference, actor } = entry;
  return {
    position: String(position),
    event,
    occurredOn,
    recordedAt: recordedAt.toISOString(),
    from,
    to,
    centre,
    reference: reference ?? null,
    actor,
    ...(entry.approvedBy === undefined ? {} : { approvedBy: entry.approvedBy }),
  };
}

export function serialDto(trace: SerialTrace, state: SerialState, centres: Centres): SerialDto {
  const { serial, level, edition, history } = trace;
  const codes = new Set(history.flatMap(({ centre, actor }) => [centre, actor.centre]));
  const names = [...codes].flatMap((code) => {
    const name = centres.get(code)?.name;
    return name === undefined ? [] : [[code, name] as const];
  });
  const centreNames = Object.fromEntries(names);
  return { serial, level, edition, ...state, history: history.map(historyEntryDto), centreNames };
}

export const segmentDto = (segment: SerialSegment): SegmentDto => ({
  ...segment,
  centre: segment.centre ?? null,
});

export function certificateDto(
  certificate: Certificate,
  holder: Holder | null | undefined,
  voucher: Voucher | undefined,
): CertificateDto {
  const { number, level, occupation, centre, station, roster, original, serial, papers } =
    certificate;
  return {
    certificateNumber: number,
    level,
    occupation,
    centre,
    station,
    ...(roster === undefined ? {} : { roster }),
    ...(original === undefined ? {} : { original }),
    ...(holder === undefined ? {} : { holder }),
    serial: serial ?? null,
    serials: papers.map(paperDto),
    voucher: voucher ? voucherDto(voucher) : null,
  };
}

function paperDto(paper: Paper): PaperDto {
  const { centre: _, recordedAt, position, ended, ...told } = paper;
  return {
    ...told,
    recordedAt: recordedAt.toISOString(),
    position: String(position),
    ...(ended ? { ended: { ...ended, position: String(ended.position) } } : {}),
  };
}

export function consignmentDto(consignment: Consignment, centres: Centres): ConsignmentDto {
  const { number, sender, receiver, status, quantity, lots, handedOverBy, answer } = consignment;
  return {
    consignment: number,
    status,
    from: sender,
    fromName: centres.get(sender)?.name ?? sender,
    to: receiver,
    toName: centres.get(receiver)?.name ?? receiver,
    handedOverBy,
    ...(consignment.application ? { application: consignment.application } : {}),
    dispatchedOn: consignment.dispatchedOn,
    dispatchedAt: consignment.dispatchedAt.toISOString(),
    position: String(consignment.dispatchedPosition),
    lots: lots as LotDto[],
    quantity,
    answeredOn: answer?.on ?? null,
    refusalReason: answer?.refusalReason ?? null,
    ...(answer?.receipt ? { receipt: answer.receipt as ConsignmentDto['receipt'] } : {}),
    takenBackOn: consignment.takenBack?.on ?? null,
  };
}
