/** What is recorded of the serial map: a digest of which leaves of the log touch which serials. */

export interface MapRootRecorded {
  type: 'MapRootRecorded';
  data: {
    /** Of the first so many leaves of the log. */
    treeSize: number;
    /** 32 bytes in base 64. */
    root: string;
  };
}

export type SerialMapEvent = MapRootRecorded;
export const serialMapEventTypes = [
  'MapRootRecorded',
] as const satisfies readonly SerialMapEvent['type'][];

export const serialMapStream = 'serial-map';
