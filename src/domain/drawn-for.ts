/**
 * For whom the page that asks was drawn: a membership, which is a person in an organisation. No secret; a link, which carries no header,
 * says it as a parameter of the same name. Clients that have no page do not say it.
 */
export const drawnForHeader = 'x-xuemai-for';
