/** The subject of an entry that begins with nothing, no shipment and no patient: one draft of a person in each module, wherever he signs in. */
export const ownDraft = 'mine';
