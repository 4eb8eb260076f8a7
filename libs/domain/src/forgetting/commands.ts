/** What a user may ask of the stream of holders forgotten. */
import type { CommandContext } from '../command-context';
import type { ApproveProposal, ExpireProposal, RefuseProposal } from '../proposals/commands';

/** A line of sealed personal data, by its place. The place stays when the person is forgotten. */
export interface SealedLine {
  readonly stream: string;
  /** Of the HoldersSealed event in that stream. */
  readonly revision: string;
  /** Id of that event. */
  readonly event: string;
  /** From 1. */
  readonly line: number;
}

/** Names the lines found for a document, never the document. */
export interface ForgetHolder {
  type: 'ForgetHolder';
  lines: readonly SealedLine[];
  reason: string;
}

export type ForgettingCommandBody =
  | ForgetHolder
  | ApproveProposal
  | RefuseProposal
  | ExpireProposal;
export type ForgettingCommand<B extends ForgettingCommandBody = ForgettingCommandBody> = B &
  CommandContext;
