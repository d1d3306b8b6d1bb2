import { expect, it } from 'vitest';
import { approvalRows, chains, stepWords } from '@/domain/transfusion-requests/approval';
import { getMessages } from '.';

it('approval of a request is written in the decree’s own words', () => {
  const { stepVerb } = getMessages('zh-CN')['transfusion-requests'];
  const said = approvalRows.map((row) => {
    const words: Readonly<Partial<Record<string, keyof typeof stepVerb>>> = stepWords[row];
    return chains[row].map((step) => stepVerb[words[step] ?? 'review']);
  });
  expect(said).toEqual([['核准签发'], ['审核', '核准签发'], ['核准签发', '批准']]);
});
