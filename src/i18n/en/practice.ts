import type { zhPractice } from '../zh/practice';

export const enPractice = {
  name: 'Practice',
  choice: 'Enter',
  choices: { city: 'The real system', practice: 'Practice' },
  explains: 'Its data are for practising and go into no figure of the city. The account is that of the real system.',
  enter: 'Enter practice',
  notReal: 'Nothing here is real, and none of it goes into figures of the city. Where it says to call, do not.',
  leave: 'Leave practice',
  stamp: 'Practice',
  stampBy: 'Printed while practising, not for medical use',
  titled: '[Practice] {title}',
  notice: 'Practice: the data are not real',
  over: 'You have left practice. This is where the real system is entered.',
  numberOf: '{no} is a number of practice and not known here.',
  bagOf: '{no} is a bag of practice and not known here. Give it to nobody.',
  realBag: '{no} is a real bag, and this is practice. Press Alt X to leave practice, and scan it in the real system.',
} satisfies typeof zhPractice;
