/** Life-threatening and urgent orders are telephoned as well; nothing stops them. */
export const priorities = ['routine', 'urgent', 'life_threatening'] as const;
export type Priority = (typeof priorities)[number];

/** 定时配送, 加送, 急送, 自取. */
export const deliveryMethods = ['slot', 'extra', 'express', 'pickup'] as const;
export type DeliveryMethod = (typeof deliveryMethods)[number];

/** Why a station does not give a line, or part of it. [unsourced: default] */
export const declineCodes = ['out_of_stock', 'in_testing', 'rare_search', 'not_made', 'other'] as const;
export type DeclineCode = (typeof declineCodes)[number];

/** Antigens that an order may ask to be absent: the clinically significant ones that a station types. [unsourced: default] */
export const negativeAntigens = [
  'C',
  'c',
  'E',
  'e',
  'K',
  'Fya',
  'Fyb',
  'Jka',
  'Jkb',
  'M',
  'S',
  's',
  'Dia',
  'Mur',
] as const;

/** What the station is answering, and what it writes on a delivery, is the station's: a colleague goes on with it. */
export const answerDraft = (orderId: string): string => `answer:${orderId}`;
export const deliveryDraft = (orderId: string): string => `pick:${orderId}`;

/** The draft of a copy is a person's own, as that of a new order is. */
export const copyDraft = (orderId: string): string => `mine:copy:${orderId}`;
