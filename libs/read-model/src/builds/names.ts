/** Names of the schemas. Every set of views lives in a schema of its own; a pointer names one. */

/** Holds the pointer, the list of builds and the projector's state; outlives every build. */
export const viewsSchema = 'liushui_views';

export const schemaOfBuild = (build: number): string => `liushui_view_${build}`;

/** Raised when projections fill rows differently: builds of another version are rebuilt. */
export const projectionVersion = 4;
