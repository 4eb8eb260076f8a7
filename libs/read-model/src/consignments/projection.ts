import {
  type BlanksDispatched,
  type BlanksReceived,
  type BlanksRefused,
  type BlanksTakenBack,
  type Recorded,
  storedRange,
  totalOf,
} from '#domain';
import { KeyedChanges } from '../database/keyed-changes';
import { senderOf } from '../movements/account';
import { ConsignmentRow } from './consignment.entity';

/** Consignments sent, answered and taken back in a batch. */
export class ConsignmentChanges extends KeyedChanges<ConsignmentRow> {
  constructor() {
    super(ConsignmentRow, 'number');
  }

  dispatch(event: Recorded<BlanksDispatched>): void {
    const { consignment, to, lots, handedOverBy, application } = event.data;
    this.insert({
      number: consignment,
      sender: senderOf(consignment),
      receiver: to,
      status: 'in-transit',
      quantity: lots.reduce((sum, lot) => sum + totalOf(lot.ranges.map(storedRange)), 0),
      lots,
      handedOverBy,
      application: application ?? null,
      dispatchedOn: event.metadata.occurredOn,
      dispatchedAt: event.recordedAt,
      dispatchedPosition: event.position,
      answeredOn: null,
      answeredPosition: null,
      accepted: null,
      damaged: null,
      missing: null,
      unexpected: null,
      countedBy: null,
      refusalReason: null,
      takenBackOn: null,
      takenBackPosition: null,
    });
  }

  receive(event: Recorded<BlanksReceived>): void {
    const { consignment, accepted, damaged, missing, unexpected, countedBy } = event.data;
    this.update(consignment, {
      status: 'received',
      answeredOn: event.metadata.occurredOn,
      answeredPosition: event.position,
      accepted,
      damaged,
      missing,
      unexpected,
      countedBy,
    });
  }

  refuse(event: Recorded<BlanksRefused>): void {
    this.update(event.data.consignment, {
      status: 'refused',
      answeredOn: event.metadata.occurredOn,
      answeredPosition: event.position,
      refusalReason: event.data.reason,
    });
  }

  takeBack(event: Recorded<BlanksTakenBack>): void {
    this.update(event.data.consignment, {
      status: 'taken-back',
      takenBackOn: event.metadata.occurredOn,
      takenBackPosition: event.position,
    });
  }
}
