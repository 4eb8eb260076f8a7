import {
  describeEventStoreContract,
  EMBEDDED_NODE,
  EVENT_STORE_DB,
  wholeEventStore,
} from '#testing';

const supports = process.env.EVENTSTORE_URL ? EVENT_STORE_DB : EMBEDDED_NODE;
describeEventStoreContract(wholeEventStore, supports);
