/** To the current step of the open exercise; of the practice city. */
export const exerciseKey = 'Alt L';
