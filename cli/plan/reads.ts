const note = /^Not known offline: (.+)\.$/s;

/** How the notes of a plan and a review tell that the program reads what is not known. */
export const noteOfRead = (origin: string) => `Not known offline: ${origin}.`;

/** The origins that such notes tell. */
export const readsIn = (notes: string[]) => notes.flatMap((one) => note.exec(one)?.[1] ?? []);
